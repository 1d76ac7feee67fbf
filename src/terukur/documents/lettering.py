"""Text that the fonts of the documents can draw; other letters become a visible mark.

The standards for archives and for reading aloud refuse a page with one letter that has no picture, so one
emoji in a reason would prevent the whole document. The typesetter itself is asked what it can draw: a cluster
of a letter and its signs is drawn by one font or by none, which a list of single letters cannot show.
"""

import re
import unicodedata
from collections.abc import Callable

MARK = "\N{REPLACEMENT CHARACTER}"

# Letters of the text font itself: never asked about, since asking costs 2 ms.
SIMPLE = re.compile("[\n\x20-\x7e\xa1-\xac\xae-\u017f–—‘’“”…→≤≥−]*")

_LINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_JOINERS = "\u200c\u200d"
_JOINING = {"Mn", "Mc", "Me"}
# One hostile text may cost a second and no more; what is still unproven after that is marked.
_MOST_QUESTIONS = 500


def legible(text: str) -> str:
    """Return the text without signs that have no picture: byte order marks, turns of direction, controls.

    Letters of private areas have a different picture on every machine, so they become the mark.
    """
    text = _LINES.sub("\n", text).replace("\t", " ").replace("\xa0", " ")
    return "".join(map(_visible, unicodedata.normalize("NFC", text)))


def drawable(text: str, *, draws: Callable[[str], bool]) -> str:
    """Return the legible text with the mark in place of each cluster that cannot be drawn.

    ``draws`` is the question to the typesetter.
    """
    if SIMPLE.fullmatch(text) or draws(text):
        return text
    found = "".join(_Proof(draws).of(clusters(text)))
    return found if draws(found) else "".join(map(_simple_or_mark, text))


def clusters(text: str) -> list[str]:
    """Return the text in pieces that a font draws as one: a letter with its signs, a joined emoji."""
    pieces: list[str] = []
    for char in text:
        if pieces and (_joins(char) or pieces[-1][-1] == _JOINERS[1] or _flag(pieces[-1], char)):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


class _Proof:
    """The search by halves for clusters that cannot be drawn."""

    def __init__(self, draws: Callable[[str], bool]) -> None:
        self._draws = draws
        self._left = _MOST_QUESTIONS

    def of(self, pieces: list[str]) -> list[str]:
        """Return the pieces, with those replaced that cannot be drawn."""
        text = "".join(pieces)
        if SIMPLE.fullmatch(text):
            return pieces
        if self._left <= 0:
            return [_simple_or_mark(piece) for piece in pieces]
        self._left -= 1
        if self._draws(text):
            return pieces
        if len(pieces) == 1:
            return [MARK] if len(text) == 1 else self.of(list(text))
        middle = len(pieces) // 2
        return self.of(pieces[:middle]) + self.of(pieces[middle:])


def _visible(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in ("Co", "Cs", "Cc") and char != "\n":
        return MARK
    return "" if kind == "Cf" and char not in _JOINERS else char


def _joins(char: str) -> bool:
    return unicodedata.category(char) in _JOINING or char in _JOINERS or "\U0001f3fb" <= char <= "\U0001f3ff"


def _flag(before: str, char: str) -> bool:
    return len(before) == 1 and all("\U0001f1e6" <= each <= "\U0001f1ff" for each in before + char)


def _simple_or_mark(piece: str) -> str:
    return piece if SIMPLE.fullmatch(piece) else MARK
