"""Who answers an objection and who decides on it."""

from datetime import date

from terukur.accounts.models import User
from terukur.objections.models import Objection
from terukur.organization.models import Employee
from terukur.organization.queries import appraiser_of, assignment_on


def may_answer(user: User, objection: Objection) -> bool:
    """The appraiser who gave the rating."""
    appraiser = objection.appraisal.appraiser
    return appraiser is not None and appraiser.user_id == user.pk


def decider_of(objection: Objection, *, on: date) -> Employee | None:
    """The appraiser's own appraiser (atasan pejabat penilai); PP 30/2019 Pasal 59(2).

    None where the appraiser has nobody above in this agency.
    """
    appraiser = objection.appraisal.appraiser
    assignment = assignment_on(appraiser.pk, on) if appraiser else None
    return appraiser_of(assignment, on=on) if assignment else None


def may_decide_objection(user: User, objection: Objection, *, on: date) -> bool:
    """Who decides, and never the employee or the appraiser."""
    decider = decider_of(objection, on=on)
    return decider is not None and decider.user_id == user.pk and not may_answer(user, objection)
