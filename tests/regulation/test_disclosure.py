"""No total may be shown from which subtraction recovers a few people's answers."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.regulation.disclosure import held_back, may_show, opinions_shown
from terukur.regulation.periods import Period, quarters

YEAR = 2026
LEAST = 5
PERIODS = [Period.parse(written) for written in ("2026", "2026-S1", "2026-S2")] + quarters(YEAR)
COUNTS = st.lists(st.integers(0, 12), min_size=4, max_size=4)


def shown(counts: list[int]) -> dict[Period, set[int]]:
    """The periods that may be shown, as the quarters that they cover."""

    def count(period: Period) -> int:
        return sum(n for quarter, n in zip(quarters(YEAR), counts, strict=True) if period.contains(quarter))

    return {
        period: {place for place, quarter in enumerate(quarters(YEAR)) if period.contains(quarter)}
        for period in PERIODS
        if may_show(period, count, least=LEAST)
    }


@given(COUNTS)
def test_no_difference_of_shown_periods_is_about_fewer_than_the_least_number(counts):
    covered = list(shown(counts).values())
    for whole in covered:
        for size in range(len(covered)):
            for taken in combinations([part for part in covered if part < whole], size):
                union = set().union(*taken)
                if sum(len(part) for part in taken) != len(union):
                    continue
                left = sum(counts[place] for place in whole - union)
                assert left == 0 or left >= LEAST


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([6, 7, 8, 9], {"2026", "2026-S1", "2026-S2", "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"}),
        ([6, 2, 0, 0], {"2026-Q1"}),
        ([2, 3, 0, 0], {"2026", "2026-S1"}),
        ([2, 3, 20, 2], {"2026-S1", "2026-Q3"}),
    ],
)
def test_what_is_shown(counts, expected):
    assert {str(period) for period in shown(counts)} == expected


@given(st.integers(0, 200), st.integers(0, 200))
def test_two_looks_at_a_running_quarter_differ_by_nobody_or_by_enough(before, more):
    first, second = held_back(before, least=LEAST), held_back(before + more, least=LEAST)
    assert (second - first) % LEAST == 0
    assert first == 0 or before + more - first >= LEAST


@given(
    st.lists(st.sampled_from(["below", "meets", "above", "unknown"]), max_size=9),
    st.lists(st.sampled_from(["below", "meets", "above", "unknown"]), max_size=9),
)
def test_a_question_shows_its_counts_only_from_enough_opinions(first, second):
    least, answers = 4, min(len(first), len(second))
    counts = {
        name: {choice: given[:answers].count(choice) for choice in sorted(set(given[:answers]))}
        for name, given in (("BP", first), ("AK", second))
    }
    shown = opinions_shown(counts, answers=answers, least=least)
    if answers < least:
        assert shown is None
        return
    for name in counts:
        opinions = answers - counts[name].get("unknown", 0)
        assert shown[name] == (counts[name] if opinions >= least else None)
