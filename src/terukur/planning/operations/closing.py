"""Closing the plans of positions that ended: a transfer splits the year into two plans."""

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record_all
from terukur.planning.models import Plan


@transaction.atomic
def close_ended_plans(*, acting: Acting[Actor]) -> int:
    """Close every plan whose position ended before the plan would; return how many.

    The targets stay as agreed: what is due on the last day is their share up to it.
    """
    ended = list(
        Plan.objects.select_for_update(of=("self",))
        .select_related("assignment")
        .filter(
            Q(closed_on__isnull=True) | Q(closed_on__gt=Greatest(F("assignment__ends"), F("starts"))),
            Q(assignment__ends__lt=F("ends")),
            assignment__ends__lt=acting.on,
        )
        .order_by("pk")
    )
    acts = []
    for plan in ended:
        last = plan.assignment.ends
        if last is None:
            continue
        plan.closed_on = max(last, plan.starts)
        acts.append(Act(f"plan/{plan.pk}", "plan-closed", after={"last_day": str(plan.closed_on)}))
    Plan.objects.bulk_update(ended, ["closed_on"], batch_size=500)
    if acts:
        record_all(acts, acting)
    return len(acts)
