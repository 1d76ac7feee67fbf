"""Ways back for the employee: a submission is withdrawn, a draft is thrown away."""

from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.ledger.models import Entry
from terukur.ledger.operations import Act, record
from terukur.ledger.queries import history_of
from terukur.planning.access import is_owner
from terukur.planning.models import Plan, PlanVersion
from terukur.planning.operations.versions import PlanRefused, editable_version, record_step, step
from terukur.planning.workflow import PlanStatus


@transaction.atomic
def withdraw_submission(*, version: PlanVersion, acting: Acting[User]) -> None:
    """Take a submitted version back to a draft, as its owner, before the appraiser sets or returns it.

    :raises PlanRefused: from anybody else, or in another status.
    """
    locked = PlanVersion.objects.select_for_update().get(pk=version.pk)
    if not is_owner(acting.by, locked.plan):
        raise PlanRefused("Hanya pemilik SKP yang dapat menarik pengajuannya.")
    before = locked.status
    step(locked, PlanStatus.DRAFT)
    locked.submitted_at = None
    locked.save()
    record_step(locked, before, acting, "")


@transaction.atomic
def discard_draft(*, version: PlanVersion, acting: Acting[User]) -> None:
    """Throw a draft away: the revision alone, or the whole plan where it has no other version.

    What it held stays in the ledger.

    :raises PlanRefused: where the version may not be edited, or something rests on the plan.
    """
    plan = Plan.objects.select_for_update().get(pk=version.plan_id)
    locked = editable_version(version.pk, acting.by)
    told = {
        "plan": plan.pk,
        "year": plan.year,
        "version": locked.number,
        "status": str(locked.status),
        "results": {
            result.title: [
                f"{one.name}: {one.target if one.target is not None else '–'}"
                for one in result.indicators.all()
            ]
            for result in locked.results.prefetch_related("indicators")
        },
    }
    is_only = plan.versions.count() == 1
    try:
        with transaction.atomic():
            locked.delete()
            if is_only:
                plan.delete()
    except ProtectedError as error:
        raise PlanRefused(
            "SKP ini sudah dipakai percakapan, umpan balik, atau catatan lain, jadi tidak dapat dibuang. "
            "Ubah isinya saja."
        ) from error
    # On the person's chain, as the plan's own may end here.
    record(Act(f"employee/{plan.assignment.employee_id}", "plan-discarded", before=told), acting)


def discarded_drafts(employee_id: int) -> QuerySet[Entry]:
    """Return the acts by which an employee threw drafts away, newest first, with what the drafts held."""
    return history_of(f"employee/{employee_id}").filter(act="plan-discarded")
