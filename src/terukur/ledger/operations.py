"""Writing of acts, files and imports to the ledger. Each is part of the caller's transaction."""

import hashlib
import io
import mimetypes
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import PurePath
from typing import Any, BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Model

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.canonical import canonical
from terukur.ledger.fingerprints import fingerprints, fingerprints_of, kept_of, model_of_chain
from terukur.ledger.guards import Guards
from terukur.ledger.models import Entry, ImportRecord, StoredFile
from terukur.ledger.noting import named_now, take_notes
from terukur.tables.cells import ImportRefused
from terukur.tables.gathering import Unanswered
from terukur.tables.questions import NOTHING, Confirmed, Question, gathered
from terukur.tables.understanding import Understood

GENESIS = "0" * 64
_LOCKS = 2026
_BUCKETS = 1024
_PIECE = 1024 * 1024


IMPORTS: Guards[str] = Guards()


class ImportNotAllowed(ImportRefused):
    """A file was loaded by a person without the right; nothing was stored."""

    def __init__(self, message: str) -> None:
        self.errors = []
        ValueError.__init__(self, message)


@dataclass(frozen=True, slots=True)
class Act:
    """One act to be recorded; ``before`` and ``after`` hold JSON values only.

    ``rows`` are the fingerprints of what the act wrote (``ledger.fingerprints``); an act that wrote nothing
    at all states it by ``rows={}``, and names no row.
    """

    chain: str
    act: str
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str = ""
    rows: Mapping[str, str] | None = None


@dataclass(slots=True)
class ImportCounts:
    """The changes of an import, in rows; ``changes`` says it in words for a preview.

    ``questions`` is what a person has to settle first (``tables.questions``), ``confirmed`` what was settled;
    ``record_import`` stores nothing before all of it is. ``understood`` tells what was made of the file.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    changes: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    confirmed: Confirmed = NOTHING
    understood: Understood = field(default_factory=Understood)

    @property
    def asked(self) -> list[Question]:
        """The questions as a person is asked them, in the order of their lines."""
        return gathered(self.questions)


def record(act: Act, acting: Acting[Actor]) -> Entry:
    """Append one act to its chain."""
    return record_all([act], acting)[0]


@transaction.atomic
def record_all(acts: Iterable[Act], acting: Acting[Actor]) -> list[Entry]:
    """Append acts, each to its chain, in the order given, after what they wrote was written.

    Rows that the database noted (``ledger.noting``) are named by the first act that wrote anything.

    Chains are locked in a fixed order until the transaction ends, so two writers of one subject
    queue up and never fork a chain. They share a fixed number of locks, because a server has
    memory for some thousands and one import may touch every employee.
    """
    acts = list(acts)
    chains = sorted({act.chain for act in acts})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, bucket) FROM (SELECT DISTINCT "
            "hashtext(chain) & %s AS bucket FROM unnest(%s::text[]) AS chain ORDER BY 1) AS locks",
            [_LOCKS, _BUCKETS - 1, chains],
        )
        cursor.execute("SELECT chain, number, digest FROM ledger_head WHERE chain = ANY(%s)", [chains])
        heads = {chain: (number, digest) for chain, number, digest in cursor.fetchall()}
    entries = []
    rows = _rows_of(acts)
    for act, written in zip(acts, rows, strict=True):
        number, previous = heads.get(act.chain, (0, GENESIS))
        entry = Entry(
            chain=act.chain,
            number=number + 1,
            at=acting.at,
            actor_id=acting.by.identity,
            actor_name=acting.by.stated_name,
            act=act.act,
            before=None if act.before is None else dict(act.before),
            after=None if act.after is None else dict(act.after),
            reason=act.reason,
            rows=written or None,
            previous=previous,
        )
        entry.digest = digest_of(entry)
        heads[act.chain] = (entry.number, entry.digest)
        entries.append(entry)
    return Entry.objects.bulk_create(entries, batch_size=1000)


def _rows_of(acts: list[Act]) -> list[dict[str, str]]:
    """Return the rows that each act names: its own, the row of its chain, and the noted ones."""
    writing = [act for act in acts if act.rows is None or act.rows]
    subjects = _subjects({act.chain for act in writing})
    named = {id(act): {**(act.rows or {}), **subjects.get(act.chain, {})} for act in writing}
    if writing:
        by_acts = {name for rows in named.values() for name in rows}
        named[id(writing[0])].update(named_now(take_notes(), but=by_acts))
    return [named.get(id(act), {}) for act in acts]


def _subjects(chains: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the fingerprints of the rows whose own chains these are."""
    keys: dict[type[Model], list[int]] = defaultdict(list)
    for chain in chains:
        name, _, key = chain.partition("/")
        model = model_of_chain(name)
        if model is not None:
            keys[model].append(int(key))
    return {
        f"{kept_of(model).chain}/{key}": {f"{model._meta.label_lower}:{key}": digest}
        for model, found in keys.items()
        for key, digest in fingerprints_of(model, found)
    }


def digest_of(entry: Entry) -> str:
    """Return the SHA-256 (hex) over the canonical form of an entry, the digest before it included.

    The moment is written in UTC, so that it reads the same from the database and before it.
    """
    return hashlib.sha256(canonical(content_of(entry))).hexdigest()


def content_of(entry: Entry) -> dict[str, Any]:
    """Return the content that the digest of an entry covers; ``rows`` only where the act wrote some."""
    content = {
        "chain": entry.chain,
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor_id": entry.actor_id,
        "actor_name": entry.actor_name,
        "act": entry.act,
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
        "previous": entry.previous,
    }
    return content if entry.rows is None else {**content, "rows": entry.rows}


def store_file(*, content: bytes, name: str, acting: Acting[Actor]) -> StoredFile:
    """Keep a file untouched under its SHA-256; the same bytes are kept once."""
    return store_stream(stream=io.BytesIO(content), name=name, acting=acting)


def store_stream(*, stream: BinaryIO, name: str, acting: Acting[Actor]) -> StoredFile:
    """Keep a file of any size, read in pieces from its beginning.

    Bytes reach the storage before the row is committed: a crash in between leaves bytes that
    nothing points to, never a row without its bytes.
    """
    stream.seek(0)
    digest = hashlib.sha256()
    while piece := stream.read(_PIECE):
        digest.update(piece)
    sha256 = digest.hexdigest()
    size = stream.tell()
    name = PurePath(name.replace("\\", "/")).name[:255] or "berkas"
    existing = StoredFile.objects.filter(sha256=sha256).first()
    if existing is not None:
        return existing
    stored = StoredFile(
        sha256=sha256,
        name=name,
        size=size,
        media_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        stored_at=acting.at,
        stored_by_id=acting.by.identity,
        stored_by_name=acting.by.stated_name,
    )
    if not default_storage.exists(stored.path):
        stream.seek(0)
        default_storage.save(stored.path, File(stream))
    stored.save()
    return stored


def record_import(
    *,
    kind: str,
    stream: BinaryIO,
    name: str,
    counts: ImportCounts,
    acting: Acting[Actor],
    subject: str = "",
    period: str = "",
) -> ImportRecord:
    """Keep the file and record who loaded it, when, what it changed, and which questions were confirmed.

    :raises ImportNotAllowed: where a higher area holds something against it (``ledger.guards``).
    :raises Unanswered: while questions of the import wait for a person.
    """
    refusal = IMPORTS.refusal(kind, acting)
    if refusal:
        raise ImportNotAllowed(refusal)
    asked = counts.asked
    if not all(counts.confirmed.covers(question) for question in asked):
        raise Unanswered(asked)
    kept = ImportRecord.objects.create(
        kind=kind,
        file=store_stream(stream=stream, name=name, acting=acting),
        file_name=PurePath(name.replace("\\", "/")).name[:255],
        subject=subject,
        period=period,
        at=acting.at,
        by_id=acting.by.identity,
        by_name=acting.by.stated_name,
        rows=counts.rows,
        created=counts.created,
        updated=counts.updated,
        unchanged=counts.unchanged,
    )
    record(
        Act(
            f"import/{kept.pk}",
            "file-loaded",
            after={
                "kind": kind,
                "sha256": kept.file.sha256,
                **({"confirmed": [_told(question) for question in asked]} if asked else {}),
            },
            rows=fingerprints(kept, kept.file),
        ),
        acting,
    )
    return kept


def _told(question: Question) -> dict[str, Any]:
    return {"key": question.key, "line": question.line, "question": question.message}
