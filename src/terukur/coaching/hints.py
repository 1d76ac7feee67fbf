"""Hints while feedback is written: no observation, a judgement of the person, or a copy.

Plain rules over Indonesian words, computed here and never sent anywhere; a hint gives its reason and stops
nothing. They miss much and are sometimes wrong, so only the writer sees them.
"""

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from terukur.coaching.hint_words import (
    ACTS,
    ADDRESSES,
    FAULTS,
    FILLERS,
    HONORIFICS,
    LACKING,
    MOMENTS,
    NEGATIONS,
    NOT_PLACES,
    NUMBERS,
    PLACES,
    SEEING,
    VIRTUES,
    WHEN,
)

_LEAST_WORDS = 3
_COPY_LEAST_WORDS = 10
_SHINGLE = 4
_COPIED_PERCENT = 60
_FUTURE = ("next_step",)
_QUOTED = re.compile(r"[“\"„«][^“”\"„«»]*[”\"»]")
_WORD = re.compile(r"\w+(?:-\w+)*")
_SENTENCE = re.compile(r"[.!?;\n]+")
_NEAR = 3


class HintKind(StrEnum):
    """The subject of a hint."""

    NO_OBSERVATION = "no-observation"
    JUDGES_PERSON = "judges-person"
    COPIED = "copied"


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint: ``words`` say what was noticed, ``why`` why it matters, ``at`` in which field."""

    kind: HintKind
    words: str
    why: str
    at: str


@dataclass(frozen=True, slots=True)
class Written:
    """An earlier text of the same author, and the person it is about."""

    person: Hashable
    text: str


def hints_for(
    texts: Mapping[str, str],
    others: Iterable[Written] = (),
    *,
    person: Hashable = None,
    names: Iterable[str] = (),
) -> list[Hint]:
    """Return the hints on a text in fields, at most one of each kind.

    ``others``: earlier texts of the author; those about the same ``person`` are left out. ``names`` are
    removed from all texts before they are compared.
    """
    found = [_no_observation(texts), _judges_person(texts, names), _copied(texts, others, person, names)]
    return [hint for hint in found if hint is not None]


def _no_observation(texts: Mapping[str, str]) -> Hint | None:
    seen = {name: text for name, text in texts.items() if name not in _FUTURE}
    words = [word for text in seen.values() for word in _words(text)]
    if len(words) < _LEAST_WORDS or any(_is_observed(text) for text in seen.values()):
        return None
    at = next(name for name in ("observed", "text", *seen) if _words(seen.get(name, "")))
    return Hint(
        HintKind.NO_OBSERVATION,
        "Belum tampak apa yang terlihat: kapan, di mana, atau apa yang dikerjakan.",
        "Tanpa kejadian yang dapat diingat, pembaca tidak tahu apa yang perlu diulang atau diubah.",
        at,
    )


def _is_observed(text: str) -> bool:
    """Return whether the text has a number, a time, a place, an observation or quote, or a plain act."""
    if any(letter.isdigit() for letter in text) or _QUOTED.search(text):
        return True
    words = _words(text)
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""
        if word in NUMBERS | SEEING | MOMENTS or _is_act(word, before):
            return True
        if word in WHEN and before not in ("setiap", "tiap") and after not in ("", *NOT_PLACES):
            return True
        if word == "di" and after in PLACES:
            return True
    return False


def _is_act(word: str, before: str) -> bool:
    """Return whether the word is a visible act: ``memeriksa``, ``diperiksa``, or ``Anda periksa``."""
    stem = word.removesuffix("nya")
    return any(
        stem in (active, f"di{root}") or (stem == root and before in ADDRESSES) for active, root in ACTS
    )


def _judges_person(texts: Mapping[str, str], names: Iterable[str]) -> Hint | None:
    people = {*ADDRESSES, *_names(names)}
    for field, text in texts.items():
        for sentence in _SENTENCE.split(_QUOTED.sub(" ", text)):
            found = _judgement(_words(sentence), people)
            if found is not None:
                phrase, is_praise = found
                return _judgement_hint(phrase, field, is_praise=is_praise)
    return None


def _judgement_hint(phrase: str, field: str, *, is_praise: bool) -> Hint:
    if is_praise:
        return Hint(
            HintKind.JUDGES_PERSON,
            f"“{phrase}” memuji orangnya. Sebut juga apa yang dikerjakannya.",
            "Pujian atas yang dikerjakan dapat diulang; pujian atas sifat hanya menyenangkan.",
            field,
        )
    return Hint(
        HintKind.JUDGES_PERSON,
        f"“{phrase}” menilai orangnya, bukan kerjanya.",
        "Sifat sulit diubah dan membuat orang membela diri; yang dikerjakan dapat diubah. Tulis apa yang "
        "terlihat.",
        field,
    )


def _judgement(words: list[str], people: set[str]) -> tuple[str, bool] | None:
    """Return the first judging words of a sentence, and whether they praise."""
    for at, word in enumerate(words):
        before = words[max(0, at - _NEAR) : at]
        after = words[at + 1] if at + 1 < len(words) else ""
        denied = bool(set(before[-2:]) & NEGATIONS)
        if word in FAULTS and not denied:
            return word, False
        if word in LACKING and denied and _about_person(words, at, people):
            start = max(i for i in range(at) if words[i] in NEGATIONS)
            return " ".join(words[start : at + 1]), False
        if word in VIRTUES and _about_person(words, at, people):
            if denied:
                start = max(i for i in range(at) if words[i] in NEGATIONS)
                return " ".join(words[start : at + 1]), False
            if not _is_verb(after):
                return word, True
        if _always(words, at, people):
            phrase = word if word == "selalu" else f"{words[at - 1]} {word}"
            return phrase, False
    return None


def _always(words: list[str], at: int, people: set[str]) -> bool:
    """Return whether “selalu” or “tidak pernah” is said of a person, in a sentence without a count."""
    never = words[at] == "pernah" and at > 0 and words[at - 1] in NEGATIONS
    if not never and words[at] != "selalu":
        return False
    counts = any(any(letter.isdigit() for letter in word) or word in NUMBERS for word in words)
    return not counts and bool(set(words[max(0, at - 4) : at]) & people)


def _about_person(words: list[str], at: int, people: set[str]) -> bool:
    """Return whether the word is said of a person: a person, then only words such as “memang sangat”."""
    for word in reversed(words[:at]):
        if word in people:
            return True
        if word not in FILLERS and word not in NEGATIONS:
            return False
    return False


def _is_verb(word: str) -> bool:
    return (len(word) > 4 and word.startswith(("me", "ber", "di"))) or word in ("datang", "hadir")


def _copied(
    texts: Mapping[str, str], others: Iterable[Written], person: Hashable, names: Iterable[str]
) -> Hint | None:
    gone = {*HONORIFICS, *_names(names)}
    own = [text for text in texts.values() if text.strip()]
    mine = _shingles("\n".join(own), gone)
    if sum(len(_plain(text, gone)) for text in own) < _COPY_LEAST_WORDS or not mine:
        return None
    shares = (
        100 * len(mine & _shingles(other.text, gone)) // len(mine)
        for other in others
        if other.person != person
    )
    most = max(shares, default=0)
    if most < _COPIED_PERCENT:
        return None
    longest = max(texts, key=lambda name: len(texts[name]))
    return Hint(
        HintKind.COPIED,
        f"{most}% sama dengan umpan balik Anda untuk orang lain.",
        "Pembaca merasa dilihat bila yang ditulis memang terjadi padanya. Sebut satu hal yang hanya ada "
        "pada kerjanya.",
        longest,
    )


def _shingles(text: str, gone: set[str]) -> set[tuple[str, ...]]:
    """Return runs of words in order, line by line; numbers are all alike, so a changed date hides nothing."""
    found: set[tuple[str, ...]] = set()
    for line in text.splitlines():
        words = _plain(line, gone)
        found.update(tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))
    return found


def _plain(text: str, gone: set[str]) -> list[str]:
    return [
        "0" if any(letter.isdigit() for letter in word) else word for word in _words(text) if word not in gone
    ]


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _names(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from _words(name)
