"""Withdrawal of findings whose figures are too weak."""

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record_all
from terukur.objectivity.models import ObjectivityRun
from terukur.raters.models import Finding
from terukur.raters.record import run_record
from terukur.raters.workflow import FINDING_WORKFLOW, FindingState

_UNSETTLED = FINDING_WORKFLOW.leading_to(FindingState.WITHDRAWN)


def withdraw_uncarried(run: ObjectivityRun, *, acting: Acting[Actor]) -> int:
    """Withdraw unsettled findings up to the run's quarter if its scale shows no difference; return how many.

    The finding stays readable, with the reason, for those who saw it; it should not have been asked, so it is
    neither explained nor an action.
    """
    reason = run_record(run).scale_reason
    if not reason:
        return 0
    waiting = Finding.objects.select_for_update().filter(state__in=_UNSETTLED, period__lte=run.period)
    found = list(waiting)
    for one in found:
        one.state, one.withdrawal, one.settled_at = FindingState.WITHDRAWN, reason, acting.at
    Finding.objects.bulk_update(found, ["state", "withdrawal", "settled_at"])
    acts = [
        Act(f"finding/{one.pk}", "finding-withdrawn", after={"run": run.pk}, reason=reason) for one in found
    ]
    record_all(acts, acting)
    return len(found)
