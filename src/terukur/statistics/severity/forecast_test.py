"""A test of the predictions for an auditor: when the appraiser changes, do ratings move as predicted?

After the test of teachers who change schools (Chetty, Friedman and Rockoff 2014). Slope 1: what was
estimated is the appraiser's; clearly less: part of it belongs to the team or to those who are rated.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from terukur.statistics.severity.components import VarianceComponents
from terukur.statistics.severity.equations import equations_of, ols_residuals
from terukur.statistics.severity.estimate import variances_of
from terukur.statistics.severity.ratings import Coded, Ratings, coded
from terukur.statistics.severity.system import System

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
LEAST_CHANGES = 100


@dataclass(frozen=True, slots=True)
class ForecastTest:
    """The slope of what happened on what was predicted; None below 100 employees with another appraiser."""

    changes: int
    slope: float | None
    se: float | None


@dataclass(frozen=True, slots=True)
class ForecastTests:
    """The test, the same without the team in the model, and the quarter before the change."""

    test: ForecastTest
    without_team: ForecastTest
    placebo: ForecastTest


def forecast_tests(ratings: Ratings, components: VarianceComponents) -> ForecastTests:
    """Return the three tests; see ``forecast_test`` and ``placebo_test``."""
    return ForecastTests(
        forecast_test(ratings, components),
        forecast_test(ratings, components.without(team=True)),
        placebo_test(ratings, components),
    )


def forecast_test(ratings: Ratings, components: VarianceComponents) -> ForecastTest:
    """Return the test of first-half severity from other employees on those whose appraiser changed.

    Those tested stay in their team and have no part in the estimate, so no error of rating is on both
    sides. Without ``team`` in the components the estimate leaves the team out, to show what that costs.
    Standard errors are clustered by the new appraiser.
    """
    found = _changes(ratings, components)
    if found is None:
        return _UNTOLD
    return _slope(found, found.after.mean - found.before.mean, found.used)


def placebo_test(ratings: Ratings, components: VarianceComponents) -> ForecastTest:
    """Return the same slope for ratings before the appraiser changed: it should be about zero.

    From the earlier quarters of the first half to its last, all under the old appraiser. Where this moves
    with the difference to the new appraiser, changes were timed by ratings, and the test cannot be read.
    """
    found = _changes(ratings, components)
    if found is None or found.middle < 2:
        return _UNTOLD
    data, left = found.data, found.left
    last = _state(data, left, found.even & (data.period == found.middle - 1))
    earlier = _state(data, left, found.even & (data.period < found.middle - 1))
    return _slope(found, last.mean - earlier.mean, found.used & last.single & earlier.single)


_UNTOLD = ForecastTest(0, None, None)


@dataclass(frozen=True)
class _Changes:
    """Employees who did not enter the estimate, before and after, with the change predicted for them.

    ``middle`` is the first period of the second half, ``x`` the predicted change of each employee.
    """

    data: Coded
    left: Floats
    middle: int
    even: npt.NDArray[np.bool_]
    before: "_State"
    after: "_State"
    x: Floats
    used: npt.NDArray[np.bool_]


def _changes(ratings: Ratings, components: VarianceComponents) -> _Changes | None:
    data = coded(ratings)
    middle = (data.periods + 1) // 2
    late, even = data.period >= middle, data.ratee % 2 == 0
    if not np.any(~late & ~even):
        return None
    predicted = _effects(data, ~late & ~even, components)
    left = ols_residuals(data)
    before, after = _state(data, left, even & ~late), _state(data, left, even & late)
    # One appraiser and one team in each half, another appraiser in the second.
    used = before.single & after.single & (before.team == after.team)
    x = predicted[after.rater] - predicted[before.rater]
    used &= (before.rater != after.rater) & np.isfinite(x)
    return _Changes(data, left, middle, even, before, after, x, used)


def _slope(found: _Changes, change: Floats, used: npt.NDArray[np.bool_]) -> ForecastTest:
    changes = int(np.count_nonzero(used))
    if changes < LEAST_CHANGES:
        return ForecastTest(changes, None, None)
    x, y, cluster = found.x[used], change[used], found.after.rater[used]
    slope = float(x @ y / (x @ x))
    pulled = np.bincount(cluster, x * (y - slope * x))
    return ForecastTest(changes, slope, float(np.sqrt((pulled**2).sum()) / (x @ x)))


def _effects(data: Coded, chosen: npt.NDArray[np.bool_], components: VarianceComponents) -> Floats:
    """Return the predicted effect of every rater from the chosen forms, NaN where it has none."""
    part = coded(
        Ratings(
            data.score[chosen],
            data.rater[chosen],
            data.ratee[chosen],
            data.team[chosen] if components.team > 0 else np.zeros(int(chosen.sum()), dtype=int),
            data.period[chosen],
            data.family[chosen],
            data.covariates[chosen],
        )
    )
    equations = equations_of(part)
    used = components.without(team="team" not in equations.factors, ratee=not equations.ratees)
    system = System(equations, variances_of(used, equations))
    effects = np.full(len(data.raters), np.nan)
    effects[part.raters.astype(np.int64)] = system.solution.u[equations.block("rater")]
    return effects


@dataclass(frozen=True)
class _State:
    """Each employee in one half: mean residual, and the one appraiser and team where there is but one."""

    mean: Floats
    rater: Codes
    team: Codes
    single: npt.NDArray[np.bool_]


def _state(data: Coded, left: Floats, chosen: npt.NDArray[np.bool_]) -> _State:
    ratee = data.ratee[chosen]
    count = np.bincount(ratee, minlength=data.ratees)
    rater, same_rater = _only(ratee, data.rater[chosen], count)
    team, same_team = _only(ratee, data.team[chosen], count)
    mean = np.bincount(ratee, left[chosen], data.ratees) / np.maximum(count, 1)
    return _State(mean, rater, team, (count > 0) & same_rater & same_team)


def _only(ratee: Codes, code: Codes, count: Codes) -> tuple[Codes, npt.NDArray[np.bool_]]:
    """Return the code that all forms of a ratee share, and whether they do."""
    low = np.full(len(count), np.iinfo(np.int64).max)
    high = np.full(len(count), -1)
    np.minimum.at(low, ratee, code)
    np.maximum.at(high, ratee, code)
    return np.where(count > 0, high, 0), low == high
