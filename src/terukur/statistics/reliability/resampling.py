"""Intervals by drawing the subjects again: the same seed gives the same interval."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def bootstrap_interval(
    scores: Floats,
    statistic: Callable[[Floats], float],
    *,
    seed: int,
    draws: int = 1000,
    confidence: float = 0.95,
) -> tuple[float, float]:
    """Return the percentile interval of a statistic of a table whose rows are independent subjects.

    Draws in which the statistic does not exist are left out; NaN where it exists in fewer than half.
    """
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        value = statistic(scores[rng.integers(0, len(scores), len(scores))])
        if np.isfinite(value):
            found.append(value)
    if 2 * len(found) < draws:
        return float("nan"), float("nan")
    tail = (1 - confidence) / 2
    low, high = np.quantile(found, [tail, 1 - tail])
    return float(low), float(high)
