"""Patterns in figures that are rare by chance: arithmetic only, without a statement about a person."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Period = TypeVar("Period", bound=Hashable)
Value = TypeVar("Value", bound=Hashable)

LEAST_AROUND_THRESHOLD = 20
RARE = Fraction(1, 100)
LEAST_PERIODS = 3
JUMP = Fraction(6, 5)


@dataclass(frozen=True, slots=True)
class Heaping:
    """The number of values just above and just below a threshold, and how rare that is by chance."""

    above: int
    below: int
    chance: Fraction


def heaping(values: Sequence[Fraction], *, threshold: Fraction, width: Fraction) -> Heaping | None:
    """Return the heap of values just above a threshold; None where there is none, or too few values.

    In a narrow window a smooth distribution puts about as many below as above, so the count above is
    binomial with one half. ``chance`` is the exact probability of as many or more; it is reported
    below 1 in 100, and only from 20 values inside the window.
    """
    above = sum(threshold <= value < threshold + width for value in values)
    below = sum(threshold - width <= value < threshold for value in values)
    around = above + below
    if around < LEAST_AROUND_THRESHOLD:
        return None
    chance = Fraction(sum(comb(around, k) for k in range(above, around + 1)), 2**around)
    return Heaping(above, below, chance) if chance < RARE else None


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
