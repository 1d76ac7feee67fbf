"""The strength of the basis of a unit's appraisals, as a nightly run keeps it: plain numbers, unit by unit.

Nothing is told of units with fewer than ``Least.IN_UNIT`` delivered appraisals, and inside the others no
count below ``Least.PEOPLE``. Units are counted side by side and never ordered by a figure.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from statistics import median, quantiles
from typing import Any

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from terukur.appraisal.models import Appraisal
from terukur.appraisal.schedule import proposal_for, schedule_of
from terukur.appraisal.tree import ComputedIndicator, StatedSource
from terukur.objectivity.basis import Basis, bases_of, due_indicators
from terukur.objectivity.index import Index, current_weights, objectivity_index, unit_index
from terukur.objectivity.service import UnitService, service_of
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.periods import Period
from terukur.regulation.scales import Direction, Origin
from terukur.regulation.schedule import Step
from terukur.statistics.carrying import carries_bunching
from terukur.statistics.discoveries import discoveries
from terukur.statistics.expectation import Expectation
from terukur.statistics.indicators import (
    BUNCHING_LEVEL,
    EASY,
    Bunching,
    round_numbers,
    sudden_stop,
    target_difficulty,
    threshold_bunching,
)

BATCH = 500
RARE_STOP = 0.001
_UNIT = "plan__assignment__position__unit"
_TYPED = (Origin.VERIFIED, Origin.DECLARED)
_LAST_TENTH = 10
_DIGITS = 4

_TARGETS = """
SELECT p.unit_id, a.appraiser_id, s.employee_id, i.measure_id,
    i.target * CASE WHEN i.pace = 'steady' THEN 3.0 / (
        12 * (extract(year FROM plan.ends) - extract(year FROM plan.starts))
        + extract(month FROM plan.ends) - extract(month FROM plan.starts) + 1) ELSE 1 END
FROM appraisal_appraisal a
JOIN appraisal_computation c ON c.id = a.computation_id
JOIN planning_plan plan ON plan.id = a.plan_id
JOIN organization_assignment s ON s.id = plan.assignment_id
JOIN organization_position p ON p.id = s.position_id
JOIN planning_plannedresult r ON r.version_id = c.plan_version_id
JOIN planning_indicator i ON i.result_id = r.id
JOIN planning_measure m ON m.id = i.measure_id
WHERE a.period = %(period)s AND NOT a.is_trial AND a.delivered_at IS NOT NULL
  AND i.direction = 'higher' AND i.target > 0 AND m.subject = 'employee' AND i.division = ''
  AND (m.combination = 'sum' AND i.pace = 'steady' OR m.combination <> 'sum' AND i.pace = 'level')
ORDER BY a.id, i.id
"""

_QUARTERS = """
WITH newest AS (
    SELECT DISTINCT ON (measure_id, employee_id, starts, ends) *
    FROM measurement_observation
    WHERE measure_id = ANY(%(measures)s) AND employee_id IS NOT NULL
      AND starts >= %(since)s AND ends < %(until)s
    ORDER BY measure_id, employee_id, starts, ends, version DESC
)
SELECT n.measure_id, n.employee_id, CASE m.combination
    WHEN 'sum' THEN sum(n.value) WHEN 'mean' THEN avg(n.value)
    WHEN 'ratio' THEN sum(n.numerator) / sum(n.denominator) * m.per
    ELSE (array_agg(n.value ORDER BY n.ends DESC))[1] END
FROM newest n JOIN planning_measure m ON m.id = n.measure_id
GROUP BY n.measure_id, n.employee_id, date_trunc('quarter', n.starts), m.combination, m.per
"""


@dataclass(slots=True)
class _Unit:
    """The counts of one unit while its appraisals are read once."""

    indexes: list[Index] = field(default_factory=list)
    appraisers: set[int | None] = field(default_factory=set)
    rated: int = 0
    rushed: int = 0
    forms: int = 0
    same_marks: int = 0
    achievements: list[float] = field(default_factory=list)
    typed: list[Fraction] = field(default_factory=list)
    stops: list[float] = field(default_factory=list)
    difficulties: list[float] = field(default_factory=list)


def unit_rows(period: Period, *, expectation: Expectation | None, on: date) -> list[dict[str, Any]]:
    """Return a row for each unit with enough delivered appraisals of a finished period, ready to be kept as
    JSON.

    Appraisals are read in batches, so the agency may be of any size. Rates and shares lie between 0 and 1,
    values of the index between 0 and 100; None is too few, or nothing to show.
    """
    least, in_unit = at_least(Least.PEOPLE, on=period.ends), at_least(Least.IN_UNIT, on=period.ends)
    units = {pk: _Unit() for pk in _large_units(period, in_unit)}
    if not units:
        return []
    rush_from = _rush_from(period)
    for batch in _batches(period, units):
        bases = bases_of(batch, expectation=expectation, on=on)
        for appraisal in batch:
            unit = units[appraisal.plan.assignment.position.unit_id]
            _count(unit, appraisal, bases[appraisal.pk], rush_from)
    for target in target_scores(period):
        if target.unit in units:
            units[target.unit].difficulties.append(target.z)
    services = {service.unit: service for service in service_of(period, on=on, units=units)}
    bunched = [threshold_bunching(unit.achievements) for unit in units.values()]
    found = discoveries([one.p if one else None for one in bunched], BUNCHING_LEVEL)
    return [
        {
            "unit": pk,
            **_index_figures(unit, least, in_unit),
            **_process_figures(unit, least),
            **_objection_figures(services.get(pk), least),
            "bunching": _bunching(one, is_found),
            "round": _roundness(unit.typed),
            "targets": _targets(unit.difficulties, least),
            "stops": _stops(unit.stops, least),
        }
        for (pk, unit), one, is_found in zip(units.items(), bunched, found, strict=True)
    ]


def _delivered(period: Period) -> Any:
    return Appraisal.objects.filter(period=period, is_trial=False, delivered_at__isnull=False).order_by()


def _large_units(period: Period, least: int) -> list[int]:
    counted = _delivered(period).values(_UNIT).annotate(people=Count("pk"))
    large = counted.filter(people__gte=least)
    return sorted(large.values_list(_UNIT, flat=True))


def _batches(period: Period, units: Iterable[int]) -> Iterator[list[Appraisal]]:
    rows = _delivered(period).filter(**{f"{_UNIT}__in": list(units)}).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        yield list(
            Appraisal.objects.filter(pk__in=keys[start : start + BATCH])
            .select_related("computation", "appraiser", "plan__assignment__position", "behavior_survey")
            .prefetch_related("marks")
        )


def _rush_from(period: Period) -> date:
    """Return the first day of the last tenth of the days on which ratings are given, opening to due day.

    By the opened schedule, or the dates it would have had. A rating after the due day counts as late too.
    """
    dates = (schedule_of(period) or proposal_for(period, on=period.ends))[Step.RATING]
    tenth = max(1, ((dates.due - dates.opens).days + 1) // _LAST_TENTH)
    return dates.due - timedelta(days=tenth - 1)


def _count(unit: _Unit, appraisal: Appraisal, basis: Basis, rush_from: date) -> None:
    unit.appraisers.add(appraisal.appraiser_id)
    if basis.index is not None:
        unit.indexes.append(basis.index)
    if appraisal.first_rated_at is not None:
        unit.rated += 1
        unit.rushed += timezone.localtime(appraisal.first_rated_at).date() >= rush_from
    marks = [mark.mark for mark in appraisal.marks.all()]
    if len(marks) == len(BEHAVIOR_CODES):
        unit.forms += 1
        unit.same_marks += len(set(marks)) == 1
    for indicator in due_indicators(appraisal):
        if indicator.achievement is not None and carries_heaps(indicator):
            unit.achievements.append(float(indicator.achievement))
        unit.typed += _typed_whole(indicator)
        chance = _stop(indicator)
        if chance is not None:
            unit.stops.append(chance)


def carries_heaps(indicator: ComputedIndicator) -> bool:
    """Return whether an achievement may count towards a heap: not one of a count with a small target.

    A share in percent is as coarse as the count behind it, which is not known here: its target stands for it.
    """
    target = indicator.target if indicator.due_target is None else indicator.due_target
    return carries_bunching(float(target))


def _values(indicator: ComputedIndicator) -> list[Fraction]:
    return [one.value for one in indicator.series]


def _typed_whole(indicator: ComputedIndicator) -> list[Fraction]:
    """Return values typed by hand, where all of an indicator are whole: counts, whose resolution is one."""
    is_typed = indicator.origin in _TYPED and all(
        isinstance(source, StatedSource) for source in indicator.sources
    )
    values = _values(indicator) if is_typed else []
    return values if all(value.denominator == 1 for value in values) else []


def _stop(indicator: ComputedIndicator) -> float | None:
    """Return the chance of so little after the target, for counts that add up monthly without a gap."""
    values, target = _values(indicator), indicator.target
    months = [one.starts.year * 12 + one.starts.month for one in indicator.series]
    counts = (
        indicator.direction is Direction.HIGHER
        and target.denominator == 1
        and carries_bunching(float(target))
        and all(value >= 0 and value.denominator == 1 for value in values)
        and (indicator.realization or 0) == sum(values)
    )
    monthly = months == [one.ends.year * 12 + one.ends.month for one in indicator.series] and all(
        later - earlier == 1 for earlier, later in pairwise(months)
    )
    if not (counts and monthly):
        return None
    return sudden_stop([int(value) for value in values], target=int(target))


@dataclass(frozen=True, slots=True)
class TargetScore:
    """The difficulty of one target beside those of its measure: below −2.5 it is easy, above 2.5 hard."""

    unit: int
    appraiser: int
    z: float


def target_scores(period: Period) -> Iterator[TargetScore]:
    """Yield the targets of a quarter beside the four quarters before, of measures where more is better.

    Sums are compared by their quarterly part of the plan; exposure is left out, as years differ in it, and so
    are targets that divide unevenly: their quarters differ by agreement.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TARGETS, {"period": str(period)})
        targets = cursor.fetchall()
        cursor.execute(
            _QUARTERS,
            {
                "measures": sorted({row[3] for row in targets}),
                "until": period.starts,
                "since": period.starts.replace(year=period.starts.year - 1),
            },
        )
        before: dict[tuple[int, int], list[float]] = defaultdict(list)
        for measure, employee, amount in cursor:
            before[measure, employee].append(float(amount))
    by_measure = defaultdict(list)
    for unit, appraiser, employee, measure, target in targets:
        own = before.get((measure, employee), [])
        by_measure[measure].append((unit, appraiser, float(target), own))
    for comparable in by_measure.values():
        z = target_difficulty([(target, own) for _unit, _who, target, own in comparable])
        for (unit, appraiser, _target, _own), value in zip(comparable, z, strict=True):
            if value is not None:
                yield TargetScore(unit, appraiser, value)


def _index_figures(unit: _Unit, least: int, in_unit: int) -> dict[str, Any]:
    indexes = _told(unit, least)
    found = unit_index(indexes, least=in_unit)
    parts: dict[str, list[Fraction]] = defaultdict(list)
    for index in indexes:
        for name, value in index.components.known().items():
            parts[name].append(100 * value)
    bands = Counter(index.band for index in indexes)
    shown = cells({band: bands[band] for band in (*current_weights().bands, "D")}, least=least)
    d = shown["D"]
    return {
        "n": found.appraisals,
        "median": _plain(found.median),
        "quartiles": _quartiles([index.value for index in indexes], least),
        "bands": shown,
        "share_of_d": None if d is None else _plain(Fraction(d, found.appraisals)),
        "components": {
            name: _plain(median(parts[name])) if len(parts[name]) >= least else None
            for name in current_weights().weights
        },
    }


def _told(unit: _Unit, least: int) -> list[Index]:
    """Return the indexes of a unit; with few appraisers without the two parts that describe one of them.

    Beside the name of a unit's only appraiser, the relation of ratings to results would be how that person
    rates.
    """
    if len(unit.appraisers) >= least:
        return unit.indexes
    without = (replace(index.components, consistency=None, calibration=None) for index in unit.indexes)
    return [objectivity_index(components) for components in without if components.known()]


def _process_figures(unit: _Unit, least: int) -> dict[str, Any]:
    return {
        "rush_share": _share(unit.rushed, unit.rated, least),
        "same_marks_share": _share(unit.same_marks, unit.forms, least),
    }


def _objection_figures(service: UnitService | None, least: int) -> dict[str, Any]:
    if service is None:
        return dict.fromkeys(("objection_rate", "overturn_rate", "days_to_decide"))
    return {
        # A sum comes as a decimal, and this goes into JSON.
        "objection_rate": _share(int(service.objections), service.delivered, least),
        "overturn_rate": _share(int(service.granted), int(service.decided), least),
        "days_to_decide": _plain(service.days_to_decide) if service.decided >= least else None,
    }


def _bunching(found: Bunching | None, is_found: bool) -> dict[str, Any] | None:
    """Return a unit's bunching of achievements at 100 percent; ``found`` after the choice among all units."""
    if found is None:
        return None
    return {
        "near": found.above + found.below,
        "share_above": _plain(found.above / (found.above + found.below)),
        "expected": _plain(found.expected),
        "p": found.p,
        "found": is_found,
    }


def _roundness(typed: Sequence[Fraction]) -> dict[str, Any] | None:
    found = round_numbers(typed, resolution=Fraction(1))
    if found is None:
        return None
    return {
        "values": found.values,
        "round": found.round_values,
        "chance": found.chance,
        "found": found.is_rare,
    }


def _targets(z: Sequence[float], least: int) -> dict[str, Any] | None:
    if len(z) < least:
        return None
    return {
        "compared": len(z),
        "quartiles": _quartiles(z, least),
        "share_easy": _share(sum(value < EASY for value in z), len(z), least),
    }


def _stops(chances: Sequence[float], least: int) -> dict[str, Any] | None:
    if len(chances) < least:
        return None
    rare = sum(chance < RARE_STOP for chance in chances)
    return {"looked": len(chances), "rare": None if 0 < rare < least else rare}


def cells(counts: Mapping[str, int], *, least: int) -> dict[str, int | None]:
    """Return counts of people without those below ``least`` and those from which these could be computed."""
    hidden = {name for name, count in counts.items() if 0 < count < least}
    for name in sorted((name for name in counts if counts[name] >= least), key=counts.__getitem__):
        if not 0 < sum(counts[other] for other in hidden) < least:
            break
        hidden.add(name)
    return {name: None if name in hidden else count for name, count in counts.items()}


def _share(part: int, whole: int, least: int) -> float | None:
    if whole < least or 0 < part < least:
        return None
    return _plain(Fraction(part, whole))


def _quartiles(values: Sequence[Any], least: int) -> list[float] | None:
    if len(values) < least:
        return None
    return [round(float(cut), _DIGITS) for cut in quantiles(values, n=4, method="inclusive")]


def _plain(value: Fraction | float | None) -> float | None:
    return None if value is None else round(float(value), _DIGITS)
