"""Rights to see and settle: computed from dated relations, never from an address."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Value
from django.db.models.expressions import RawSQL

from terukur.accounts.models import User
from terukur.organization.models import Employee, ReportingLine, RoleGrant
from terukur.organization.reach import all_below, is_below, unit_of_employee

_TEAM = RoleGrant.Role.PERFORMANCE_TEAM
OVERSEEING = (RoleGrant.Role.PERFORMANCE_TEAM, RoleGrant.Role.AUDITOR)

_ABOVE = """
WITH RECURSIVE above(id) AS (
    SELECT line.appraiser_id FROM organization_reportingline line
    JOIN organization_assignment a ON a.id = line.assignment_id
    WHERE a.employee_id = %s AND %s BETWEEN line.starts AND coalesce(line.ends, 'infinity')
  UNION
    SELECT line.appraiser_id FROM above
    JOIN organization_assignment a ON a.employee_id = above.id
    JOIN organization_reportingline line ON line.assignment_id = a.id
    WHERE %s BETWEEN line.starts AND coalesce(line.ends, 'infinity')
)
SELECT id FROM above
"""


@dataclass(frozen=True, slots=True)
class HeldRoles:
    """The roles of a user: those for the whole agency, and those limited to a unit, with that unit."""

    everywhere: frozenset[str]
    limited: frozenset[tuple[str, int]]

    def tops(self, *roles: str) -> frozenset[int]:
        """Return the units on which the limited ones of these roles begin."""
        return frozenset(unit for role, unit in self.limited if role in roles)


def held_roles(user: User, *, on: date) -> HeldRoles:
    """Return the granted roles on a day. They are kept on the user for the rest of the request."""
    kept: dict[date, HeldRoles] = getattr(user, "_roles", {})
    if on not in kept:
        grants = RoleGrant.objects.on(on).filter(user_id=user.pk).values_list("role", "unit_id")
        rows = list(grants)
        keep_roles(
            user,
            HeldRoles(
                frozenset(role for role, unit in rows if unit is None),
                frozenset((role, unit) for role, unit in rows if unit is not None),
            ),
            on=on,
        )
        return held_roles(user, on=on)
    return kept[on]


def roles_of(user: User, *, on: date) -> frozenset[str]:
    """Return the roles that a user holds for the whole agency; one limited to a unit is not among them."""
    return held_roles(user, on=on).everywhere


def keep_roles(user: User, roles: HeldRoles, *, on: date) -> None:
    """Keep the roles that were read together with the user."""
    # By attribute, because the user of a request is a lazy wrapper around the real one.
    user._roles = {**getattr(user, "_roles", {}), on: roles}  # type: ignore[attr-defined]


def is_performance_team(user: User, *, on: date) -> bool:
    """Return whether the user administers performance in the whole agency (pengelola kinerja)."""
    return _TEAM in roles_of(user, on=on)


def serves_unit(user: User, unit_id: int, *, on: date) -> bool:
    """Return whether the user administers performance in this unit: for the agency, or by the reach."""
    return is_performance_team(user, on=on) or is_below(unit_id, held_roles(user, on=on).tops(_TEAM))


def serves_person(user: User, employee_id: int, *, on: date) -> bool:
    """Return whether the user administers performance in the unit where an employee works."""
    return is_performance_team(user, on=on) or _reaches(user, employee_id, (_TEAM,), on)


def oversees_unit(user: User, unit_id: int, *, on: date) -> bool:
    """Return whether the user may read a unit's records by a role: for the agency, or by the reach."""
    return oversees(user, on=on) or is_below(unit_id, held_roles(user, on=on).tops(*OVERSEEING))


def units_served(user: User, *, on: date) -> set[int] | None:
    """Return the units in which the user administers performance; None for all, empty for none."""
    if is_performance_team(user, on=on):
        return None
    return all_below(held_roles(user, on=on).tops(_TEAM))


def units_overseen(user: User, *, on: date) -> set[int] | None:
    """Return the units whose people the user may read by a role; None for all, empty for none."""
    return None if oversees(user, on=on) else all_below(held_roles(user, on=on).tops(*OVERSEEING))


def _reaches(user: User, employee_id: int, roles: tuple[str, ...], on: date) -> bool:
    tops = held_roles(user, on=on).tops(*roles)
    if not tops:
        return False
    unit = unit_of_employee(employee_id, on=on)
    return unit is not None and is_below(unit, tops)


def is_auditor(user: User, *, on: date) -> bool:
    """Return whether the user may read everything and change nothing."""
    return RoleGrant.Role.AUDITOR in roles_of(user, on=on)


def leads_agency(user: User, *, on: date) -> bool:
    """Return whether the user is the agency's leader, who reads units side by side and no person by it."""
    return RoleGrant.Role.LEADER in roles_of(user, on=on)


def may_read_roles(user: User, *, on: date) -> bool:
    """Return whether the user may read who holds which role: oversight, the leader and the PDP officer."""
    return oversees(user, on=on) or bool(
        roles_of(user, on=on) & {RoleGrant.Role.LEADER, RoleGrant.Role.PDP_OFFICER}
    )


def sits_in_panel(user: User, *, on: date) -> bool:
    """Return whether the user sits in the calibration panel, which examines findings about appraisers."""
    return RoleGrant.Role.CALIBRATION_PANEL in roles_of(user, on=on)


def oversees(user: User, *, on: date) -> bool:
    """Return whether the user may read everybody's records: performance team or auditor of the agency."""
    return is_performance_team(user, on=on) or is_auditor(user, on=on)


def oversees_person(user: User, employee_id: int, *, on: date) -> bool:
    """Return whether the user may read an employee's records by a role: for the agency, or by the reach."""
    return oversees(user, on=on) or _reaches(user, employee_id, OVERSEEING, on)


def is_above(viewer: Employee, below_id: int, *, on: date) -> bool:
    """Return whether ``viewer`` stands in the line of appraisers above this employee on a day."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT %s IN ({_ABOVE})", [viewer.pk, below_id, on, on])
        return bool(cursor.fetchone()[0])


def appraises(user: User, employee_id: int, *, on: date) -> bool:
    """Return whether the user is the appraiser of this employee on a day."""
    lines = ReportingLine.objects.on(on).filter(assignment__employee=employee_id)
    return lines.filter(appraiser__user=user.pk).exists()


def people_above(employee_id: int, *, on: date) -> RawSQL:
    """Return the keys of all in the line of appraisers above an employee, for use inside a query."""
    return RawSQL(_ABOVE, (employee_id, on, on))  # noqa: S611 - a constant statement


class StandsAbove(Func):
    """Condition: a viewer stands in the line of appraisers above the employee of each row of a query."""

    output_field = BooleanField()

    def __init__(self, viewer_id: int, employee: str, *, on: date) -> None:
        super().__init__(Value(viewer_id), F(employee), Value(on), Value(on))

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Return ``_ABOVE`` with the row's employee in the place of its first parameter."""
        parts = [compiler.compile(part) for part in self.get_source_expressions()]
        viewer, *inside = [sql for sql, _params in parts]
        params = [value for _sql, params in parts for value in params]
        return f"{viewer} IN ({_ABOVE % tuple(inside)})", params


def may_read(user: User, subject_id: int, *, on: date) -> bool:
    """Return whether the user may read this employee's plan, measurements and appraisals.

    The employee, those in the line of appraisers above, the performance team and auditors within their reach;
    nobody else.
    """
    viewer = getattr(user, "employee", None)
    if viewer is not None and viewer.pk == subject_id:
        return True
    if oversees_person(user, subject_id, on=on):
        return True
    return viewer is not None and is_above(viewer, subject_id, on=on)
