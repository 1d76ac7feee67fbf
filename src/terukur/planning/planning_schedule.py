"""The planning of a year: opened with dates for every step, moved with a reason that everybody reads."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.organization.access import is_performance_team
from terukur.organization.holidays import office_calendar
from terukur.organization.models import Agency
from terukur.organization.queries import lock_agency
from terukur.planning.models import PlanningDates
from terukur.regulation.decision import Refused
from terukur.regulation.letters import PHRASE_LETTERS, has_letters
from terukur.regulation.planning_year import PlanningStep, ProposedStep, planning_begins, proposed_planning
from terukur.regulation.schedule import StepDates


class PlanningRefused(Refused):
    """The planning of a year cannot be opened or moved; the message says why."""


def planning_proposal(year: int, *, on: date) -> Mapping[PlanningStep, ProposedStep]:
    """Return the proposed dates of a year's planning with their sources, by the agency's calendar."""
    return proposed_planning(year, on=on, calendar=office_calendar(on=on))


@transaction.atomic
def open_planning(*, year: int, dates: Mapping[PlanningStep, StepDates], acting: Acting[User]) -> None:
    """Store the dates of every step of planning a year.

    :raises PlanningRefused: from anybody but the performance team, a second time, with a step left out, or
        for another year than this one and the next.
    """
    agency = _agency_of_team(acting)
    if year not in (acting.on.year, acting.on.year + 1):
        raise PlanningRefused(
            f"Yang dapat dibuka perencanaan {acting.on.year} dan {acting.on.year + 1}, bukan {year}."
        )
    if PlanningDates.objects.filter(year=year).exists():
        raise PlanningRefused(f"Perencanaan {year} sudah dibuka; geser langkahnya satu per satu.")
    if set(dates) != set(PlanningStep):
        raise PlanningRefused("Isi tanggal untuk semua langkah.")
    rows = PlanningDates.objects.bulk_create(
        _row(year, step, 1, dates[step], acting) for step in PlanningStep
    )
    told = {step.value: _told(dates[step]) for step in PlanningStep}
    record(
        Act(f"agency/{agency.pk}", "planning-opened", after={"year": year, **told}, rows=fingerprints(*rows)),
        acting,
    )


@transaction.atomic
def move_planning_step(
    *, year: int, step: PlanningStep, dates: StepDates, reason: str, acting: Acting[User]
) -> None:
    """Store other dates of one step of planning a year, for a reason that everybody can read.

    :raises PlanningRefused: from anybody but the performance team, without a reason, or for a year whose
        planning was not opened.
    """
    agency = _agency_of_team(acting)
    if not has_letters(reason, PHRASE_LETTERS):
        raise PlanningRefused("Tulis alasan pergeserannya; semua membacanya.", field="reason")
    former = PlanningDates.objects.filter(year=year, step=step.value).order_by("-version").first()
    if former is None:
        raise PlanningRefused(f"Perencanaan {year} belum dibuka.")
    moved = _row(year, step, former.version + 1, dates, acting, reason.strip())
    moved.save()
    record(
        Act(
            f"agency/{agency.pk}",
            "planning-step-moved",
            before={"year": year, step.value: _told(_dates(former))},
            after={step.value: _told(dates)},
            reason=reason.strip(),
            rows=fingerprints(moved),
        ),
        acting,
    )


def _row(
    year: int, step: PlanningStep, version: int, dates: StepDates, acting: Acting[User], reason: str = ""
) -> PlanningDates:
    return PlanningDates(
        year=year,
        step=step.value,
        version=version,
        opens=dates.opens,
        due=dates.due,
        closes=dates.closes,
        reason=reason,
        set_by=acting.by,
        set_at=acting.at,
    )


def newest_planning() -> QuerySet[PlanningDates]:
    """Return the newest version of every step of every year."""
    newer = PlanningDates.objects.filter(
        year=OuterRef("year"), step=OuterRef("step"), version__gt=OuterRef("version")
    )
    return PlanningDates.objects.exclude(Exists(newer))


def planning_steps(year: int) -> list[PlanningDates]:
    """Return the newest version of every step of planning a year, in their order; none if unopened."""
    order = list(PlanningStep)
    return sorted(newest_planning().filter(year=year), key=lambda row: order.index(PlanningStep(row.step)))


def planning_dates(year: int) -> dict[PlanningStep, StepDates]:
    """Return the dates of every step of planning a year; empty where it was not opened."""
    return {PlanningStep(row.step): _dates(row) for row in planning_steps(year)}


def years_planned() -> list[int]:
    """Return the years whose planning was opened, the newest first."""
    years = PlanningDates.objects.order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def year_to_open(*, on: date) -> int:
    """Return the year whose planning is the next to be opened: the next one from its first day on."""
    return on.year + 1 if on >= planning_begins(on.year + 1) else on.year


def unopened_planning(*, on: date) -> QuerySet[Agency]:
    """Return the agency where the planning of the next year may be open and is not; else nothing."""
    if on < planning_begins(on.year + 1):
        return Agency.objects.none()
    return Agency.objects.exclude(Exists(PlanningDates.objects.filter(year=on.year + 1)))


def _dates(row: PlanningDates) -> StepDates:
    return StepDates(row.opens, row.due, row.closes)


def _told(dates: StepDates) -> list[str]:
    return [str(dates.opens), str(dates.due), str(dates.closes)]


def _agency_of_team(acting: Acting[User]) -> Agency:
    agency = lock_agency()
    if agency is None or not is_performance_team(acting.by, on=acting.on):
        raise PlanningRefused("Jadwal perencanaan ditetapkan pengelola kinerja.")
    return agency
