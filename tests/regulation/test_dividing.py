"""A target that divides over the year: its parts add up to it, and none asks for less than the day before."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.regulation.achievement import Target, target_due
from terukur.regulation.dividing import EVEN, TargetDivision, division_problem, point_due, share_due
from terukur.regulation.measured_months import months_between, share_of_plan
from terukur.regulation.plan_time import elapsed_share
from terukur.regulation.scales import Combination, Direction, DivisionKind, Pace

YEAR = {"starts": date(2026, 1, 1), "ends": date(2026, 12, 31)}
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
NUMBERS = st.integers(0, 500).map(Fraction)
QUARTERLY = TargetDivision(DivisionKind.OWN, tuple(map(Fraction, (100, 200, 200, 100))))
HARVEST = TargetDivision(DivisionKind.SEASON, tuple(map(Fraction, (1, 4, 4, 1))), "Panen")


@st.composite
def spans(draw):
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return first, last


@st.composite
def divisions(draw):
    count = draw(st.sampled_from([4, 12]))
    parts = tuple(draw(st.lists(NUMBERS, min_size=count, max_size=count).filter(any)))
    return TargetDivision(draw(st.sampled_from([DivisionKind.SEASON, DivisionKind.OWN])), parts)


@given(divisions(), spans())
def test_the_parts_of_a_plan_add_up_to_its_target(division, plan):
    starts, ends = plan
    whole = share_due(division, starts=starts, ends=ends, on=ends)
    by_month = [
        share_due(division, starts=starts, ends=ends, on=ends, months=[month])
        for month in months_between(starts, ends)
    ]
    assert sum(by_month) == whole
    # All weights or numbers inside the plan may be zero; such a plan cannot be submitted.
    assert whole in (0, 1)


@given(divisions(), spans(), st.data(), st.lists(spans(), max_size=3))
def test_no_day_asks_for_less_than_the_day_before_and_no_absence_for_more(division, plan, data, away):
    starts, ends = plan
    on = data.draw(st.dates(starts, ends))
    told = [
        share_due(division, starts=starts, ends=ends, on=day, uncounted=away)
        for day in (on - timedelta(days=1), on, ends)
    ]
    assert told == sorted(told)
    assert 0 <= told[1] <= share_due(division, starts=starts, ends=ends, on=on) <= 1


@given(spans(), st.data(), st.lists(spans(), max_size=3))
def test_an_even_target_is_due_as_before_there_were_divisions(plan, data, away):
    starts, ends = plan
    on = data.draw(st.dates(starts, ends))
    days = {"starts": starts, "ends": ends, "on": on, "uncounted": away}
    assert share_due(EVEN, **days) == elapsed_share(**days)
    months = data.draw(st.lists(st.sampled_from(list(months_between(starts, ends))), unique=True))
    assert share_due(EVEN, months=months, **days) == share_of_plan(months, **days)


@pytest.mark.parametrize(
    ("on", "due"), [((3, 31), 100), ((6, 30), 300), ((7, 31), 300 + Fraction(200, 3)), ((12, 31), 600)]
)
def test_own_numbers_of_quarters_are_due_at_the_end_of_each(on, due):
    target = Target(Fraction(600), Direction.HIGHER, Pace.STEADY, division=QUARTERLY)
    assert target_due(target, on=date(2026, *on), **YEAR).low == due


def test_the_working_says_how_much_is_due_and_why():
    target = Target(Fraction(600), Direction.HIGHER, Pace.STEADY, division=QUARTERLY)
    assert target_due(target, on=date(2026, 6, 30), **YEAR).steps == (
        "Target sampai tanggal ini: 300 dari 600, karena dibagi per triwulan: I 100, II 200, III 200, IV 100",
    )
    target = Target(Fraction(600), Direction.HIGHER, Pace.STEADY, division=HARVEST)
    assert target_due(target, on=date(2026, 3, 31), **YEAR).steps == (
        "Target sampai tanggal ini: 60 dari 600, karena dibagi menurut musim “Panen”, bobot per triwulan: "
        "I 1, II 4, III 4, IV 1",
    )


def test_the_weights_of_a_season_hold_for_a_plan_of_half_a_year():
    half = {"starts": date(2026, 7, 1), "ends": date(2026, 12, 31)}
    assert share_due(HARVEST, on=date(2026, 9, 30), **half) == Fraction(4, 5)
    cut = {"starts": date(2026, 9, 1), "ends": date(2026, 12, 31)}
    assert share_due(HARVEST, on=date(2026, 9, 30), **cut) == Fraction(4, 7), "a third of the quarter's 4"


def test_an_own_number_is_due_in_the_days_of_its_part_that_the_plan_has():
    own = TargetDivision(DivisionKind.OWN, tuple(map(Fraction, (0, 0, 60, 40))))
    cut = {"starts": date(2026, 9, 1), "ends": date(2026, 12, 31)}
    assert share_due(own, on=date(2026, 9, 30), **cut) == Fraction(3, 5)


def test_values_at_points_wait_for_the_end_of_their_part():
    points = TargetDivision(DivisionKind.OWN, tuple(map(Fraction, (25, 50, 75, 100))), is_points=True)
    told = [point_due(points, on=date(2026, *on), **YEAR) for on in ((3, 30), (3, 31), (8, 15), (12, 31))]
    assert told == [None, 25, 50, 100]
    target = Target(Fraction(100), Direction.HIGHER, Pace.LEVEL, division=points)
    assert target_due(target, on=date(2026, 2, 1), **YEAR) is None, "not measured, never zero"
    assert target_due(target, on=date(2026, 9, 30), **YEAR).low == 75
    closed = {"starts": date(2026, 1, 1), "ends": date(2026, 8, 31)}
    assert point_due(points, on=date(2026, 8, 31), **closed) == 75, "the plan ends inside the part"


def test_a_plan_that_closes_early_owes_what_was_due_until_then():
    target = Target(Fraction(600), Direction.HIGHER, Pace.STEADY, division=QUARTERLY)
    assert target_due(target, on=date(2026, 8, 15), **YEAR).low == 300 + 200 * Fraction(46, 31) / 3


def problem(parts, **changed) -> str:
    given_ = {
        "target": Fraction(600),
        "pace": Pace.STEADY,
        "direction": Direction.HIGHER,
        "combination": Combination.SUM,
        **YEAR,
        **changed,
    }
    kind = given_.pop("kind", DivisionKind.OWN)
    return division_problem(TargetDivision(kind, tuple(map(Fraction, parts))), **given_)


def test_what_does_not_divide_is_told():
    half = {"starts": date(2026, 7, 1)}
    assert problem((100, 200, 200, 100)) == ""
    assert problem((100, 200, 200, 50)) == "Jumlah bagian 550, seharusnya sama dengan target 600."
    assert "di luar masa rencana" in problem((100, 200, 200, 100), **half)
    assert problem((0, 0, 400, 200), **half) == ""
    assert "empat angka" in problem((1, 2, 3))
    assert "tidak dibagi" in problem((100, 200, 200, 100), pace=Pace.ONCE)
    assert "Bertambah merata" in problem((100, 200, 200, 100), pace=Pace.LEVEL)
    mean = {"combination": Combination.MEAN, "pace": Pace.LEVEL}
    assert problem((500, 550, 580, 600), **mean) == ""
    assert problem((500, 550, 580, 590), **mean) == "Angka terakhir 590 harus sama dengan target 600."
    assert "di atas nol" in problem((0, 550, 580, 600), **mean)
    season = {"kind": DivisionKind.SEASON}
    assert problem((1, 0, 0, 0), **season) == ""
    assert "semuanya nol" in problem((1, 0, 0, 0), **season, **half)
    assert "hanya untuk target yang bertambah" in problem((1, 1, 1, 1), **season, pace=Pace.LEVEL)
