"""Fingerprints of what an act wrote, so that ``verify`` sees a row changed behind the ledger's back.

A model says by ``kept = Kept(…)`` that its rows are written by acts alone. An act names the rows it wrote
(``Act(…, rows=fingerprints(row))``); the newest entry that names a row tells what it must look like.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from terukur.ledger.canonical import canonical

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong to another's fingerprint: a model and the path of its key to the other."""

    model: str
    path: str
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """How the rows of a model stand in the ledger; ``name`` is what a reader calls one of them.

    ``chain``: every act on ``chain/KEY`` takes the fingerprint of that row by itself.
    ``where``: only these rows must be named by an entry. ``complete``: whether every one must be.
    """

    name: str
    left_out: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    chain: str = ""
    where: Q | None = None
    complete: bool = True


def kept_models() -> list[type[models.Model]]:
    """Every model whose rows stand in the ledger, by label."""
    found = [model for model in apps.get_models() if isinstance(getattr(model, "kept", None), Kept)]
    return sorted(found, key=lambda model: model._meta.label_lower)


def kept_of(model: type[models.Model]) -> Kept:
    """How the rows of a model stand in the ledger."""
    kept: Kept = model.kept  # type: ignore[attr-defined]
    return kept


@cache
def model_of_chain(name: str) -> type[models.Model] | None:
    """The model whose rows are the subjects of chains with this name."""
    return next((model for model in kept_models() if kept_of(model).chain == name), None)


def fingerprints(*rows: models.Model) -> dict[str, str]:
    """The fingerprints of rows as they stand in the database, by label and key."""
    by_model: dict[type[models.Model], list[Any]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row.pk)
    return {
        f"{model._meta.label_lower}:{key}": digest
        for model, keys in by_model.items()
        for key, digest in fingerprints_of(model, keys)
    }


def fingerprints_of(model: type[models.Model], keys: Collection[Any]) -> Iterator[tuple[int, str]]:
    """Key and fingerprint of rows, by key."""
    kept = kept_of(model)
    parts = [_part(part, keys) for part in kept.parts]
    rows = model._default_manager.filter(pk__in=keys).order_by("pk")
    key_name = model._meta.pk.attname
    for row in rows.values(*_columns(model, kept.left_out)).iterator(_BATCH):
        content = [_written(row), *(part.get(row[key_name], []) for part in parts)]
        yield row[key_name], hashlib.sha256(canonical(content)).hexdigest()


def all_fingerprints(model: type[models.Model]) -> Iterator[tuple[int, str, bool]]:
    """Key and fingerprint of every row by key, and whether an entry must name it."""
    kept = kept_of(model)
    rows, last = model._default_manager.order_by("pk"), 0
    while keys := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:_BATCH]):
        due = set(keys) if kept.where is None else set(
            rows.filter(kept.where, pk__in=keys).values_list("pk", flat=True)
        )  # fmt: skip
        for key, digest in fingerprints_of(model, keys):
            yield key, digest, kept.complete and key in due
        last = keys[-1]


def _part(part: Part, keys: Collection[Any]) -> dict[Any, list[dict[str, Any]]]:
    model = apps.get_model(part.model)
    found: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    rows = model._default_manager.filter(**{f"{part.path}__in": keys}).order_by("pk")
    for row in rows.values(*_columns(model, part.left_out), belongs_to=F(part.path)):
        found[row.pop("belongs_to")].append(_written(row))
    return found


def _columns(model: type[models.Model], left_out: tuple[str, ...]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields if field.name not in left_out]


def _written(row: dict[str, Any]) -> dict[str, Any]:
    """Columns as JSON. What is empty is left out, so that a column added later changes nothing."""
    return {name: _text(value) for name, value in row.items() if not _is_empty(value)}


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [], {})


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value) if isinstance(value, date | UUID) else value
