"""Days that are not counted: what was to be reached falls by their share, and nothing else changes."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from terukur.regulation.achievement import Target, target_due
from terukur.regulation.annual import QuarterState, year_rests_on
from terukur.regulation.measured_months import measured_months, months_between, share_of_plan
from terukur.regulation.plan_time import counted_months, elapsed_share, is_uncounted, joined
from terukur.regulation.scales import Direction, Pace

YEAR = {"starts": date(2026, 1, 1), "ends": date(2026, 12, 31)}
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
STEADY = Target(Fraction(120), Direction.HIGHER, Pace.STEADY)


@st.composite
def spans(draw, days=DAYS):
    first, last = sorted((draw(days), draw(days)))
    return first, last


@given(st.lists(spans(), max_size=4), spans(), st.data(), DAYS)
def test_an_absence_split_in_two_adjacent_ones_changes_nothing(others, span, data, on):
    first, last = span
    cut = data.draw(st.dates(first, last))
    halves = [(first, cut)] + ([(cut + timedelta(days=1), last)] if cut < last else [])
    assert joined([*others, span], **YEAR) == joined([*others, *halves], **YEAR)
    told = [elapsed_share(on=on, uncounted=away, **YEAR) for away in ([*others, span], [*others, *halves])]
    assert told[0] == told[1]
    assert target_due(STEADY, on=on, uncounted=[span], **YEAR) == target_due(
        STEADY, on=on, uncounted=halves, **YEAR
    )


@given(st.lists(spans(), max_size=4), spans(st.dates(date(2024, 1, 1), date(2025, 12, 31))), DAYS)
def test_an_absence_outside_of_the_plan_changes_nothing(others, outside, on):
    assert elapsed_share(on=on, uncounted=[*others, outside], **YEAR) == elapsed_share(
        on=on, uncounted=others, **YEAR
    )
    assert measured_months([], as_of=on, uncounted=[outside], **YEAR) == measured_months([], as_of=on, **YEAR)


@given(st.lists(spans(), max_size=4), st.lists(spans(), max_size=2), DAYS)
def test_a_longer_absence_never_asks_for_more(away, more, on):
    less = elapsed_share(on=on, uncounted=[*away, *more], **YEAR)
    assert 0 <= less <= elapsed_share(on=on, uncounted=away, **YEAR) <= 1


@given(st.lists(spans(), max_size=4))
def test_counted_and_uncounted_months_are_the_whole(away):
    taken = sum((counted_months(starts=s, ends=e) for s, e in joined(away, **YEAR)), Fraction(0))
    assert counted_months(uncounted=away, **YEAR) + taken == 12
    assert is_uncounted(uncounted=away, **YEAR) == (taken == 12)


@given(st.lists(spans(), max_size=4), DAYS)
def test_all_months_covered_gives_the_elapsed_share(away, on):
    covered = list(months_between(YEAR["starts"], YEAR["ends"]))
    told = share_of_plan(covered, on=on, uncounted=away, **YEAR)
    assert told == elapsed_share(on=on, uncounted=away, **YEAR)


def test_a_month_away_is_not_missing_and_asks_for_no_part_of_the_target():
    march = [(date(2026, 3, 1), date(2026, 3, 31))]
    months = measured_months(
        [(date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 2, 1), date(2026, 2, 28))],
        starts=date(2026, 1, 1),
        ends=date(2026, 3, 31),
        as_of=date(2026, 3, 31),
        uncounted=march,
    )
    assert (months.missing, months.share) == ((), 1)
    assert target_due(STEADY, on=date(2026, 3, 31), uncounted=march, **YEAR).low == 20


def test_a_month_of_which_some_days_are_counted_is_still_due():
    away = [(date(2026, 3, 2), date(2026, 3, 31))]
    months = measured_months([], starts=date(2026, 3, 1), ends=date(2026, 3, 31), as_of=date(2026, 3, 31))
    assert months == measured_months(
        [], starts=date(2026, 3, 1), ends=date(2026, 3, 31), as_of=date(2026, 3, 31), uncounted=away
    )


def test_a_year_waits_for_what_nobody_excused_and_for_one_quarter_at_least():
    given_one, excused = QuarterState("I", True), QuarterState("II", False, "mulai Juli")
    assert year_rests_on([given_one, excused]).result == ""
    assert year_rests_on([given_one, excused]).steps == ("II tidak ditunggu: mulai Juli",)
    assert "III belum disampaikan" in year_rests_on([given_one, excused, QuarterState("III", False)]).result
    assert "Belum ada satu periode pun" in year_rests_on([excused]).result
    # A quarter that was delivered counts, whatever was written about it.
    assert year_rests_on([QuarterState("I", True, "mulai Juli")]).steps == ()
