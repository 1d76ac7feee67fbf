"""The content of an evidence address when it was filed, and whether it has changed."""

from dataclasses import dataclass

from django.db import transaction

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.measurement.models import AddressLook, Evidence


@dataclass(frozen=True, slots=True)
class Seen:
    """The SHA-256 and size in bytes of an address's content, or why it could not be read."""

    sha256: str = ""
    size: int = 0
    failure: str = ""


@transaction.atomic
def keep_look(*, evidence: Evidence, seen: Seen, acting: Acting[Actor]) -> AddressLook:
    """Store a look at an address; earlier looks stay, so a change of the page is visible."""
    look = AddressLook.objects.create(
        evidence=evidence, at=acting.at, sha256=seen.sha256, size=seen.size, failure=seen.failure[:200]
    )
    record(
        Act(
            f"plan/{evidence.realization.plan_id}",
            "address-looked-at",
            after={"evidence": evidence.pk},
            rows=fingerprints(look),
        ),
        acting,
    )
    return look


def has_changed(evidence: Evidence) -> bool:
    """Return whether an address had another content later than when it was first read."""
    hashes = {look.sha256 for look in evidence.looks.all() if look.sha256}
    return len(hashes) > 1
