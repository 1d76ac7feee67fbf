"""Rights to see and settle: computed from dated relations, never from an address."""

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Value
from django.db.models.expressions import RawSQL

from terukur.accounts.models import User
from terukur.organization.models import Employee, ReportingLine, RoleGrant

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


def roles_of(user: User, *, on: date) -> frozenset[str]:
    """Return the granted roles on a day. They are kept on the user for the rest of the request."""
    kept: dict[date, frozenset[str]] = getattr(user, "_roles", {})
    if on not in kept:
        grants = RoleGrant.objects.on(on).filter(user_id=user.pk)
        keep_roles(user, frozenset(grants.values_list("role", flat=True)), on=on)
        return roles_of(user, on=on)
    return kept[on]


def keep_roles(user: User, roles: frozenset[str], *, on: date) -> None:
    """Keep the roles that were read together with the user."""
    # By attribute, because the user of a request is a lazy wrapper around the real one.
    user._roles = {**getattr(user, "_roles", {}), on: roles}  # type: ignore[attr-defined]


def is_performance_team(user: User, *, on: date) -> bool:
    """Return whether the user administers performance (pengelola kinerja)."""
    return RoleGrant.Role.PERFORMANCE_TEAM in roles_of(user, on=on)


def is_auditor(user: User, *, on: date) -> bool:
    """Return whether the user may read everything and change nothing."""
    return RoleGrant.Role.AUDITOR in roles_of(user, on=on)


def sits_in_panel(user: User, *, on: date) -> bool:
    """Return whether the user sits in the calibration panel, which examines findings about appraisers."""
    return RoleGrant.Role.CALIBRATION_PANEL in roles_of(user, on=on)


def oversees(user: User, *, on: date) -> bool:
    """Return whether the user may read everybody's records: performance team or auditor."""
    return is_performance_team(user, on=on) or is_auditor(user, on=on)


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

    The employee, those in the line of appraisers above, the performance team, auditors; nobody else.
    """
    viewer = getattr(user, "employee", None)
    if viewer is not None and viewer.pk == subject_id:
        return True
    if oversees(user, on=on):
        return True
    return viewer is not None and is_above(viewer, subject_id, on=on)
