"""Patterns in figures that are rare by chance: arithmetic only, without a statement about a person."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Period = TypeVar("Period", bound=Hashable)
Value = TypeVar("Value", bound=Hashable)

RARE = Fraction(1, 100)
LEAST_PERIODS = 3
JUMP = Fraction(6, 5)


def identical_rows(rows: Mapping[Key, Mapping[Period, Value]]) -> list[list[Key]]:
    """Return groups of people whose values agree in all of the same three or more periods, beyond chance.

    Small counts agree easily: (0, 1, 0) stands in many rows. So a group is reported only where fewer
    than 1 in 100 pairs of its kind would come about by chance, N (N − 1) ÷ 2 × Π p, with p the share of
    the others who have that value in that period (one added, so that a small team is no proof).
    """
    groups: dict[frozenset[tuple[Period, Value]], list[Key]] = {}
    for key, values in rows.items():
        if len(values) >= LEAST_PERIODS:
            groups.setdefault(frozenset(values.items()), []).append(key)
    having = Counter(period for values in rows.values() for period in values)
    alike = Counter(item for values in rows.values() for item in values.items())
    return [
        keys
        for items, keys in groups.items()
        if len(keys) > 1 and _coincidences(items, len(keys), having, alike) < RARE
    ]


def _coincidences(
    items: frozenset[tuple[Period, Value]],
    size: int,
    having: Counter[Period],
    alike: Counter[tuple[Period, Value]],
) -> Fraction:
    """Return the number of pairs agreeing like this one that are to be expected by chance."""
    everybody = max(having[period] for period, _value in items)
    expected = Fraction(everybody * (everybody - 1), 2)
    for item in items:
        expected *= Fraction(alike[item] - size + 1, having[item[0]] - size + 1)
    return expected


def jumped(before: Sequence[Fraction], after: Sequence[Fraction]) -> bool:
    """Return whether the mean rose by a fifth or more, from at least two values on each side."""
    if min(len(before), len(after)) < 2 or sum(before) <= 0:
        return False
    return sum(after) / len(after) >= JUMP * sum(before) / len(before)
