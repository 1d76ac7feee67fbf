"""The rating of a year beside those of its quarters: a house rule, because no text combines four."""

from collections.abc import Sequence
from dataclasses import dataclass

from terukur.regulation.scales import Rating


@dataclass(frozen=True, slots=True)
class QuarterRatings:
    """The two ratings of one quarter, with its name."""

    label: str
    results: Rating
    behavior: Rating


def is_outside(rating: Rating, given: Sequence[Rating]) -> bool:
    """Return whether a year's rating is better or worse than each of its quarters'.

    The quarters are no formula for the year (how the annual evaluation combines them was not found in
    PermenPANRB 6/2022), but a year that none of its quarters looked like needs a written reason.
    """
    positions = [quarter.position for quarter in given]
    return bool(positions) and not min(positions) <= rating.position <= max(positions)
