"""Where a growing total will stand, from the periods that are over, with an interval."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev

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


def forecast_total(values: Sequence[float], periods_left: float) -> Forecast | None:
    """The total of equal periods that are over and of ``periods_left`` more like them.

    The spread of the periods that are over carries both the noise to come and the doubt about the
    mean: t × s × √(k + k² ÷ n). Fewer than three periods tell too little: None. A total that only
    grows is never forecast below what it is.
    """
    n = len(values)
    if n < LEAST_PERIODS or periods_left < 0:
        return None
    reached, pace = sum(values), mean(values)
    half = _quantile(n - 1) * stdev(values) * sqrt(periods_left + periods_left**2 / n)
    expected = reached + pace * periods_left
    low = expected - half
    if min(values) >= 0:
        low = max(low, reached)
    return Forecast(expected, low, expected + half)


def _quantile(freedom: int) -> float:
    return _T[freedom - 1] if freedom <= len(_T) else _NORMAL
