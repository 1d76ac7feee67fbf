"""The severity of every rater of a table of ratings, with all that is needed to interpret it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from terukur.statistics.carrying import ScaleUse, scale_of
from terukur.statistics.severity import VERSION
from terukur.statistics.severity.choice import Preference, choose_components
from terukur.statistics.severity.components import VarianceComponents
from terukur.statistics.severity.equations import Equations, equations_of
from terukur.statistics.severity.intervals import prediction_variance
from terukur.statistics.severity.judgement import Amount, FlagRule, chance_beyond, statuses
from terukur.statistics.severity.links import Links, links_of
from terukur.statistics.severity.ratings import Anchors, Coded, Ratings, coded
from terukur.statistics.severity.system import ObservedLevels, System, Variances
from terukur.statistics.severity.verdict import Z80, Z95, RaterEstimate, SeverityStatus

Floats = npt.NDArray[np.float64]
_LEAST_CASE_RATERS = 200
# Bounds of the share of severity that shows on cases: a lower one would turn their noise into severity.
_TRANSFER = (0.3, 1.0)


@dataclass(frozen=True)
class SeverityReport:
    """Arrays by rater, in the order of ``raters``, with the parameters of their computation.

    ``severity`` and ``sd`` are computed for all, also where ``identified`` is false or too little is known:
    only ``estimates`` may leave the engine.
    """

    raters: npt.NDArray[np.generic]
    severity: Floats
    sd: Floats
    reliability: Floats
    chance_material: Floats
    identified: npt.NDArray[np.bool_]
    status: npt.NDArray[np.str_]
    amount: Amount
    cases: npt.NDArray[np.int64]
    links: Links
    components: VarianceComponents
    component_reason: str
    rule: FlagRule
    rows: int
    ratees: int
    teams: int
    spells: int
    iterations: int
    has_teams: bool
    sha256: str
    seed: int
    scale: ScaleUse
    version: str = VERSION

    def estimates(self) -> Iterator[RaterEstimate]:
        """Yield the estimate of each rater, without a number where there is none or too little is known."""
        for place in range(len(self.raters)):
            yield self._estimate(place)

    def _estimate(self, place: int) -> RaterEstimate:
        severity, sd = float(self.severity[place]), float(self.sd[place])
        amount, rule = self.amount, self.rule
        employees, forms = int(amount.employees[place]), int(amount.forms[place])
        shows = self.scale.shows_difference
        known = (
            shows
            and bool(self.identified[place])
            and employees >= rule.shown_employees
            and forms >= rule.shown_forms
        )
        return RaterEstimate(
            rater=str(self.raters[place]),
            status=SeverityStatus(self.status[place]) if shows else SeverityStatus.SCALE_SHOWS_NOTHING,
            employees=employees,
            forms=forms,
            periods=None if amount.periods is None else int(amount.periods[place]),
            component=int(self.links.component[place]),
            cases=int(self.cases[place]),
            severity=severity if known else None,
            se=sd if known else None,
            interval80=(severity - Z80 * sd, severity + Z80 * sd) if known else None,
            interval95=(severity - Z95 * sd, severity + Z95 * sd) if known else None,
            reliability=float(self.reliability[place]) if known else None,
            chance_material=float(self.chance_material[place]) if known else None,
            is_showable=known,
        )


def estimate_severity(
    ratings: Ratings,
    *,
    components: Preference | VarianceComponents = "auto",
    rule: FlagRule | None = None,
    seed: int = 1,
    draws: int | None = None,
    scale: ScaleUse | None = None,
) -> SeverityReport:
    """Fit rating ~ period + family + slope by family × results + employee + team + rater.

    ``components`` says which variances are used (see ``choose_components``), ``rule`` when a difference is
    material: on a scale other than 1 to 3 the shipped limit is scaled like the variances. ``scale`` is how it
    was used, of the scores alone where it is not given; below its limit no rater gets a number. The same
    forms give the same result to the last digit, in whatever order they come.

    :raises ValueError: where columns differ in length, or a score or covariate is not finite.
    """
    data = coded(ratings)
    equations = equations_of(data)
    if isinstance(components, VarianceComponents):
        factor, reason, used = 1.0, "given", components
    else:
        choice = choose_components(equations, data.score, components, seed=seed)
        factor, reason, used = choice.factor, choice.reason, choice.components
    rule = rule or _scaled(FlagRule(), factor)
    used = used.without(team="team" not in equations.factors, ratee=not equations.ratees)
    links = links_of(equations)
    used, observed = _observed(equations, used, data.anchors, links, seed)
    system = System(equations, variances_of(used, equations), observed)
    raters = equations.block("rater")
    severity = -system.solution.u[raters]
    sd = np.sqrt(prediction_variance(system, seed=seed, draws=draws)[raters])
    reliability = np.clip(1 - sd**2 / used.rater, 0, 1)
    cases = data.anchors.cases if data.anchors else np.zeros(len(data.raters), dtype=np.int64)
    identified = links.linked | ((cases > 0) & (len(data.raters) > 1))
    amount = _amount(data, equations)
    return SeverityReport(
        raters=data.raters,
        severity=severity,
        sd=sd,
        reliability=reliability,
        chance_material=chance_beyond(severity, sd, rule.material),
        identified=identified,
        status=statuses(severity, sd, reliability, identified, amount, rule),
        amount=amount,
        cases=cases,
        links=links,
        components=used,
        component_reason=reason,
        rule=rule,
        rows=equations.rows,
        ratees=data.ratees,
        teams=data.teams,
        spells=len(equations.spell_count),
        iterations=system.iterations,
        has_teams=data.has_teams,
        sha256=data.sha256,
        seed=seed,
        scale=scale or scale_of(data.score.tolist()),
    )


def variances_of(components: VarianceComponents, equations: Equations) -> Variances:
    """Return components as the variances of a system; none is exactly zero, which has no inverse."""
    least = 1e-8 * components.total
    named = {"rater": components.rater, "team": components.team}
    return Variances(
        components.error, components.ratee, {name: max(least, named[name]) for name in equations.factors}
    )


def _scaled(rule: FlagRule, factor: float) -> FlagRule:
    return replace(rule, material=rule.material * factor**0.5)


def _amount(data: Coded, equations: Equations) -> Amount:
    raters = len(data.raters)
    pairs = np.unique(data.ratee * raters + data.rater)
    periods = None
    if data.has_periods:
        seen = np.unique(data.rater * data.periods + data.period)
        periods = np.bincount(seen // data.periods, minlength=raters)
    return Amount(
        employees=np.bincount(pairs % raters, minlength=raters),
        forms=np.bincount(data.rater, minlength=raters),
        periods=periods,
    )


def _observed(
    equations: Equations, used: VarianceComponents, anchors: Anchors | None, links: Links, seed: int
) -> tuple[VarianceComponents, ObservedLevels | None]:
    """Return a rater's mean deviation on K cases as one observation, variance V_case + V_e,case ÷ K.

    V_case, what a rater does otherwise on cases than at work, is never left out: taking both as the same
    would promise more than the cases tell. Where 200 linked raters have cases, the data say how much of
    severity shows on cases and how large V_case is.
    """
    if anchors is None or np.count_nonzero(anchors.cases) < 2:
        return used, None
    if anchors.within is not None:
        used = replace(used, case_error=anchors.within)
    transfer = 1.0
    known = (anchors.cases > 0) & links.linked
    if np.count_nonzero(known) >= _LEAST_CASE_RATERS:
        transfer, effect = _case_behavior(equations, used, anchors, known, seed)
        used = replace(used, case_effect=effect)
    variance = used.case_effect + used.case_error / np.maximum(anchors.cases, 1)
    precision, value = np.zeros(equations.levels), np.zeros(equations.levels)
    raters = equations.block("rater")
    precision[raters] = np.where(anchors.cases > 0, transfer**2 / variance, 0)
    value[raters] = anchors.deviation / transfer
    return used, ObservedLevels(value, precision)


def _case_behavior(
    equations: Equations, used: VarianceComponents, anchors: Anchors, known: npt.NDArray[np.bool_], seed: int
) -> tuple[float, float]:
    """Return the share of severity at work that shows on cases, and V_case, from raters with both.

    The slope of deviations on the effects that work alone predicts; such predictions are shrunk, so it is
    not diluted. V_case is the mean square about that line, less what prediction and cases are unsure of.
    """
    system = System(equations, variances_of(used, equations))
    raters = equations.block("rater")
    predicted = system.solution.u[raters][known]
    unsure = prediction_variance(system, seed=seed)[raters][known]
    deviation = anchors.deviation[known] - anchors.deviation[known].mean()
    predicted = predicted - predicted.mean()
    slope = float(np.clip(predicted @ deviation / (predicted @ predicted), *_TRANSFER))
    noise = used.case_error / anchors.cases[known]
    left = (deviation - slope * predicted) ** 2 - slope**2 * unsure - noise
    return slope, max(0.0, float(np.mean(left)))
