"""Limits of the figures: no statement about a person where a scale, a count or a result is too coarse.

In force since 30 November 2026, until these statistics are rebuilt for such scales: at 97 to 99.7 percent of
one grade the screens found a quarter of honest raters; small honest counts heap at their target by
themselves; and an unreliable result makes two equal groups look different. Neither is a finding, and
neither acquits anybody.

This module loads no numpy, so that pages may use it.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

# More than this share of one value: the scale cannot show a difference.
MOST_OF_ONE_VALUE = 0.90
# A count with a smaller target cannot lie a little above or below it.
LEAST_TARGET = 50


@dataclass(frozen=True, slots=True)
class ScaleUse:
    """The use of a scale: the share of its commonest value, and the number of scores."""

    scores: int
    share: float

    @property
    def shows_difference(self) -> bool:
        """Return whether enough scores differ to make a statement about a rater."""
        return self.scores > 0 and self.share <= MOST_OF_ONE_VALUE


def scale_of(*parts: Iterable[Hashable]) -> ScaleUse:
    """Return how the scale was used, by that part which differs least: whole scores, or single marks."""
    return max((_scale(part) for part in parts), key=lambda scale: scale.share)


def _scale(values: Iterable[Hashable]) -> ScaleUse:
    counts = Counter(values)
    total = sum(counts.values())
    return ScaleUse(total, max(counts.values()) / total if total else 1.0)


def carries_bunching(target: float | None) -> bool:
    """Return whether a figure may count towards bunching: a known target of at least fifty."""
    return target is not None and target >= LEAST_TARGET
