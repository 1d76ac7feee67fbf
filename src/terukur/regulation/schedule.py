"""The steps of a period and the days they open, are due and close, counted in working days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from terukur.regulation.decision import Refused
from terukur.regulation.parameters import parameter
from terukur.regulation.working_calendar import WorkingCalendar, default_calendar


class DatesOutOfOrder(Refused):
    """A step that would be due before it opens, or close before it is due."""

    def __init__(self, step: str = "") -> None:
        where = f"{step}: " if step else ""
        super().__init__(f"{where}tanggal dibuka, batas, dan ditutup harus berurutan.")


class Step(StrEnum):
    """A step after a period, in the order in which it is due."""

    FIGURES = "figures"
    ORGANIZATION = "organization"
    RATING = "rating"
    CALIBRATION = "calibration"
    DELIVERY = "delivery"
    TALK = "talk"

    @property
    def label(self) -> str:
        """The step as people call it."""
        return _LABELS[self]


_LABELS = {
    Step.FIGURES: "Angka dan bukti lengkap",
    Step.ORGANIZATION: "Capaian organisasi ditetapkan",
    Step.RATING: "Penilaian diisi",
    Step.CALIBRATION: "Kalibrasi",
    Step.DELIVERY: "Hasil disampaikan",
    Step.TALK: "Dibicarakan dan final",
}


@dataclass(frozen=True, slots=True)
class StepDates:
    """The first day of a step, the day it should be done by, and the last day on which it can be."""

    opens: date
    due: date
    closes: date

    def __post_init__(self) -> None:
        if not self.opens <= self.due <= self.closes:
            raise DatesOutOfOrder


def proposed_schedule(*, from_day: date, calendar: WorkingCalendar | None = None) -> Mapping[Step, StepDates]:
    """Return the dates of every step, counted in working days after a day.

    That day is the period's last, or the day on which a late period is opened. No text fixes the days
    (deadlines inside PermenPANRB 6/2022 were not found): they are the parameter ``schedule.days``.
    """
    table = parameter("schedule.days", on=from_day).value
    office = calendar or default_calendar(on=from_day)
    return {
        step: StepDates(*(office.add_working_days(from_day, table[step.value][name]) for name in _NAMES))
        for step in Step
    }


_NAMES = ("opens", "due", "closes")


def is_day_to_remind(dates: StepDates, *, on: date, calendar: WorkingCalendar | None = None) -> bool:
    """Return whether people who have not done their step are reminded on a day.

    Three working days before it is due, on the day itself, then every third working day up to the
    closing day and on that day: rare enough to be read.
    """
    office = calendar or default_calendar(on=dates.due)
    if on in (dates.due, dates.closes) or office.add_working_days(on, 3) == dates.due:
        return office.is_working_day(on) or on == dates.closes
    if not dates.due < on <= dates.closes:
        return False
    day = dates.due
    while day < on:
        day = office.add_working_days(day, 3)
    return day == on
