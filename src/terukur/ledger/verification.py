"""Checks of all that is kept: files against their hash, chains link by link, rows against their entries."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from terukur.ledger.canonical import canonical
from terukur.ledger.fingerprints import GONE, Kind, all_fingerprints, fingerprints_in, kinds
from terukur.ledger.merkle import blocks_of, root_of
from terukur.ledger.models import Entry, Seal, SealedHead, StoredFile
from terukur.ledger.operations import GENESIS
from terukur.ledger.row_sets import from_key
from terukur.ledger.sealing import BLOCK, SealedChain, seal_digest
from terukur.ledger.stock import counted_in
from terukur.notation.dates import written_day

_PIECE = 1024 * 1024
_BATCH = 2000
_CHUNK = 10_000
# In the form that ``content_of`` writes, so that a million entries need no objects.
_ENTRIES = """
SELECT chain, number, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), actor_id,
       actor_name, act, before::text, after::text, reason, rows::text, previous, digest
FROM ledger_entry WHERE at >= %s ORDER BY chain, number
"""
_LAST_ENTRIES = """
SELECT coalesce(head.chain, last.chain), head.number, last.number
FROM ledger_head head FULL JOIN (
    SELECT DISTINCT ON (chain) chain, number, digest FROM ledger_entry ORDER BY chain, number DESC
) last ON last.chain = head.chain COLLATE "default"
WHERE head.number IS DISTINCT FROM last.number OR head.digest IS DISTINCT FROM last.digest
ORDER BY 1 LIMIT 1
"""
_SEALED = """
SELECT seal.day, sealed.chain, sealed.number, entry.digest IS NULL
FROM ledger_sealedhead sealed JOIN ledger_seal seal ON seal.number = sealed.seal_id
LEFT JOIN ledger_entry entry ON entry.chain = sealed.chain COLLATE "default" AND entry.number = sealed.number
WHERE entry.digest IS DISTINCT FROM sealed.digest AND seal.day >= %s
ORDER BY seal.number, sealed.chain LIMIT 1
"""
_NAMED_ROWS = """
SELECT DISTINCT ON (label, key) label, key, fingerprint, chain, number FROM (
    SELECT split_part(named.key, ':', 1) COLLATE "C" AS label,
           split_part(named.key, ':', 2)::bigint AS key,
           named.value AS fingerprint, entry.id, entry.chain, entry.number
    FROM ledger_entry entry, jsonb_each_text(entry.rows) named
    WHERE entry.rows IS NOT NULL AND entry.at >= %s
) told ORDER BY label, key, id DESC
"""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first record of a check that differs; ``where`` names it."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One check: how many records were looked at, and the first that differs, if any."""

    name: str
    count: int
    broken: Broken | None


@dataclass(frozen=True, slots=True)
class _Told:
    """The facts of a row in the newest entry that names it."""

    key: int
    fingerprint: str
    entry: str


def run_check(name: str, findings: Iterator[Broken | None]) -> Checked:
    """Return the result of a check, one finding or None for each record, up to the first that differs.

    A record that cannot even be read is one that differs.
    """
    count = 0
    try:
        for count, broken in enumerate(findings, start=1):
            if broken is not None:
                return Checked(name, count, broken)
    except (ObjectDoesNotExist, LookupError, TypeError, ValueError, ArithmeticError) as error:
        where = f"{name.lower()} yang ke-{count + 1}"
        return Checked(name, count + 1, Broken(where, f"tidak terbaca lagi: {error}"))
    return Checked(name, count, None)


def check_files(*, since: date | None = None) -> Checked:
    """Check every kept file against its SHA-256, from a day on."""
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
    """Check every entry against its own digest and the entry before it.

    With ``since`` only later entries are looked at, each against the digest that stands before it.
    """
    return run_check("Catatan", _entries(since))


def _entries(since: date | None) -> Iterator[Broken | None]:
    chain, number, digest = "", 0, GENESIS
    for row in _rows(_ENTRIES, _from(since)):
        if row[0] != chain:
            chain, number, digest = row[0], 0, GENESIS
            if since is not None and row[1] > 1:
                number = row[1] - 1
                before = Entry.objects.filter(chain=chain, number=number).first()
                digest = before.digest if before else ""
        yield _entry(row, number, digest)
        number, digest = row[1], row[11]


def _entry(row: tuple[Any, ...], before: int, previous: str) -> Broken | None:
    if row[1] == before + 1 and row[10] == previous and row[11] == _digest(row):
        return None
    where = f"catatan {row[0]} nomor {row[1]}"
    if row[1] != before + 1:
        return Broken(where, f"nomor {before + 1} hilang.")
    if row[10] != previous:
        return Broken(where, "tidak tersambung dengan catatan sebelumnya.")
    return Broken(where, "isinya tidak cocok dengan sidiknya.")


def _digest(row: tuple[Any, ...]) -> str:
    chain, number, at, actor_id, actor_name, act, before, after, reason, rows, previous, _ = row
    content = {
        "chain": chain,
        "number": number,
        "at": f"{at.removesuffix('.000000')}+00:00",
        "actor_id": actor_id,
        "actor_name": actor_name,
        "act": act,
        "before": before and json.loads(before),
        "after": after and json.loads(after),
        "reason": reason,
        "previous": previous,
    }
    if rows is not None:
        content["rows"] = json.loads(rows)
    return hashlib.sha256(canonical(content)).hexdigest()


def check_heads(*, since: date | None = None) -> Checked:
    """Check the last entry of every chain against the head that the database kept: none is missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_head")
        (count,) = cursor.fetchone()
        cursor.execute(_LAST_ENTRIES)
        wrong = cursor.fetchone()
    if wrong is None:
        return Checked("Ujung rangkaian", 0 if since else count, None)
    chain, kept, last = wrong
    if kept is not None and (last or 0) < kept:
        missing = Broken(f"catatan {chain} nomor {kept}", "hilang dari ujung rangkaiannya.")
        return Checked("Ujung rangkaian", count, missing)
    message = "ujung rangkaiannya tidak sama dengan yang dicatat basis data."
    return Checked("Ujung rangkaian", count, Broken(f"catatan {chain} nomor {last}", message))


def check_seals(*, since: date | None = None) -> Checked:
    """Check every seal: its tie to the one before, the entries it covers, and its root computed again.

    With ``since`` the roots of later days only; the ties always.
    """
    return run_check("Segel", _seals(since))


def _seals(since: date | None) -> Iterator[Broken | None]:
    wrong = _first(_SEALED, [since or date.min])
    if wrong is not None:
        day, chain, number, is_gone = wrong
        message = "hilang" if is_gone else "tidak sama lagi dengan yang disegel"
        yield Broken(f"segel {written_day(day)}, catatan {chain} nomor {number}", f"{message}.")
        return
    previous, last, leaves = GENESIS, 0, dict[str, bytes]()
    for seal in Seal.objects.order_by("number").iterator(50):
        for chain, number, digest in (
            SealedHead.objects.filter(seal=seal).values_list("chain", "number", "digest").iterator()
        ):
            leaves[chain] = SealedChain(chain, number, digest).leaf
        where = f"segel {written_day(seal.day)}"
        if seal.number != last + 1 or seal.previous != previous:
            yield Broken(where, "tidak tersambung dengan segel sebelumnya.")
        elif seal_digest(seal) != seal.digest:
            yield Broken(where, "isinya tidak cocok dengan sidiknya.")
        elif since is None or seal.day >= since:
            yield (
                None if _is_root(seal, leaves) else Broken(where, "akarnya tidak sama ketika dihitung ulang.")
            )
        previous, last = seal.digest, seal.number


def _is_root(seal: Seal, leaves: dict[str, bytes]) -> bool:
    chains = sorted(leaves)
    roots = list(blocks_of((leaves[chain] for chain in chains), BLOCK))
    blocks = [[chains[n * BLOCK], root.hex()] for n, root in enumerate(roots)]
    return (seal.root, seal.chains, seal.blocks) == (root_of(roots).hex(), len(chains), blocks)


def check_rows(*, since: date | None = None) -> Checked:
    """Check every row that acts write against the newest entry that names it (``ledger.fingerprints``).

    With ``since`` only rows that later entries name.
    """
    return run_check("Isi tabel", _kept_rows(since))


def _kept_rows(since: date | None) -> Iterator[Broken | None]:
    left, counted = {kind.label: kind for kind in kinds()}, counted_in()
    named = groupby(_rows(_NAMED_ROWS, _from(since)), key=lambda row: row[0])
    for label, rows in named:
        told = (_Told(row[1], row[2], f"{row[3]} nomor {row[4]}") for row in rows)
        kind = left.pop(label, None)
        if kind is not None:
            yield from _later_rows(kind, told) if since else _all_rows(kind, told, counted)
    if since is None:
        for kind in left.values():
            yield from _all_rows(kind, iter(()), counted)


def _later_rows(kind: Kind, told: Iterator[_Told]) -> Iterator[Broken | None]:
    for entry in told:
        found = dict(fingerprints_in(kind, [entry.key]))
        yield _row(kind, entry, found.get(entry.key))


def _all_rows(kind: Kind, told: Iterator[_Told], counted: set[str]) -> Iterator[Broken | None]:
    """Yield the rows that differ from their entries; both come by key, so they are read side by side.

    Before a kind was counted in once, rows without an entry are no finding; of days, those before the newest
    named one must be named.
    """
    last = None
    if kind.kept.nightly:
        entries = list(told)
        told, last = iter(entries), entries[-1].key if entries else 0
    must_be_named = not kind.is_counted_in or kind.label in counted
    entry = next(told, None)
    for key, fingerprint, is_due in all_fingerprints(kind):
        while entry is not None and entry.key < key:
            yield _row(kind, entry, None)
            entry = next(told, None)
        if entry is not None and entry.key == key:
            yield _row(kind, entry, fingerprint)
            entry = next(told, None)
        elif is_due and must_be_named and (last is None or key <= last):
            yield Broken(_name(kind, key), "tidak disebut catatan mana pun.")
    while entry is not None:
        yield _row(kind, entry, None)
        entry = next(told, None)


def _row(kind: Kind, told: _Told, fingerprint: str | None) -> Broken | None:
    if (fingerprint or GONE) == told.fingerprint:
        return None
    message = "tidak sama dengan isi"
    if fingerprint is None:
        message = "hilang, padahal disebut"
    elif told.fingerprint == GONE:
        message = "ada lagi, padahal sudah dihapus menurut"
    return Broken(_name(kind, told.key), f"{message} catatan {told.entry}.")


def _name(kind: Kind, key: int) -> str:
    """Return the words for one row, or for the set of a day."""
    return (
        f"{kind.kept.name} {written_day(from_key(key))}" if kind.kept.nightly else f"{kind.kept.name} {key}"
    )


def _from(since: date | None) -> list[datetime]:
    """Return the beginning of a day in the offices' time zone; of all time without one."""
    return [timezone.make_aware(datetime.combine(since or date(1900, 1, 1), time.min))]


def _first(statement: str, values: list[Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def _rows(statement: str, values: list[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a statement, read in pieces."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while found := cursor.fetchmany(_CHUNK):
            yield from found
