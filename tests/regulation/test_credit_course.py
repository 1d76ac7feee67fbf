"""Angka kredit over years: months counted once, levels apart, and the needs of rank and level."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from terukur.regulation.credit import PERCENTAGES, REQUIREMENTS
from terukur.regulation.credit_course import (
    GradedDays,
    HeldLevel,
    LevelAccount,
    RecordedPoints,
    accounts,
    convert,
)
from terukur.regulation.periods import Period
from terukur.regulation.scales import CreditKind, FunctionalLevel, Grade

_LEVEL = FunctionalLevel
_FIRST, _YOUNG = _LEVEL.FIRST_EXPERT, _LEVEL.YOUNG_EXPERT
_LONG_AGO, _LATER = date(2020, 1, 1), date(2030, 12, 31)
TODAY = date(2026, 11, 30)


def graded(
    period: str,
    grade: Grade = Grade.GOOD,
    level: FunctionalLevel = _FIRST,
    starts: date = _LONG_AGO,
    ends: date = _LATER,
) -> GradedDays:
    return GradedDays(level, grade, Period.parse(period), starts, ends)


def account(
    *grades: GradedDays,
    level: FunctionalLevel = _FIRST,
    rank: str = "III/a",
    recorded: tuple[RecordedPoints, ...] = (),
) -> LevelAccount:
    held = [HeldLevel(level, _LONG_AGO, None)]
    return accounts(held=held, rows=convert(grades), recorded=recorded, rank=rank, on=TODAY).result[-1]


def test_published_examples():
    """A full year of Sangat Baik is 18,75, two months of Baik 2,0833…, both 20,83 (BKN's slides)."""
    year, months = graded("2024", Grade.VERY_GOOD), (graded("2025-01"), graded("2025-02"))
    assert account(year).total == Fraction("18.75")
    assert account(*months).total == Fraction(25, 12)
    assert account(year, *months).total == Fraction("18.75") + Fraction(25, 12)


def test_a_year_of_baik_at_the_lowest_rank_lacks_37_and_a_half():
    one = account(graded("2025"))
    assert (one.need_rank, one.rank_shortage, one.level_shortage) == (50, Fraction("37.5"), Fraction("87.5"))
    assert one.years_good == 3


def test_three_years_of_baik_and_one_of_sangat_baik_meet_the_rank():
    years = [graded(str(year)) for year in (2021, 2022, 2023)]
    one = account(*years, graded("2024", Grade.VERY_GOOD))
    assert (one.total, one.rank_shortage) == (Fraction("56.25"), 0)


def test_the_need_of_a_higher_rank_counts_from_the_beginning_of_the_level():
    """Promoted at 75,63 of 50, and a year of Sangat Baik more: 94,38 is not yet 100."""
    former = RecordedPoints(CreditKind.FORMER, _FIRST, Fraction("75.63"))
    one = account(graded("2025", Grade.VERY_GOOD), rank="III/b", recorded=(former,))
    assert (one.need_rank, one.total) == (100, Fraction("94.38"))
    assert one.rank_shortage == Fraction("5.62")


def test_the_grade_of_the_year_stands_in_for_those_of_its_quarters():
    rows = convert([graded("2025-Q1", Grade.VERY_GOOD), graded("2025-Q2", Grade.POOR), graded("2025")])
    assert [(row.label, row.months, row.grade, row.is_annual) for row in rows] == [
        ("Januari–Desember 2025", 12, Grade.GOOD, True)
    ]


def test_a_transfer_parts_the_year_by_the_first_day_of_each_month():
    before = graded("2025", level=_FIRST, ends=date(2025, 6, 14))
    after = graded("2025", level=_YOUNG, starts=date(2025, 6, 15))
    assert [(row.level, row.first, row.last) for row in convert([before, after])] == [
        (_FIRST, 1, 6),
        (_YOUNG, 7, 12),
    ]


def test_with_the_next_level_the_count_begins_anew():
    held = [HeldLevel(_FIRST, _LONG_AGO, date(2024, 12, 31)), HeldLevel(_YOUNG, date(2025, 1, 1), None)]
    rows = convert(
        [graded(str(year), Grade.VERY_GOOD) for year in range(2020, 2025)] + [graded("2025", level=_YOUNG)]
    )
    first, young = accounts(held=held, rows=rows, recorded=(), rank="III/c", on=TODAY).result
    assert (first.total, first.level_surplus, first.need_rank) == (Fraction("93.75"), 0, None)
    assert (young.total, young.carried, young.need_rank, young.need_level) == (25, 0, 100, 200)


def test_a_rank_outside_of_the_level_has_no_need():
    one = account(graded("2025"), rank="IV/a")
    assert (one.need_rank, one.rank_shortage, one.years_good) == (None, None, None)


def test_the_base_is_missed_above_the_lowest_rank_until_something_is_recorded():
    base = RecordedPoints(CreditKind.BASE, _YOUNG, Fraction(100))
    assert account(graded("2025", level=_YOUNG), level=_YOUNG, rank="III/d").is_base_missing
    known = account(graded("2025", level=_YOUNG), level=_YOUNG, rank="III/d", recorded=(base,))
    assert not known.is_base_missing
    assert (known.total, known.need_rank) == (125, 200)


def test_the_need_of_the_last_rank_is_that_of_the_next_level():
    """Why the needs of ranks are counted from the beginning of a level: the two tables then agree."""
    for level, need in REQUIREMENTS.items():
        if need.next_level is not None:
            assert account(level=level, rank=need.ranks[-1]).need_rank == need.next_level


_PERIODS = [
    "2024",
    "2025",
    *(f"2025-Q{n}" for n in range(1, 5)),
    *(f"2025-{n:02}" for n in range(1, 13)),
    "2025-S1",
]
_GRADED = st.lists(
    st.builds(
        graded,
        st.sampled_from(_PERIODS),
        st.sampled_from(list(Grade)),
        st.sampled_from([_FIRST, _YOUNG]),
        st.dates(date(2023, 1, 1), date(2025, 12, 31)),
        st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    ),
    max_size=12,
)


@given(_GRADED)
def test_each_month_is_converted_once(grades):
    rows = convert(grades)
    months = [(row.year, month) for row in rows for month in range(row.first, row.last + 1)]
    assert len(months) == len(set(months))
    served = {(one.period.year, month) for one in grades for month in one.months()}
    assert set(months) == served
    assert all(row.points <= Fraction(row.months, 12) * max(PERCENTAGES.values()) * 25 / 100 for row in rows)


@given(_GRADED)
def test_the_order_of_grades_that_do_not_meet_changes_nothing(grades):
    apart = list({one.period: one for one in grades if one.period.months == 3}.values())
    assert convert(apart) == convert(apart[::-1])
