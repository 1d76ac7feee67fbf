"""The library of indicators: entries that are shipped, in the agency's own words where it rewrote them."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from terukur.planning.library_models import LibraryEntry
from terukur.regulation.fields_of_work import FieldOfWork
from terukur.regulation.scales import Aspect, Combination, Direction, Pace

_WORD = re.compile(r"\w+")
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class LibraryText:
    """The words of one indicator; ``exposure`` is the amount of work beside which its value is read.

    ``positions`` are words of the titles it fits, ``good_for`` and ``not_for`` say what it is good for, and
    what it must not be used for.
    """

    field: FieldOfWork
    name: str
    aspect: Aspect
    unit: str
    direction: Direction
    combination: Combination
    definition: str
    formula: str
    source: str
    exposure: str
    positions: str
    good_for: str
    not_for: str

    @property
    def pace(self) -> Pace:
        """The time at which a target is due: a sum grows, all other values hold in every period."""
        is_growing = self.combination is Combination.SUM and self.direction is not Direction.RANGE
        return Pace.STEADY if is_growing else Pace.LEVEL


@dataclass(frozen=True, slots=True)
class LibraryItem:
    """An entry as the library shows it."""

    key: str
    text: LibraryText
    is_shipped: bool
    is_rewritten: bool = False
    is_withdrawn: bool = False


def text_from(written: Mapping[str, Any]) -> LibraryText:
    """Return the text of an entry from its values by name.

    :raises ValueError: where a word of a closed list is none of it.
    :raises KeyError: where a value is missing.
    """
    words = {name: str(written[name]).strip() for name in LibraryText.__slots__}
    closed = {
        "field": FieldOfWork(words.pop("field")),
        "aspect": Aspect(words.pop("aspect")),
        "direction": Direction(words.pop("direction")),
        "combination": Combination(words.pop("combination")),
    }
    return LibraryText(**closed, **words)  # type: ignore[arg-type]


@cache
def shipped_entries() -> Mapping[str, LibraryText]:
    """Return the entries that come with the program, by key, in the order of the file."""
    content = files("terukur.planning").joinpath("data/indicator_library.toml").read_text("utf-8")
    return {key: text_from(written) for key, written in tomllib.loads(content).items()}


def text_of(entry: LibraryEntry) -> LibraryText:
    """Return the text of a stored entry."""
    return text_from({name: getattr(entry, name) for name in LibraryText.__slots__})


def library() -> list[LibraryItem]:
    """Return all entries with the withdrawn ones: shipped ones first, then the agency's own, by key."""
    return merged(shipped_entries(), LibraryEntry.objects.all())


def merged(shipped: Mapping[str, LibraryText], entries: Iterable[LibraryEntry]) -> list[LibraryItem]:
    """Return the shipped entries with the agency's in their place, and then its own."""
    own = {entry.key: entry for entry in entries}
    items = []
    for key, text in shipped.items():
        entry = own.pop(key, None)
        if entry is None:
            items.append(LibraryItem(key, text, is_shipped=True))
            continue
        shown = text_of(entry) if entry.is_rewritten else text
        items.append(LibraryItem(key, shown, True, entry.is_rewritten, entry.is_withdrawn))
    items += [LibraryItem(key, text_of(entry), False, True, entry.is_withdrawn) for key, entry in own.items()]
    return items


def library_item(key: str) -> LibraryItem | None:
    """Return an entry by its key, also a withdrawn one."""
    return next((item for item in library() if item.key == key), None)


def found_in(items: Iterable[LibraryItem], words: str, field: str = "") -> list[LibraryItem]:
    """Return the entries of a field that hold every word that is sought, in any part of their text."""
    sought = _WORD.findall(words.lower())
    return [
        item
        for item in items
        if (not field or item.text.field == field) and all(word in _searched(item) for word in sought)
    ]


def _searched(item: LibraryItem) -> str:
    text = item.text
    return " ".join(
        (text.name, text.definition, text.source, text.positions, text.exposure, text.field.label)
    ).lower()


def fitting_first(items: Sequence[LibraryItem], *, title: str, unit: str) -> tuple[list[LibraryItem], int]:
    """Return the entries with those first that name a word of the position or unit, and how many fit."""
    held = {word for word in _WORD.findall(f"{title} {unit}".lower()) if len(word) >= _SHORTEST}
    fits = {
        item.key
        for item in items
        if any(
            set(_WORD.findall(part)) <= held
            for part in item.text.positions.lower().split(",")
            if part.strip()
        )
    }
    return sorted(items, key=lambda item: item.key not in fits), len(fits)
