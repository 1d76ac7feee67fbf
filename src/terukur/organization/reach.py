"""The reach of a role that is limited to a unit: that unit and everything under it."""

from collections.abc import Collection
from datetime import date

from django.db import connection

from terukur.organization.models import Assignment

_UP = """
WITH RECURSIVE up(id) AS (
    SELECT %s::bigint
  UNION SELECT u.parent_id FROM organization_unit u JOIN up ON u.id = up.id WHERE u.parent_id IS NOT NULL
)
SELECT EXISTS (SELECT 1 FROM up WHERE id = ANY(%s))
"""
_DOWN = """
WITH RECURSIVE below(id) AS (
    SELECT unnest(%s::bigint[])
  UNION SELECT u.id FROM organization_unit u JOIN below b ON u.parent_id = b.id
)
SELECT id FROM below
"""


def is_below(unit_id: int, tops: Collection[int]) -> bool:
    """Return whether a unit is one of these units or stands under one of them."""
    if not tops:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_UP, [unit_id, list(tops)])
        return bool(cursor.fetchone()[0])


def all_below(tops: Collection[int]) -> set[int]:
    """Return the keys of these units and of all units under them."""
    if not tops:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_DOWN, [list(tops)])
        return {row[0] for row in cursor.fetchall()}


def unit_of_user(user_id: int, *, on: date) -> int | None:
    """Return the unit in which a user works on a day; after leaving, that of the last position."""
    return units_of_users([user_id], on=on).get(user_id)


def units_of_users(users: Collection[int], *, on: date) -> dict[int, int]:
    """Return the unit of each user, by the rule of ``unit_of_user``; who never had one is left out."""
    held = Assignment.objects.own().filter(employee__user__in=users, starts__lte=on).order_by("starts")
    return dict(held.values_list("employee__user", "position__unit"))


def unit_of_employee(employee_id: int, *, on: date) -> int | None:
    """Return the unit in which an employee works on a day; after leaving, that of the last own position."""
    held = Assignment.objects.own().filter(employee=employee_id, starts__lte=on).order_by("-starts")
    return held.values_list("position__unit", flat=True).first()
