"""The steps in which a year is planned, and the days they open, are due and are last reminded of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from terukur.regulation.citations import Citation
from terukur.regulation.parameters import parameter
from terukur.regulation.schedule import StepDates
from terukur.regulation.working_calendar import WorkingCalendar, default_calendar

_DAY = timedelta(days=1)


class PlanningStep(StrEnum):
    """A step of planning a year, in the order in which it is due."""

    UNIT_PLANS = "unit-plans"
    EXPECTATIONS = "expectations"
    SUBMISSION = "submission"
    SETTING = "setting"

    @property
    def label(self) -> str:
        """The step as people call it."""
        return _LABELS[self]


_LABELS = {
    PlanningStep.UNIT_PLANS: "Perjanjian kinerja unit",
    PlanningStep.EXPECTATIONS: "Dialog ekspektasi",
    PlanningStep.SUBMISSION: "SKP diajukan",
    PlanningStep.SETTING: "SKP ditetapkan",
}


@dataclass(frozen=True, slots=True)
class ProposedStep:
    """The proposed dates of a step, and the source they come from."""

    dates: StepDates
    source: Citation


def proposed_planning(
    year: int, *, on: date, calendar: WorkingCalendar | None = None
) -> Mapping[PlanningStep, ProposedStep]:
    """Return the dates of every planning step of a year, on working days, as proposed on a day.

    They are the parameters ``planning.*``. No step opens before the day of the proposal; one whose due day
    has passed by then gets ``planning.late_days`` working days, and no step is due before an earlier one.
    """
    office = calendar or default_calendar(on=date(year, 1, 1))
    late = int(parameter("planning.late_days", on=date(year, 1, 1)).amount)
    found: dict[PlanningStep, ProposedStep] = {}
    earliest = on
    for step in PlanningStep:
        source = parameter(f"planning.{step.value.replace('-', '_')}", on=date(year, 1, 1))
        due = _last_working(_day(year, source.value["due"]), office)
        if due <= on:
            due = office.add_working_days(earliest, late)
        due = earliest = max(due, earliest)
        opens = min(max(_first_working(_day(year, source.value["opens"]), office), on), due)
        closes = max(_last_working(_day(year, source.value["closes"]), office), due)
        found[step] = ProposedStep(StepDates(opens, due, closes), source.citation)
    return found


def planning_begins(year: int) -> date:
    """Return the first day on which the planning of a year is proposed to be open."""
    written = parameter(f"planning.{PlanningStep.UNIT_PLANS.value.replace('-', '_')}", on=date(year, 1, 1))
    return _day(year, written.value["opens"])


def _day(year: int, written: tuple[int, int, int]) -> date:
    """Return a day that is written as years from the planned one, month and day."""
    offset, month, day = written
    return date(year + offset, month, day)


def _first_working(day: date, office: WorkingCalendar) -> date:
    return day if office.is_working_day(day) else office.add_working_days(day, 1)


def _last_working(day: date, office: WorkingCalendar) -> date:
    # An office works some day of any fortnight; a calendar without one is refused where days are counted.
    for back in range(14):
        if office.is_working_day(day - back * _DAY):
            return day - back * _DAY
    return day
