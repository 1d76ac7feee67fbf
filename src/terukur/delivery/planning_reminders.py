"""Reminders of the planning of a year: to who has not submitted, who has to set, and who heads a unit."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from terukur.coaching.planning_waiting import expected_in, not_talked, units_planning
from terukur.notation.dates import written_day
from terukur.organization.models import Headship, ReportingLine
from terukur.planning.models import PlanVersion
from terukur.planning.planning_schedule import planning_dates, years_planned
from terukur.regulation.planning_year import PlanningStep
from terukur.regulation.schedule import StepDates, is_day_to_remind
from terukur.regulation.working_calendar import WorkingCalendar

_STATUS = PlanVersion.Status


def planning_lines(*, on: date, calendar: WorkingCalendar) -> Iterator[tuple[int, str]]:
    """Yield the reminders of planning that are due on a day, each with the key of its employee."""
    for year in years_planned():
        for step, dates in planning_dates(year).items():
            if is_day_to_remind(dates, on=on, calendar=calendar):
                yield from _lines(step, dates, year, on)


def _lines(step: PlanningStep, dates: StepDates, year: int, on: date) -> Iterator[tuple[int, str]]:
    until = f"batas {written_day(dates.due)}" + (" (lewat batas)" if on > dates.due else "")
    if step is PlanningStep.UNIT_PLANS:
        without = [row.unit.pk for row in units_planning(year, on=on, within=None) if not row.has_objectives]
        heads = Headship.objects.on(on).filter(unit__in=without).exclude(kind=Headship.Kind.DAILY)
        for employee, number in Counter(heads.values_list("employee", flat=True)).items():
            yield employee, f"Perjanjian kinerja {year} dari {number} unit Anda belum dimuat: {until}"
    elif step is PlanningStep.EXPECTATIONS:
        yield from _to_appraisers(year, on, not_talked(), f"orang belum berdialog ekspektasi {year}: {until}")
    elif step is PlanningStep.SUBMISSION:
        people = expected_in(year, on=on)
        for employee in people.filter(Q(state="")).values_list("employee", flat=True):
            yield employee, f"SKP {year} Anda belum dimulai: {until}"
        drafts = people.filter(Q(state__in=[_STATUS.DRAFT, _STATUS.RETURNED]))
        for employee in drafts.values_list("employee", flat=True):
            yield employee, f"SKP {year} Anda masih konsep dan belum diajukan: {until}"
    else:
        waiting = Q(state=_STATUS.SUBMITTED)
        yield from _to_appraisers(year, on, waiting, f"SKP {year} menunggu penetapan Anda: {until}")


def _to_appraisers(year: int, on: date, which: Q, words: str) -> Iterator[tuple[int, str]]:
    appraiser = ReportingLine.objects.on(on).filter(assignment=OuterRef("pk")).values("appraiser")[:1]
    found = expected_in(year, on=on).filter(which).annotate(appraiser=Subquery(appraiser))
    for employee, number in Counter(found.values_list("appraiser", flat=True)).items():
        if employee is not None:
            yield employee, f"{number} {words}"
