"""Angka kredit along a career: whole months converted by final grades, and counted for each level.

PermenPANRB 1/2023 and Peraturan BKN 3/2023. A month is converted once: by the grade of its year where
there is one, otherwise by that of its period. Within a level the points add up over all its ranks; with the
next level the count begins anew (parameter ``credit.surplus_over_level``, SINGLE).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby

from terukur.notation.dates import month_name
from terukur.notation.numbers import display
from terukur.regulation.citations import cite
from terukur.regulation.credit import COEFFICIENTS, PERCENTAGES, REQUIREMENTS, CreditRow
from terukur.regulation.decision import Decision
from terukur.regulation.parameters import parameter
from terukur.regulation.periods import Period
from terukur.regulation.scales import CreditKind, FunctionalLevel, Grade

_ANNUAL = 12


@dataclass(frozen=True, slots=True)
class GradedDays:
    """A final grade for some days of one period in a functional position."""

    level: FunctionalLevel
    grade: Grade
    period: Period
    starts: date
    ends: date

    @property
    def is_annual(self) -> bool:
        """Return whether this is the grade of a year."""
        return self.period.months == _ANNUAL

    def months(self) -> list[int]:
        """Return the months of the period on whose first day the position was held.

        How a month counts that was served in part is UNSURE; by its first day each month belongs to one
        position alone.
        """
        return [
            month
            for month in range(self.period.first, self.period.last + 1)
            if self.starts <= date(self.period.year, month, 1) <= self.ends
        ]


@dataclass(frozen=True, slots=True)
class ConvertedMonths:
    """Months in a row of one year that one grade converts."""

    year: int
    first: int
    last: int
    level: FunctionalLevel
    grade: Grade
    is_annual: bool

    @property
    def months(self) -> int:
        """Return the number of months."""
        return self.last - self.first + 1

    @property
    def points(self) -> Fraction:
        """Return months ÷ 12 × percentage × coefficient, exactly."""
        return CreditRow(self.level, self.grade, self.months).points

    @property
    def label(self) -> str:
        """Return the months in words."""
        first, last = month_name(self.first), month_name(self.last)
        return f"{first} {self.year}" if first == last else f"{first}–{last} {self.year}"

    @property
    def computation(self) -> str:
        """Return how the points come about."""
        return (
            f"{self.months}/12 × {PERCENTAGES[self.grade]} % × {display(COEFFICIENTS[self.level])} = "
            f"{display(self.points, 3)}"
        )


@dataclass(frozen=True, slots=True)
class RecordedPoints:
    """Points that a document gives: the base of a level, an earlier PAK, an adjustment, education."""

    kind: CreditKind
    level: FunctionalLevel
    points: Fraction


@dataclass(frozen=True, slots=True)
class HeldLevel:
    """The days in one level without a break, whatever the position; ``ends`` None: still held."""

    level: FunctionalLevel
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class LevelAccount:
    """The points of one level beside what its next rank and the next level need, all counted in the level.

    The needs are None where no rank is known in the level, or no level follows.
    """

    held: HeldLevel
    rows: tuple[ConvertedMonths, ...]
    recorded: tuple[RecordedPoints, ...]
    carried: Fraction
    rank: str
    need_rank: int | None
    need_level: int | None

    @property
    def converted(self) -> Fraction:
        """Return the points by grades."""
        return sum((row.points for row in self.rows), Fraction(0))

    @property
    def total(self) -> Fraction:
        """Return all points of the level."""
        return self.converted + self.carried + sum((one.points for one in self.recorded), Fraction(0))

    @property
    def rank_shortage(self) -> Fraction | None:
        """Return the points that the next rank still needs; 0 where they are reached."""
        return None if self.need_rank is None else max(Fraction(0), self.need_rank - self.total)

    @property
    def level_shortage(self) -> Fraction | None:
        """Return the points that the next level still needs; 0 where they are reached."""
        return None if self.need_level is None else max(Fraction(0), self.need_level - self.total)

    @property
    def level_surplus(self) -> Fraction:
        """Return the points above the need of the next level."""
        return Fraction(0) if self.need_level is None else max(Fraction(0), self.total - self.need_level)

    @property
    def years_good(self) -> Fraction | None:
        """Return how many years of “Baik” the shortage for the rank takes."""
        shortage = self.rank_shortage
        return None if shortage is None else shortage / COEFFICIENTS[self.held.level]

    @property
    def is_base_missing(self) -> bool:
        """Return whether the level was entered above its lowest rank and no earlier points are recorded."""
        return bool(self.rank_index) and not self.recorded

    @property
    def rank_index(self) -> int | None:
        """Return which rank of the level is held, from 0; None for a rank outside of it."""
        return _rank_index(self.held.level, self.rank)


def convert(graded: Sequence[GradedDays]) -> tuple[ConvertedMonths, ...]:
    """Return the months that final grades convert, each once: that of the year before that of a period."""
    by_month: dict[tuple[int, int], GradedDays] = {}
    for one in sorted(graded, key=lambda one: (-one.period.months, one.starts)):
        for month in one.months():
            by_month.setdefault((one.period.year, month), one)
    rows = []
    # A break in the months, another grade, or another source begins a new row.
    numbered = enumerate(sorted(by_month.items()))
    for _, group in groupby(numbered, key=lambda at: (_run(at), at[1][1])):
        months = [(month, one) for _, (month, one) in group]
        (year, first), one = months[0]
        rows.append(ConvertedMonths(year, first, months[-1][0][1], one.level, one.grade, one.is_annual))
    return tuple(rows)


def _run(at: tuple[int, tuple[tuple[int, int], GradedDays]]) -> int:
    place, ((year, month), _) = at
    return year * _ANNUAL + month - place


def accounts(
    *,
    held: Sequence[HeldLevel],
    rows: Sequence[ConvertedMonths],
    recorded: Sequence[RecordedPoints],
    rank: str,
    on: date,
) -> Decision[tuple[LevelAccount, ...]]:
    """Return the account of each level that was held, the present one last.

    Recorded points belong to the level that they name; those of a level that was held twice to the last
    time. Promotion further needs time in rank, a vacancy and the competence test.
    """
    surplus = parameter("credit.surplus_over_level", on=on)
    made: list[LevelAccount] = []
    steps = []
    for place, stretch in enumerate(held):
        last_time = stretch.level not in [one.level for one in held[place + 1 :]]
        carried = made[-1].level_surplus if made and surplus.value == "carried" else Fraction(0)
        need = REQUIREMENTS[stretch.level]
        is_present = place == len(held) - 1
        index = _rank_index(stretch.level, rank) if is_present else None
        made.append(
            LevelAccount(
                stretch,
                tuple(row for row in rows if row.level == stretch.level and _within(row, stretch)),
                tuple(one for one in recorded if last_time and one.level == stretch.level),
                carried,
                rank if is_present else "",
                None if index is None else need.next_rank * (index + 1),
                need.next_level,
            )
        )
        steps.append(f"{stretch.level.label}: {display(made[-1].total, 3)}")
    return Decision(tuple(made), tuple(steps), (*cite("credit-need"), surplus.citation))


def _within(row: ConvertedMonths, stretch: HeldLevel) -> bool:
    first = date(row.year, row.first, 1)
    return stretch.starts <= first and (stretch.ends is None or first <= stretch.ends)


def _rank_index(level: FunctionalLevel, rank: str) -> int | None:
    ranks = REQUIREMENTS[level].ranks
    return ranks.index(rank) if rank in ranks else None
