"""Computation of a run from delivered results: estimates, patterns, and figures of the whole agency."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from terukur.notation.stored_records import to_json
from terukur.raters.computing.agency import caterpillar, cloud, dependability, distribution, forecast, gaps
from terukur.raters.computing.mirrors import mirrors_of
from terukur.raters.inputs import Form, RunInputs
from terukur.raters.record import (
    CaseCount,
    MirrorRecord,
    RaterLinks,
    RunRecord,
    ScreenCount,
    ScreenFlag,
    UsedComponents,
)
from terukur.raters.runs import RaterOutcome, RunOutcome
from terukur.raters.wording import used_scale
from terukur.regulation.disclosure import Least, at_least
from terukur.statistics.expectation import Expectation
from terukur.statistics.screening.report import RaterScreens, scale_of_forms, screen_raters
from terukur.statistics.severity.estimate import SeverityReport, estimate_severity
from terukur.statistics.severity.ratings import Cases, Ratings
from terukur.statistics.severity.usual import usual_line
from terukur.statistics.severity.verdict import RaterEstimate

SEED = 1
SCALE = (1.0, 3.0)


def ratings_of(inputs: RunInputs) -> Ratings:
    """Return the forms as columns: mean of seven values, measured result, rater, ratee, team and period."""
    forms = inputs.forms
    answers = inputs.answers
    cases = None
    if answers:
        cases = Cases(
            np.array([answer.rater for answer in answers], dtype=np.int64),
            np.array([answer.case for answer in answers]),
            np.array([float(answer.score) for answer in answers]),
        )
    return Ratings(
        score=_column(forms, "score"),
        rater=_codes(forms, "appraiser"),
        ratee=_codes(forms, "employee"),
        team=_codes(forms, "team"),
        period=np.array([form.period for form in forms]),
        family=np.array([form.family for form in forms]),
        covariates=_column(forms, "result")[:, None],
        cases=cases,
    )


def usual_line_of(forms: Sequence[Form]) -> Expectation | None:
    """Return the usual rating for measured results in these forms."""
    return usual_line(
        _column(forms, "score"),
        _column(forms, "result"),
        family=np.array([form.family for form in forms]),
        period=np.array([form.period for form in forms]),
        scale=SCALE,
    )


def computed(inputs: RunInputs, line: Expectation | None, *, seed: int) -> RunOutcome:
    """Return all contents of a run, from inputs of at least one form and their usual line."""
    ratings = ratings_of(inputs)
    items = np.array([form.marks for form in inputs.forms], dtype=float)
    scale = scale_of_forms(ratings, items)
    report = estimate_severity(ratings, seed=seed, scale=scale)
    screens = screen_raters(ratings, items=items, scale=scale)
    estimates = list(report.estimates())
    mirrors = mirrors_of(inputs, estimates)
    raters = [
        _outcome(one, _screens(screens, place), mirrors[int(one.rater)])
        for place, one in enumerate(estimates)
    ]
    record = RunRecord(
        material=report.rule.material,
        scale=used_scale(report.scale),
        components=_components(report),
        links=RaterLinks(report.links.components, report.links.largest, report.links.alone),
        statuses=Counter(one.status for one in estimates),
        screens=_screen_counts(screens),
        expectation=line,
        caterpillar=caterpillar(estimates),
        cloud=cloud(inputs.forms, least=at_least(Least.PEOPLE, on=inputs.period.ends)),
        distribution=distribution(inputs.forms, str(inputs.period)),
        forecast=forecast(ratings, report.components) if scale.shows_difference else None,
        gaps=gaps(inputs.forms, ratings),
        dependability=dependability(inputs.forms, inputs.period, seed=seed),
        cases=CaseCount(len(inputs.answers), len({a.rater for a in inputs.answers})),
    )
    return RunOutcome(
        seed=seed,
        version=report.version,
        ratees=report.ratees,
        raters=raters,
        record=record,
        units=_units(inputs, seed=seed),
    )


def _units(inputs: RunInputs, *, seed: int) -> list[dict[str, Any]]:
    """Return the figures of units, with the dependability of a year of ratings where it can be computed."""
    by_team: dict[int, list[Form]] = defaultdict(list)
    for form in inputs.forms:
        by_team[form.team].append(form)
    return [
        {**unit, "dependability": to_json(dependability(by_team[unit["unit"]], inputs.period, seed=seed))}
        for unit in inputs.units
    ]


def _components(report: SeverityReport) -> UsedComponents:
    found = report.components
    return UsedComponents(
        rater=found.rater,
        team=found.team,
        ratee=found.ratee,
        error=found.error,
        source=found.source,
        reason=report.component_reason,
    )


def _screen_counts(screens: RaterScreens) -> dict[str, ScreenCount]:
    found = {name: int(screen.flagged.sum()) for name, screen in screens.screens.items()}
    return {name: ScreenCount(count, found[name]) for name, count in screens.checked().items()}


def _screens(screens: RaterScreens, place: int) -> dict[str, ScreenFlag]:
    return {
        name: ScreenFlag(bool(screen.checked[place]), bool(screen.flagged[place]))
        for name, screen in screens.screens.items()
    }


def _outcome(one: RaterEstimate, screens: dict[str, ScreenFlag], mirror: MirrorRecord | None) -> RaterOutcome:
    return RaterOutcome(
        appraiser=int(one.rater),
        status=one.status,
        employees=one.employees,
        forms=one.forms,
        periods=one.periods or 0,
        cases=one.cases,
        severity=one.severity,
        sd=one.se,
        reliability=one.reliability,
        chance=one.chance_material,
        screens=screens,
        mirror=mirror,
    )


def _column(forms: Sequence[Form], name: str) -> npt.NDArray[np.float64]:
    return np.array([getattr(form, name) for form in forms], dtype=float)


def _codes(forms: Sequence[Form], name: str) -> npt.NDArray[np.int64]:
    return np.array([getattr(form, name) for form in forms], dtype=np.int64)
