"""Pairs of people with like measured work and unlike ratings, found by order without comparing all pairs."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Rated(Generic[Key]):
    """The measured achievement of a person in percent and the position of the rating, 0 the worst."""

    key: Key
    achievement: Fraction
    rating: int


@dataclass(frozen=True, slots=True)
class UnlikePair(Generic[Key]):
    """Two people whose work measures alike; ``lower`` has the lower rating."""

    lower: Key
    higher: Key
    apart: Fraction
    steps: int


def unlike_pairs(people: Iterable[Rated[Key]], *, band: Fraction) -> list[UnlikePair[Key]]:
    """Return the pairs at most ``band`` apart in achievement and with different ratings, most unlike first.

    Everybody is compared, in the order of achievement, with the last one before them of each other rating: n
    log n, and at most one pair per person and other rating. A person with such a neighbour below is in a
    pair, so an empty list means that there is none.
    """
    pairs: list[UnlikePair[Key]] = []
    latest: dict[int, Rated[Key]] = {}
    for person in sorted(people, key=lambda one: one.achievement):
        for rating, other in latest.items():
            apart = person.achievement - other.achievement
            if rating == person.rating or apart > band:
                continue
            low, high = (person, other) if person.rating < rating else (other, person)
            pairs.append(UnlikePair(low.key, high.key, apart, high.rating - low.rating))
        latest[person.rating] = person
    return sorted(pairs, key=lambda pair: (-pair.steps, pair.apart))
