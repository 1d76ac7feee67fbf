"""Many tests at once: control of false discoveries, with the usual value taken from the many themselves."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from terukur.statistics.discoveries import discoveries

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
LEAST_FOR_NULL = 30
_BIN = 60
_LEAST_FOR_LINE = 3


@dataclass(frozen=True)
class Screen:
    """One entry a rater; NaN where there was too little data."""

    statistic: Floats
    z: Floats
    p: Floats
    flagged: Flags

    @property
    def checked(self) -> Flags:
        """The raters in whom a pattern could have been found."""
        return np.isfinite(self.p)


def robust_scores(statistic: Floats, size: Floats, *, error: Floats | None = None) -> Floats:
    """Return the distance from the usual value for raters of like size, in units of the usual spread.

    Efron's empirical null: the many show what is usual, and a few odd ones do not widen it. Middle and
    variance (median and 1.4826 × the median distance, squared, of some sixty raters of like size) are
    straight lines in 1 ÷ size: taken from sixty alone they would be so unsure that a fifth too small a scale
    accuses. ``error`` is how unsure a rater's own statistic is, where that is known: the larger scale counts.
    NaN for everybody where fewer than 30 are known.
    """
    known = np.flatnonzero(np.isfinite(statistic))
    z = np.full(len(statistic), np.nan)
    if len(known) < LEAST_FOR_NULL:
        return z
    inverse = 1 / np.maximum(size[known], 1)
    middle, variance = _usual(statistic[known], inverse)
    scale = np.sqrt(variance)
    if error is not None:
        scale = np.fmax(scale, error[known])
    certain = scale > 0
    z[known[certain]] = ((statistic[known] - middle) / np.where(certain, scale, 1))[certain]
    return z


def _usual(statistic: Floats, inverse: Floats) -> tuple[Floats, Floats]:
    """Return the usual middle and variance at each 1 ÷ size."""
    bins = max(1, len(statistic) // _BIN)
    # Raters of one size stay together, so what is usual does not depend on their order.
    edges = np.unique(np.quantile(inverse, np.arange(1, bins) / bins))
    place = np.searchsorted(edges, inverse)
    parts = [place == number for number in np.unique(place)]
    middles = np.array([np.median(statistic[part]) for part in parts])
    apart = [np.median(np.abs(statistic[part] - middle)) for part, middle in zip(parts, middles, strict=True)]
    variances = (1.4826 * np.array(apart)) ** 2
    weight = np.sqrt([np.count_nonzero(part) for part in parts])
    at = np.array([np.mean(inverse[part]) for part in parts])
    # A line through fewer points than three would follow their chance.
    line = len(parts) >= _LEAST_FOR_LINE

    def fitted(values: Floats) -> Floats:
        columns = np.column_stack([np.ones(len(at)), at])[:, : 1 + line]
        b = np.linalg.lstsq(columns * weight[:, None], values * weight, rcond=None)[0]
        return np.asarray(b[0] + (b[1] * inverse if line else 0 * inverse))

    return fitted(middles), np.maximum(fitted(variances), np.median(variances) / 4)


def screened(
    statistic: Floats, size: Floats, *, tail: str, level: float, error: Floats | None = None
) -> Screen:
    """Flag the ``low`` or ``high`` tail, or ``both``, with Benjamini and Hochberg's control."""
    return judged(statistic, robust_scores(statistic, size, error=error), tail=tail, level=level)


def judged(statistic: Floats, z: Floats, *, tail: str, level: float) -> Screen:
    """Return the same from distances that are known already."""
    p = {"low": ndtr(z), "high": ndtr(-z), "both": 2 * ndtr(-np.abs(z))}[tail]
    return Screen(statistic, z, p, np.array(discoveries(p.tolist(), level), dtype=np.bool_))
