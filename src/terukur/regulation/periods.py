"""Periods of appraisal as they are written: ``2026``, ``2026-S1``, ``2026-Q3``, ``2026-09``."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

from terukur.notation.dates import month_name, month_number

_WRITTEN = re.compile(r"(?P<year>20\d\d)(-(S(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d\d)))?")
# Programs write "2026M07", "2026Q3", "202607" and "2026/07"; spreadsheets "Jul-26" and "Juli '26".
_OF_PROGRAMS = re.compile(
    r"(?P<year>20\d\d)(?:[ /-]?m ?(?P<number>\d{1,2})|[ /-]?(?P<month>\d\d)|[ /-]?(?P<part>[a-z]+ ?[1-4]))"
)
_SHORT_YEAR = re.compile(r"(?P<month>[a-z]{3,9})[ /-]*'?(?P<short>\d\d)")
# "Januari–September 2026", "Jan s.d. Sep", and "s.d. September", which counts from January.
_RANGE = re.compile(
    r"(?P<first>[a-z]*)\s*(?:-|–|s ?/? ?d|sampai(?: dengan)?)\s*(?P<last>[a-z]{3,})(?: (?P<year>20\d\d))?"
)
_LABELLED = re.compile(
    r"tahun (?P<whole>20\d\d)"
    r"|(?P<part>tri ?wulan|triw|tw|kuartal|q|semester|smt|sem|s)(?: ke)?[ -]*(?P<number>iv|i{1,3}|[1-4])"
    r"(?:[ /,-]+(?:tahun )?(?P<year>20\d\d))?"
)
_NUMBERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_LONGEST = 60
# The dated parameters of the rules have no values for the years before.
FIRST_YEAR = 2020
MONTHS_OF_QUARTER = 3
_ROMAN = ("I", "II", "III", "IV")


class InvalidPeriod(ValueError):
    """The text is not one of the four ways to write a period, or it is before ``FIRST_YEAR``."""

    def __init__(self, written: str) -> None:
        super().__init__(
            f"Periode “{written}” tidak dikenal. Tulis tahun (2026), semester (2026-S1), "
            f"triwulan (2026-Q3), atau bulan (2026-09), paling awal {FIRST_YEAR}."
        )


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A whole number of months inside one year: ``first`` and ``last`` are 1..12, inclusive."""

    year: int
    first: int
    last: int

    @classmethod
    def parse(cls, written: str) -> "Period":
        """Return the period written as ``2026``, ``2026-S1``, ``2026-Q3`` or ``2026-09``.

        :raises InvalidPeriod: for anything else.
        """
        match = _WRITTEN.fullmatch(written.strip().upper())
        if match is None or int(match["year"]) < FIRST_YEAR:
            raise InvalidPeriod(written)
        year = int(match["year"])
        if match["half"]:
            last = 6 * int(match["half"])
            return cls(year, last - 5, last)
        if match["quarter"]:
            last = 3 * int(match["quarter"])
            return cls(year, last - 2, last)
        if match["month"]:
            month = int(match["month"])
            if not 1 <= month <= 12:
                raise InvalidPeriod(written)
            return cls(year, month, month)
        return cls(year, 1, 12)

    @classmethod
    def read(cls, written: str, *, year: int) -> "Period":
        """Return a period as tables write it: also ``Januari``, ``Jan 2026``, ``Jul-26``, ``2026M07``,
        ``1``, ``01/2026``, ``Jan–Sep``, and our own labels ``Triwulan III 2026``, ``Semester I 2026`` and
        ``Tahun 2026``.

        :raises InvalidPeriod: for anything else.
        """
        if len(written) > _LONGEST:
            raise InvalidPeriod(f"{written[:_LONGEST]}…")
        plain = " ".join(written.lower().replace(".", " ").split()).removeprefix("bulan ")
        plain = _as_usual(plain)
        if (part := _of_year(plain, year)) is not None:
            return part
        match = re.fullmatch(r"(?P<month>[a-z]+|\d{1,2})(?:[ /-]+(?P<year>20\d\d))?", plain)
        if match is None:
            return cls._range(plain, year) or cls.parse(written)
        month = _month_number(match["month"])
        own_year = int(match["year"] or year)
        if month is None or own_year < FIRST_YEAR:
            raise InvalidPeriod(written)
        return cls(own_year, month, month)

    @classmethod
    def _range(cls, plain: str, year: int) -> "Period | None":
        match = _RANGE.fullmatch(plain)
        if match is None:
            return None
        first, last = _month_number(match["first"] or "januari"), _month_number(match["last"])
        own_year = int(match["year"] or year)
        if first is None or last is None or first > last or own_year < FIRST_YEAR:
            return None
        return cls(own_year, first, last)

    @classmethod
    def month_of(cls, day: date) -> "Period":
        """Return the month in which a day lies."""
        return cls(day.year, day.month, day.month)

    @classmethod
    def quarter_of(cls, day: date) -> "Period":
        """Return the quarter in which a day lies."""
        last = 3 * ((day.month + 2) // 3)
        return cls(day.year, last - 2, last)

    @property
    def starts(self) -> date:
        """The first day."""
        return date(self.year, self.first, 1)

    @property
    def ends(self) -> date:
        """The last day."""
        return date(self.year, self.last, calendar.monthrange(self.year, self.last)[1])

    @property
    def months(self) -> int:
        """The number of months."""
        return self.last - self.first + 1

    @property
    def previous(self) -> "Period":
        """The period of the same length just before this one."""
        if self.first > self.months:
            return Period(self.year, self.first - self.months, self.last - self.months)
        return Period(self.year - 1, self.first + 12 - self.months, self.last + 12 - self.months)

    @property
    def following(self) -> "Period":
        """The period of the same length just after this one."""
        if self.last + self.months <= 12:
            return Period(self.year, self.first + self.months, self.last + self.months)
        return Period(self.year + 1, self.first + self.months - 12, self.last + self.months - 12)

    def quarters_until(self, day: date) -> Iterator["Period"]:
        """Yield the quarter in which this period ends and the later ones of its year, begun by ``day``."""
        for first in range(Period.quarter_of(self.ends).first, 13, 3):
            quarter = Period(self.year, first, first + 2)
            if quarter.starts <= day:
                yield quarter

    @property
    def label(self) -> str:
        """The period as people say it: ``Triwulan III 2026``."""
        if self.months == 12:
            return f"Tahun {self.year}"
        if self.is_half:
            return f"Semester {'I' if self.first == 1 else 'II'} {self.year}"
        if self.is_quarter:
            return f"Triwulan {_ROMAN[self.last // 3 - 1]} {self.year}"
        first, last = month_name(self.first), month_name(self.last)
        return f"{first} {self.year}" if self.months == 1 else f"{first}–{last} {self.year}"

    @property
    def is_quarter(self) -> bool:
        """Return whether it is one of the four quarters, and no other three months."""
        return self.months == 3 and self.last % 3 == 0

    @property
    def is_half(self) -> bool:
        """Return whether it is one of the two halves of the year."""
        return self.months == 6 and self.last % 6 == 0

    def contains(self, other: "Period") -> bool:
        """Return whether ``other`` lies wholly inside this period."""
        return self.year == other.year and self.first <= other.first and other.last <= self.last

    def __str__(self) -> str:
        if self.months == 12:
            return f"{self.year}"
        if self.is_half:
            return f"{self.year}-S{self.last // 6}"
        if self.is_quarter:
            return f"{self.year}-Q{self.last // 3}"
        written = f"{self.year}-{self.first:02d}"
        return written if self.months == 1 else f"{written}..{self.last:02d}"

    def __lt__(self, other: "Period") -> bool:
        return (self.year, self.last, -self.months) < (other.year, other.last, -other.months)


def _as_usual(plain: str) -> str:
    """Return the period that a program or spreadsheet wrote in the spelling of people."""
    # "Januari 12" is no year: the dated parameters begin with 2020.
    short = _SHORT_YEAR.fullmatch(plain)
    if short and int(short["short"]) >= FIRST_YEAR - 2000 and month_number(short["month"]):
        return f"{short['month']} 20{short['short']}"
    if match := _OF_PROGRAMS.fullmatch(plain):
        return f"{match['number'] or match['month'] or match['part']} {match['year']}"
    return plain


def _of_year(plain: str, year: int) -> Period | None:
    """Return a year, half or quarter by the words of its label; None for anything else."""
    match = _LABELLED.fullmatch(plain)
    if match is None:
        return None
    own_year = int(match["year"] or match["whole"] or year)
    if own_year < FIRST_YEAR:
        return None
    if match["whole"]:
        return Period(own_year, 1, 12)
    number = int(match["number"]) if match["number"].isdigit() else _NUMBERS[match["number"]]
    months = 6 if match["part"].startswith("s") else MONTHS_OF_QUARTER
    last = number * months
    return Period(own_year, last - months + 1, last) if last <= 12 else None


def monday_of(day: date) -> date:
    """Return the Monday of the week in which a day lies."""
    return day - timedelta(days=day.weekday())


def _month_number(word: str) -> int | None:
    if word.isdigit():
        return int(word) if 1 <= int(word) <= 12 else None
    return month_number(word)


def quarters(year: int) -> list[Period]:
    """Return the four quarters of a year."""
    return [Period(year, last - 2, last) for last in (3, 6, 9, 12)]
