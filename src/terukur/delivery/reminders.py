"""Reminders: before a step is due, on the day, and now and then until it closes."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from terukur.appraisal.doable import nothing_to_rate
from terukur.appraisal.models import Appraisal, FigureReport
from terukur.appraisal.schedule import opened_periods, schedule_of
from terukur.appraisal.waiting import leaders_above, units_in
from terukur.appraisal.workflow import APPRAISAL_WORKFLOW, AppraisalTurn
from terukur.delivery.models import Reminder
from terukur.delivery.planning_reminders import planning_lines
from terukur.notation.dates import written_day
from terukur.organization.holidays import office_calendar
from terukur.organization.models import Employee
from terukur.regulation.periods import Period
from terukur.regulation.schedule import Step, StepDates, is_day_to_remind
from terukur.regulation.workflow import Party

_STATUS = Appraisal.Status
_HOLDER = {
    Party.APPRAISER: "appraiser",
    Party.BOTH: "appraiser",
    Party.EMPLOYEE: "plan__assignment__employee",
}

Lines = dict[int, list[str]]


def lines_due(*, on: date) -> Lines:
    """Return the reminders of each employee (by key) on a day: counts and days, never a name or a figure."""
    found: Lines = defaultdict(list)
    calendar = office_calendar(on=on)
    for period in opened_periods():
        for step, dates in schedule_of(period).items():
            if is_day_to_remind(dates, on=on, calendar=calendar):
                for employee, words in _lines(step, dates, period, on):
                    found[employee].append(words)
    for employee, words in (*planning_lines(on=on, calendar=calendar), *_reports(on)):
        found[employee].append(words)
    return found


def _lines(step: Step, dates: StepDates, period: Period, on: date) -> Iterator[tuple[int, str]]:
    until = f"{period.label}, batas {written_day(dates.due)}"
    late = " (lewat batas)" if on > dates.due else ""
    # A period that has not ended is nobody's duty yet.
    waiting = Appraisal.objects.filter(~nothing_to_rate(), period=period)
    waiting = waiting.exclude(status=_STATUS.OPEN, ends__gte=on)
    for turn, statuses in _reminding(step):
        yield from _counted(
            waiting.filter(status__in=statuses), _HOLDER[turn.who], f"{turn.reminder}: {until}{late}"
        )
    if step is Step.ORGANIZATION:
        without = [row.unit for row in units_in(period) if not row.has_grade]
        leaders = Counter(leader.pk for found in leaders_above(without, on=on).values() for leader in found)
        for employee, number in leaders.items():
            yield employee, f"{number} unit menunggu capaian organisasi dari Anda: {until}{late}"


def _reminding(step: Step) -> Iterator[tuple[AppraisalTurn, list[str]]]:
    """Yield each turn of a step that is reminded of, with its statuses; the last of the way first."""
    turns = APPRAISAL_WORKFLOW.turns
    for turn in reversed(dict.fromkeys(turns.values())):
        if turn.step is step and turn.reminder:
            yield turn, [status for status, other in turns.items() if other == turn]


def _counted(found: QuerySet[Appraisal], holder: str, words: str) -> Iterator[tuple[int, str]]:
    for employee, number in Counter(found.values_list(holder, flat=True)).items():
        if employee is not None:
            yield employee, words.format(number)


def _reports(on: date) -> Iterator[tuple[int, str]]:
    """Yield reports of wrong figures: the day before they are due, and every day after."""
    due = FigureReport.objects.filter(
        answer=None, answer_by__lte=on + timedelta(days=1), owner__isnull=False
    ).values_list("owner__employee", "answer_by")
    for employee, answer_by in due:
        if employee is not None:
            yield (employee, f"Laporan angka keliru menunggu jawaban Anda, batas {written_day(answer_by)}")


def keep_reminders(lines: Mapping[int, Sequence[str]], *, on: date, at: datetime) -> int:
    """Store the reminders of a day, once for each person; return how many are new."""
    before = Reminder.objects.filter(day=on).count()
    Reminder.objects.bulk_create(
        [
            Reminder(employee_id=employee, day=on, lines=list(words), made_at=at)
            for employee, words in sorted(lines.items())
        ],
        ignore_conflicts=True,
        batch_size=1000,
    )
    return Reminder.objects.filter(day=on).count() - before


def unsent_reminders(*, on: date) -> QuerySet[Reminder]:
    """Return the reminders of a day for people who gave an address, which are not sent yet."""
    return (
        Reminder.objects.filter(day=on, sent_at=None, employee__user__is_active=True)
        .exclude(employee__user__email="")
        .select_related("employee__user")
    )


def latest_reminder(employee: Employee, *, on: date) -> Reminder | None:
    """Return the newest reminder of the last two weeks."""
    return (
        Reminder.objects.filter(employee=employee, day__gt=on - timedelta(days=14), day__lte=on)
        .order_by("-day")
        .first()
    )
