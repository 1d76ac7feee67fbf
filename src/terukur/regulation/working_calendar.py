"""An office's calendar: working hours by weekday, holidays, and spans with other hours."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from terukur.notation.dates import written_day
from terukur.regulation.decision import InputRefused
from terukur.regulation.parameters import parameter

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONGEST = 3700
_ISO = len("2026-12-31")

Hours = Mapping[int, Sequence[tuple[time, time]]]


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Working hours by weekday (0 is Monday), holidays, and spans such as Ramadan's."""

    hours: Hours
    holidays: frozenset[date] = frozenset()
    yearly_holidays: frozenset[tuple[int, int]] = frozenset()
    spans: tuple[tuple[date, date, Hours], ...] = field(default=())

    def intervals(self, day: date) -> Sequence[tuple[time, time]]:
        """Return the working hours of a day, none on holidays."""
        if day in self.holidays or (day.month, day.day) in self.yearly_holidays:
            return ()
        for starts, ends, hours in self.spans:
            if starts <= day <= ends:
                return hours.get(day.weekday(), ())
        return self.hours.get(day.weekday(), ())

    def is_working_day(self, day: date) -> bool:
        """Return whether the office works on a day."""
        return bool(self.intervals(day))

    def add_working_days(self, day: date, days: int) -> date:
        """Return the day that lies a number of working days after ``day``; the next one is day 1.

        :raises InputRefused: where the calendar has no such day within ten years.
        """
        found, current = 0, day
        for _ in range(_LONGEST):
            if found == days:
                return current
            current += timedelta(days=1)
            found += self.is_working_day(current)
        raise InputRefused("calendar", "kalender ini tidak punya cukup hari kerja.")

    def working_minutes(self, start: datetime, end: datetime) -> Fraction:
        """Return the exact working minutes between two moments; additive over any cut, never negative.

        :raises InputRefused: where the end lies before the start, or more than ten years after.
        """
        if end < start:
            raise InputRefused("finished", "selesai sebelum diterima; periksa waktunya.")
        if end - start > timedelta(days=_LONGEST):
            raise InputRefused("finished", "lebih dari sepuluh tahun setelah diterima.")
        none = timedelta(0)
        worked = sum(
            (
                max(none, min(end, closes) - max(start, opens))
                for opens, closes in self._between(start.date(), end.date(), start)
            ),
            none,
        )
        return Fraction(worked // timedelta(microseconds=1), 60_000_000)

    def _between(self, first: date, last: date, like: datetime) -> Iterator[tuple[datetime, datetime]]:
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            for opens, closes in self.intervals(day):
                yield (datetime.combine(day, opens, like.tzinfo), datetime.combine(day, closes, like.tzinfo))


class WorkingClock:
    """Working seconds since a fixed day, for many moments: the same as ``working_minutes``, by lookup.

    Days are worked out once, when they are first asked for.
    """

    def __init__(self, calendar: WorkingCalendar, first: date) -> None:
        self._calendar = calendar
        self._next = first
        self._total = 0
        self._days: dict[date, tuple[int, tuple[tuple[int, int], ...]]] = {}
        self._first = first

    def position(self, moment: datetime) -> int:
        """Return the whole working seconds from the first day to a moment; microseconds are cut off.

        :raises InputRefused: for a moment before the first day or ten years after it.
        """
        day = moment.date()
        if day not in self._days:
            self._extend(day)
        before, intervals = self._days[day]
        second = moment.hour * 3600 + moment.minute * 60 + moment.second
        for opens, closes in intervals:
            if second > opens:
                before += min(second, closes) - opens
        return before

    def _extend(self, day: date) -> None:
        if not self._first <= day <= self._first + timedelta(days=_LONGEST):
            raise InputRefused("day", f"{written_day(day)} di luar masa yang dihitung.")
        while self._next <= day:
            intervals = tuple(
                (_second(opens), _second(closes)) for opens, closes in self._calendar.intervals(self._next)
            )
            self._days[self._next] = (self._total, intervals)
            self._total += sum(closes - opens for opens, closes in intervals)
            self._next += timedelta(days=1)


def _second(moment: time) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def default_calendar(*, on: date) -> WorkingCalendar:
    """Return the calendar of the parameters ``service.hours`` and ``service.holidays`` (SINGLE, UNSURE)."""
    days = [str(day) for day in parameter("service.holidays", on=on).value]
    return WorkingCalendar(
        hours=_hours("hours", parameter("service.hours", on=on).value),
        holidays=frozenset(date.fromisoformat(day) for day in days if len(day) == _ISO),
        yearly_holidays=frozenset((int(d[:2]), int(d[3:])) for d in days if len(d) < _ISO),
    )


def parse_calendar(data: Mapping[str, Any], *, on: date) -> WorkingCalendar:
    """Return a calendar from its file: ``hours``, ``holidays`` (dates), ``spans`` (from, to, hours).

    Values missing in the file are taken from the default calendar of the day.

    :raises InputRefused: naming the entry that cannot be read.
    """
    default = default_calendar(on=on)
    try:
        spans = tuple(
            (_day(span["from"]), _day(span["to"]), _hours("spans", span["hours"]))
            for span in data.get("spans", [])
        )
        holidays = frozenset(_day(day) for day in data.get("holidays", []))
    except (KeyError, TypeError, AttributeError) as error:
        raise InputRefused("calendar", f"spans memerlukan from, to, dan hours ({error}).") from error
    hours = data.get("hours")
    return WorkingCalendar(
        hours=default.hours if hours is None else _hours("hours", hours),
        holidays=holidays,
        yearly_holidays=default.yearly_holidays,
        spans=spans,
    )


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise InputRefused("calendar", f"tanggal “{value}” ditulis sebagai 2026-12-31.") from error


def _hours(field_name: str, table: Any) -> Hours:
    if not isinstance(table, Mapping) or not set(table) <= set(_WEEKDAYS):
        raise InputRefused(field_name, "hari ditulis dengan kata ini.", _WEEKDAYS)
    return {
        _WEEKDAYS.index(day): tuple(_interval(written) for written in spans) for day, spans in table.items()
    }


def _interval(written: Any) -> tuple[time, time]:
    try:
        opens, closes = (time.fromisoformat(part.strip()) for part in str(written).split("-"))
    except ValueError as error:
        raise InputRefused("hours", f"“{written}” ditulis sebagai 08:00-16:15.") from error
    if closes <= opens:
        raise InputRefused("hours", f"“{written}”: tutup harus setelah buka.")
    return opens, closes
