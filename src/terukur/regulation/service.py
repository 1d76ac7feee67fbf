"""Speed of service: working minutes from the complete file to the finished product.

UU 25/2009 Pasal 21 and PermenPANRB 15/2014: the completion time is part of the service standard,
which the head of the unit sets; there is no national number of minutes. How it is counted is house
policy: the clock starts when the file is complete and follows the office's calendar, and the
standard is the one in force on the day of acceptance.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from terukur.notation.dates import written_day
from terukur.notation.numbers import display_beside, percent_beside
from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision, InputRefused
from terukur.regulation.working_calendar import WorkingCalendar, default_calendar


@dataclass(frozen=True, slots=True)
class StandardTime:
    """The longest completion time from a day on: working minutes, or whole working days."""

    valid_from: date
    minutes: int | None = None
    days: int | None = None

    def __post_init__(self) -> None:
        if (self.minutes is None) == (self.days is None) or (self.minutes or self.days or 0) <= 0:
            raise InputRefused(
                "standard_minutes", "standar berupa menit atau hari kerja, lebih besar dari nol."
            )


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """Working minutes of one ticket; ``on_time`` is None where there is no standard."""

    minutes: Fraction
    on_time: bool | None


@dataclass(slots=True)
class Tally:
    """Tickets counted one by one; ``seconds`` is how many took each number of working seconds."""

    seconds: Counter[int] = field(default_factory=Counter)
    judged: int = 0
    on_time: int = 0
    without_acceptance: int = 0
    unfinished: int = 0


@dataclass(frozen=True, slots=True)
class Speed:
    """Tickets together. ``share`` is percent on time of those that have a standard; times in minutes."""

    finished: int
    judged: int
    on_time: int
    without_acceptance: int
    unfinished: int
    share: Fraction | None
    median_minutes: Fraction | None
    ninetieth_minutes: Fraction | None


def standard_on(standards: Sequence[StandardTime], day: date) -> StandardTime | None:
    """Return the standard in force on the day of acceptance, None before the first."""
    in_force = [standard for standard in standards if standard.valid_from <= day]
    return max(in_force, key=lambda standard: standard.valid_from, default=None)


def service_time(
    *,
    accepted: datetime,
    finished: datetime,
    standards: Sequence[StandardTime] = (),
    calendar: WorkingCalendar | None = None,
) -> Decision[ServiceTime]:
    """Return the working minutes between acceptance and completion, and whether the standard was kept.

    A standard of working days is kept when the product is finished by the same clock time that
    many working days later. Citation: UU 25/2009 Pasal 21 (UNSURE); the counting is POLICY.

    :raises InputRefused: where it was finished before it was accepted.
    """
    office = calendar or default_calendar(on=accepted.date())
    minutes = office.working_minutes(accepted, finished)
    standard = standard_on(standards, accepted.date())
    limits = [standard.minutes] if standard is not None and standard.minutes else []
    steps = [f"Waktu kerja sejak berkas lengkap: {display_beside(minutes, limits)} menit"]
    on_time = None
    if standard is not None and standard.minutes is not None:
        on_time = minutes <= standard.minutes
        steps.append(f"Standar pada {written_day(accepted)}: {standard.minutes} menit kerja")
    elif standard is not None and standard.days is not None:
        last = office.add_working_days(accepted.date(), standard.days)
        due = datetime.combine(last, accepted.timetz())
        on_time = finished <= due
        steps.append(
            f"Standar pada {written_day(accepted)}: {standard.days} hari kerja, yaitu sampai "
            f"{written_day(due)} {due:%H:%M}"
        )
    if on_time is not None:
        steps.append("Tepat waktu" if on_time else "Terlambat")
    return Decision(ServiceTime(minutes, on_time), tuple(steps), cite("service-standard", "policy"))


def speed_of(tally: Tally) -> Decision[Speed]:
    """Return share on time, median and 90th percentile of many tickets.

    Tickets whose file was never marked complete are counted apart, never as on time; unfinished
    ones are the backlog. The 90th percentile is the smallest time that nine tenths did not exceed.
    """
    finished = sum(tally.seconds.values())
    share = Fraction(100 * tally.on_time, tally.judged) if tally.judged else None
    median = ninetieth = None
    if finished:
        middle = (_at(tally.seconds, (finished + 1) // 2), _at(tally.seconds, finished // 2 + 1))
        median = Fraction(sum(middle), 120)
        ninetieth = Fraction(_at(tally.seconds, -(-9 * finished // 10)), 60)
    speed = Speed(
        finished,
        tally.judged,
        tally.on_time,
        tally.without_acceptance,
        tally.unfinished,
        share,
        median,
        ninetieth,
    )
    steps = (
        f"Tepat waktu {tally.on_time} dari {tally.judged}: {percent_beside(share, (0, 100))}",
        f"Tanpa waktu berkas lengkap: {tally.without_acceptance}, dihitung terpisah",
        f"Belum selesai: {tally.unfinished}",
    )
    return Decision(speed, steps, cite("service-standard", "policy"))


def _at(seconds: Counter[int], rank: int) -> int:
    """Return the value of this rank, counted from 1 in rising order."""
    passed = 0
    for value in sorted(seconds):
        passed += seconds[value]
        if passed >= rank:
            return value
    raise ValueError("rank beyond the tickets")
