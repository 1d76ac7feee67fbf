"""Ratings that were given on figures which have changed since: noticed, shown, decided."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal, BasisChange
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.organization.access import is_above, is_performance_team
from terukur.organization.models import Employee
from terukur.regulation.letters import SENTENCE_LETTERS, has_letters

FIGURES = ("realization", "due_target", "origin", "achievement")


class BasisRefused(ValueError):
    """The decision is not possible; the message says why."""


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """Indicators whose figures differ between two computations, each with both values.

    Only figures count: a file that was loaded again with the same numbers changes nothing. Where the
    rules of computing have changed in between, what was realized is compared and nothing else.
    """
    names = FIGURES if before.get("rules") == after.get("rules") else FIGURES[:1]
    old = {item["thread"]: item for item in _indicators(before)}
    found = []
    for item in _indicators(after):
        earlier = old.pop(item["thread"], None)
        if earlier is None or any(earlier.get(name) != item.get(name) for name in names):
            found.append(_difference(item["name"], earlier, item))
    found.extend(_difference(item["name"], item, None) for item in old.values())
    return found


def _indicators(body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for result in body.get("results", []):
        yield from result["indicators"]


def _difference(name: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "name": name,
        **{f"{figure}_before": (before or {}).get(figure) for figure in FIGURES},
        **{f"{figure}_after": (after or {}).get(figure) for figure in FIGURES},
    }


def note_change(*, appraisal: Appraisal, body: dict[str, Any], digest: str, at: datetime) -> Act | None:
    """Keep what differs from the figures that a delivered rating rests on; the act to be recorded.

    None where nothing differs, or where this very change was noted before.
    """
    if appraisal.computation is None or appraisal.computation.inputs == digest:
        return None
    found = differences(appraisal.computation.body, body)
    if not found:
        return None
    change, is_new = BasisChange.objects.get_or_create(
        appraisal=appraisal, digest=digest, defaults={"differences": found, "found_at": at}
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
    """Changes nobody has decided on, under one's own ratings and those one gave."""
    undecided = BasisChange.objects.filter(decided_at__isnull=True).select_related(
        "appraisal__plan__assignment__employee"
    )
    own = undecided.filter(appraisal__plan__assignment__employee=employee)
    return own | undecided.filter(appraisal__appraiser=employee)


def may_decide(user: User, appraisal: Appraisal, *, on: date) -> bool:
    """The performance team, or who stands above the appraiser; never the two themselves."""
    if is_performance_team(user, on=on):
        return True
    viewer = getattr(user, "employee", None)
    if viewer is None or appraisal.appraiser_id is None or viewer.pk == appraisal.appraiser_id:
        return False
    return is_above(viewer, appraisal.appraiser_id, on=on)


@transaction.atomic
def decide_change(*, change: BasisChange, decision: str, by: User, on: date, at: datetime) -> BasisChange:
    """Say what follows from a change, in words that both read. The rating stands as it is.

    :raises BasisRefused: without the right or a reason, or where it is decided already.
    """
    locked = BasisChange.objects.select_for_update(of=("self",)).select_related("appraisal").get(pk=change.pk)
    if not may_decide(by, locked.appraisal, on=on):
        raise BasisRefused("Hanya atasan pejabat penilai atau pengelola kinerja yang memutuskan.")
    if locked.decided_at is not None:
        raise BasisRefused("Sudah diputuskan.")
    if not has_letters(decision, SENTENCE_LETTERS):
        raise BasisRefused(
            f"Tulis keputusan dan alasannya, paling sedikit {SENTENCE_LETTERS} huruf; keduanya membacanya."
        )
    locked.decision, locked.decided_by, locked.decided_at = decision.strip(), by, at
    locked.save()
    record(
        Act(
            f"appraisal/{locked.appraisal_id}",
            "basis-decided",
            reason=locked.decision,
            rows=fingerprints(locked),
        ),
        by=by.actor,
        at=at,
    )
    return locked
