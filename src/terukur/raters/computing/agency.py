"""Figures of the whole agency: nameless estimates, gaps given results, whether a forecast held."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from terukur.objectivity.dependability import Dependability
from terukur.raters.inputs import Form, window
from terukur.raters.record import CloudCell, ForecastCheck, GapFigure, GradeCounts, GroupGap, NamelessEstimate
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.periods import Period
from terukur.statistics.reliability.generalizability import study
from terukur.statistics.reliability.resampling import bootstrap_interval
from terukur.statistics.screening.gaps import Gap, GapStatus, conditional_gap
from terukur.statistics.severity.components import VarianceComponents
from terukur.statistics.severity.forecast_test import forecast_test
from terukur.statistics.severity.ratings import Ratings
from terukur.statistics.severity.verdict import RaterEstimate

GROUPS = ("women", "older", "contract")
RATED_QUARTERS, STUDY_QUARTERS = 3, 4
_RESULT_STEP, _SCORE_STEP = 0.1, 0.25
_DRAWS = 200
_WANTED = 0.80


def caterpillar(estimates: Sequence[RaterEstimate]) -> tuple[NamelessEstimate, ...]:
    """Return estimates with a number, by size and without a name, for comparison with one's own."""
    known = [
        NamelessEstimate(one.severity, one.se, one.employees, one.forms, one.status)
        for one in estimates
        if one.severity is not None and one.se is not None
    ]
    return tuple(sorted(known, key=lambda one: (one.severity, one.forms, one.employees)))


def cloud(forms: Sequence[Form], *, least: int) -> tuple[CloudCell, ...]:
    """Return the number of forms in each cell of measured result and rating that has ``least`` people."""
    cells: Counter[tuple[int, int]] = Counter()
    people: dict[tuple[int, int], set[int]] = {}
    for form in forms:
        cell = int(form.result / _RESULT_STEP + 1e-9), int(form.score / _SCORE_STEP + 1e-9)
        cells[cell] += 1
        people.setdefault(cell, set()).add(form.employee)
    return tuple(
        CloudCell(
            result=(round(cell[0] * _RESULT_STEP, 2), round((cell[0] + 1) * _RESULT_STEP, 2)),
            score=(cell[1] * _SCORE_STEP, (cell[1] + 1) * _SCORE_STEP),
            forms=cells[cell],
        )
        for cell in sorted(cells)
        if len(people[cell]) >= least
    )


def distribution(forms: Sequence[Form], period: str) -> GradeCounts:
    """Return the grades given in a period, and those that results alone would give beside the same behavior.

    Only people who have both count, so that the two are of the same people.
    """
    both = [form for form in forms if form.period == period and form.expected is not None]
    return GradeCounts(
        people=len(both),
        given=dict(sorted(Counter(form.given for form in both).items())),
        expected=dict(sorted(Counter(form.expected or "" for form in both).items())),
    )


def forecast(ratings: Ratings, components: VarianceComponents) -> ForecastCheck:
    """Return whether ratings moved as predicted when the appraiser changed; numbers from 100 changes on."""
    found = forecast_test(ratings, components)
    return ForecastCheck(found.changes, found.slope, found.se)


def gaps(forms: Sequence[Form], ratings: Ratings) -> tuple[GroupGap, ...]:
    """Return for each group the gap in ratings given results, and the gap in results themselves.

    A biased target hides a gap in ratings, so neither is stated without the other. Never one appraiser. The
    numbers are left out while the reliability of the measured results is not known.
    """
    family = np.unique(np.asarray(ratings.family), return_inverse=True)[1]
    period = np.unique(np.asarray(ratings.period), return_inverse=True)[1]
    unit = np.unique(np.asarray(ratings.team), return_inverse=True)[1]
    rater = np.unique(np.asarray(ratings.rater), return_inverse=True)[1]
    person = np.unique(np.asarray(ratings.ratee), return_inverse=True)[1]
    results = np.array([form.result for form in forms])
    by_family = results[:, None] * (family[:, None] == np.arange(family.max() + 1))
    when = (period[:, None] == np.arange(1, period.max() + 1)).astype(float)
    found = []
    for group in GROUPS:
        inside = np.array([group in form.groups for form in forms])
        of_ratings = conditional_gap(
            ratings.score, np.column_stack([by_family, when]), inside, unit, rater, person=person
        )
        of_results = conditional_gap(results, when, inside, unit, rater, person=person)
        found.append(GroupGap(group, _unstated(of_ratings), _unstated(of_results)))
    return tuple(found)


def _unstated(gap: Gap) -> GapFigure:
    few = gap.status is GapStatus.NOT_ENOUGH_DATA
    status = gap.status if few else GapStatus.RESULT_NOT_KNOWN
    return GapFigure(status.value, gap.people, gap.others, None, None)


def dependability(forms: Sequence[Form], period: Period, *, seed: int) -> Dependability | None:
    """Return how well a year of quarters orders people and gives their level, and how many quarters it needs.

    From people who were rated in at least three of the last four quarters; None below
    ``Least.FOR_DEPENDABILITY`` of them.
    """
    wanted = window(period)[-STUDY_QUARTERS:]
    place = {str(quarter): column for column, quarter in enumerate(wanted)}
    rows: dict[int, list[float]] = {}
    for form in sorted(forms, key=lambda form: form.appraisal):
        if form.period in place:
            row = rows.setdefault(form.employee, [np.nan] * STUDY_QUARTERS)
            row[place[form.period]] = form.score
    table = np.array([row for row in rows.values() if np.isfinite(row).sum() >= RATED_QUARTERS])
    if len(table) < at_least(Least.FOR_DEPENDABILITY, on=period.ends):
        return None
    table = table[np.lexsort(np.nan_to_num(table, nan=-np.inf).T[::-1])]
    found = study(table)
    low, high = bootstrap_interval(
        table, lambda drawn: study(drawn).absolute(STUDY_QUARTERS), seed=seed, draws=_DRAWS
    )
    return Dependability(
        people=len(table),
        quarters=STUDY_QUARTERS,
        relative=_known(found.relative(STUDY_QUARTERS)),
        absolute=_known(found.absolute(STUDY_QUARTERS)),
        interval=(_known(low), _known(high)),
        needed=found.raters_needed(_WANTED),
    )


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
