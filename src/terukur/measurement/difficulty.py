"""The difficulty of a plan's targets beside last year and like positions, read in one statement."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, JSONObject

from terukur.measurement.queries import current_observations
from terukur.planning.models import Indicator, Plan, PlanVersion
from terukur.regulation.difficulty import Difficulty, Goal, difficulty
from terukur.regulation.scales import Combination, Direction

_WHOLE_YEAR = 360


def difficulties_of(version_id: int, plan: Plan, *, on: date) -> dict[UUID, list[Difficulty]]:
    """Return for each indicator of a version, by thread, the comparisons of its target."""
    indicators = Indicator.objects.filter(result__version=version_id).select_related("measure")
    return difficulties_in(with_references(indicators), plan, on=on)


def difficulties_in(indicators: Iterable[Any], plan: Plan, *, on: date) -> dict[UUID, list[Difficulty]]:
    """Return the same for indicators that were read ``with_references``."""
    return {
        indicator.thread: difficulty(
            Goal(Fraction(indicator.target), _fraction(indicator.exposure_planned)),
            direction=Direction(indicator.direction),
            realized=_realized(indicator, plan),
            last_target=next(iter(_goals(indicator.last_targets)), None),
            like=_one_per_person(indicator.like_targets),
            on=on,
        )
        for indicator in indicators
        if indicator.target is not None
    }


def with_references(indicators: QuerySet[Indicator]) -> QuerySet[Indicator]:
    """Return the indicators together with the values that their targets are compared with.

    Like positions have the same title and kind, a plan for the same days, and the same measure.
    """
    plan, own = "result__version__plan", OuterRef("result__version__plan__assignment__employee")
    goal = {
        "value": _text("target"),
        "exposure": _text("exposure_planned"),
        "who": F(f"{plan}__assignment__employee"),
    }
    set_ones = Indicator.objects.filter(result__version__status=PlanVersion.Status.SET, target__isnull=False)
    last_year = set_ones.filter(
        Q(thread=OuterRef("thread")) | Q(measure=OuterRef("measure")),
        **{f"{plan}__assignment__employee": own, f"{plan}__year": OuterRef(f"{plan}__year") - 1},
    )
    alike = (
        "direction",
        "measure",
        f"{plan}__starts",
        f"{plan}__ends",
        f"{plan}__assignment__position__title",
        f"{plan}__assignment__position__kind",
    )
    like = set_ones.filter(**{name: OuterRef(name) for name in alike}).exclude(
        **{f"{plan}__assignment__employee": own}
    )
    before = OuterRef(f"{plan}__year") - 1
    observed = (
        current_observations()
        .select_related(None)
        .filter(
            Q(employee=own) | Q(unit=OuterRef(f"{plan}__assignment__position__unit")),
            measure=OuterRef("measure"),
            starts__year=before,
            ends__year=before,
        )
    )
    row = {name: _text(name) for name in ("value", "numerator", "denominator", "starts", "ends")}
    return indicators.annotate(
        last_targets=ArraySubquery(last_year.values(json=JSONObject(**goal))[:1]),
        like_targets=ArraySubquery(like.values(json=JSONObject(**goal))),
        observed=ArraySubquery(observed.values(json=JSONObject(**row))),
    )


def _text(name: str) -> Cast:
    """Return a number as text, so that JSON does not round it."""
    return Cast(name, CharField())


def _realized(indicator: Any, plan: Plan) -> Goal | None:
    """Return last year's realization, for a plan of a whole year: from data, else as the plan states it."""
    if (plan.ends - plan.starts).days < _WHOLE_YEAR:
        return None
    rows: list[Mapping[str, str]] = indicator.observed
    exposure = next((goal.exposure for goal in _goals(indicator.last_targets)), None)
    if rows and indicator.measure is not None:
        days = sum(
            (date.fromisoformat(row["ends"]) - date.fromisoformat(row["starts"])).days + 1 for row in rows
        )
        value = combined(rows, Combination(indicator.measure.combination), indicator.measure.per)
        if days >= _WHOLE_YEAR:
            return Goal(value, exposure)
    if indicator.last_year_value is not None:
        return Goal(Fraction(indicator.last_year_value), exposure)
    return None


def combined(rows: Iterable[Mapping[str, str]], combination: Combination, per: int) -> Fraction:
    """Return one value of the written values of several months, which stand in the order of time."""
    rows = list(rows)
    if combination is Combination.RATIO:
        top = sum((Fraction(row["numerator"] or 0) for row in rows), Fraction(0))
        bottom = sum((Fraction(row["denominator"] or 1) for row in rows), Fraction(0))
        return top / bottom * per
    amounts = [Fraction(row["value"] or 0) for row in rows]
    if combination is Combination.LATEST:
        return amounts[-1]
    total = sum(amounts, Fraction(0))
    return total / len(amounts) if combination is Combination.MEAN else total


def _goals(rows: Iterable[Mapping[str, Any]]) -> list[Goal]:
    return [Goal(Fraction(row["value"]), _fraction(row["exposure"])) for row in rows]


def _one_per_person(rows: Iterable[Mapping[str, Any]]) -> list[Goal]:
    by_person = {row["who"]: row for row in rows}
    return _goals(by_person.values())


def _fraction(value: Any) -> Fraction | None:
    return None if value is None else Fraction(value)
