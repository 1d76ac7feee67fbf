"""Rights to answer an objection and to decide on it."""

from datetime import date

from django.db.models import F, Q

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.objections.decider import decider_of
from terukur.objections.models import Objection
from terukur.organization.models import ReportingLine


def may_answer(user: User, objection: Objection) -> bool:
    """Return whether the user is the appraiser who gave the rating."""
    appraiser = objection.appraisal.appraiser
    return appraiser is not None and appraiser.user_id == user.pk


def reads_as_decider(user: User, appraisal: Appraisal) -> bool:
    """Return whether the user reads an appraisal for an objection to it: was named, or is the superior.

    The superior of an appraiser who moved stands in no line above the employee any more.
    """
    filed = Objection.objects.filter(appraisal=appraisal, is_late=False, withdrawn_at__isnull=True)
    above = ReportingLine.objects.filter(
        Q(ends__isnull=True) | Q(ends=F("assignment__ends")),
        appraiser__user=user.pk,
        assignment__employee=appraisal.appraiser_id,
    )
    return filed.filter(Q(named_deciders__employee__user=user.pk) | Q(decision__by=user.pk)).exists() or (
        appraisal.status == Appraisal.Status.OBJECTED and above.exists()
    )


def may_decide_objection(user: User, objection: Objection, *, on: date) -> bool:
    """Return whether the user decides; never the employee, and the appraiser only by the agency's setting."""
    decider = decider_of(objection, on=on)
    return decider is not None and decider.user_id == user.pk
