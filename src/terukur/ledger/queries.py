"""Reads of the ledger for the doors. Who may read is decided by the area of the subject."""

from typing import Any

from django.db.models import QuerySet

from terukur.ledger.models import Entry, ImportRecord, Seal


def history_of(*chains: str) -> QuerySet[Entry]:
    """All acts on the subjects with these keys, newest first, without what they name: it may be long."""
    return Entry.objects.filter(chain__in=chains).defer("rows").order_by("-at", "-id")


def imports() -> QuerySet[ImportRecord]:
    """All loaded files, newest first."""
    return ImportRecord.objects.select_related("file")


def confirmed_in(record: ImportRecord) -> list[dict[str, Any]]:
    """The questions that were settled before a file was loaded: ``line`` and ``question`` of each."""
    entry = history_of(f"import/{record.pk}").filter(act="file-loaded").first()
    found: list[dict[str, Any]] = (entry.after or {}).get("confirmed", []) if entry else []
    return found


def seals() -> QuerySet[Seal]:
    """All daily seals, newest first, without their trees."""
    return Seal.objects.defer("blocks")


def latest_seal() -> Seal | None:
    """The newest daily seal: its day and root are what a document prints."""
    return seals().first()
