"""Who may rate, read, grade units and start evaluations."""

from datetime import date

from terukur.accounts.models import User
from terukur.appraisal.guards import FURTHER_READERS
from terukur.appraisal.models import Appraisal
from terukur.organization.access import is_performance_team, may_read
from terukur.organization.models import Headship, Unit
from terukur.planning.access import is_appraiser, is_owner


def may_rate(user: User, appraisal: Appraisal, *, on: date) -> bool:
    """The appraiser in force, while the rating has not been delivered; never oneself."""
    plan = appraisal.plan
    return appraisal.is_ratable and not is_owner(user, plan) and is_appraiser(user, plan, on=on)


def may_read_appraisal(user: User, appraisal: Appraisal, *, on: date) -> bool:
    """The employee, those above, the performance team, auditors, always who rated it; and whom another
    area gave a task in it.
    """
    return (
        has_rated(user, appraisal)
        or is_appraiser(user, appraisal.plan, on=on)
        or may_read(user, appraisal.plan.assignment.employee_id, on=on)
        or any(reads(user, appraisal) for reads in FURTHER_READERS)
    )


def has_rated(user: User, appraisal: Appraisal) -> bool:
    """Whether the rating that stands was given by this user, whoever appraises the employee now."""
    return appraisal.appraiser is not None and appraisal.appraiser.user_id == user.pk


def sees_ratings(user: User, appraisal: Appraisal, *, on: date) -> bool:
    """Whether given ratings are shown: a draft rating is the appraiser's until delivered."""
    if not appraisal.is_ratable or has_rated(user, appraisal):
        return True
    return not is_owner(user, appraisal.plan) and is_appraiser(user, appraisal.plan, on=on)


def may_grade_unit(user: User, unit: Unit, *, on: date) -> bool:
    """The leader of the unit above; for a top unit, and as scribe of a decision, the team."""
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
    """The performance team."""
    return is_performance_team(user, on=on)
