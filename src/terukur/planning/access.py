"""Rights to write, set and read plans."""

from datetime import date

from terukur.accounts.models import User
from terukur.organization.access import may_read
from terukur.organization.queries import appraiser_of
from terukur.planning.models import Plan, PlanVersion


def may_read_plan(user: User, plan: Plan, *, on: date) -> bool:
    """Return whether the user is the employee, above them, performance team, auditor, or set a version."""
    return may_read(user, plan.assignment.employee_id, on=on) or plan.versions.filter(set_by=user.pk).exists()


def is_owner(user: User, plan: Plan) -> bool:
    """Return whether the plan is the user's own."""
    return plan.assignment.employee.user_id == user.pk


def is_appraiser(user: User, plan: Plan, *, on: date) -> bool:
    """Return whether the user appraises this plan's assignment on a day."""
    appraiser = appraiser_of(plan.assignment, on=on)
    return appraiser is not None and appraiser.user_id == user.pk


def may_edit(user: User, version: PlanVersion) -> bool:
    """Return whether the user is the employee and the version is a draft or was returned."""
    return is_owner(user, version.plan) and version.is_editable
