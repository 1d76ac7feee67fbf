"""Choice of the variance components of an analysis: its own only where the data can carry them."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from terukur.statistics.severity.components import VarianceComponents, default_components
from terukur.statistics.severity.equations import Equations
from terukur.statistics.severity.gradients import NotConverged
from terukur.statistics.severity.likelihood import Fit, fit_variances
from terukur.statistics.severity.moments import moment_variances
from terukur.statistics.severity.system import Variances

Floats = npt.NDArray[np.float64]
Preference = Literal["auto", "default", "own", "moments"]
# Simulated: at a relative standard error of a quarter, 95 % intervals still cover 94 to 95 %.
MOST_RELATIVE_ERROR = 0.25
# How far the shipped variances may be from an agency's own, as a share of them. Simulated in three worlds
# of offices of 200 and more: 95 % intervals cover 94 to 97 % with it, 91 to 96 % by the shipped ones alone.
DOUBT_OF_SHIPPED = 0.4
LEAST_RATERS, LEAST_TO_MOVE = 30, 10
MOMENTS_FROM_RATEES = 15_000
LEAST_FREEDOM = 30
_NOTHING = 1e-12


@dataclass(frozen=True)
class Choice:
    """The components, and the factor of variance between the shipped scale and the scores'."""

    components: VarianceComponents
    factor: float
    reason: str


def choose_components(equations: Equations, score: Floats, preference: Preference, *, seed: int) -> Choice:
    """Return the shipped components, or those of the data.

    Shipped ones belong to scores from 1 to 3, or as wide; for any other scale their shares are kept and
    the total is that of the scores, given results. ``auto`` takes the data's own (by likelihood) where the
    standard errors of the rater's and the team's variance are at most a quarter of them: with less, an
    office's own components accuse by chance. There each shipped variance is moved towards the data's, the
    further the surer they are. ``moments`` is the fast way for very large data.
    """
    factor = _factor(equations, score)
    shipped = default_components().components
    if factor != 1:
        shipped = shipped.times(factor, source=f"{shipped.source}, scaled")
    if preference == "default":
        return Choice(shipped, factor, "asked for")
    if preference == "moments" and equations.ratees >= MOMENTS_FROM_RATEES:
        return Choice(_own(moment_variances(equations), shipped, "moments"), factor, "asked for")
    if preference == "auto" and equations.sizes[0] < LEAST_TO_MOVE:
        return Choice(shipped, factor, f"fewer than {LEAST_TO_MOVE} raters")
    if equations.rows < equations.fixed + LEAST_FREEDOM or _left(equations) < _NOTHING:
        return Choice(shipped, factor, "too few forms, or all alike")
    try:
        fit = fit_variances(equations, seed=seed)
    except (np.linalg.LinAlgError, NotConverged):
        return Choice(shipped, factor, "own ones cannot be found")
    own = _own(fit.variances, shipped, "own, REML")
    worst = max(fit.errors[name] / fit.variances.factors[name] for name in equations.factors)
    if preference != "auto":
        return Choice(own, factor, "asked for")
    if not fit.converged:
        return Choice(shipped, factor, "own ones cannot be found")
    if worst > MOST_RELATIVE_ERROR or equations.sizes[0] < LEAST_RATERS:
        reason = f"own ones are too unsure alone (relative error {worst:.2f})"
        return Choice(_moved(shipped, fit), factor, reason)
    return Choice(own, factor, f"own ones are sure enough (relative error {worst:.2f})")


def _factor(equations: Equations, score: Floats) -> float:
    """Return 1 on a scale as wide as the shipped one, wherever it begins: grades 2 to 4 are grades 1 to 3."""
    shipped = default_components()
    width, of_shipped = float(np.ptp(score)), shipped.highest - shipped.lowest
    inside = score.min() >= shipped.lowest and score.max() <= shipped.highest
    steps = width >= 1 and bool(np.all(score == np.round(score)))
    if inside or (width <= of_shipped and (width > 1 or steps)):
        return 1.0
    return max(_left(equations), _NOTHING) / shipped.components.total


def _left(equations: Equations) -> float:
    """Return the variance that the fixed effects leave of one form."""
    b = np.linalg.solve(equations.xx, equations.xy)
    left = float(equations.yy - b @ equations.xy)
    return left / max(1, equations.rows - equations.fixed)


def _moved(shipped: VarianceComponents, fit: Fit) -> VarianceComponents:
    """Return each shipped variance moved towards the data's own by τ² ÷ (τ² + its relative error²).

    An error as a share of the estimate, so that a variance which the data lost near zero, where its own
    error is small too, does not count as sure.
    """

    def toward(name: str, own: float, before: float) -> float:
        relative = fit.errors[name] / max(own, _NOTHING)
        weight = DOUBT_OF_SHIPPED**2 / (DOUBT_OF_SHIPPED**2 + relative**2)
        return weight * own + (1 - weight) * before

    variances = fit.variances
    own = {"error": variances.error, "ratee": variances.ratee, **variances.factors}
    moved = {name: toward(name, own[name], getattr(shipped, name)) for name in fit.errors}
    return replace(shipped, **moved, source=f"{shipped.source}, moved towards own")


def _own(variances: Variances, shipped: VarianceComponents, source: str) -> VarianceComponents:
    """Return the data's components; those of the cases in the shipped proportion to them."""
    rater = variances.factors["rater"]
    return VarianceComponents(
        rater=rater,
        team=variances.factors.get("team", 0.0),
        ratee=variances.ratee,
        error=variances.error,
        case_effect=shipped.case_effect * rater / shipped.rater,
        case_error=shipped.case_error * variances.error / shipped.error,
        source=source,
    )
