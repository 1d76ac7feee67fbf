"""What is rare by chance is reported, and what is common is not, however often one looks."""

import random
from fractions import Fraction

import pytest

from terukur.statistics.patterns import identical_rows, jumped


def people(count: int, months: int, top: int, seed: int = 1) -> dict[str, dict[int, int]]:
    draw = random.Random(seed)  # noqa: S311 - figures, no secrets
    return {f"p{who}": {month: draw.randint(0, top) for month in range(months)} for who in range(count)}


def test_a_copied_row_is_found_among_many():
    rows = people(50, 6, 60)
    rows["copy"] = dict(rows["p7"])
    assert identical_rows(rows) == [["p7", "copy"]]


def test_small_counts_agree_by_themselves():
    assert identical_rows(people(400, 3, 2)) == []


@pytest.mark.parametrize("seed", range(30))
def test_nobody_is_listed_where_nobody_copied(seed):
    assert identical_rows(people(60, 4, 40, seed)) == []


def test_two_people_alone_prove_nothing():
    assert identical_rows({"a": {1: 5, 2: 7, 3: 9}, "b": {1: 5, 2: 7, 3: 9}}) == []


def test_rows_of_other_months_are_other_rows():
    rows = people(50, 6, 60)
    rows["later"] = {month + 6: value for month, value in rows["p7"].items()}
    assert identical_rows(rows) == []


@pytest.mark.parametrize(
    ("before", "after", "is_jump"),
    [
        ([10, 10], [12, 12], True),
        ([10, 10], [11, 12], False),
        ([10], [20, 20], False),
        ([0, 0], [5, 5], False),
    ],
)
def test_a_jump_is_a_fifth(before, after, is_jump):
    assert jumped([Fraction(v) for v in before], [Fraction(v) for v in after]) is is_jump
