"""Checking what is kept: files against their hash, chains link by link."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.core.files.storage import default_storage

from terukur.ledger.models import Entry, StoredFile
from terukur.ledger.operations import GENESIS, digest_of

_PIECE = 1024 * 1024
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Broken:
    """The first record of a check that is not as it was; ``where`` names it."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One check: how many records were looked at, and the first that differs, if any."""

    name: str
    count: int
    broken: Broken | None


def run_check(name: str, findings: Iterator[Broken | None]) -> Checked:
    """Go through a check, one finding or None for each record, up to the first that differs."""
    count = 0
    for count, broken in enumerate(findings, start=1):
        if broken is not None:
            return Checked(name, count, broken)
    return Checked(name, count, None)


def check_files(*, since: date | None = None) -> Checked:
    """Every kept file against its SHA-256, from a day on."""
    files = StoredFile.objects.order_by("pk")
    if since is not None:
        files = files.filter(stored_at__date__gte=since)
    return run_check("Berkas", (_file(file) for file in files.iterator(_BATCH)))


def _file(file: StoredFile) -> Broken | None:
    where = f"berkas “{file.name}” (SHA-256 {file.sha256[:12]}…)"
    if not default_storage.exists(file.path):
        return Broken(where, "tidak ada lagi di penyimpanan.")
    digest = hashlib.sha256()
    with default_storage.open(file.path, "rb") as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    if digest.hexdigest() != file.sha256:
        return Broken(where, f"isinya berubah: sekarang {digest.hexdigest()[:12]}….")
    return None


def check_chains(*, since: date | None = None) -> Checked:
    """Every entry against its own digest and the entry before it.

    With ``since`` only later entries are looked at, each against the digest that stands before it.
    """
    return run_check("Catatan", _entries(since))


def _entries(since: date | None) -> Iterator[Broken | None]:
    entries = Entry.objects.order_by("chain", "number")
    if since is not None:
        entries = entries.filter(at__date__gte=since)
    chain, number, digest = "", 0, GENESIS
    for entry in entries.iterator(_BATCH):
        if entry.chain != chain:
            chain, number, digest = entry.chain, 0, GENESIS
            if since is not None and entry.number > 1:
                before = Entry.objects.filter(chain=chain, number=entry.number - 1).first()
                number = entry.number - 1
                digest = before.digest if before else ""
        yield _entry(entry, number, digest)
        number, digest = entry.number, entry.digest


def _entry(entry: Entry, number: int, digest: str) -> Broken | None:
    where = f"catatan {entry.chain} nomor {entry.number}"
    if entry.number != number + 1:
        return Broken(where, f"nomor {number + 1} hilang.")
    if entry.previous != digest:
        return Broken(where, "tidak tersambung dengan catatan sebelumnya.")
    if entry.digest != digest_of(entry):
        return Broken(where, "isinya tidak cocok dengan segelnya.")
    return None
