"""Targets that like positions promised, told as a middle and a range, never about few people.

House rule, for PP 30/2019 Pasal 4 (objektif, adil): who agrees on a target knows what others with the same
work agreed on. Of fewer than ``Least.PEOPLE`` nothing is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from statistics import median

from terukur.regulation.disclosure import Least, at_least


@dataclass(frozen=True, slots=True)
class Promised:
    """The middle, least and greatest target of so many people in like positions, in a year."""

    year: int
    people: int
    middle: Fraction
    low: Fraction
    high: Fraction


def promised(targets: Sequence[Fraction], *, year: int, on: date) -> Promised | None:
    """Return what these targets come to, one of each person; None of too few people."""
    if not targets or len(targets) < at_least(Least.PEOPLE, on=on):
        return None
    return Promised(year, len(targets), Fraction(median(targets)), min(targets), max(targets))
