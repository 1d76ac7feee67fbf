"""Visits from outside the line: oversight may read everything, and the employee reads who did."""

from django.db import transaction

from terukur.accounts.models import User
from terukur.appraisal.access import has_rated
from terukur.appraisal.models import Appraisal
from terukur.ledger.acting import Acting
from terukur.ledger.operations import Act, record
from terukur.ledger.queries import history_of
from terukur.organization.access import is_above, oversees_person
from terukur.organization.models import Employee
from terukur.planning.access import is_appraiser, is_owner


def note_view(*, appraisal: Appraisal, acting: Acting[User]) -> None:
    """Record, once a day, that a user from outside the line opened a person's appraisal.

    Outside are the performance team and auditors, unless the appraisal is their own or of a person below
    them.
    """
    plan = appraisal.plan
    if is_owner(acting.by, plan) or not oversees_person(acting.by, plan.assignment.employee_id, on=acting.on):
        return
    if has_rated(acting.by, appraisal) or is_appraiser(acting.by, plan, on=acting.on):
        return
    if _was_viewed(appraisal, acting):
        return
    viewer = Employee.objects.filter(user=acting.by.pk).first()
    if viewer is not None and is_above(viewer, plan.assignment.employee_id, on=acting.on):
        return
    with transaction.atomic():
        # Two tabs that open together are one visit.
        Appraisal.objects.select_for_update(no_key=True).get(pk=appraisal.pk)
        if not _was_viewed(appraisal, acting):
            record(Act(f"appraisal/{appraisal.pk}", "viewed", rows={}), acting)


def _was_viewed(appraisal: Appraisal, acting: Acting[User]) -> bool:
    return (
        history_of(f"appraisal/{appraisal.pk}")
        .filter(act="viewed", actor_id=acting.by.identity, at__date=acting.on)
        .exists()
    )
