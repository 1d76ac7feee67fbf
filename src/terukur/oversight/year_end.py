"""The end of a year: what is still open in it, what goes on in the next one, closing and opening again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from terukur.accounts.counted_rows import counted
from terukur.accounts.models import User
from terukur.appraisal.closed_years import closing_of
from terukur.appraisal.doable import not_ghosts
from terukur.appraisal.models import (
    Appraisal,
    BehaviorMark,
    PeriodStep,
    UnitGrade,
    YearClosing,
    YearReopening,
    in_closed_year,
)
from terukur.appraisal.workflow import ANSWERED, APPRAISAL_WORKFLOW
from terukur.coaching.models import Agreement, AgreementReview
from terukur.development.models import PlanItem
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.organization.access import is_performance_team
from terukur.organization.models import Agency, Employee, Unit
from terukur.organization.queries import lock_agency
from terukur.planning.models import Plan, PlanVersion
from terukur.regulation.decision import Refused
from terukur.regulation.letters import PHRASE_LETTERS, has_letters
from terukur.regulation.periods import Period
from terukur.regulation.scales import Rating
from terukur.regulation.year_end import closing_proposed

_STATUS = Appraisal.Status
_VERSION = PlanVersion.Status
_RUNNING = (PlanItem.Status.PROPOSED, PlanItem.Status.AGREED)


class YearRefused(Refused):
    """The year cannot be closed or opened again; the message says why."""


@dataclass(frozen=True, slots=True)
class YearState:
    """The counts of a year: what is open and ends with it, and what goes on in the next year."""

    left_open: Mapping[str, int]
    carried: Mapping[str, int]

    @property
    def open_count(self) -> int:
        """The number of all that is open and ends with the year."""
        return sum(self.left_open.values())


def state_of(year: int, *, by: User, on: date) -> YearState:
    """Return what of a year is open on a day, in one statement."""
    ending = {"periods": _unclosed_periods(year, on), **_plans(year), **_appraisals(year), **_after(year)}
    carried = {
        "objections": _of_year(year).filter(status=_STATUS.OBJECTED),
        "agreements": open_agreements_of(year),
        "learning": open_learning_of(year),
    }
    counts = counted(by, {**ending, **carried})
    return YearState({key: counts[key] for key in ending}, {key: counts[key] for key in carried})


def _of_year(year: int) -> QuerySet[Appraisal]:
    return Appraisal.objects.filter(not_ghosts(), plan__year=year, is_trial=False)


@dataclass(frozen=True, slots=True)
class OpenAppraisals:
    """Appraisals of one period that are not final, with whose turn it is."""

    period: Period
    number: int
    turn: str


def open_appraisals(year: int) -> list[OpenAppraisals]:
    """Return the appraisals of a year that are not final, by period and by whose turn it is."""
    found = _of_year(year).exclude(status=_STATUS.FINAL).order_by("status")
    counts = found.values_list("period", "status").annotate(Count("pk"))
    rows = [OpenAppraisals(period, number, _turn(status)) for period, status, number in counts]
    return sorted(rows, key=lambda row: row.period)


def _turn(status: str) -> str:
    return APPRAISAL_WORKFLOW.turns[_STATUS(status)].words


def people_in_need(year: int, *, most: int) -> list[Employee]:
    """Return people with a low result of a year and no learning planned since, up to a number."""
    return list(Employee.objects.filter(pk__in=_needing(year).values("person")).order_by("name")[:most])


def _unclosed_periods(year: int, on: date) -> QuerySet[PeriodStep]:
    """Return one step of each opened period of a year whose last day has not passed."""
    steps = PeriodStep.objects.filter(period__startswith=str(year))
    newer = steps.filter(period=OuterRef("period"), step=OuterRef("step"), version__gt=OuterRef("version"))
    running = steps.exclude(Exists(newer)).filter(closes__gte=on)
    return running.exclude(Exists(running.filter(period=OuterRef("period"), pk__lt=OuterRef("pk"))))


def _plans(year: int) -> dict[str, QuerySet[Any]]:
    whole = Appraisal.objects.filter(plan=OuterRef("pk"), period=str(year))
    in_force = PlanVersion.objects.filter(plan=OuterRef("pk"), status=_VERSION.SET)
    return {
        "plans": PlanVersion.objects.filter(
            plan__year=year, status__in=[_VERSION.DRAFT, _VERSION.SUBMITTED, _VERSION.RETURNED]
        ),
        "annual": Plan.objects.filter(Exists(in_force), ~Exists(whole), year=year),
    }


def _appraisals(year: int) -> dict[str, QuerySet[Any]]:
    found = _of_year(year)
    return {
        "to_rate": found.filter(status=_STATUS.OPEN),
        "to_deliver": found.filter(status=_STATUS.RATED),
        "to_read": found.filter(status=_STATUS.DELIVERED, read_at__isnull=True),
        "to_answer": found.filter(status=_STATUS.DELIVERED, read_at__isnull=False),
        "to_talk": found.filter(status__in=ANSWERED),
    }


def _after(year: int) -> dict[str, QuerySet[Any]]:
    """Return units without a grade of the year, and people with a low result and no learning planned."""
    whole = Period(year, 1, 12)
    graded = UnitGrade.objects.filter(unit=OuterRef("pk"), starts=whole.starts, ends=whole.ends)
    plans = Plan.objects.filter(assignment__position__unit=OuterRef("pk"), year=year)
    return {"units": Unit.objects.filter(Exists(plans), ~Exists(graded)), "needs": _needing(year)}


def _needing(year: int) -> QuerySet[Any]:
    """Return one delivered appraisal of each ``person`` in need."""
    low = Q(result_rating=Rating.BELOW) | Exists(
        BehaviorMark.objects.filter(appraisal=OuterRef("pk"), mark=Rating.BELOW)
    )
    planned = PlanItem.objects.filter(employee=OuterRef("plan__assignment__employee"), year__gte=year)
    person = F("plan__assignment__employee")
    needing = _of_year(year).filter(
        low, ~Exists(planned.exclude(status=PlanItem.Status.DROPPED)), delivered_at__isnull=False
    )
    earlier = needing.filter(plan__assignment__employee=OuterRef("plan__assignment__employee"))
    return needing.annotate(person=person).exclude(Exists(earlier.filter(pk__lt=OuterRef("pk"))))


def open_agreements_of(year: int) -> QuerySet[Agreement]:
    """Return the agreements of talks about a year's plans that no later talk has closed."""
    return _open_agreements().filter(dialogue__plan__year=year)


def _open_agreements() -> QuerySet[Agreement]:
    reviews = AgreementReview.objects.filter(agreement=OuterRef("pk"))
    newer = AgreementReview.objects.filter(agreement=OuterRef("agreement"), pk__gt=OuterRef("pk"))
    ended = reviews.exclude(Exists(newer)).exclude(outcome=AgreementReview.Outcome.CONTINUED)
    return Agreement.objects.filter(~Exists(ended))


def open_learning_of(year: int) -> QuerySet[PlanItem]:
    """Return the items of development plans of a year that are proposed or agreed and not finished."""
    return PlanItem.objects.filter(year=year, status__in=_RUNNING)


def carried_to(employee: Employee) -> dict[str, QuerySet[Any]]:
    """Return what of closed years goes on for a person, by kind: it is done in the years after."""
    return {
        "carried_agreements": _open_agreements().filter(
            in_closed_year("dialogue__plan__year"), dialogue__plan__assignment__employee=employee
        ),
        "carried_learning": PlanItem.objects.filter(
            in_closed_year("year"), employee=employee, status__in=_RUNNING
        ),
        "carried_objections": Appraisal.objects.filter(
            in_closed_year(), plan__assignment__employee=employee, status=_STATUS.OBJECTED
        ),
    }


@transaction.atomic
def close_year(*, year: int, reason: str, acting: Acting[User]) -> YearClosing:
    """Close a year that has ended; what is open in it ends, for a reason, and what runs goes on.

    Nothing is copied: agreements, learning and objections stay where they are and are shown in the next
    year until they are done.

    :raises YearRefused: from anybody but the performance team, before the year has ended, without a plan of
        it, where it is closed, or over open things without a reason.
    """
    agency = _agency_of_team(acting)
    _refuse_unclosable(year, acting.on)
    state = state_of(year, by=acting.by, on=acting.on)
    if state.open_count and not has_letters(reason, PHRASE_LETTERS):
        raise YearRefused(
            "Masih ada yang terbuka. Tulis mengapa tahun ini tetap ditutup; semua membacanya.", field="reason"
        )
    last = YearClosing.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    closing = YearClosing.objects.create(
        year=year,
        number=last + 1,
        follows=YearReopening.objects.get(closing__year=year, closing__number=last) if last else None,
        left_open=dict(state.left_open),
        carried=dict(state.carried),
        open_count=state.open_count,
        reason=reason.strip(),
        by=acting.by,
        at=acting.at,
    )
    record(
        Act(
            f"agency/{agency.pk}",
            "year-closed",
            after={"year": year, "open": closing.left_open, "carried": closing.carried},
            reason=closing.reason,
            rows=fingerprints(closing),
        ),
        acting,
    )
    return closing


@transaction.atomic
def reopen_year(*, year: int, reason: str, acting: Acting[User]) -> YearReopening:
    """Open a closed year again, for a reason that everybody reads.

    :raises YearRefused: from anybody but the performance team, without a reason, or where it is not closed.
    """
    agency = _agency_of_team(acting)
    closing = closing_of(year)
    if closing is None:
        raise YearRefused(f"Tahun {year} tidak sedang ditutup.")
    if not has_letters(reason, PHRASE_LETTERS):
        raise YearRefused("Tulis mengapa tahun ini dibuka lagi; semua membacanya.", field="reason")
    reopening = YearReopening.objects.create(
        closing=closing, reason=reason.strip(), by=acting.by, at=acting.at
    )
    record(
        Act(
            f"agency/{agency.pk}",
            "year-reopened",
            after={"year": year},
            reason=reopening.reason,
            rows=fingerprints(reopening),
        ),
        acting,
    )
    return reopening


def why_not_closable(year: int, *, on: date) -> str:
    """Return why a year cannot be closed on a day, empty where it can."""
    if on.year <= year:
        return f"Tahun {year} belum berakhir."
    if not Plan.objects.filter(year=year).exists():
        return f"Tidak ada SKP {year} di Terukur."
    return f"Tahun {year} sudah ditutup." if closing_of(year) else ""


def _refuse_unclosable(year: int, on: date) -> None:
    refusal = why_not_closable(year, on=on)
    if refusal:
        raise YearRefused(refusal)


def closings_of(year: int) -> QuerySet[YearClosing]:
    """Return the closings of a year with their reopenings, the newest first."""
    return YearClosing.objects.filter(year=year).select_related("by", "reopening__by")


def closable_years(*, on: date) -> list[int]:
    """Return the ended years with plans, the newest first."""
    years = Plan.objects.filter(year__lt=on.year).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def closed_years() -> set[int]:
    """Return the years that are closed now."""
    return set(YearClosing.objects.filter(reopening__isnull=True).values_list("year", flat=True))


def unclosed_year(*, on: date) -> QuerySet[Agency]:
    """Return the agency where last year has plans and may be closed by now (``year.close_from``); else
    nothing."""
    year = on.year - 1
    if on < closing_proposed(on.year):
        return Agency.objects.none()
    closed = YearClosing.objects.filter(year=year, reopening__isnull=True)
    return Agency.objects.filter(Exists(Plan.objects.filter(year=year)), ~Exists(closed))


def _agency_of_team(acting: Acting[User]) -> Agency:
    agency = lock_agency()
    if agency is None or not is_performance_team(acting.by, on=acting.on):
        raise YearRefused("Tahun ditutup dan dibuka lagi oleh pengelola kinerja.")
    return agency
