"""Reads of the ledger for the doors. The right to read is decided by the area of the subject."""

from typing import Any

from django.db.models import QuerySet

from terukur.ledger.models import Entry, ImportRecord, Seal


def history_of(*chains: str) -> QuerySet[Entry]:
    """Return all acts on the subjects with these keys, newest first, without the many rows they name."""
    return Entry.objects.filter(chain__in=chains).defer("rows").order_by("-at", "-id")


def was_acting(identity: int) -> bool:
    """Return whether a user did anything that is recorded."""
    return Entry.objects.filter(actor_id=identity).exists()


def imports() -> QuerySet[ImportRecord]:
    """Return all loaded files, newest first."""
    return ImportRecord.objects.select_related("file")


def confirmed_in(record: ImportRecord) -> list[dict[str, Any]]:
    """Return the questions that were settled before a file was loaded: ``line`` and ``question`` of each."""
    entry = history_of(f"import/{record.pk}").filter(act="file-loaded").first()
    found: list[dict[str, Any]] = (entry.after or {}).get("confirmed", []) if entry else []
    return found


def seals() -> QuerySet[Seal]:
    """Return all daily seals, newest first, without their trees."""
    return Seal.objects.defer("blocks")


def latest_seal() -> Seal | None:
    """Return the newest daily seal: its day and root are printed on documents."""
    return seals().first()
