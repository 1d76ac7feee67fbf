"""The tree of a computation as JSON, as it is stored and sealed: numbers are text and exact.

``from_json`` reads what any version of the rules has stored, and ``to_json`` gives the same back.
"""

from collections.abc import Callable
from dataclasses import Field, fields, is_dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cache, partial
from types import NoneType
from typing import Any, cast, get_args, get_origin, get_type_hints

from terukur.appraisal.tree import (
    ComputationTree,
    ComputedIndicator,
    FileSource,
    ReachedTotal,
    Source,
    StatedSource,
)

# Rules 2026.2 brought these together; a tree of 2026.1 has none of them.
_WITH_MONTHS = ("due_by_calendar", "reached", "own", "months")


def to_json(value: Any) -> Any:
    """Return a tree, or a part of one, as it is stored."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_json(one) for one in value]
    return _written(value) if is_dataclass(value) else value


def from_json(body: dict[str, Any]) -> ComputationTree:
    """Return the tree that was stored, by whichever version of the rules."""
    return cast(ComputationTree, _record(ComputationTree, body))


def _written(record: Any) -> dict[str, Any]:
    without_months = isinstance(record, ComputedIndicator) and record.months is None
    found = {}
    kind: Any = type(record)
    for one, key, _ in _keys(kind):
        value = getattr(record, one.name)
        is_unknown = one.metadata.get("later") and value == one.default
        if not (is_unknown or (without_months and key in _WITH_MONTHS)):
            found[key] = to_json(value)
    return found


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Return what reads a stored value of a type."""
    parts = get_args(kind)
    if kind == Source:
        return _source
    if get_origin(kind) is tuple:
        return partial(_each, _reader(parts[0]))
    if NoneType in parts:
        (inner,) = (part for part in parts if part is not NoneType)
        return partial(_unless_none, _reader(inner))
    if is_dataclass(kind):
        return partial(_record, kind)
    if kind in (date, datetime):
        return cast(Callable[[Any], Any], kind.fromisoformat)
    return cast(Callable[[Any], Any], kind)


def _each(read: Callable[[Any], Any], stored: list[Any]) -> tuple[Any, ...]:
    return tuple(read(one) for one in stored)


def _unless_none(read: Callable[[Any], Any], stored: Any) -> Any:
    return None if stored is None else read(stored)


def _source(stored: dict[str, Any]) -> Source:
    return cast(Source, _record(FileSource if "file" in stored else StatedSource, stored))


def _record(kind: Any, stored: dict[str, Any]) -> Any:
    record = kind(**{one.name: read(stored[key]) for one, key, read in _keys(kind) if key in stored})
    if isinstance(record, ComputedIndicator) and record.months is None and record.series:
        return replace(record, reached=_reached_of_2026_1(record))
    return record


@cache
def _keys(kind: Any) -> list[tuple[Field[Any], str, Callable[[Any], Any]]]:
    """Return each field with its key and what reads it.

    They come in the order of the database, so that a tree is told alike before and after it was stored.
    """
    hints = get_type_hints(kind)
    found = [(one, one.metadata.get("key", one.name), _reader(hints[one.name])) for one in fields(kind)]
    return sorted(found, key=lambda entry: (len(entry[1]), entry[1]))


def _reached_of_2026_1(indicator: ComputedIndicator) -> ReachedTotal:
    """Rules 2026.1 counted every achievement for the period, whenever its data were from."""
    return ReachedTotal(
        starts=indicator.series[0].starts,
        ends=max(one.ends for one in indicator.series),
        achievement=indicator.achievement,
        origin=indicator.origin,
    )
