"""Daily seals: a Merkle root (RFC 6962) over the heads of all chains, each tied to the one before.

The seal of a day covers each chain up to its last entry before the day's end. Entries that commit after the
sealing are covered by the next seal: the heads under a seal are kept, so it never changes.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.canonical import canonical
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.merkle import blocks_of, leaf_hash, path_of, root_of
from terukur.ledger.models import Entry, Seal
from terukur.ledger.operations import GENESIS, Act, content_of, record
from terukur.notation.dates import written_day
from terukur.regulation.decision import Refused

BLOCK = 1024
CHAIN = "days/sealed"
PROOF_FORMAT = "terukur-proof/1"
_LOCK = 2027

# The index of entries by chain is in the collation of the database, that of the heads in bytes.
# One statement, so one view of the database: each chain up to its first entry after the day.
_KEEP_HEADS = """
INSERT INTO ledger_sealedhead (seal_id, chain, number, digest)
SELECT %(seal)s, head.chain, last.number, last.digest
FROM ledger_head head
LEFT JOIN LATERAL (
    SELECT number FROM ledger_sealedhead WHERE chain = head.chain ORDER BY seal_id DESC LIMIT 1
) sealed ON true
JOIN LATERAL (
    SELECT number, digest FROM ledger_entry
    WHERE chain = head.chain COLLATE "default" AND number > coalesce(sealed.number, 0) AND number < coalesce((
        SELECT min(number) FROM ledger_entry
        WHERE chain = head.chain COLLATE "default" AND number > coalesce(sealed.number, 0) AND at >= %(end)s
    ), head.number + 1)
    ORDER BY number DESC LIMIT 1
) last ON true
WHERE head.number > coalesce(sealed.number, 0)
"""
_HEADS = """
SELECT DISTINCT ON (chain) chain, number, digest FROM ledger_sealedhead
WHERE seal_id <= %(seal)s AND chain >= %(first)s AND (%(before)s IS NULL OR chain < %(before)s)
ORDER BY chain, seal_id DESC
"""


class SealRefused(Refused):
    """The seal or proof is not possible; the message says why."""


@dataclass(frozen=True, slots=True)
class SealedChain:
    """A chain as one leaf of a seal's tree."""

    chain: str
    number: int
    digest: str

    @property
    def leaf(self) -> bytes:
        """The hash of the leaf."""
        return leaf_hash(canonical({"chain": self.chain, "number": self.number, "digest": self.digest}))


def seal_until(*, acting: Acting[Actor]) -> list[Seal]:
    """Seal every finished day since the last seal. Nothing is sealed twice.

    An entry names the seals, so that they are missed where all of them are gone.
    Where nothing was ever sealed, yesterday is the first: its seal covers all that came before.
    """
    sealed: list[Seal] = []
    with transaction.atomic():
        _lock()
        last = Seal.objects.first()
    day = last.day + timedelta(days=1) if last else acting.on - timedelta(days=1)
    while day < acting.on:
        seal = seal_day(day=day, at=acting.at)
        if seal is not None:
            sealed.append(seal)
        day += timedelta(days=1)
    if sealed:
        told = {"first": str(sealed[0].day), "last": str(sealed[-1].day)}
        act = Act(CHAIN, "days-sealed", after=told, rows=fingerprints(*sealed))
        record(act, acting)
    return sealed


@transaction.atomic
def seal_day(*, day: date, at: datetime) -> Seal | None:
    """Seal one finished day; None where that day or a later one is sealed already.

    :raises SealRefused: for a day that has not ended.
    """
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    if end > at:
        raise SealRefused(f"{written_day(day)} belum berakhir.")
    _lock()
    last = Seal.objects.first()
    if last is not None and last.day >= day:
        return None
    number = last.number + 1 if last else 1
    with connection.cursor() as cursor:
        cursor.execute(_KEEP_HEADS, {"seal": number, "end": end})
    tree = Tree(number)
    seal = Seal(
        number=number,
        day=day,
        sealed_at=at,
        chains=tree.size,
        root=tree.root.hex(),
        previous=last.digest if last else GENESIS,
        blocks=tree.blocks,
    )
    seal.digest = seal_digest(seal)
    seal.save(force_insert=True)
    return seal


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])


class Tree:
    """The tree of a seal, computed from the kept heads, which are read once and not held."""

    def __init__(self, seal: int) -> None:
        self.size = 0
        firsts: list[str] = []

        def leaves() -> Iterator[bytes]:
            for head in heads_under(seal):
                if self.size % BLOCK == 0:
                    firsts.append(head.chain)
                self.size += 1
                yield head.leaf

        roots = list(blocks_of(leaves(), BLOCK))
        self.root = root_of(roots)
        self.blocks = [[first, root.hex()] for first, root in zip(firsts, roots, strict=True)]


def heads_under(seal: int, *, first: str = "", before: str | None = None) -> Iterator[SealedChain]:
    """Yield the head of every chain under a seal, by chain; ``first`` and ``before`` bound the chains."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(_HEADS, {"seal": seal, "first": first, "before": before})
        while rows := cursor.fetchmany(5000):
            for row in rows:
                yield SealedChain(*row)


def stated(seal: Seal) -> dict[str, Any]:
    """Return the fields of a seal as published; its digest covers all but itself."""
    return {
        "number": seal.number,
        "day": seal.day.isoformat(),
        "chains": seal.chains,
        "root": seal.root,
        "previous": seal.previous,
        "digest": seal.digest,
    }


def seal_digest(seal: Seal) -> str:
    """Return the SHA-256 (hex) over the fields of a seal, the digest of the seal before it included."""
    content = {name: value for name, value in stated(seal).items() if name != "digest"}
    return hashlib.sha256(canonical(content)).hexdigest()


def proof_of(chain: str, *, seal: Seal) -> dict[str, Any] | None:
    """Return the entries of one chain up to its head under a seal, and the path to the seal's root.

    It holds nothing of other chains but hashes. None where the chain is not under the seal.
    """
    firsts = [first for first, _root in seal.blocks]
    place = sum(first <= chain for first in firsts) - 1
    if place < 0:
        return None
    before = firsts[place + 1] if place + 1 < len(firsts) else None
    run = list(heads_under(seal.number, first=firsts[place], before=before))
    index = next((i for i, head in enumerate(run) if head.chain == chain), None)
    if index is None:
        return None
    path = path_of(index, [head.leaf for head in run]) + path_of(
        place, [bytes.fromhex(root) for _first, root in seal.blocks]
    )
    entries = Entry.objects.filter(chain=chain, number__lte=run[index].number).order_by("number")
    return {
        "format": PROOF_FORMAT,
        "chain": chain,
        "entries": [{**content_of(entry), "digest": entry.digest} for entry in entries],
        "index": place * BLOCK + index,
        "path": [digest.hex() for digest in path],
        "seal": stated(seal),
    }
