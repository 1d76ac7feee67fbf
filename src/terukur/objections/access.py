"""Rights to answer an objection and to decide on it."""

from datetime import date

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.objections.models import NamedDecider, Objection
from terukur.organization.models import Employee
from terukur.organization.queries import appraiser_of, assignment_on


def may_answer(user: User, objection: Objection) -> bool:
    """Return whether the user is the appraiser who gave the rating."""
    appraiser = objection.appraisal.appraiser
    return appraiser is not None and appraiser.user_id == user.pk


def decider_of(objection: Objection, *, on: date) -> Employee | None:
    """Return the appraiser's own appraiser (atasan pejabat penilai); PP 30/2019 Pasal 59(2).

    Where the appraiser has nobody above in this agency, the person whom the performance team named by a
    letter; None until then.
    """
    named = NamedDecider.objects.filter(objection=objection).select_related("employee").first()
    return named.employee if named else _superior(objection, on)


def decides_by_name(user: User, appraisal: Appraisal) -> bool:
    """Return whether the user was named to decide an objection to this appraisal."""
    return NamedDecider.objects.filter(objection__appraisal=appraisal, employee__user=user.pk).exists()


def hangs(objection: Objection, *, on: date) -> bool:
    """Return whether nobody can decide an objection: the line ends, and nobody was named."""
    return decider_of(objection, on=on) is None


def _superior(objection: Objection, on: date) -> Employee | None:
    appraiser = objection.appraisal.appraiser
    assignment = assignment_on(appraiser.pk, on) if appraiser else None
    return appraiser_of(assignment, on=on) if assignment else None


def may_decide_objection(user: User, objection: Objection, *, on: date) -> bool:
    """Return whether the user decides; never the employee or the appraiser."""
    decider = decider_of(objection, on=on)
    return decider is not None and decider.user_id == user.pk and not may_answer(user, objection)
