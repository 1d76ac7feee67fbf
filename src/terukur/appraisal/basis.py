"""Changes of figures under given ratings: noticed, shown, decided."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from terukur.accounts.models import User
from terukur.appraisal.computing import Computed
from terukur.appraisal.models import Appraisal, BasisChange
from terukur.appraisal.tree import ComputationTree, ComputedIndicator
from terukur.appraisal.tree_json import to_json
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.organization.access import is_above, is_performance_team
from terukur.organization.models import Employee
from terukur.regulation.decision import Refused
from terukur.regulation.letters import SENTENCE_LETTERS, has_letters

FIGURES = ("realization", "due_target", "origin", "achievement")


class BasisRefused(Refused):
    """The decision is not possible; the message says why."""


def differences(before: ComputationTree, after: ComputationTree) -> list[dict[str, Any]]:
    """Return the indicators whose figures differ between two computations, each with both values.

    Only figures count: a file that was loaded again with the same numbers changes nothing. Where the
    rules of computing have changed in between, what was realized is compared and nothing else.
    """
    names = FIGURES if before.rules == after.rules else FIGURES[:1]
    old = {item.thread: item for item in before.indicators()}
    found = []
    for item in after.indicators():
        earlier = old.pop(item.thread, None)
        if earlier is None or any(getattr(earlier, name) != getattr(item, name) for name in names):
            found.append(_difference(item.name, earlier, item))
    found.extend(_difference(item.name, item, None) for item in old.values())
    return found


def figures_in(item: ComputedIndicator | None) -> dict[str, Any]:
    """Return the figures of an indicator as they are kept beside it."""
    return {name: to_json(getattr(item, name)) if item else None for name in FIGURES}


def _difference(
    name: str, before: ComputedIndicator | None, after: ComputedIndicator | None
) -> dict[str, Any]:
    return {
        "name": name,
        **{f"{figure}_before": value for figure, value in figures_in(before).items()},
        **{f"{figure}_after": value for figure, value in figures_in(after).items()},
    }


def note_change(*, appraisal: Appraisal, computed: Computed, at: datetime) -> Act | None:
    """Store the differences from the figures of a delivered rating; return the act to be recorded.

    None where nothing differs, or where this very change was noted before.
    """
    if appraisal.computation is None or appraisal.computation.inputs == computed.digest:
        return None
    found = differences(appraisal.computation.tree, computed.tree)
    if not found:
        return None
    change, is_new = BasisChange.objects.get_or_create(
        appraisal=appraisal, digest=computed.digest, defaults={"differences": found, "found_at": at}
    )
    if not is_new:
        return None
    return Act(
        f"appraisal/{appraisal.pk}",
        "basis-changed",
        after={"indicators": [d["name"] for d in found]},
        rows=fingerprints(change),
    )


def open_changes_for(employee: Employee) -> QuerySet[BasisChange]:
    """Return undecided changes under one's own ratings and those one gave."""
    undecided = BasisChange.objects.filter(decided_at__isnull=True).select_related(
        "appraisal__plan__assignment__employee"
    )
    own = undecided.filter(appraisal__plan__assignment__employee=employee)
    return own | undecided.filter(appraisal__appraiser=employee)


def may_decide(user: User, appraisal: Appraisal, *, on: date) -> bool:
    """Return whether the user is of the performance team or above the appraiser; never one of the two."""
    if is_performance_team(user, on=on):
        return True
    viewer = getattr(user, "employee", None)
    if viewer is None or appraisal.appraiser_id is None or viewer.pk == appraisal.appraiser_id:
        return False
    return is_above(viewer, appraisal.appraiser_id, on=on)


@transaction.atomic
def decide_change(*, change: BasisChange, decision: str, acting: Acting[User]) -> BasisChange:
    """Store the decision on a change, in words that both read. The rating stays as it is.

    :raises BasisRefused: without the right or a reason, or where it is decided already.
    """
    locked = BasisChange.objects.select_for_update(of=("self",)).select_related("appraisal").get(pk=change.pk)
    if not may_decide(acting.by, locked.appraisal, on=acting.on):
        raise BasisRefused("Hanya atasan pejabat penilai atau pengelola kinerja yang memutuskan.")
    if locked.decided_at is not None:
        raise BasisRefused("Sudah diputuskan.")
    if not has_letters(decision, SENTENCE_LETTERS):
        raise BasisRefused(
            f"Tulis keputusan dan alasannya, paling sedikit {SENTENCE_LETTERS} huruf; keduanya membacanya."
        )
    locked.decision, locked.decided_by, locked.decided_at = decision.strip(), acting.by, acting.at
    locked.save()
    record(
        Act(
            f"appraisal/{locked.appraisal_id}",
            "basis-decided",
            reason=locked.decision,
            rows=fingerprints(locked),
        ),
        acting,
    )
    return locked
