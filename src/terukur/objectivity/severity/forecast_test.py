"""One number for an auditor: when the appraiser changes, do ratings move as predicted?

After the test of teachers who change schools (Chetty, Friedman and Rockoff 2014). Slope 1: what was
estimated is the appraiser's; clearly less: part of it belongs to the team or to those who are rated.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from terukur.objectivity.severity.components import Components
from terukur.objectivity.severity.equations import equations_of, ols_residuals
from terukur.objectivity.severity.estimate import variances_of
from terukur.objectivity.severity.ratings import Coded, Ratings, coded
from terukur.objectivity.severity.system import System

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
LEAST_CHANGES = 100


@dataclass(frozen=True, slots=True)
class ForecastTest:
    """The slope of what happened on what was predicted; None below 100 employees with another appraiser."""

    changes: int
    slope: float | None
    se: float | None


def forecast_test(ratings: Ratings, components: Components) -> ForecastTest:
    """Severity from every other employee in the first half, tested on the rest where the appraiser changed.

    Those tested stay in their team and have no part in the estimate, so no error of rating is on both
    sides. Without ``team`` in the components the estimate leaves the team out, to show what that costs.
    Standard errors are clustered by the new appraiser.
    """
    data = coded(ratings)
    late = data.period >= (data.periods + 1) // 2
    even = data.ratee % 2 == 0
    predicted = _effects(data, ~late & ~even, components)
    left = ols_residuals(data)
    before, after = _state(data, left, even & ~late), _state(data, left, even & late)
    # One appraiser and one team in each half, another appraiser in the second.
    used = before.single & after.single & (before.team == after.team)
    used &= before.rater != after.rater
    change = np.where(used, after.mean - before.mean, 0)
    known = np.isfinite(predicted)
    used &= known[before.rater] & known[after.rater]
    if np.count_nonzero(used) < LEAST_CHANGES:
        return ForecastTest(int(np.count_nonzero(used)), None, None)
    x = (predicted[after.rater] - predicted[before.rater])[used]
    y, cluster = change[used], after.rater[used]
    slope = float(x @ y / (x @ x))
    pulled = np.bincount(cluster, x * (y - slope * x))
    se = float(np.sqrt((pulled**2).sum()) / (x @ x))
    return ForecastTest(len(x), slope, se)


def _effects(data: Coded, chosen: npt.NDArray[np.bool_], components: Components) -> Floats:
    """Predicted effect of every rater from the chosen forms, NaN where it has none."""
    part = coded(
        Ratings(
            data.score[chosen], data.rater[chosen], data.ratee[chosen],
            data.team[chosen] if components.team > 0 else np.zeros(int(chosen.sum()), dtype=int),
            data.period[chosen], data.family[chosen], data.covariates[chosen],
        )
    )  # fmt: skip
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
    """The code that all forms of a ratee share, and whether they do."""
    low = np.full(len(count), np.iinfo(np.int64).max)
    high = np.full(len(count), -1)
    np.minimum.at(low, ratee, code)
    np.maximum.at(high, ratee, code)
    return np.where(count > 0, high, 0), low == high
