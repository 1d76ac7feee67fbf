"""Figures that look measured are left alone; those that were helped are seen."""

import random
from fractions import Fraction
from math import nan, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.statistics.discoveries import discoveries
from terukur.statistics.indicators import (
    BUNCHING_LEVEL,
    round_numbers,
    sudden_stop,
    target_difficulty,
    threshold_bunching,
)

# Benjamini and Hochberg 1995, section 3.2.
FIFTEEN = [
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.3240,
    0.4262,
    0.5719,
    0.6528,
    0.7590,
    1.0,
]


def test_the_published_p_values_reject_four():
    assert sum(discoveries(FIFTEEN, 0.05)) == 4
    assert discoveries([None, 0.001, None], 0.05) == [False, True, False]
    assert discoveries([nan, 0.001, nan, 0.9], 0.05) == [False, True, False, False]
    assert discoveries([None, nan], 0.05) == [False, False]


def achievements(chance: random.Random, n: int, lifted: float) -> list[float]:
    values = [chance.gauss(98, 12) for _ in range(n)]
    return [
        chance.uniform(100, 102) if 95 <= value < 100 and chance.random() < lifted else value
        for value in values
    ]


def test_bunching_is_found_where_near_misses_were_lifted_and_rarely_elsewhere():
    chance = random.Random(3)  # noqa: S311
    false = sum(threshold_bunching(achievements(chance, 200, 0)).p < 0.01 for _ in range(400))
    found = sum(threshold_bunching(achievements(chance, 200, 0.6)).p < 0.01 for _ in range(100))
    assert false <= 12
    assert found >= 85
    assert threshold_bunching([100.0] * 99) is None


def heap(above: int, below: int, *, rings: tuple[int, int] = (10, 10), everybody: int = 100):
    """Values around 90 with so many in each ring of five points, the others far away."""
    left, right = rings
    near = [91.0] * above + [89.0] * below + [82.0] * left + [97.0] * right
    return threshold_bunching([*near, *[120.0] * (everybody - len(near))], threshold=90)


@pytest.mark.parametrize(
    ("above", "below", "reported"),
    [(19, 0, True), (20, 0, True), (16, 4, True), (15, 5, False), (10, 10, False), (4, 16, False)],
)
def test_heaping_needs_a_rare_split_beside_even_neighbors(above, below, reported):
    assert (heap(above, below).p < BUNCHING_LEVEL) is reported


def test_heaping_needs_a_hundred_values():
    assert heap(20, 0, everybody=99) is None


def test_neighbors_tell_how_many_are_expected_above():
    assert heap(20, 10, rings=(5, 20)).p > BUNCHING_LEVEL, "the density rises here by itself"
    assert heap(20, 10, rings=(20, 5)).p < BUNCHING_LEVEL, "it falls, and yet more lie above"


def test_the_chance_is_that_of_the_worked_example():
    # Even neighbors of ten: expected 1/2, variance 1/4 ÷ 20 + (1/4)² × (2 ÷ 10.5 ÷ 9).
    found = heap(16, 4)
    assert found.expected == 0.5
    assert found.z == pytest.approx(0.3 / sqrt(0.25 / 20 + 0.0625 * (2 / 10.5) / 9))
    assert found.p == pytest.approx(0.00536, abs=1e-5)


@given(st.lists(st.floats(0, 84), min_size=100, max_size=200))
def test_what_lies_elsewhere_does_not_count(values):
    assert threshold_bunching(values, threshold=90) is None


def test_smooth_results_are_seldom_called_heaped():
    draw = random.Random(7)  # noqa: S311 - results, no secrets
    reported = 0
    for _ in range(300):
        values = [round(draw.gauss(95, 12), 2) for _ in range(400)]
        reported += threshold_bunching(values, threshold=90).p < BUNCHING_LEVEL
    assert reported <= 12


def test_round_numbers_need_twenty_values_and_four_of_twenty_are_rare():
    odd = [Fraction(101 + 2 * k) for k in range(20)]
    assert not round_numbers(odd, resolution=Fraction(1)).is_rare
    some = [*odd[:16], *[Fraction(150)] * 4]
    assert round_numbers(some, resolution=Fraction(1)).is_rare
    assert not round_numbers([*odd[:17], *[Fraction(150)] * 3], resolution=Fraction(1)).is_rare
    assert round_numbers(some[:19], resolution=Fraction(1)) is None


def test_an_easy_target_stands_out_among_comparable_ones():
    chance = random.Random(1)  # noqa: S311
    honest = [(100 * chance.gauss(1, 0.05), [100.0] * 4) for _ in range(40)]
    z = target_difficulty([*honest, (70.0, [100.0] * 4), (100.0, [100.0] * 3)])
    assert z[40] < -2.5
    assert z[41] is None
    assert sum(value < -2.5 for value in z[:40]) <= 1
    assert target_difficulty(honest[:19]) == [None] * 19


@pytest.mark.parametrize(
    ("amounts", "is_rare"), [([10, 12, 9, 11, 0, 0, 1], True), ([10, 12, 9, 11, 10, 9, 12], False)]
)
def test_a_pace_that_stops_at_the_target_is_rare(amounts, is_rare):
    assert (sudden_stop(amounts, target=40) < 0.001) is is_rare


def test_nothing_is_said_of_a_stop_before_the_target_or_with_little_after():
    assert sudden_stop([5, 5, 5], target=100) is None
    assert sudden_stop([10, 12, 9, 11, 3], target=40) is None
