"""Halo, central tendency, inconsistency and drift of raters. "No flag" proves nothing: power is limited."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from terukur.statistics.screening.discovery import Screen, judged, robust_scores, screened

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
LEAST_FOR_CURVE = 10
LOW = -2
# The parabola is fitted to raters within so many usual distances, so many times.
_FAR, _STEPS = 2.5, 10


@dataclass(frozen=True, slots=True)
class LeastSample:
    """The least number of employees and quarters before a rater is looked at."""

    employees: int
    periods: int


HALO = LeastSample(5, 4)
SPREAD = LeastSample(12, 4)
DRIFT = LeastSample(5, 8)


@dataclass(frozen=True)
class Forms:
    """One entry a form: codes from 0 of rater, ratee and period."""

    rater: Codes
    ratee: Codes
    period: Codes

    @property
    def raters(self) -> int:
        """The number of codes of raters."""
        return int(self.rater.max()) + 1

    def reach(self, least: LeastSample) -> npt.NDArray[np.bool_]:
        """Return the raters that have at least so many employees and periods."""
        return (_different(self.rater, self.ratee) >= least.employees) & (
            _different(self.rater, self.period) >= least.periods
        )


def halo(items: Floats, forms: Forms) -> Screen:
    """Return the share of a rater's spread that lies inside forms; low where all values move as one block.

    √(mean variance within a form ÷ variance of all values of the rater): its logarithm would be skewed to
    the side that accuses, the plain share to the side that acquits. ``items`` has a row a form and a column
    a behavior. A rater whose values are all the same has no share: central tendency looks at that.

    The share falls also where whole forms jump and values inside differ as usual. So of those whose share is
    low it is the variance inside, against that of forms with the same mean, which is tested; of all
    others the weaker of the two.
    """
    n, k = forms.raters, items.shape[1]
    count = np.bincount(forms.rater, minlength=n)
    within = items.var(axis=1, ddof=1)
    inside = np.bincount(forms.rater, within, n) / np.maximum(count, 1)
    sums = np.bincount(forms.rater, items.sum(axis=1), n)
    squares = np.bincount(forms.rater, (items**2).sum(axis=1), n)
    values = np.maximum(count * k, 2)
    total = (squares - sums**2 / values) / (values - 1)
    usable = forms.reach(HALO) & (total > 1e-12)
    usual = np.bincount(forms.rater, _usual_within(items.mean(axis=1), within), n)
    share, ratio = np.full(n, np.nan), np.full(n, np.nan)
    share[usable] = np.sqrt(inside[usable] / total[usable])
    ratio[usable] = np.sqrt(inside[usable] * count[usable] / usual[usable])
    size = count.astype(float)
    of_share, of_ratio = robust_scores(share, size), robust_scores(ratio, size)
    z = np.where(of_share < LOW, of_ratio, np.maximum(of_share, of_ratio))
    return judged(share, z, tail="low", level=0.05)


def _usual_within(level: Floats, within: Floats) -> Floats:
    """Return the usual variance inside a form with such a mean: a parabola, as the ends leave no room."""
    apart = level - level.mean()
    curve = np.column_stack([np.ones(len(apart)), apart, apart**2])
    b = np.linalg.lstsq(curve.T @ curve, curve.T @ within, rcond=None)[0]
    return np.maximum(curve @ b, max(float(within.mean()), 1e-300) / 100)


@dataclass(frozen=True)
class Spread:
    """The two tails of one statistic: too little difference, and too much that nothing explains."""

    central: Screen
    inconsistent: Screen


def spread(residual: Floats, forms: Forms, *, block: Flags | None = None) -> Spread:
    """Return the log variance of the residuals about the rater's own mean, given that mean.

    Three categories leave a rater of low or high ratings less room, so a parabola in the mean is taken off.
    A few rare values tell a variance badly (a rater whose forms are all alike but for two): a rater's own
    error of the logarithm counts where it is larger than the usual one. Raters in ``block`` are not
    looked at: where values move as one, forms differ less for that reason already.
    """
    n = forms.raters
    count = np.maximum(np.bincount(forms.rater, minlength=n), 1)
    mean = np.bincount(forms.rater, residual, n) / count
    squares = (residual - mean[forms.rater]) ** 2
    variance = np.bincount(forms.rater, squares, n) / np.maximum(count - 1, 1)
    usable = forms.reach(SPREAD) & (count > 2)
    if block is not None:
        usable &= ~block
    logs = np.full(n, np.nan)
    floor = 1e-6 * max(float(np.var(residual)), 1e-300)
    logs[usable] = np.log(np.maximum(variance[usable], floor))
    if np.count_nonzero(usable) > LEAST_FOR_CURVE:
        logs[usable] -= _parabola(mean[usable], logs[usable])
    size = _different(forms.rater, forms.ratee).astype(float)
    error = _error_of_mean(squares, forms) / np.maximum(variance, floor)
    return Spread(
        screened(logs, size, tail="low", level=0.05, error=error),
        screened(logs, size, tail="high", level=0.05, error=error),
    )


def _parabola(level: Floats, logs: Floats) -> Floats:
    """Return the course of the many: a rater who is far off does not bend it."""
    curve = np.column_stack([np.ones(len(level)), level, level**2])
    usual = np.ones(len(level), dtype=bool)
    left = logs - np.median(logs)
    for _ in range(_STEPS):
        b = np.linalg.lstsq(curve[usual], logs[usual], rcond=None)[0]
        left = logs - curve @ b
        apart = np.abs(left - np.median(left))
        usual = apart <= _FAR * 1.4826 * np.median(apart)
    return np.asarray(logs - left)


def _error_of_mean(values: Floats, forms: Forms) -> Floats:
    """Return the standard error of each rater's mean, forms of one employee taken together."""
    n = forms.raters
    count = np.maximum(np.bincount(forms.rater, minlength=n), 1)
    apart = values - (np.bincount(forms.rater, values, n) / count)[forms.rater]
    pairs, place = np.unique(forms.rater * (forms.ratee.max() + 1) + forms.ratee, return_inverse=True)
    rater = pairs // (forms.ratee.max() + 1)
    square = np.bincount(rater, np.bincount(place, apart) ** 2, n)
    people = np.bincount(rater, minlength=n)
    return np.asarray(np.sqrt(square * people / np.maximum(people - 1, 1)) / count)


def drift(residual: Floats, forms: Forms) -> Screen:
    """Return the slope on quarters of the residual, each employee's own mean under the rater taken off.

    Only what changes within the same people counts, so a changing team is no drift. The slope is in units
    of its standard error before what is usual is taken from all raters.
    """
    n = forms.raters
    spell = np.unique(forms.rater * (forms.ratee.max() + 1) + forms.ratee, return_inverse=True)[1]
    y, t = _within(residual, spell), _within(forms.period.astype(float), spell)
    tt, ty = np.bincount(forms.rater, t * t, n), np.bincount(forms.rater, t * y, n)
    usable = forms.reach(DRIFT) & (tt > 0)
    slope = np.divide(ty, tt, out=np.zeros(n), where=tt > 0)
    left = np.bincount(forms.rater, (y - slope[forms.rater] * t) ** 2, n)
    freedom = np.bincount(forms.rater, minlength=n) - _different(forms.rater, forms.ratee) - 1
    usable &= freedom > 1
    error = np.sqrt(left[usable] / freedom[usable] / tt[usable])
    ratio = np.full(n, np.nan)
    ratio[usable] = slope[usable] / np.maximum(error, 1e-12)
    return screened(ratio, freedom.astype(float), tail="both", level=0.02)


def _within(values: Floats, group: Codes) -> Floats:
    count = np.bincount(group)
    return np.asarray(values - (np.bincount(group, values) / count)[group])


def _different(rater: Codes, other: Codes) -> Codes:
    """Return the number of different others of each rater."""
    size = int(other.max()) + 1
    return np.bincount(np.unique(rater * size + other) // size, minlength=int(rater.max()) + 1)
