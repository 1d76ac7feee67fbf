"""Removal of names from texts that are read without knowing whose they are."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

_SHORTEST = 3
_UNTOLD = "▒▒▒"
# A whole number in groups of three is an amount of the work, and no number of a person.
_LONG_NUMBER = re.compile(r"(?<!\d)(?<!\d\.)(?!\d{1,3}(?:\.\d{3})+(?![.\d]*\d))\d(?:[ .-]?\d){8,}(?!\d)")
_SUFFIX = "nya|lah|kah|pun|ku|mu"


def masker(names: Mapping[str, str], *, known: Collection[str] = ()) -> Callable[[str], str]:
    """Return a function that replaces these names by their labels and blacks out long numbers, such as a NIP.

    A name is replaced as a whole and word by word from three letters on, whatever its case. Words in
    ``known`` (the vocabulary of the work) stay where they stand alone: a name may be one of them. A word that
    two of them share is blacked out, for it may be either.
    """
    spared = {word.lower() for entry in known for word in _words(entry)}
    labels: dict[str, set[str]] = defaultdict(set)
    for name, label in names.items():
        labels[name.strip().lower()].add(label)
        for word in _words(name):
            if len(word) >= _SHORTEST and word.lower() not in spared:
                labels[word.lower()].add(label)
    labels.pop("", None)
    pieces = {piece: _UNTOLD if len(many) > 1 else min(many) for piece, many in labels.items()}
    longest = "|".join(map(re.escape, sorted(pieces, key=len, reverse=True)))
    found = re.compile(rf"(?<!\w)(?:{longest})(?=(?:{_SUFFIX})?(?!\w))", re.IGNORECASE) if pieces else None

    def mask(text: str) -> str:
        if found is not None:
            text = found.sub(lambda match: pieces.get(match.group().lower(), _UNTOLD), text)
        return _LONG_NUMBER.sub(_UNTOLD, text)

    return mask


def masked(text: str, names: Mapping[str, str], *, known: Collection[str] = ()) -> str:
    """Return one text without these names."""
    return masker(names, known=known)(text)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)
