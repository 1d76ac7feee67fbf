"""Fingerprints of sets of rows: all that came with one file, or all of one day.

A set shows a row that is gone as well as one that changed or was added. Its key is that of the file's row, or
the day as the number YYYYMMDD.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.db import models
from django.db.models import DateTimeField, F, QuerySet
from django.db.models.functions import TruncDate

from terukur.ledger.canonical import canonical

_BATCH = 2000


def set_keys(model: type[models.Model], by: str) -> list[int]:
    """Return the keys of all sets of a model, in order."""
    values = _with_key(model, by).values_list("_set", flat=True).distinct().order_by("_set")
    return [as_key(value) for value in values]


def set_fingerprints(
    model: type[models.Model],
    by: str,
    keys: Collection[int],
    columns: list[str],
    written: Callable[[dict[str, Any]], dict[str, Any]],
) -> Iterator[tuple[int, str]]:
    """Yield key and fingerprint of sets, by key; a set without rows has none."""
    wanted = [from_key(key) for key in keys] if is_by_day(model, by) else list(keys)
    rows = _with_key(model, by).filter(_set__in=wanted).order_by("_set", "pk")
    found = rows.values(*columns, key_of_set=F("_set")).iterator(_BATCH)
    for value, members in groupby(found, key=lambda row: row["key_of_set"]):
        digest = hashlib.sha256()
        for row in members:
            row.pop("key_of_set")
            digest.update(canonical(written(row)) + b"\n")
        yield as_key(value), digest.hexdigest()


def is_by_day(model: type[models.Model], by: str) -> bool:
    """Return whether the sets of a model are days."""
    return isinstance(model._meta.get_field(by), models.DateField)


def as_key(value: date | int) -> int:
    """Return the key of a set as a number."""
    return int(f"{value:%Y%m%d}") if isinstance(value, date) else value


def from_key(key: int) -> date:
    """Return the day that a number stands for.

    :raises ValueError: for a number that is no day.
    """
    return date(key // 10_000, key // 100 % 100, key % 100)


def _with_key(model: type[models.Model], by: str) -> QuerySet[Any]:
    is_moment = isinstance(model._meta.get_field(by), DateTimeField)
    expression = TruncDate(by) if is_moment else F(by)
    return model._default_manager.annotate(_set=expression).filter(_set__isnull=False)
