"""Forecast of a growing total from the periods that are over, with an interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

LEAST_PERIODS = 3
# Student's t at 0.90, by degrees of freedom: four of five futures lie inside the interval.
_T = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372, 1.363)
_NORMAL = 1.282


@dataclass(frozen=True, slots=True)
class Forecast:
    """The total at the end: the middle, and the ends of an interval of 80 %."""

    expected: float
    low: float
    high: float


def forecast_total(
    values: Sequence[float], left: float, *, usual: Sequence[float] | None = None
) -> Forecast | None:
    """Return the total of periods that are over and of the ``left`` part of the time.

    ``usual`` is what each of these periods weighs in a usual year, and ``left`` the weight of the rest;
    without it all periods weigh one. The pace is the total per weight, w the weight so far, and the
    spread of the periods around it carries both the noise to come and the doubt about the pace:
    t × s × √(left + left² ÷ w), s² = Σ (value − pace × weight)² ÷ weight ÷ (n − 1).

    Fewer than three periods tell too little, and so does a period that usually has nothing: None. A
    total that only grows is never forecast below what it is.
    """
    n = len(values)
    weights = [1.0] * n if usual is None else list(usual)
    if n < LEAST_PERIODS or left < 0 or min(weights) <= 0:
        return None
    reached, weight = sum(values), sum(weights)
    pace = reached / weight
    spread = sum(
        (value - pace * usually) ** 2 / usually for value, usually in zip(values, weights, strict=True)
    )
    half = _quantile(n - 1) * sqrt(spread / (n - 1) * (left + left**2 / weight))
    expected = reached + pace * left
    low = expected - half
    if min(values) >= 0:
        low = max(low, reached)
    return Forecast(expected, low, expected + half)


def _quantile(freedom: int) -> float:
    return _T[freedom - 1] if freedom <= len(_T) else _NORMAL
