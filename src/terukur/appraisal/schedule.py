"""A period as a process: opened with dates for every step, moved with a reason, closed by the calendar."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from terukur.accounts.models import User
from terukur.appraisal.access import may_evaluate
from terukur.appraisal.cadence_setting import why_other_period
from terukur.appraisal.models import PeriodStep
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.notation.dates import written_day
from terukur.organization.holidays import office_calendar
from terukur.organization.models import Agency
from terukur.organization.queries import lock_agency
from terukur.regulation.decision import Refused
from terukur.regulation.letters import PHRASE_LETTERS, has_letters
from terukur.regulation.periods import Period
from terukur.regulation.schedule import Step, StepDates, proposed_schedule


class ScheduleRefused(Refused):
    """The dates cannot be set, or a step is not open; the message says when it is and who can help."""


def proposal_for(period: Period, *, on: date) -> Mapping[Step, StepDates]:
    """Return the proposed dates of a period, by the agency's calendar.

    They count from its last day; for one that is opened late, from the day of opening.
    """
    return proposed_schedule(from_day=max(period.ends, on), calendar=office_calendar(on=on))


@transaction.atomic
def open_period(*, period: Period, dates: Mapping[Step, StepDates], acting: Acting[User]) -> None:
    """Store the dates of every step of a period.

    :raises ScheduleRefused: from anybody but the performance team, a second time, with a step left out, or
        for a period that is none of its year's.
    """
    agency = _agency_of_team(acting)
    if PeriodStep.objects.filter(period=period).exists():
        raise ScheduleRefused(f"{period.label} sudah dibuka; geser langkahnya satu per satu.")
    if set(dates) != set(Step):
        raise ScheduleRefused("Isi tanggal untuk semua langkah.")
    if why := why_other_period(period):
        raise ScheduleRefused(why)
    steps = PeriodStep.objects.bulk_create(
        PeriodStep(
            period=period,
            step=step.value,
            version=1,
            opens=given.opens,
            due=given.due,
            closes=given.closes,
            set_by=acting.by,
            set_at=acting.at,
        )
        for step, given in dates.items()
    )
    record(
        Act(
            f"agency/{agency.pk}",
            "period-opened",
            after={"period": str(period), **{s.value: _told(d) for s, d in dates.items()}},
            rows=fingerprints(*steps),
        ),
        acting,
    )


@transaction.atomic
def move_step(*, period: Period, step: Step, dates: StepDates, reason: str, acting: Acting[User]) -> None:
    """Store other dates of one step, for a reason that everybody can read; it may open again by that.

    :raises ScheduleRefused: from anybody but the performance team, without a reason, or for a period that
        was not opened.
    """
    agency = _agency_of_team(acting)
    if not has_letters(reason, PHRASE_LETTERS):
        raise ScheduleRefused("Tulis alasan pergeserannya; semua membacanya.")
    former = PeriodStep.objects.filter(period=period, step=step.value).order_by("-version").first()
    if former is None:
        raise ScheduleRefused(f"{period.label} belum dibuka.")
    moved = PeriodStep.objects.create(
        period=period,
        step=step.value,
        version=former.version + 1,
        opens=dates.opens,
        due=dates.due,
        closes=dates.closes,
        reason=reason.strip(),
        set_by=acting.by,
        set_at=acting.at,
    )
    record(
        Act(
            f"agency/{agency.pk}",
            "period-step-moved",
            before={"period": str(period), step.value: _told(_dates(former))},
            after={step.value: _told(dates)},
            reason=reason.strip(),
            rows=fingerprints(moved),
        ),
        acting,
    )


def schedule_of(period: Period) -> dict[Step, StepDates]:
    """Return the dates of every step; empty where the period was not opened."""
    return {Step(row.step): _dates(row) for row in newest_steps(period)}


def newest_steps(period: Period) -> list[PeriodStep]:
    """Return the newest version of every step of a period, in their order."""
    rows = (
        PeriodStep.objects.filter(period=period)
        .select_related("set_by")
        .order_by("step", "-version")
        .distinct("step")
    )
    order = list(Step)
    return sorted(rows, key=lambda row: order.index(Step(row.step)))


def refuse_unless_open(*steps: Step, period: Period, on: date) -> None:
    """Refuse unless one of the steps may be done on a day; without an opened period nothing is closed.

    The closing day ends ratings and organization grades. It never ends a right of the employee: a late
    delivery or talk is late, and shown as late, but not forbidden.

    :raises ScheduleRefused: before it opens, or after it has closed.
    """
    schedule = schedule_of(period)
    if not schedule or any(schedule[s].opens <= on <= schedule[s].closes for s in steps):
        return
    last = steps[-1]
    if on < schedule[steps[0]].opens:
        raise ScheduleRefused(
            f"“{steps[0].label}” {period.label} dibuka {written_day(schedule[steps[0]].opens)}."
        )
    raise ScheduleRefused(
        f"“{last.label}” {period.label} ditutup {written_day(schedule[last].closes)}. "
        "Pengelola kinerja dapat membukanya lagi dengan alasan."
    )


def why_shut(*steps: Step, period: Period, on: date) -> str:
    """Return why none of the steps can be done on a day, empty where one can."""
    try:
        refuse_unless_open(*steps, period=period, on=on)
    except ScheduleRefused as error:
        return str(error)
    return ""


def opened_periods() -> list[Period]:
    """Return every period that was opened, newest first."""
    return sorted(PeriodStep.objects.values_list("period", flat=True).distinct(), reverse=True)


def _dates(row: PeriodStep) -> StepDates:
    return StepDates(row.opens, row.due, row.closes)


def _told(dates: StepDates) -> list[str]:
    return [str(dates.opens), str(dates.due), str(dates.closes)]


def _agency_of_team(acting: Acting[User]) -> Agency:
    agency = lock_agency()
    if agency is None or not may_evaluate(acting.by, on=acting.on):
        raise ScheduleRefused("Jadwal periode ditetapkan pengelola kinerja.")
    return agency
