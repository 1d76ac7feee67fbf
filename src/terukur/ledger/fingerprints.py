"""Fingerprints of the rows that an act wrote, so that ``verify`` sees a row changed outside of the ledger.

A model declares with ``kept = Kept(…)`` that its rows are written by acts only. An act names the rows it
wrote (``Act(…, rows=fingerprints(row))``); those of ``noted`` models are added automatically
(``ledger.noting``). The newest entry that names a row says what it must look like.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from terukur.ledger.canonical import canonical
from terukur.ledger.row_sets import set_fingerprints, set_keys
from terukur.regulation.periods import Period

_BATCH = 1000
# What an entry says of a row that its act deleted.
GONE = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong to another row's fingerprint: a model and the path of its key to the other.

    ``only`` these columns count, or all but ``left_out``; ``where``: only these rows belong to it.
    """

    model: str
    path: str
    left_out: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    where: Q | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The place of a model's rows in the ledger; ``name`` is the word for one of them.

    ``chain``: every act on ``chain/KEY`` takes the fingerprint of that row by itself. ``where``: only these
    rows must be named by an entry. ``complete``: whether every one must be. ``noted``: the database notes
    each row that is written, and the next act of the transaction names it. ``by``: no single row is named but
    the set of rows with one value in this column: the file they came from, or their day. ``nightly``: sets of
    days, named in the night after; no act names a single row. ``only`` these columns count, or all but
    ``left_out``. ``shape`` is raised where columns or parts change so that older fingerprints no longer fit:
    the rows are then counted in once more (``ledger.stock``).
    """

    name: str
    left_out: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    chain: str = ""
    where: Q | None = None
    complete: bool = True
    noted: bool = False
    by: str = ""
    nightly: bool = False
    only: tuple[str, ...] = ()
    shape: int = 1


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of rows that entries name, under ``label``; a model may have two (``kept_state``)."""

    label: str
    model: type[models.Model]
    kept: Kept

    @property
    def is_counted_in(self) -> bool:
        """Return whether rows that no act named before are named once by ``ledger.stock``."""
        return self.kept.complete and (self.kept.noted or self.kept.nightly)


@cache
def kinds() -> tuple[Kind, ...]:
    """Return every kind of rows that is kept in the ledger, by label."""
    found = []
    for model in apps.get_models():
        for name, suffix in (("kept", ""), ("kept_state", "#state")):
            kept = getattr(model, name, None)
            if isinstance(kept, Kept):
                found.append(Kind(f"{model._meta.label_lower}{suffix}", model, kept))
    return tuple(sorted(found, key=lambda kind: kind.label))


def kind_of(model: type[models.Model]) -> Kind:
    """Return the kind of a model's rows.

    :raises LookupError: where the model's rows are not kept in the ledger.
    """
    return kind_named(model._meta.label_lower)


def kind_named(label: str) -> Kind:
    """Return the kind with a label.

    :raises LookupError: where there is none.
    """
    found = _by_label().get(label)
    if found is None:
        raise LookupError(label)
    return found


@cache
def _by_label() -> dict[str, Kind]:
    return {kind.label: kind for kind in kinds()}


def kept_of(model: type[models.Model]) -> Kept:
    """Return the declaration by which the rows of a model are kept in the ledger."""
    return kind_of(model).kept


@cache
def model_of_chain(name: str) -> type[models.Model] | None:
    """Return the model whose rows are the subjects of chains with this name."""
    return next((kind.model for kind in kinds() if kind.kept.chain == name), None)


def fingerprints(*rows: models.Model) -> dict[str, str]:
    """Return the fingerprints of rows as they stand in the database, by label and key."""
    by_model: dict[type[models.Model], list[Any]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row.pk)
    return {
        f"{model._meta.label_lower}:{key}": digest
        for model, keys in by_model.items()
        for key, digest in fingerprints_of(model, keys)
    }


def fingerprints_of(model: type[models.Model], keys: Collection[Any]) -> Iterator[tuple[int, str]]:
    """Yield key and fingerprint of rows, by key."""
    return fingerprints_in(kind_of(model), keys)


def fingerprints_in(kind: Kind, keys: Collection[Any]) -> Iterator[tuple[int, str]]:
    """Yield key and fingerprint of rows of a kind, or of sets of them, by key."""
    kept, model = kind.kept, kind.model
    if kept.by:
        columns = _columns(model, kept.left_out, kept.only)
        yield from set_fingerprints(model, kept.by, keys, columns, _written)
        return
    parts = [_part(part, keys) for part in kept.parts]
    rows = model._default_manager.filter(pk__in=keys).order_by("pk")
    key_name = model._meta.pk.attname
    found = rows.values(key_name, *_columns(model, kept.left_out, kept.only))
    # A cursor of the server takes three more statements, and an act names few rows.
    in_pieces: Iterator[Any] = iter(found) if len(keys) <= _BATCH else found.iterator(_BATCH)
    for row in in_pieces:
        content = [_written(row), *(part.get(row[key_name], []) for part in parts)]
        yield row[key_name], hashlib.sha256(canonical(content)).hexdigest()


def unbound(kind: Kind, keys: Collection[Any]) -> set[Any]:
    """Return the keys of rows that need no entry yet: they are not in the state the kind is kept for."""
    if kind.kept.where is None or kind.kept.by:
        return set()
    rows = kind.model._default_manager.filter(pk__in=keys)
    return set(rows.exclude(pk__in=rows.filter(kind.kept.where)).values_list("pk", flat=True))


def all_fingerprints(kind: Kind) -> Iterator[tuple[int, str, bool]]:
    """Yield key and fingerprint of every row (or set) by key, and whether an entry must name it."""
    if kind.kept.by:
        keys = set_keys(kind.model, kind.kept.by)
        yield from ((key, digest, kind.kept.complete) for key, digest in fingerprints_in(kind, keys))
        return
    rows, last = kind.model._default_manager.order_by("pk"), 0
    while keys := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:_BATCH]):
        free = unbound(kind, keys)
        for key, digest in fingerprints_in(kind, keys):
            yield key, digest, kind.kept.complete and key not in free
        last = keys[-1]


def _part(part: Part, keys: Collection[Any]) -> dict[Any, list[dict[str, Any]]]:
    model = apps.get_model(part.model)
    found: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    rows = model._default_manager.filter(**{f"{part.path}__in": keys}).order_by("pk")
    if part.where is not None:
        rows = rows.filter(part.where)
    columns = _columns(model, part.left_out, part.only)
    for row in rows.values(*columns, belongs_to=F(part.path)):
        found[row.pop("belongs_to")].append(_written(row))
    return found


def _columns(model: type[models.Model], left_out: tuple[str, ...], only: tuple[str, ...]) -> list[str]:
    return [
        field.attname
        for field in model._meta.concrete_fields
        if field.name not in left_out and (not only or field.name in only)
    ]


def counted_columns(model: type[models.Model], kept: Kept | Part) -> list[str]:
    """Return the columns in the database that a fingerprint covers."""
    names = set(_columns(model, kept.left_out, kept.only))
    return [f.column for f in model._meta.concrete_fields if f.attname in names and f.column]


def _written(row: dict[str, Any]) -> dict[str, Any]:
    """Return columns as JSON. Empty ones are left out, so that a column added later changes nothing."""
    return {name: _text(value) for name, value in row.items() if not _is_empty(value)}


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [], {})


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, list):
        return [_text(one) for one in value]
    return str(value) if isinstance(value, date | time | UUID | Period) else value
