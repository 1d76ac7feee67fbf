"""Append-only tables: entries of the ledger, daily seals, kept files, and the record of imports."""

import pgtrigger
from django.core.files.storage import default_storage
from django.db import models

from terukur.ledger.fingerprints import Kept

# Deleting all at once passes by triggers on rows.
NEVER_EMPTIED = pgtrigger.Trigger(
    name="never_emptied",
    operation=pgtrigger.Truncate,
    when=pgtrigger.Before,
    level=pgtrigger.Statement,
    func="RAISE EXCEPTION 'the table % is never emptied', TG_TABLE_NAME;",
)
APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class Entry(models.Model):
    """One act on one subject; ``digest`` seals it together with the entry before it.

    A chain is the life of one subject (``appraisal/12``), so writers on different subjects never
    wait for each other. ``rows`` holds fingerprints of what the act wrote (``ledger.fingerprints``).
    Written only by ``ledger.operations``.
    """

    chain = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    act = models.CharField(max_length=60)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    rows = models.JSONField(null=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="entry_once_per_number"),
            models.UniqueConstraint(fields=["chain", "previous"], name="entry_chain_never_forks"),
        ]
        triggers = [APPEND_ONLY, NEVER_EMPTIED]


class NotedRow(models.Model):
    """A row that a running transaction wrote and no act has named yet (``ledger.noting``).

    Written by triggers, removed by the next act of the same transaction. It proves nothing.
    """

    transaction = models.BigIntegerField(db_index=True)
    label = models.CharField(max_length=100)
    key = models.BigIntegerField()


class Head(models.Model):
    """The newest entry of each chain, kept by the database itself whenever entries are added.

    It makes a missing last entry visible, and spares writers and seals the search for it.
    """

    chain = models.CharField(max_length=80, primary_key=True, db_collation="C")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        triggers = [NEVER_EMPTIED]


class Seal(models.Model):
    """One day's Merkle root over the heads of all chains; ``digest`` ties it to the seal before.

    ``blocks`` holds the first chain and the root of each run of leaves (``sealing.BLOCK``), so that a
    proof reads one run and not the whole agency.
    """

    number = models.PositiveIntegerField(primary_key=True)
    day = models.DateField(unique=True)
    sealed_at = models.DateTimeField()
    chains = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    blocks = models.JSONField()
    kept = Kept("segel nomor", complete=False)

    class Meta:
        ordering = ["-number"]
        triggers = [APPEND_ONLY, NEVER_EMPTIED]


class SealedHead(models.Model):
    """The head of a chain under a seal, where it is another than under the seal before."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="heads")
    chain = models.CharField(max_length=80, db_collation="C")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seal"], name="sealed_head_once_a_seal")]
        triggers = [APPEND_ONLY, NEVER_EMPTIED]


class StoredFile(models.Model):
    """A file as it came in, kept untouched under its SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()
    stored_by_id = models.BigIntegerField(null=True)
    stored_by_name = models.CharField(max_length=200)
    kept = Kept("keterangan berkas", complete=False)
    kept_state = Kept("berkas tersimpan", only=("sha256", "size"), noted=True)

    class Meta:
        triggers = [APPEND_ONLY, NEVER_EMPTIED]

    @property
    def path(self) -> str:
        """The path of the bytes in the storage."""
        return f"{self.sha256[:2]}/{self.sha256}"

    def content(self) -> bytes:
        """Return the bytes as they came in."""
        with default_storage.open(self.path, "rb") as stream:
            data: bytes = stream.read()
        return data


class ImportRecord(models.Model):
    """One file loaded by one person: what it was for and what it changed."""

    # That of a registered importer (``ledger.importing``).
    kind = models.CharField(max_length=20)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=255)
    subject = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    created = models.PositiveIntegerField()
    updated = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    kept = Kept("impor")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at"], name="import_newest_first")]
        triggers = [APPEND_ONLY, NEVER_EMPTIED]
