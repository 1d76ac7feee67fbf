"""Entries for rows that no act names: those older than the entries of their kind, and finished days.

An agency may be older than a kind's fingerprints, so its rows are named once, as they are, by one entry on
``stock/LABEL``. Rows that many write without an entry of their own (answers of citizens, daily progress) are
named day by day, in the night after. A kind whose fingerprints took another shape is counted in once more, on
``stock/LABEL/SHAPE``.
"""

from collections.abc import Iterable

from django.db import transaction

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.fingerprints import Kind, all_fingerprints, fingerprints_in, kinds
from terukur.ledger.models import Entry
from terukur.ledger.operations import Act, record, record_all
from terukur.ledger.row_sets import as_key, set_keys

_CHAIN = "stock/"
_LARGEST = 20_000


def chain_of(kind: Kind) -> str:
    """Return the chain on which the rows of a kind, in the shape of its fingerprints, are counted in."""
    shape = "" if kind.kept.shape == 1 else f"/{kind.kept.shape}"
    return f"{_CHAIN}{kind.label}{shape}"


def counted_in() -> set[str]:
    """Return the labels of the kinds that were counted in here."""
    labels = {chain_of(kind): kind.label for kind in kinds() if kind.is_counted_in}
    found = Entry.objects.filter(chain__in=labels, number=1).values_list("chain", flat=True)
    return {labels[chain] for chain in found}


@transaction.atomic
def take_stock(*, acting: Acting[Actor]) -> int:
    """Name all rows of each kind that was never counted in, once; return how many kinds were."""
    done = counted_in()
    fresh = [kind for kind in kinds() if kind.is_counted_in and kind.label not in done]
    for kind in fresh:
        rows = {
            f"{kind.label}:{key}": digest
            for key, digest, _is_due in all_fingerprints(kind)
            if not kind.kept.nightly or key < as_key(acting.on)
        }
        record_all(_acts(kind, rows), acting)
    return len(fresh)


@transaction.atomic
def name_finished_days(*, acting: Acting[Actor]) -> None:
    """Name the rows of each day that has ended and is not named yet, for kinds that no act names."""
    for kind in kinds():
        if not kind.kept.nightly:
            continue
        named = _named_days(kind)
        keys = [key for key in set_keys(kind.model, kind.kept.by) if key < as_key(acting.on)]
        fresh = fingerprints_in(kind, [key for key in keys if key not in named])
        rows = {f"{kind.label}:{key}": digest for key, digest in fresh}
        if rows:
            record(Act(chain_of(kind), "days-named", after=_told(rows), rows=rows), acting)


def _named_days(kind: Kind) -> set[int]:
    entries = Entry.objects.filter(chain=chain_of(kind), rows__isnull=False)
    found = entries.values_list("rows", flat=True)
    return {int(name.rpartition(":")[2]) for rows in found for name in rows or ()}


def _acts(kind: Kind, rows: dict[str, str]) -> Iterable[Act]:
    """Yield as many acts as keep each entry small enough to be read at once; one where no row is."""
    names = list(rows)
    for start in range(0, max(len(names), 1), _LARGEST):
        piece = {name: rows[name] for name in names[start : start + _LARGEST]}
        yield Act(chain_of(kind), "stock-taken", after=_told(piece), rows=piece)


def _told(rows: dict[str, str]) -> dict[str, int]:
    return {"rows": len(rows)}
