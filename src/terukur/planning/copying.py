"""Copying the content of a version into another: every column is taken over unless it is named here."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import models

from terukur.planning.models import (
    AnnexItem,
    BehaviorExpectation,
    Indicator,
    PlannedResult,
    PlanVersion,
    ResultSupport,
)

# Of whoever made the row; ``returned_because`` is what the appraiser says about one submission.
NOT_COPIED: dict[type[models.Model], frozenset[str]] = {
    PlannedResult: frozenset({"id", "version"}),
    Indicator: frozenset({"id", "result", "returned_because"}),
}
# The numbers that two people agreed on, and the year before them: never taken from a colleague.
AGREED_NUMBERS = (
    "target",
    "target_high",
    "due",
    "weight",
    "exposure_planned",
    "exposure_measure",
    "exposure_name",
    "last_year_value",
)
Change = Callable[[Any], None]


def copied_columns(model: type[models.Model]) -> list[str]:
    """Return the columns that a copy takes over, read from the model so that no new one is forgotten."""
    return [column.attname for column in model._meta.concrete_fields if column.name not in NOT_COPIED[model]]


def copied(row: models.Model, *, without: Collection[str] = ()) -> dict[str, Any]:
    """Return the values that a copy of a row begins with, without some columns."""
    names = copied_columns(type(row))
    left_out = {row._meta.get_field(name).attname for name in without}  # type: ignore[union-attr]
    return {name: getattr(row, name) for name in names if name not in left_out}


def copy_results(
    source: PlanVersion,
    target: PlanVersion,
    *,
    of_result: Change = lambda result: None,
    of_indicator: Change = lambda indicator: None,
    without: Collection[str] = (),
    with_supports: bool = True,
) -> None:
    """Copy results and indicators; the changes are made to each copy before it is stored.

    ``without`` are columns of the indicators that stay as in a new one; ``with_supports``: the copies
    support what the results support.
    """
    supports = []
    for result in source.results.prefetch_related("indicators", "supports"):
        copy = PlannedResult(version=target, **copied(result))
        of_result(copy)
        copy.save()
        indicators = []
        for indicator in result.indicators.all():
            fresh = Indicator(result=copy, **copied(indicator, without=without))
            of_indicator(fresh)
            indicators.append(fresh)
        Indicator.objects.bulk_create(indicators)
        supports += [
            ResultSupport(result=copy, leader_result_id=one.leader_result_id, objective_id=one.objective_id)
            for one in result.supports.all()
        ]
    if with_supports:
        ResultSupport.objects.bulk_create(supports)


def copy_all(
    source: PlanVersion,
    target: PlanVersion,
    *,
    of_result: Change = lambda result: None,
    of_indicator: Change = lambda indicator: None,
    with_supports: bool = True,
) -> None:
    """Copy results with indicators, annex lists and special expectations."""
    copy_results(source, target, of_result=of_result, of_indicator=of_indicator, with_supports=with_supports)
    target.annex_reasons = source.annex_reasons
    target.save(update_fields=["annex_reasons"])
    AnnexItem.objects.bulk_create(
        [AnnexItem(version=target, list=item.list, text=item.text) for item in source.annex_items.all()]
    )
    for behavior in source.behaviors.all():
        BehaviorExpectation.objects.update_or_create(
            version=target, value=behavior.value, defaults={"expectation": behavior.expectation}
        )


def with_own_thread(row: Any) -> None:
    """Give a copy an identity of its own: it is another person's result or indicator."""
    row.thread = uuid4()


def in_year(day: date | None, year: int) -> date | None:
    """Return the same day in another year; 29 February becomes the 28th."""
    if day is None:
        return None
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=year, day=28 if leap else day.day)
