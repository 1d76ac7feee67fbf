"""Adverse impact: the known vector, an independent program, and what must hold whatever the numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from terukur.statistics.screening.impact import impact_ratio


def test_twelve_of_forty_against_forty_eight_of_eighty():
    found = impact_ratio(favorable=12, people=40, other_favorable=48, others=80)
    assert found.ratio == pytest.approx(0.50)
    assert found.p == pytest.approx(0.003409, abs=5e-7)
    assert found.interval == pytest.approx((0.302, 0.829), abs=0.001)
    assert found.below_four_fifths


groups = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(groups, groups)
def test_fisher_is_what_an_independent_program_finds_and_swapping_groups_inverts(one, other):
    found = impact_ratio(favorable=one[0], people=one[1], other_favorable=other[0], others=other[1])
    table = [[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]]
    assert found.p == pytest.approx(fisher_exact(table)[1], abs=1e-9)
    back = impact_ratio(favorable=other[0], people=other[1], other_favorable=one[0], others=one[1])
    assert back.p == pytest.approx(found.p)
    if found.ratio is None:
        assert 0 in (one[0], other[0])
    else:
        assert back.ratio == pytest.approx(1 / found.ratio)
        assert found.interval[0] <= found.ratio <= found.interval[1]


def test_more_favorable_ratings_than_people_are_refused():
    with pytest.raises(ValueError, match="each group"):
        impact_ratio(favorable=3, people=2, other_favorable=0, others=1)
