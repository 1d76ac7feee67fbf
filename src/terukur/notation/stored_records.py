"""Frozen dataclasses as JSON that is stored: fractions are text and exact, and older forms are still read.

``from_json`` reads what any version has stored, and ``to_json`` gives the same back. A field says by its
metadata if older versions do not know it: ``LATER``, or ``came_with`` another field.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
_Read = Callable[[Any], Any]

LATER = {"later": True}
"""Marks a field that older records do not know: it is not written where it has its default."""


def came_with(name: str) -> dict[str, str]:
    """Return the mark of a field that only records with ``name`` know; without that it is not written."""
    return {"with": name}


def stored_as(key: str) -> dict[str, str]:
    """Return the mark of a field that is stored under another key than its name."""
    return {"key": key}


def to_json(value: Any) -> Any:
    """Return a record, or a part of one, as it is stored."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_json(one) for one in value]
    if isinstance(value, Mapping):
        return {key: to_json(one) for key, one in value.items()}
    return _written(value) if is_dataclass(value) else value


def from_json(kind: type[T], stored: Mapping[str, Any]) -> T:
    """Return the record of a kind that was stored, by whichever version."""
    return cast(T, _record(kind, stored))


def _written(record: Any) -> dict[str, Any]:
    found = {}
    kind: Any = type(record)
    for one, key, _ in _keys(kind):
        value = getattr(record, one.name)
        mark = one.metadata
        is_unknown = mark.get("later") and value == one.default
        if not (is_unknown or ("with" in mark and getattr(record, mark["with"]) is None)):
            found[key] = to_json(value)
    return found


@cache
def _reader(kind: Any) -> _Read:
    """Return what reads a stored value of a type."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is tuple:
        return partial(_each, _reader(parts[0]))
    if origin in (Union, UnionType):
        return _reader_of_one(parts)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return partial(_mapping, _reader(parts[0]), _reader(parts[1]))
    if is_dataclass(kind):
        return partial(_record, kind)
    if kind in (date, datetime):
        return cast(_Read, kind.fromisoformat)
    return _as_it_is if kind in (float, Any) else cast(_Read, kind)


def _reader_of_one(kinds: tuple[Any, ...]) -> _Read:
    """Return what reads a value of one of some types: None, or the record whose keys are all there."""
    known = [kind for kind in kinds if kind is not NoneType]
    read = _reader(known[0]) if len(known) == 1 else partial(_one_of, known)
    return partial(_unless_none, read) if NoneType in kinds else read


def _one_of(kinds: list[Any], stored: Mapping[str, Any]) -> Any:
    return _record(next(kind for kind in kinds if _needed(kind) <= stored.keys()), stored)


def _as_it_is(stored: Any) -> Any:
    return stored


def _each(read: _Read, stored: list[Any]) -> tuple[Any, ...]:
    return tuple(read(one) for one in stored)


def _mapping(read_key: _Read, read: _Read, stored: Mapping[str, Any]) -> dict[Any, Any]:
    return {read_key(key): read(one) for key, one in stored.items()}


def _unless_none(read: _Read, stored: Any) -> Any:
    return None if stored is None else read(stored)


def _record(kind: Any, stored: Mapping[str, Any]) -> Any:
    return kind(**{one.name: read(stored[key]) for one, key, read in _keys(kind) if key in stored})


@cache
def _needed(kind: Any) -> frozenset[str]:
    """Return the keys without which there is no record of a kind."""
    return frozenset(key for one, key, _ in _keys(kind) if one.default is MISSING)


@cache
def _keys(kind: Any) -> list[tuple[Field[Any], str, _Read]]:
    """Return each field with its key and what reads it.

    They come in the order of the database, so that a record is told alike before and after it was stored.
    """
    hints = get_type_hints(kind)
    found = [(one, one.metadata.get("key", one.name), _reader(hints[one.name])) for one in fields(kind)]
    return sorted(found, key=lambda entry: (len(entry[1]), entry[1]))
