"""The forecast of a growing total: its middle, its interval, and when it says nothing."""

import random

from hypothesis import given
from hypothesis import strategies as st

from terukur.statistics.forecast import forecast_total

amounts = st.lists(st.floats(0, 1000), min_size=3, max_size=24)


@given(amounts, st.floats(0, 24))
def test_the_middle_lies_inside_and_nothing_is_taken_back(values, left):
    found = forecast_total(values, left)
    assert sum(values) <= found.low + 1e-6
    assert found.low <= found.expected + 1e-6
    assert found.expected <= found.high + 1e-6


@given(amounts)
def test_at_the_end_the_forecast_is_what_was_reached(values):
    found = forecast_total(values, 0)
    assert found.low == found.expected == found.high == sum(values)


@given(st.floats(0, 1000), st.integers(3, 12), st.floats(0, 12))
def test_an_even_pace_leaves_no_doubt(value, periods, left):
    found = forecast_total([value] * periods, left)
    assert abs(found.high - found.low) < 1e-6 * max(1, value)


@given(amounts, st.floats(1, 11))
def test_more_to_come_means_more_doubt(values, left):
    near, far = forecast_total(values, left), forecast_total(values, left + 1)
    assert far.high - far.expected >= near.high - near.expected - 1e-6


@given(st.lists(st.floats(0, 1000), max_size=2), st.floats(0, 12))
def test_two_periods_tell_too_little(values, left):
    assert forecast_total(values, left) is None


def test_four_of_five_futures_lie_inside():
    draw = random.Random(2026)  # noqa: S311 - futures, no secrets
    inside = 0
    for _ in range(2000):
        year = [draw.gauss(50, 8) for _ in range(12)]
        found = forecast_total(year[:8], 4)
        inside += found.low <= sum(year) <= found.high
    assert 0.77 < inside / 2000 < 0.83


@given(amounts, st.floats(0, 24))
def test_periods_that_weigh_alike_need_no_season(values, left):
    weighed = forecast_total(values, 10 * left, usual=[10] * len(values))
    plain = forecast_total(values, left)
    assert abs(weighed.expected - plain.expected) < 1e-6 * max(1, plain.expected)
    assert abs(weighed.high - plain.high) < 1e-6 * max(1, plain.high)


def test_a_course_like_last_years_leaves_no_doubt():
    found = forecast_total([5, 10, 20], 200, usual=[10, 20, 40])
    assert (found.low, found.expected, found.high) == (135, 135, 135)


def test_a_month_that_usually_has_nothing_gives_no_season():
    assert forecast_total([5, 10, 20], 200, usual=[10, 0, 40]) is None
