"""Intraclass correlations: six forms, as Shrout and Fleiss defined them in 1979.

Psychological Bulletin 86(2), 420-428; intervals as given there and by McGraw and Wong (1996).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import f as f_distribution

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """The two analyses of variance of n subjects by k raters.

    ``between`` subjects, ``within`` subjects, of the ``raters``, and the ``error`` without them.
    """

    subjects: int
    raters: int
    between: float
    within: float
    judges: float
    error: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient and the ends of its 95 % interval."""

    value: float
    low: float
    high: float


def mean_squares(scores: Floats) -> MeanSquares:
    """Return the mean squares of a complete table, subjects in rows and raters in columns.

    :raises ValueError: for fewer than two subjects or raters, or where a score is missing.
    """
    subjects, raters = scores.shape
    if subjects < 2 or raters < 2 or not np.isfinite(scores).all():
        raise ValueError("a complete table of at least two subjects and two raters is needed")
    centered = scores - scores.mean()
    total = float((centered**2).sum())
    between = raters * float((centered.mean(axis=1) ** 2).sum())
    judges = subjects * float((centered.mean(axis=0) ** 2).sum())
    return MeanSquares(
        subjects=subjects,
        raters=raters,
        between=between / (subjects - 1),
        within=(total - between) / (subjects * (raters - 1)),
        judges=judges / (raters - 1),
        error=max(0.0, total - between - judges) / ((subjects - 1) * (raters - 1)),
    )


def intraclass(squares: MeanSquares, *, confidence: float = 0.95) -> dict[str, Estimate]:
    """Return all six forms with their intervals.

    ICC1 (B − W) ÷ (B + (k − 1) W): each subject has raters of its own. ICC2 (B − E) ÷ (B + (k − 1) E +
    k (J − E) ÷ n): the raters are a sample, and agreement is absolute. ICC3 (B − E) ÷ (B + (k − 1) E): these
    raters only, and consistency is enough. With ``k``: of the mean of all k raters. A table in which
    nothing varies has no reliability; it gives NaN.
    """
    tail = 1 - (1 - confidence) / 2
    n, k = squares.subjects, squares.raters
    first = _ratio_form(squares.between, squares.within, n - 1, n * (k - 1), k, tail)
    third = _ratio_form(squares.between, squares.error, n - 1, (n - 1) * (k - 1), k, tail)
    second = _agreement(squares, tail)
    singles = {"ICC1": first, "ICC2": second, "ICC3": third}
    return singles | {f"{name}k": _of_mean(one, k) for name, one in singles.items()}


def _ratio_form(between: float, error: float, above: int, below: int, k: int, tail: float) -> Estimate:
    """Return (F − 1) ÷ (F + k − 1), with F at its value and at the ends of its interval."""
    if between + error == 0:
        return Estimate(np.nan, np.nan, np.nan)
    ratio = between / error if error > 0 else np.inf
    low = ratio / f_distribution.ppf(tail, above, below)
    high = ratio * f_distribution.ppf(tail, below, above)
    return Estimate(*(_from_ratio(value, k) for value in (ratio, low, high)))


def _from_ratio(ratio: float, k: int) -> float:
    return 1.0 if np.isinf(ratio) else float((ratio - 1) / (ratio + k - 1))


def _agreement(squares: MeanSquares, tail: float) -> Estimate:
    """Return ICC2, with the interval by Satterthwaite's degrees of freedom."""
    n, k = squares.subjects, squares.raters
    between, judges, error = squares.between, squares.judges, squares.error
    scale = between + (k - 1) * error + k * (judges - error) / n
    if scale <= 0:
        return Estimate(np.nan, np.nan, np.nan)
    value = (between - error) / scale
    if error == 0:
        return Estimate(value, np.nan, np.nan)
    ratio = judges / error
    spread = n * (1 + (k - 1) * value) - k * value
    freedom = (k - 1) * (n - 1) * (k * value * ratio + spread) ** 2
    freedom /= (n - 1) * k**2 * value**2 * ratio**2 + spread**2
    rest = k * judges + (k * n - k - n) * error
    low = f_distribution.ppf(tail, n - 1, freedom)
    high = f_distribution.ppf(tail, freedom, n - 1)
    return Estimate(
        value=value,
        low=float(n * (between - low * error) / (low * rest + n * between)),
        high=float(n * (high * between - error) / (rest + n * high * between)),
    )


def _of_mean(single: Estimate, k: int) -> Estimate:
    """Return k ρ ÷ (1 + (k − 1) ρ), after Spearman and Brown."""

    def stepped(value: float) -> float:
        below = 1 + (k - 1) * value
        return k * value / below if below != 0 else -np.inf

    return Estimate(stepped(single.value), stepped(single.low), stepped(single.high))
