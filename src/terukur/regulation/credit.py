"""Angka kredit of functional positions (PermenPANRB 1/2023, Peraturan BKN 3/2023).

Points are exact fractions. Rounding each month's row would make twelve months of 12.5 a year add up
to 12.4992 or 12.5004; rows are rounded where they are printed and nowhere else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from terukur.notation.numbers import display, display_beside, rounded
from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision, InputRefused
from terukur.regulation.parameters import parameter
from terukur.regulation.scales import FunctionalLevel, Grade

_LEVEL = FunctionalLevel
COEFFICIENTS = {  # points a year; CONFIRMED
    _LEVEL.BEGINNER: Fraction("3.75"),
    _LEVEL.SKILLED: Fraction(5),
    _LEVEL.ADVANCED: Fraction("12.5"),
    _LEVEL.SUPERVISING: Fraction(25),
    _LEVEL.FIRST_EXPERT: Fraction("12.5"),
    _LEVEL.YOUNG_EXPERT: Fraction(25),
    _LEVEL.MIDDLE_EXPERT: Fraction("37.5"),
    _LEVEL.MAIN_EXPERT: Fraction(50),
}
PERCENTAGES = {  # percent of the coefficient; CONFIRMED
    Grade.VERY_GOOD: 150,
    Grade.GOOD: 100,
    Grade.NEEDS_IMPROVEMENT: 75,
    Grade.POOR: 50,
    Grade.VERY_POOR: 25,
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """Cumulative points of a level: its ranks, the need for the next rank and the next level."""

    ranks: tuple[str, ...]
    next_rank: int
    next_level: int | None


REQUIREMENTS = {  # CONFIRMED
    _LEVEL.BEGINNER: Requirement(("II/a",), 15, 15),
    _LEVEL.SKILLED: Requirement(("II/b", "II/c", "II/d"), 20, 60),
    _LEVEL.ADVANCED: Requirement(("III/a", "III/b"), 50, 100),
    _LEVEL.SUPERVISING: Requirement(("III/c", "III/d"), 100, None),
    _LEVEL.FIRST_EXPERT: Requirement(("III/a", "III/b"), 50, 100),
    _LEVEL.YOUNG_EXPERT: Requirement(("III/c", "III/d"), 100, 200),
    _LEVEL.MIDDLE_EXPERT: Requirement(("IV/a", "IV/b", "IV/c"), 150, 450),
    _LEVEL.MAIN_EXPERT: Requirement(("IV/d", "IV/e"), 200, None),
}


@dataclass(frozen=True, slots=True)
class CreditRow:
    """One row of the accumulation form: a level, a grade, and whole months of one year."""

    level: FunctionalLevel
    grade: Grade
    months: int

    @property
    def points(self) -> Fraction:
        """Months ÷ 12 × percentage × coefficient, exactly."""
        return Fraction(self.months, 12) * PERCENTAGES[self.grade] / 100 * COEFFICIENTS[self.level]


@dataclass(frozen=True, slots=True)
class CreditSum:
    """Exact points of all rows, and what the rows would add up to as printed (3 decimals)."""

    points: Fraction
    printed_sum: Fraction
    rows: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class CreditNeed:
    """Points compared with the need: the shortage that is missing, or the surplus above it.

    ``years_good`` and ``years_very_good`` estimate how long the shortage for the rank takes.
    """

    need_rank: int
    rank_met: bool
    rank_shortage: Fraction
    rank_surplus: Fraction
    need_level: int | None
    level_met: bool | None
    level_shortage: Fraction | None
    base: Fraction
    education_bonus: Fraction
    years_good: Fraction
    years_very_good: Fraction


def credit(*, level: FunctionalLevel, grade: Grade, months: int) -> Decision[Fraction]:
    """Return the points of a period: months ÷ 12 × percentage of the grade × coefficient of the level.

    PermenPANRB 1/2023 (percentages and coefficients CONFIRMED; Pasal 36 or 37 UNSURE). Months are
    whole months of one year.

    :raises InputRefused: for less than 1 or more than 12 months.
    """
    row = _checked(CreditRow(level, grade, months))
    percentage, coefficient = PERCENTAGES[grade], COEFFICIENTS[level]
    steps = (
        f"{level.label}: koefisien {display(coefficient)} setahun",
        f"{grade.label}: {percentage} %",
        f"{months} ÷ 12 × {percentage} % × {display(coefficient)} = {display(row.points, 4)}",
    )
    return Decision(row.points, steps, cite("credit"))


def credit_sum(rows: Sequence[CreditRow]) -> Decision[CreditSum]:
    """Return the exact accumulation of rows.

    Whether the official total adds the printed or the exact rows is UNSURE: the exact ones are
    added, and a step says so where the printed ones differ.

    :raises InputRefused: without rows, or for a row of less than 1 or more than 12 months.
    """
    if not rows:
        raise InputRefused("rows", "isi paling sedikit satu baris.")
    points = tuple(_checked(row).points for row in rows)
    total = sum(points, Fraction(0))
    printed = sum((Fraction(rounded(part, 3)) for part in points), Fraction(0))
    steps = [
        f"{row.level.label}, {row.grade.label}, {row.months} bulan: {display(part, 3)}"
        for row, part in zip(rows, points, strict=True)
    ]
    steps.append(f"Jumlah: {display(total, 3)}")
    if rounded(total, 3) != rounded(printed, 3):
        steps.append(f"Baris tercetak berjumlah {display(printed, 3)}; yang dipakai angka tepatnya")
    return Decision(CreditSum(total, printed, points), tuple(steps), cite("credit"))


def credit_need(
    *,
    level: FunctionalLevel,
    rank: str,
    points: Fraction,
    on: date,
    entered_here: bool = False,
    degree_with: Grade | None = None,
) -> Decision[CreditNeed]:
    """Return need and shortage for the next rank and level.

    Peraturan BKN 3/2023, cumulative needs CONFIRMED. ``entered_here`` adds the base of a person who entered
    the level at this rank (parameter ``credit.base``, UNSURE). ``degree_with`` is the grade of a person with
    a higher degree: the bonus is a share of the need for the rank, not under the lowest grade (SINGLE).
    Promotion further needs time in rank, a vacancy and the competence test.

    :raises InputRefused: for a rank outside of the level, or negative points.
    """
    need = REQUIREMENTS[level]
    held = next((known for known in need.ranks if known.lower() == rank.strip().lower()), None)
    if held is None:
        raise InputRefused("rank", f"bukan golongan {level.label}.", need.ranks)
    if points < 0:
        raise InputRefused("points", "angka kredit tidak boleh di bawah nol.")
    citations = list(cite("credit-need"))
    base, bonus = Fraction(0), Fraction(0)
    if entered_here:
        table = parameter("credit.base", on=on)
        base = Fraction(str(table.value.get(level.value, {}).get(held, 0)))
        citations.append(table.citation)
    if degree_with is not None:
        bonus = education_bonus(level=level, grade=degree_with, on=on).result
        citations.append(parameter("credit.education_percent", on=on).citation)
    total = points + base + bonus
    shortage = max(Fraction(0), need.next_rank - total)
    coefficient = COEFFICIENTS[level]
    outcome = CreditNeed(
        need_rank=need.next_rank,
        rank_met=total >= need.next_rank,
        rank_shortage=shortage,
        rank_surplus=max(Fraction(0), total - need.next_rank),
        need_level=need.next_level,
        level_met=None if need.next_level is None else total >= need.next_level,
        level_shortage=None if need.next_level is None else max(Fraction(0), need.next_level - total),
        base=base,
        education_bonus=bonus,
        years_good=shortage / coefficient,
        years_very_good=shortage / (coefficient * PERCENTAGES[Grade.VERY_GOOD] / 100),
    )
    needs = [limit for limit in (need.next_rank, need.next_level) if limit is not None]
    steps = [
        f"Angka kredit {display(points, 3)} + dasar {display(base, 3)} + pendidikan "
        f"{display(bonus, 3)} = {display_beside(total, needs, 3)}",
        f"Kebutuhan pangkat berikutnya: {need.next_rank}; "
        + ("terpenuhi" if outcome.rank_met else f"kurang {display_beside(shortage, [0], 3)}"),
    ]
    if need.next_level is not None:
        steps.append(f"Kebutuhan jenjang berikutnya: {need.next_level}")
    return Decision(outcome, tuple(steps), tuple(citations))


def education_bonus(*, level: FunctionalLevel, grade: Grade, on: date) -> Decision[Fraction]:
    """Return the points for a higher degree: a share of the need for the next rank.

    Parameters ``credit.education_percent`` and ``credit.education_lowest_grade`` (SINGLE).
    """
    share = parameter("credit.education_percent", on=on)
    lowest = parameter("credit.education_lowest_grade", on=on)
    order = list(Grade)
    granted = order.index(grade) <= order.index(Grade(lowest.value))
    need = REQUIREMENTS[level].next_rank
    bonus = share.amount / 100 * need if granted else Fraction(0)
    steps = (
        f"{share.value} % × {need} = {display(bonus, 3)}"
        if granted
        else f"Predikat {grade.label} di bawah {Grade(lowest.value).label}: tidak ada tambahan",
    )
    return Decision(bonus, steps, (*cite("credit-need"), share.citation, lowest.citation))


def _checked(row: CreditRow) -> CreditRow:
    if not 1 <= row.months <= 12:
        raise InputRefused("months", "bulan penuh dalam satu tahun, 1 sampai 12.")
    return row
