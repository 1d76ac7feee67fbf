"""Targets of like positions: a middle and a range, and nothing about few people."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.promised_targets import Promised, promised

ON = date(2026, 1, 5)
LEAST = at_least(Least.PEOPLE, on=ON)


def test_middle_and_range_of_five() -> None:
    told = promised([Fraction(n) for n in (90, 300, 100, 120, 110)], year=2026, on=ON)
    assert told == Promised(2026, 5, Fraction(110), Fraction(90), Fraction(300))


@given(st.lists(st.fractions(), max_size=12))
def test_nothing_is_told_of_few_and_the_middle_lies_inside(targets: list[Fraction]) -> None:
    told = promised(targets, year=2026, on=ON)
    if len(targets) < LEAST:
        assert told is None
    else:
        assert told is not None
        assert told.low <= told.middle <= told.high
        assert told.people == len(targets)
