"""Rights to rate, read, grade units and start evaluations."""

from datetime import date

from terukur.accounts.models import User
from terukur.appraisal.guards import FURTHER_READERS
from terukur.appraisal.models import Appraisal
from terukur.organization.access import is_performance_team, may_read
from terukur.organization.models import Headship, Unit
from terukur.planning.access import is_appraiser, is_owner


def may_rate(user: User, appraisal: Appraisal, *, on: date) -> bool:
    """Return whether the user is the appraiser in force of an undelivered rating; never oneself."""
    plan = appraisal.plan
    return appraisal.is_ratable and not is_owner(user, plan) and is_appraiser(user, plan, on=on)


def may_read_appraisal(user: User, appraisal: Appraisal, *, on: date) -> bool:
    """Return whether the user is the employee, above them, of the performance team, an auditor, who rated it,
    or given a task in it by another area.
    """
    return (
        has_rated(user, appraisal)
        or is_appraiser(user, appraisal.plan, on=on)
        or may_read(user, appraisal.plan.assignment.employee_id, on=on)
        or any(reads(user, appraisal) for reads in FURTHER_READERS)
    )


def has_rated(user: User, appraisal: Appraisal) -> bool:
    """Return whether the present rating was given by this user, whoever appraises the employee now."""
    return appraisal.appraiser is not None and appraisal.appraiser.user_id == user.pk


def sees_ratings(user: User, appraisal: Appraisal, *, on: date) -> bool:
    """Return whether given ratings are shown: a draft rating is the appraiser's until delivered."""
    if not appraisal.is_ratable or has_rated(user, appraisal):
        return True
    return not is_owner(user, appraisal.plan) and is_appraiser(user, appraisal.plan, on=on)


def may_grade_unit(user: User, unit: Unit, *, on: date) -> bool:
    """Return whether the user leads the unit above; for a top unit or a recorded decision, is of the team."""
    if is_performance_team(user, on=on):
        return True
    employee = getattr(user, "employee", None)
    return (
        employee is not None
        and unit.parent_id is not None
        and (
            Headship.objects.on(on)
            .exclude(kind=Headship.Kind.DAILY)
            .filter(unit=unit.parent_id, employee=employee)
            .exists()
        )
    )


def may_evaluate(user: User, *, on: date) -> bool:
    """Return whether the user is of the performance team."""
    return is_performance_team(user, on=on)
