"""Quartiles of the others are those of ``statistics`` with oneself left out."""

from statistics import quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.statistics.quartiles import quartiles_of_others

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=40).map(sorted)


@given(VALUES, st.data())
def test_they_are_those_of_all_others(values, data):
    place = data.draw(st.integers(0, len(values) - 1))
    others = values[:place] + values[place + 1 :]
    found = quartiles_of_others(values, values[place], least=2)
    assert found == pytest.approx(quantiles(others, n=4, method="inclusive"))


@given(VALUES)
def test_who_has_no_value_is_compared_with_all(values):
    found = quartiles_of_others(values, None, least=2)
    assert found == pytest.approx(quantiles(values, n=4, method="inclusive"))


def test_of_too_few_nothing_is_told():
    assert quartiles_of_others([1, 2, 3, 4, 5], 3, least=5) is None
    assert quartiles_of_others([1, 2, 3, 4, 5, 6], 3, least=5) == (2, 4, 5)
    assert quartiles_of_others([], None, least=0) is None


def test_a_value_that_is_not_among_them_is_a_mistake():
    with pytest.raises(ValueError, match="among"):
        quartiles_of_others([1.0, 2.0], 1.5, least=1)
