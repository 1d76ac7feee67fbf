"""Facts of the ratings given to one person, period by period: figures of indicators and behavior marks.

Only delivered appraisals, and never a trial.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from terukur.appraisal.models import Appraisal, BehaviorMark
from terukur.appraisal.tree import ComputationTree
from terukur.planning.models import Indicator
from terukur.regulation.periods import Period
from terukur.regulation.scales import Rating

_NOT_GIVEN = (Appraisal.Status.OPEN, Appraisal.Status.RATED)


@dataclass(frozen=True, slots=True)
class GivenMark:
    """A given mark of a value, with its observation."""

    rating: Rating
    example: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Given:
    """One delivered appraisal; ``measures`` holds the keys of the measures of its indicators by thread."""

    pk: int
    employee: int
    period: Period
    results: Rating
    behavior: Rating
    grade: str
    tree: ComputationTree
    measures: dict[str, str]
    marks: dict[str, GivenMark]
    position: tuple[str, str] = ("", "")


def given_to(
    employees: Collection[int], *, on: date, periods: Collection[Period] | None = None
) -> dict[int, list[Given]]:
    """Return the delivered appraisals of these people by a day, newest period first; one statement."""
    found = _delivered(on).filter(plan__assignment__employee__in=list(employees))
    if periods is not None:
        found = found.filter(period__in=periods)
    by_person: dict[int, list[Given]] = defaultdict(list)
    for appraisal in found:
        if appraisal.tree is not None:
            given = _given(appraisal, appraisal.tree)
            by_person[given.employee].append(given)
    return by_person


def _delivered(on: date) -> QuerySet[Appraisal]:
    marks = BehaviorMark.objects.filter(appraisal=OuterRef("pk")).values(
        found=JSONObject(value=F("value"), mark=F("mark"), example=F("example"), on=F("example_on"))
    )
    keys = Indicator.objects.filter(
        result__version=OuterRef("computation__plan_version"), measure__isnull=False
    ).values(found=JSONObject(thread=F("thread"), key=F("measure__key")))
    return (
        Appraisal.objects.filter(is_trial=False, delivered_at__date__lte=on, computation__isnull=False)
        .exclude(status__in=_NOT_GIVEN)
        .select_related("computation", "plan__assignment__position")
        .annotate(given_marks=ArraySubquery(marks), measure_keys=ArraySubquery(keys))
        .order_by("-ends", "-starts", "-pk")
    )


def _given(appraisal: Appraisal, tree: ComputationTree) -> Given:
    position = appraisal.plan.assignment.position
    return Given(
        pk=appraisal.pk,
        employee=appraisal.plan.assignment.employee_id,
        period=appraisal.period,
        results=Rating(appraisal.result_rating),
        behavior=Rating(appraisal.behavior_rating),
        grade=appraisal.get_grade_display(),
        tree=tree,
        measures={row["thread"]: row["key"] for row in appraisal.measure_keys},  # type: ignore[attr-defined]
        marks={row["value"]: _mark(row) for row in appraisal.given_marks},  # type: ignore[attr-defined]
        position=(position.title, position.kind),
    )


def _mark(row: dict[str, Any]) -> GivenMark:
    on = row["on"]
    return GivenMark(Rating(row["mark"]), row["example"], date.fromisoformat(on) if on else None)


def achievement_in(given: Given, *, thread: str, measure: str) -> Fraction | None:
    """Return the achievement of an indicator, found by its thread, or in another plan by its measure."""
    indicators = {one.thread: one for one in given.tree.indicators()}
    found = indicators.get(thread)
    if found is None and measure:
        found = next((one for one in indicators.values() if given.measures.get(one.thread) == measure), None)
    return found.achievement if found else None
