"""Withdrawal of an objection before it is answered."""

from django.db import transaction

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import locked_appraisal, step, whose_turn
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.objections.models import Objection
from terukur.objections.operations import ObjectionRefused
from terukur.objections.workflow import OBJECTION_WORKFLOW, ObjectionState


def may_withdraw(objection: Objection) -> bool:
    """Return whether an objection still waits for its first answer."""
    return objection.appraisal.status == Appraisal.Status.OBJECTED and OBJECTION_WORKFLOW.allows(
        objection.state, ObjectionState.WITHDRAWN
    )


@transaction.atomic
def withdraw_objection(*, objection: Objection, acting: Acting[User]) -> None:
    """Withdraw an unanswered objection as the employee; the result waits for them again.

    Another can be filed while its time runs; the withdrawn one stays on record.

    :raises ObjectionRefused: from anybody else, or once the appraiser has answered.
    """
    locked = locked_appraisal(objection.appraisal_id)
    if objection.filed_by_id != acting.by.pk:
        raise ObjectionRefused("Keberatan ditarik oleh yang mengajukannya.")
    stored = (
        Objection.objects.select_for_update(of=("self",)).select_related("appraisal").get(pk=objection.pk)
    )
    if not may_withdraw(stored):
        raise ObjectionRefused(
            "Keberatan ini sudah dijelaskan penilai atau diputus, jadi tidak dapat ditarik. "
            + whose_turn(locked)
        )
    stored.withdrawn_at = acting.at
    stored.save(update_fields=["withdrawn_at"])
    step(locked, Appraisal.Status.DELIVERED)
    locked.answered_at = None
    locked.save()
    record(
        Act(
            f"appraisal/{locked.pk}",
            "objection-withdrawn",
            after={"objection": stored.pk},
            rows=fingerprints(stored),
        ),
        acting,
    )
