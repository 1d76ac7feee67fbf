"""The choice among many tests at once, so that few of the chosen are mere chance.

This module loads no numpy, so that pages may use it.
"""

from collections.abc import Sequence
from math import isnan


def discoveries(p: Sequence[float | None], level: float) -> list[bool]:
    """Return the hypotheses to reject so that of the rejected at most ``level`` are true, on average.

    Benjamini and Hochberg (1995): the largest k with p₍ₖ₎ ≤ k ÷ m × level, and all up to it. None and NaN
    are no tests.
    """
    known = sorted(value for value in p if value is not None and not isnan(value))
    limit = max(
        (value for k, value in enumerate(known, start=1) if value <= k / len(known) * level), default=None
    )
    return [value is not None and limit is not None and value <= limit for value in p]
