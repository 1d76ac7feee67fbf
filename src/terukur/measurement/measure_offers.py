"""Measures that exist for a position and unit, with last year's value and what like positions promised."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q, QuerySet

from terukur.measurement.difficulty import combined
from terukur.measurement.models import Observation
from terukur.measurement.queries import observations_for
from terukur.planning.models import Indicator, Measure, Plan, PlanVersion
from terukur.regulation.promised_targets import Promised, promised
from terukur.regulation.scales import Combination

_MOST = 8
_WHOLE_YEAR = 360


@dataclass(frozen=True, slots=True)
class MeasureOffer:
    """A measure with its value of the year before, and the targets of like positions, where known."""

    measure: Measure
    last_year: Fraction | None
    promised: Promised | None


@dataclass(frozen=True, slots=True)
class NearMeasures:
    """The catalogue for a position: measures with data of its own or in use there, and all others."""

    near: Sequence[Measure]
    others: Sequence[Measure]


def near_measures(plan: Plan) -> NearMeasures:
    """Return the measures with data of this employee or unit or used by like positions, and the others."""
    employee, unit = plan.assignment.employee_id, plan.assignment.position.unit_id
    own = Observation.objects.filter(
        Q(employee=employee) | Q(unit=unit), measure=OuterRef("pk"), ends__year__gte=plan.year - 1
    )
    like = _like(plan).filter(measure=OuterRef("pk"))
    found = list(
        Measure.objects.annotate(has_data=Exists(own), is_used=Exists(like)).order_by("-has_data", "name")
    )
    near = [one for one in found if one.has_data or one.is_used]
    return NearMeasures(near, [one for one in found if not (one.has_data or one.is_used)])


def measure_offers(measures: Sequence[Measure], plan: Plan, *, on: date) -> list[MeasureOffer]:
    """Return the first of these measures, each with what is known of it for a plan."""
    found = measures[:_MOST]
    if not found:
        return []
    values = _last_year(found, plan)
    targets = _promised_by_measure(found, plan, on=on)
    return [MeasureOffer(one, values.get(one.pk), targets.get(one.pk)) for one in found]


def promised_by_name(name: str, plan: Plan, *, on: date) -> Promised | None:
    """Return what like positions promised for an indicator of this name that is filled by hand."""
    rows = _like(plan).filter(measure=None, name__iexact=name.strip())
    return _told(_targets(rows), plan, on=on)


def _like(plan: Plan) -> QuerySet[Indicator]:
    """Return the set indicators of other people with the same title and kind, of this year and the last."""
    position = plan.assignment.position
    of = "result__version__plan"
    return Indicator.objects.filter(
        **{
            "result__version__status": PlanVersion.Status.SET,
            f"{of}__year__in": [plan.year, plan.year - 1],
            f"{of}__assignment__position__title": position.title,
            f"{of}__assignment__position__kind": position.kind,
        }
    ).exclude(**{f"{of}__assignment__employee": plan.assignment.employee_id})


def _last_year(measures: Iterable[Measure], plan: Plan) -> dict[int, Fraction]:
    """Return the values of a whole year before, by measure; a part of a year is none."""
    year = plan.year - 1
    by_measure: dict[int, list[Observation]] = defaultdict(list)
    known = {one.pk: one for one in measures}
    for row in observations_for(
        measures=known,
        employees=[plan.assignment.employee_id],
        units=[plan.assignment.position.unit_id],
        starts=date(year, 1, 1),
        ends=date(year, 12, 31),
    ):
        by_measure[row.measure_id].append(row)
    return {
        key: _value(rows, known[key])
        for key, rows in by_measure.items()
        if sum((row.ends - row.starts).days + 1 for row in rows) >= _WHOLE_YEAR
    }


def _value(rows: Sequence[Observation], measure: Measure) -> Fraction:
    written = [
        {
            name: "" if getattr(row, name) is None else str(getattr(row, name))
            for name in ("value", "numerator", "denominator")
        }
        for row in rows
    ]
    return combined(written, Combination(measure.combination), measure.per)


def _promised_by_measure(measures: Sequence[Measure], plan: Plan, *, on: date) -> dict[int, Promised]:
    rows = _like(plan).filter(measure__in=measures)
    by_measure: dict[int, list[_Row]] = defaultdict(list)
    for row in _targets(rows):
        by_measure[row.measure].append(row)
    told = {key: _told(found, plan, on=on) for key, found in by_measure.items()}
    return {key: one for key, one in told.items() if one is not None}


@dataclass(frozen=True, slots=True)
class _Row:
    """A target of one person in a year; one for another amount of work is not compared, and left out."""

    measure: int
    direction: str
    year: int
    person: int
    target: Fraction


def _targets(rows: QuerySet[Indicator]) -> list[_Row]:
    of = "result__version__plan"
    found = rows.filter(target__isnull=False, exposure_planned__isnull=True).values_list(
        "measure", "direction", f"{of}__year", f"{of}__assignment__employee", "target"
    )
    return [_Row(key or 0, way, year, person, Fraction(target)) for key, way, year, person, target in found]


def _told(rows: Iterable[_Row], plan: Plan, *, on: date) -> Promised | None:
    """Return this year's targets, or else last year's, of the direction that most people have."""
    by_group: dict[tuple[int, str], dict[int, Fraction]] = defaultdict(dict)
    for row in rows:
        by_group[row.year, row.direction][row.person] = row.target
    groups = sorted(by_group.items(), key=lambda group: (group[0][0], len(group[1])), reverse=True)
    for (year, _direction), targets in groups:
        told = promised(list(targets.values()), year=year, on=on)
        if told is not None:
            return told
    return None
