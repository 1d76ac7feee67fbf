"""Reads of units, positions and people for the pages that change them."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import JSONObject

from terukur.organization.models import (
    Assignment,
    Employee,
    FormerRank,
    Headship,
    Position,
    ReportingLine,
    Unit,
)
from terukur.organization.queries import subtree

_SUGGESTED = 300
_FOUND = 10


def open_units() -> list[Unit]:
    """Return the open units to choose from while typing; none where they are too many for a page."""
    found = Unit.objects.filter(closed_on__isnull=True).select_related("parent").order_by("name", "code")
    units = list(found[: _SUGGESTED + 1])
    return units if len(units) <= _SUGGESTED else []


def titles_in(unit: Unit) -> list[str]:
    """Return the titles of a unit's open positions."""
    found = Position.objects.filter(unit=unit, closed_on__isnull=True).order_by("title")
    return list(found.values_list("title", flat=True)[:_SUGGESTED])


def positions_of(unit: Unit, *, on: date) -> QuerySet[Position]:
    """Return the positions of a unit, each with ``holders``, how many hold it on a day."""
    held = Q(assignments__starts__lte=on) & (Q(assignments__ends__isnull=True) | Q(assignments__ends__gte=on))
    return (
        Position.objects.filter(unit=unit)
        .annotate(holders=Count("assignments", filter=held))
        .order_by("title")
    )


def holders_of(position: Position, *, on: date) -> list[str]:
    """Return the names of those who hold a position on a day."""
    held = Assignment.objects.on(on).filter(position=position).order_by("employee__name")
    return list(held.values_list("employee__name", flat=True))


def people_below(unit: Unit, *, on: date) -> int:
    """Return how many work in a unit and below it on a day."""
    return Assignment.objects.on(on).filter(position__unit__in=subtree(unit.pk)).count()


def with_former_ranks(pk: int) -> Employee | None:
    """Return an employee with ``held_before``: the former ranks, newest first, in the same statement."""
    former = FormerRank.objects.filter(employee=OuterRef("pk")).order_by("-until")
    rows = former.values(json=JSONObject(rank="rank", since="since", until="until"))
    return Employee.objects.annotate(held_before=ArraySubquery(rows)).filter(pk=pk).first()


def placements_of(employee: Employee) -> list[Assignment]:
    """Return the placements of an employee, newest first, with their appraisers."""
    lines = ReportingLine.objects.select_related("appraiser").order_by("starts")
    return list(
        Assignment.objects.filter(employee=employee)
        .select_related("position__unit", "employee")
        .prefetch_related(Prefetch("reporting_lines", lines))
        .order_by("-starts")
    )


def units_left_by(employee: Employee, last_day: date) -> list[str]:
    """Return the names of the units that an employee led until a day and nobody leads after it."""
    after = Headship.objects.filter(unit=OuterRef("unit"), starts__gt=last_day)
    ended = Headship.objects.filter(~Exists(after), employee=employee, ends=last_day)
    return list(
        ended.exclude(kind=Headship.Kind.DAILY).order_by("unit__name").values_list("unit__name", flat=True)
    )


def search_former(words: str, *, on: date) -> list[Employee]:
    """Return people whose name holds all the words and who hold no position on a day."""
    found = Employee.objects.exclude(assignments__in=Assignment.objects.on(on))
    for word in words.split():
        found = found.filter(name__icontains=word)
    return list(found[:_FOUND])
