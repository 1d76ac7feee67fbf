"""Rights to load measurements, state realizations, and verify them."""

from datetime import date

from terukur.accounts.models import User
from terukur.ledger.models import ImportRecord
from terukur.measurement.models import Helper, Realization
from terukur.organization.access import is_above, is_performance_team, serves_person
from terukur.organization.models import Employee
from terukur.planning.access import is_appraiser, is_owner
from terukur.planning.models import Plan


def may_import(user: User, *, on: date) -> bool:
    """Return whether the user is of the performance team."""
    return is_performance_team(user, on=on)


def may_declare(user: User, plan: Plan, *, on: date) -> bool:
    """Return whether the user is the employee of the plan, or a helper with typing on that day."""
    return is_owner(user, plan) or is_helper(user, plan, on=on)


def is_helper(user: User, plan: Plan, *, on: date) -> bool:
    """Return whether the owner of a plan lets this user type its realizations on a day."""
    named = Helper.objects.on(on).filter(owner=plan.assignment.employee_id)
    return named.filter(helper__user_id=user.pk).exists()


def may_verify(user: User, realization: Realization, *, on: date) -> bool:
    """Return whether the user is the appraiser or performance team; never the employee or who declared it."""
    plan = realization.plan
    if is_owner(user, plan) or realization.declared_by_id == user.pk:
        return False
    return is_appraiser(user, plan, on=on) or serves_person(user, plan.assignment.employee_id, on=on)


def may_check(user: User, realization: Realization, *, on: date) -> bool:
    """Return whether the user is of the performance team and neither employee, declarer nor verifier."""
    verification = getattr(realization, "verification", None)
    involved = {realization.declared_by_id, verification.by_id if verification else None}
    if is_owner(user, realization.plan) or user.pk in involved:
        return False
    return is_performance_team(user, on=on)


def may_change_exposure(user: User, plan: Plan, *, on: date) -> bool:
    """Return whether the user is the appraiser or of the performance team, not the employee."""
    if is_owner(user, plan):
        return False
    return is_appraiser(user, plan, on=on) or serves_person(user, plan.assignment.employee_id, on=on)


def may_confirm_import(user: User, source: ImportRecord, *, on: date) -> bool:
    """Return whether the user is another than the loader: of the performance team, or above the loader."""
    if source.by_id == user.pk:
        return False
    if is_performance_team(user, on=on):
        return True
    loader = Employee.objects.filter(user_id=source.by_id).first() if source.by_id else None
    viewer = getattr(user, "employee", None)
    return loader is not None and viewer is not None and is_above(viewer, loader.pk, on=on)
