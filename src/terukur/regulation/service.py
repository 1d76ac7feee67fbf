"""Speed of service: working minutes from the complete file to the finished product.

UU 25/2009 Pasal 21 and PermenPANRB 15/2014: the completion time is part of the service standard,
which the head of the unit sets; there is no national number of minutes. How it is counted is house
policy: the clock starts when the file is complete and follows the office's calendar, and the
standard is the one in force on the day of acceptance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from statistics import median

from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision, InputRefused
from terukur.regulation.numbers import display, percent_display
from terukur.regulation.working_calendar import WorkingCalendar, default_calendar


@dataclass(frozen=True, slots=True)
class ServiceStandard:
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


@dataclass(frozen=True, slots=True)
class Ticket:
    """One application; ``accepted`` is when the file was complete, or None where nobody said so."""

    accepted: datetime | None
    finished: datetime | None


@dataclass(frozen=True, slots=True)
class Speed:
    """Tickets together. ``share`` is percent on time of those that could be counted."""

    counted: int
    on_time: int
    without_acceptance: int
    unfinished: int
    share: Fraction | None
    median_minutes: Fraction | None


def standard_on(standards: Sequence[ServiceStandard], day: date) -> ServiceStandard | None:
    """The standard in force on the day of acceptance, None before the first."""
    in_force = [standard for standard in standards if standard.valid_from <= day]
    return max(in_force, key=lambda standard: standard.valid_from, default=None)


def service_time(
    *,
    accepted: datetime,
    finished: datetime,
    standards: Sequence[ServiceStandard] = (),
    calendar: WorkingCalendar | None = None,
) -> Decision[ServiceTime]:
    """Working minutes between acceptance and completion, and whether the standard was kept.

    A standard of working days is kept when the product is finished by the same clock time that
    many working days later. Citation: UU 25/2009 Pasal 21 (UNSURE); the counting is POLICY.

    :raises InputRefused: where it was finished before it was accepted.
    """
    office = calendar or default_calendar(on=accepted.date())
    minutes = office.working_minutes(accepted, finished)
    steps = [f"Waktu kerja sejak berkas lengkap: {display(minutes)} menit"]
    standard = standard_on(standards, accepted.date())
    on_time = None
    if standard is not None and standard.minutes is not None:
        on_time = minutes <= standard.minutes
        steps.append(f"Standar pada {accepted:%d-%m-%Y}: {standard.minutes} menit kerja")
    elif standard is not None and standard.days is not None:
        last = office.add_working_days(accepted.date(), standard.days)
        due = datetime.combine(last, accepted.timetz())
        on_time = finished <= due
        steps.append(
            f"Standar pada {accepted:%d-%m-%Y}: {standard.days} hari kerja, yaitu sampai "
            f"{due:%d-%m-%Y %H:%M}"
        )
    if on_time is not None:
        steps.append("Tepat waktu" if on_time else "Terlambat")
    return Decision(ServiceTime(minutes, on_time), tuple(steps), cite("service-standard", "policy"))


def speed_of(
    tickets: Sequence[Ticket],
    *,
    standards: Sequence[ServiceStandard],
    calendar: WorkingCalendar | None = None,
) -> Decision[Speed]:
    """Share on time and median of many tickets.

    Tickets whose file was never marked complete are counted apart, never as on time; unfinished
    ones are the backlog.

    :raises InputRefused: where a ticket was finished before it was accepted.
    """
    times = [
        service_time(
            accepted=ticket.accepted, finished=ticket.finished,
            standards=standards, calendar=calendar,
        ).result
        for ticket in tickets
        if ticket.accepted is not None and ticket.finished is not None
    ]  # fmt: skip
    judged = [time for time in times if time.on_time is not None]
    kept = sum(1 for time in judged if time.on_time)
    share = Fraction(100 * kept, len(judged)) if judged else None
    middle = Fraction(median(time.minutes for time in times)) if times else None
    speed = Speed(
        counted=len(judged),
        on_time=kept,
        without_acceptance=sum(1 for ticket in tickets if ticket.accepted is None),
        unfinished=sum(1 for ticket in tickets if ticket.accepted and ticket.finished is None),
        share=share,
        median_minutes=middle,
    )
    steps = (
        f"Tepat waktu {kept} dari {len(judged)}: {percent_display(share)}",
        f"Tanpa waktu berkas lengkap: {speed.without_acceptance}, dihitung terpisah",
        f"Belum selesai: {speed.unfinished}",
    )
    return Decision(speed, steps, cite("service-standard", "policy"))
