"""Halo, central tendency, inconsistency and drift of raters. "No flag" proves nothing: power is limited."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from terukur.objectivity.screening.discovery import Screen, screened

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Least:
    """The least number of employees and quarters before a rater is looked at."""

    employees: int
    periods: int


HALO = Least(5, 4)
SPREAD = Least(12, 4)
DRIFT = Least(5, 8)


@dataclass(frozen=True)
class Forms:
    """One entry a form: codes from 0 of rater, ratee and period."""

    rater: Codes
    ratee: Codes
    period: Codes

    @property
    def raters(self) -> int:
        """How many codes of raters there are."""
        return int(self.rater.max()) + 1

    def reach(self, least: Least) -> npt.NDArray[np.bool_]:
        """Which raters have at least so many employees and periods."""
        return (_different(self.rater, self.ratee) >= least.employees) & (
            _different(self.rater, self.period) >= least.periods
        )


def halo(items: Floats, forms: Forms) -> Screen:
    """The share of a rater's own spread that lies inside forms; low where all values move as one block.

    Mean variance within a form ÷ variance of all values of the rater (its logarithm would be skewed to the
    side that accuses); ``items`` has a row a form and a column a behavior. A rater whose values are all
    the same has no share: central tendency looks at that.
    """
    n, k = forms.raters, items.shape[1]
    count = np.bincount(forms.rater, minlength=n)
    inside = np.bincount(forms.rater, items.var(axis=1, ddof=1), n) / np.maximum(count, 1)
    sums = np.bincount(forms.rater, items.sum(axis=1), n)
    squares = np.bincount(forms.rater, (items**2).sum(axis=1), n)
    values = np.maximum(count * k, 2)
    total = (squares - sums**2 / values) / (values - 1)
    usable = forms.reach(HALO) & (total > 1e-12)
    share = np.full(n, np.nan)
    share[usable] = inside[usable] / total[usable]
    return screened(share, count.astype(float), tail="low", level=0.05)


@dataclass(frozen=True)
class Spread:
    """The two tails of one statistic: too little difference, and too much that nothing explains."""

    central: Screen
    inconsistent: Screen


def spread(residual: Floats, forms: Forms, severity: Floats) -> Spread:
    """log variance of what measured results leave, about the rater's own mean, given severity.

    Three categories leave a severe or lenient rater less room, so a parabola in severity is taken off.
    """
    n = forms.raters
    count = np.bincount(forms.rater, minlength=n)
    mean = np.bincount(forms.rater, residual, n) / np.maximum(count, 1)
    squares = np.bincount(forms.rater, (residual - mean[forms.rater]) ** 2, n)
    usable = forms.reach(SPREAD) & (count > 2)
    logs = np.full(n, np.nan)
    floor = 1e-6 * max(float(np.var(residual)), 1e-300)
    logs[usable] = np.log(np.maximum(squares[usable] / (count[usable] - 1), floor))
    if np.count_nonzero(usable) > 10:
        x = severity[usable]
        curve = np.column_stack([np.ones(len(x)), x, x**2])
        # Medians of the tails must not bend the curve: fit where the spread is usual.
        usual = np.abs(logs[usable] - np.median(logs[usable])) < 1.5
        b = np.linalg.lstsq(curve[usual], logs[usable][usual], rcond=None)[0]
        logs[usable] -= curve @ b
    size = count.astype(float)
    return Spread(
        screened(logs, size, tail="low", level=0.05),
        screened(logs, size, tail="high", level=0.05),
    )


def drift(residual: Floats, forms: Forms) -> Screen:
    """The slope on quarters of what is left when each employee's own mean under the rater is taken off.

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
    """How many different others each rater has."""
    size = int(other.max()) + 1
    return np.bincount(np.unique(rater * size + other) // size, minlength=int(rater.max()) + 1)
