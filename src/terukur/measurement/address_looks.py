"""What the address of a piece of evidence showed when it was filed, and whether it still does."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import COMMAND, Act, record
from terukur.measurement.models import AddressLook, Evidence


@dataclass(frozen=True, slots=True)
class Seen:
    """The SHA-256 and size in bytes of what an address answered, or why nothing was seen."""

    sha256: str = ""
    size: int = 0
    failure: str = ""


@transaction.atomic
def keep_look(*, evidence: Evidence, seen: Seen, at: datetime) -> AddressLook:
    """Keep what was seen; earlier looks stay, so a page that changes shows it."""
    look = AddressLook.objects.create(
        evidence=evidence, at=at, sha256=seen.sha256, size=seen.size, failure=seen.failure[:200]
    )
    record(
        Act(
            f"plan/{evidence.realization.plan_id}",
            "address-looked-at",
            after={"evidence": evidence.pk},
            rows=fingerprints(look),
        ),
        by=COMMAND,
        at=at,
    )
    return look


def has_changed(evidence: Evidence) -> bool:
    """Whether an address showed something else later than when it was first seen."""
    hashes = {look.sha256 for look in evidence.looks.all() if look.sha256}
    return len(hashes) > 1
