"""Many tests at once: false discoveries, and what is usual taken from the many themselves."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
LEAST_FOR_NULL = 30
_BIN = 60


@dataclass(frozen=True)
class Screen:
    """One entry a rater; NaN where there was too little to look at."""

    statistic: Floats
    z: Floats
    p: Floats
    flagged: Flags

    @property
    def checked(self) -> Flags:
        """Of whom something could have been found."""
        return np.isfinite(self.p)


def benjamini_hochberg(p: Floats, level: float) -> Flags:
    """Which hypotheses to reject so that of the rejected at most ``level`` are true, on average.

    Benjamini and Hochberg (1995): the largest k with p₍ₖ₎ ≤ k ÷ m × level, and all up to it. NaN is no test.
    """
    known = np.isfinite(p)
    tests = np.sort(p[known])
    below = np.flatnonzero(tests <= np.arange(1, len(tests) + 1) / max(len(tests), 1) * level)
    limit = tests[below[-1]] if len(below) else -1.0
    return known & (np.nan_to_num(p, nan=np.inf) <= limit)


def robust_scores(statistic: Floats, size: Floats) -> Floats:
    """Distance from the median in units of 1.4826 × the median distance, among raters of like size.

    Efron's empirical null: the many show what is usual, and a few odd ones do not widen it. NaN for
    everybody where fewer than 30 are known.
    """
    known = np.flatnonzero(np.isfinite(statistic))
    z = np.full(len(statistic), np.nan)
    if len(known) < LEAST_FOR_NULL:
        return z
    bins = max(1, len(known) // _BIN)
    # Raters of one size stay together, so what is usual does not depend on their order.
    edges = np.unique(np.quantile(size[known], np.arange(1, bins) / bins))
    place = np.searchsorted(edges, size[known])
    for number in np.unique(place):
        part = known[place == number]
        apart = statistic[part] - np.median(statistic[part])
        scale = 1.4826 * np.median(np.abs(apart))
        if scale > 0:
            z[part] = apart / scale
    return z


def screened(statistic: Floats, size: Floats, *, tail: str, level: float) -> Screen:
    """Flag the ``low`` or ``high`` tail, or ``both``, with Benjamini and Hochberg's control."""
    z = robust_scores(statistic, size)
    p = {"low": ndtr(z), "high": ndtr(-z), "both": 2 * ndtr(-np.abs(z))}[tail]
    return Screen(statistic, z, p, benjamini_hochberg(p, level))
