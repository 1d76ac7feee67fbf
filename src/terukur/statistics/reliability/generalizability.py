"""Generalizability: the sources of the spread of scores, and the number of raters that makes them dependable.

Brennan, Generalizability Theory (2001). The same arithmetic answers it for quarters in place of raters.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Generalizability:
    """Variance of the subjects, of the raters, and of what is left.

    ``raters`` is None where every subject has raters of its own: severity is then part of ``rest``.
    """

    subjects: float
    raters: float | None
    rest: float

    def relative(self, raters: int) -> float:
        """Return Eρ²: how well the mean of so many raters orders the subjects."""
        return _share(self.subjects, self.rest / raters)

    def absolute(self, raters: int) -> float:
        """Return Φ: how well the mean of so many raters gives the level itself."""
        return _share(self.subjects, (self.rest + (self.raters or 0.0)) / raters)

    def raters_needed(self, coefficient: float) -> int | None:
        """Return the least number of raters with Φ of at least ``coefficient``; None where none is enough."""
        if not 0 < coefficient < 1:
            raise ValueError("a coefficient lies between 0 and 1")
        if self.subjects <= 0:
            return None
        noise = self.rest + (self.raters or 0.0)
        exact = coefficient / (1 - coefficient) * noise / self.subjects
        return max(1, ceil(exact - 1e-9))


def crossed_study(scores: Floats) -> Generalizability:
    """Return the study of subjects each rated by every rater; components below zero are zero.

    Subjects (B − E) ÷ k, raters (J − E) ÷ n, rest E, from the two-way analysis of variance.
    """
    n, k = scores.shape
    centered = scores - scores.mean()
    between = k * float((centered.mean(axis=1) ** 2).sum()) / (n - 1)
    judges = n * float((centered.mean(axis=0) ** 2).sum()) / (k - 1)
    residual = centered - centered.mean(axis=1, keepdims=True) - centered.mean(axis=0)
    error = float((residual**2).sum()) / ((n - 1) * (k - 1))
    return Generalizability(max(0.0, (between - error) / k), max(0.0, (judges - error) / n), error)


def nested_study(scores: Floats) -> Generalizability:
    """Return the study of subjects with raters of their own, as many as there are; NaN is missing.

    Rest W, subjects (B − W) ÷ k₀ with k₀ = (N − Σ m² ÷ N) ÷ (n − 1).

    :raises ValueError: where fewer than two subjects have a value, or none has two.
    """
    table = scores[np.isfinite(scores).any(axis=1)]
    size = np.isfinite(table).sum(axis=1)
    n, total = len(table), int(size.sum())
    if n < 2 or total == n:
        raise ValueError("two subjects, and two values of at least one of them, are needed")
    means = np.nansum(table, axis=1) / size
    overall = float(np.nansum(table)) / total
    within = float(np.nansum((table - means[:, None]) ** 2)) / (total - n)
    between = float((size * (means - overall) ** 2).sum()) / (n - 1)
    usual = (total - float((size**2).sum()) / total) / (n - 1)
    return Generalizability(max(0.0, (between - within) / usual), None, within)


def study(scores: Floats) -> Generalizability:
    """Return the crossed study where no value is missing, the nested one otherwise."""
    return crossed_study(scores) if np.isfinite(scores).all() else nested_study(scores)


def _share(signal: float, noise: float) -> float:
    return float("nan") if signal + noise == 0 else signal / (signal + noise)
