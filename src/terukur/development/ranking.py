"""Recommended learning for a need, in order and with reasons. Pure: no database, no clock, always the same
result.

A need is made by ``indicator_need``, ``behavior_need`` or ``competence_need``, the items of a catalogue are
``Item``; ``ranked(need, items, on=day, helped={})`` returns the recommendations, best first::

    need = indicator_need(key=thread, name="Dokumen keliru", result="Permohonan selesai benar",
                          aspect="quality", unit="%", measure="dokumen-keliru")
    need = behavior_need(value="AD", examples=["Tiga observasi memakai soal yang sama."])
    need = competence_need(key="komunikasi", name="Komunikasi", level=2, required=3)

Four things make the order. *Fit*: the purpose of the item by the catalogue, and the likeness of its title
and keywords to the words of the need and of its evidence; words count only within one's own field of work.
*Form*: 10-20-70, where the need is one of behavior. *Availability*: items that are over or full are left out;
those that begin soon come first. *Effect*: the share of people with the same need who were better afterwards,
from a few people up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from terukur.development.fields_of_work import fields_of, is_foreign, serves_other_posts
from terukur.development.words import Corpus, Match, query_of
from terukur.notation.dates import written_day
from terukur.regulation.behaviors import BEHAVIOR_NAMES, BEHAVIOR_VALUES
from terukur.regulation.competences import CompetenceKind, competence_kind
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.learning_forms import LEARNING_FORMS, LearningShare

_COACHING, _MENTORING = 14, 15
_FORMS_OF_BEHAVIOR = {_COACHING: 1.0, _MENTORING: 1.0}
_FORMS_OF_TECHNIQUE = {3: 1.0, 8: 1.0, 16: 1.0, 24: 0.8, 11: 0.7, 4: 0.7, 14: 0.7, 15: 0.7, 2: 0.6, 17: 0.6}
_FORMS_OF_COMPETENCE = {
    CompetenceKind.TECHNICAL: {3: 1.0, 8: 1.0, 16: 1.0, 2: 0.8, 11: 0.8, 4: 0.7, 24: 0.6},
    CompetenceKind.MANAGERIAL: {5: 1.0, 14: 0.9, 15: 0.9, 1: 0.6, 24: 0.6, 25: 0.5},
    CompetenceKind.SOCIAL: {6: 1.0, 14: 0.7, 15: 0.7, 21: 0.7, 19: 0.6, 23: 0.6},
}
_OTHER_FORM = 0.3
_SHARE_OF_BEHAVIOR = {LearningShare.OTHERS: 0.8, LearningShare.WORK: 0.8, LearningShare.FORMAL: 0.0}
# How much each of the four counts. A tag on exactly this measure says more than one on a whole value,
# which a fifth of a catalogue may carry; there the words of the evidence tell the items apart.
_TAG = {"measure": 0.5, "guide": 0.45, "value": 0.28, "other-guide": 0.15, "competence": 0.5}
_TEXT, _FORM, _SOON, _HELPED = 0.6, 0.15, 0.1, 0.2
_LEAST_LIKENESS, _LEAST_OF_BEST = 0.1, 0.3
_WORDS_OF_ASPECT = {
    "time": "cepat antrean alur tenggat",
    "quality": "mutu standar teliti",
    "cost": "anggaran biaya efisiensi",
}
_SOON_DAYS = 90
_WORDS_SHOWN = 4


class NeedKind(StrEnum):
    """The kind of value below expectation."""

    INDICATOR = "indicator"
    BEHAVIOR = "behavior"
    COMPETENCE = "competence"


@dataclass(frozen=True, slots=True)
class Need:
    """One need. ``size`` (0 to 1) compares with others; ``words`` says by which rule it was made.

    ``key`` is the thread of an indicator, the code of a value, or the key of a competence; ``measure`` the
    key in the catalogue of measures. ``texts`` describe the need, with their weights.
    """

    kind: NeedKind
    key: str
    name: str
    texts: tuple[tuple[str, float], ...]
    size: Fraction = Fraction(0)
    words: str = ""
    evidence: tuple[str, ...] = ()
    period: str = ""
    measure: str = ""
    guides: tuple[str, ...] = ()
    competence: CompetenceKind | None = None
    level: int = 0

    @property
    def identity(self) -> str:
        """The identity by which two people have the same need: the measure, the value or the competence."""
        return f"{self.kind}:{self.measure or self.key}"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the catalogue. ``starts`` and ``ends`` None: at any time; ``free`` None: no limit."""

    code: str
    title: str
    form: int
    hours: Decimal = Decimal(0)
    provider: str = ""
    keywords: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    behaviors: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()
    starts: date | None = None
    ends: date | None = None
    free: int | None = None


@dataclass(frozen=True, slots=True)
class Helped:
    """The number of people with the same need and a known outcome of an item, and how many improved."""

    known: int
    improved: int


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One item for a need, with the rules and the evidence that put it here."""

    item: Item
    score: float
    why: tuple[str, ...] = field(default=())


def indicator_need(
    *,
    key: str,
    name: str,
    result: str = "",
    aspect: str = "",
    unit: str = "",
    measure: str = "",
    texts: Sequence[str] = (),
    context: Sequence[str] = (),
    size: Fraction = Fraction(0),
    words: str = "",
    evidence: Sequence[str] = (),
    period: str = "",
) -> Need:
    """Return the need behind an indicator below its target; ``measure`` is its key in the catalogue.

    ``context`` describes the person's work, such as the position's title.
    """
    about = (
        (name, 1.0),
        (measure.replace("-", " "), 0.8),
        (result, 0.6),
        (unit, 0.2),
        (_WORDS_OF_ASPECT.get(aspect, ""), 0.25),
        *((text, 0.6) for text in texts),
        *((text, 0.2) for text in context),
    )
    return Need(NeedKind.INDICATOR, key, name, about, size, words, tuple(evidence), period, measure)


def behavior_need(
    *,
    value: str,
    examples: Sequence[str],
    size: Fraction = Fraction(0),
    words: str = "",
    evidence: Sequence[str] = (),
    period: str = "",
    context: Sequence[str] = (),
) -> Need:
    """Return the need behind a behavior value or one of its guides (``AD`` or ``AD.2``).

    ``examples`` are observations; ``context`` describes the person's work, such as the position's title.
    """
    code, _, guide = value.partition(".")
    found = next(one for one in BEHAVIOR_VALUES if one.code == code)
    guides = tuple(one for one in found.guides if not guide or one.code == value)
    about = (
        *((example, 1.0) for example in examples),
        *((text, 0.5) for text in context),
        (found.name, 0.5),
        (found.meaning, 0.4),
        *((one.text, 0.8 if guide else 0.35) for one in guides),
    )
    return Need(
        NeedKind.BEHAVIOR,
        value,
        BEHAVIOR_NAMES[code],
        about,
        size,
        words,
        tuple(evidence),
        period,
        guides=tuple(one.code for one in guides),
    )


def competence_need(
    *,
    key: str,
    name: str,
    level: int,
    required: int,
    words: str = "",
    evidence: Sequence[str] = (),
    context: Sequence[str] = (),
    period: str = "",
) -> Need:
    """Return the need behind a competence below the standard of the position; levels 0 (unknown) to 5."""
    about = ((name, 1.0), (key.replace("-", " "), 0.8), *((text, 0.25) for text in context))
    size = Fraction(max(0, required - level), required)
    return Need(
        NeedKind.COMPETENCE,
        key,
        name,
        about,
        size,
        words,
        tuple(evidence),
        period,
        competence=competence_kind(name),
        level=level,
    )


def ranked(
    need: Need, items: Sequence[Item], *, on: date, helped: Mapping[str, Helped] | None = None
) -> list[Recommendation]:
    """Return the items that fit a need, best first; one that fits nothing, is over or is full is left out.

    ``helped`` says by code of the item what came of it for others with the same need; it counts and is
    told from ``Least.PEOPLE`` people up. Ties are broken by code.
    """
    return ranker(items)(need, on=on, helped=helped or {}, least_people=at_least(Least.PEOPLE, on=on))


@dataclass(frozen=True, slots=True)
class _Ranker:
    items: tuple[Item, ...]
    corpus: Corpus

    def __call__(
        self, need: Need, *, on: date, helped: Mapping[str, Helped], least_people: int
    ) -> list[Recommendation]:
        query = query_of(need.texts)
        matches = self.corpus.matches(query)
        best = max((match.likeness for match in matches), default=0.0)
        found = []
        for item, match in zip(self.items, matches, strict=True):
            if _is_gone(item, on):
                continue
            known = helped.get(item.code)
            if known is not None and known.known < least_people:
                known = None
            recommendation = _recommendation(need, item, match, best, on, known)
            if recommendation is not None:
                found.append(recommendation)
        return sorted(found, key=lambda one: (-one.score, one.item.code))


def ranker(items: Sequence[Item]) -> _Ranker:
    """Return ``ranked`` over one catalogue for many needs: its texts are read once."""
    texts = [((item.title, 1.0), (" ".join(item.keywords), 0.9)) for item in items]
    return _Ranker(tuple(items), Corpus(texts))


def _is_gone(item: Item, on: date) -> bool:
    is_over = item.ends is not None and item.ends < on
    return is_over or (item.free is not None and item.free <= 0)


def _recommendation(
    need: Need, item: Item, match: Match, best: float, on: date, helped: Helped | None
) -> Recommendation | None:
    tag, tag_words = _tag(need, item)
    own_work = fields_of(*(text for text, _ in need.texts))
    item_work = fields_of(item.title, item.provider, *item.keywords)
    is_other_work = is_foreign(item_work, own_work)
    # Of another field of work words alone say nothing, and a tag on a whole value little.
    is_like = _is_like(match, best) and not is_other_work
    if is_other_work and need.kind is NeedKind.BEHAVIOR and serves_other_posts(item_work):
        return None
    if not tag and not is_like:
        return None
    # Half by the likeness itself, half against the most like of the catalogue: short needs are far
    # from everything, and the order among the items matters more than the distance.
    text = (min(1.0, match.likeness / 0.6) + match.likeness / best) / 2 if best else 0.0
    form, form_words = _form(need, item)
    soon, soon_words = _soon(item, on)
    share = helped.improved / helped.known - 0.5 if helped else 0.0
    score = tag + _TEXT * text + _FORM * form + _SOON * soon + _HELPED * share
    why = [tag_words] if tag_words else []
    if is_like and match.words:
        shown = ", ".join(match.words[:_WORDS_SHOWN])
        why.append(f"Isinya tentang hal yang sama dengan kesenjangan dan buktinya: {shown}")
    why += [form_words, soon_words]
    if helped:
        why.append(
            f"{helped.improved} dari {helped.known} orang dengan kesenjangan yang sama membaik sesudahnya"
        )
    if need.words:
        why.append(f"Kesenjangan: {need.words}")
    if need.evidence:
        why.append(f"Bukti: {need.evidence[0]}")
    return Recommendation(item, round(score, 6), tuple(why))


def _is_like(match: Match, best: float) -> bool:
    """Return whether words alone make an item fit: not by one chance word, nor far behind a better one."""
    least = _LEAST_LIKENESS if len(match.words) > 1 else 3 * _LEAST_LIKENESS
    return match.likeness >= max(least, _LEAST_OF_BEST * best)


def _tag(need: Need, item: Item) -> tuple[float, str]:
    if need.kind is NeedKind.INDICATOR and need.measure and need.measure in item.measures:
        return _TAG["measure"], f"Katalog menandainya untuk ukuran “{need.measure}”"
    if need.kind is NeedKind.COMPETENCE and need.key in item.competences:
        return _TAG["competence"], f"Katalog menandainya untuk kompetensi “{need.name}”"
    if need.kind is not NeedKind.BEHAVIOR:
        return 0.0, ""
    value = need.key.partition(".")[0]
    guide = next((code for code in item.behaviors if code in need.guides), None)
    if guide is not None:
        weight = _TAG["guide"] if guide == need.key else _TAG["value"]
        return weight, f"Katalog menandainya untuk panduan {guide} dari nilai {need.name}"
    if value in item.behaviors:
        return _TAG["value"], f"Katalog menandainya untuk nilai {need.name}"
    if any(code.startswith(f"{value}.") for code in item.behaviors):
        return _TAG["other-guide"], f"Katalog menandainya untuk panduan lain dari nilai {need.name}"
    return 0.0, ""


def _form(need: Need, item: Item) -> tuple[float, str]:
    form = LEARNING_FORMS[item.form]
    if need.kind is NeedKind.BEHAVIOR:
        weight = _FORMS_OF_BEHAVIOR.get(item.form, _SHARE_OF_BEHAVIOR[form.share])
        if weight:
            return weight, (
                f"{form.label}, {form.share.label.lower()}: pada kesenjangan perilaku didahulukan "
                "daripada kursus (10-20-70)"
            )
        return (weight, f"{form.label}: pelengkap; kesenjangan perilaku jarang tertutup di kelas saja")
    if need.kind is NeedKind.COMPETENCE and need.competence is not None:
        kind = need.competence
        weight = _FORMS_OF_COMPETENCE[kind].get(item.form, _OTHER_FORM)
        return weight, f"{form.label}, {form.share.label.lower()}; kompetensi {kind.label.lower()}"
    weight = _FORMS_OF_TECHNIQUE.get(item.form, _OTHER_FORM)
    first = " dipilih lebih dahulu untuk kesenjangan teknis" if weight == 1 else ""
    return weight, f"{form.label}{first}, {form.share.label.lower()}"


def _soon(item: Item, on: date) -> tuple[float, str]:
    places = "" if item.free is None else f", sisa {item.free} tempat"
    if item.starts is None:
        until = f" sampai {written_day(item.ends)}" if item.ends else ""
        return 1.0, f"Dapat dimulai kapan saja{until}{places}"
    if item.starts <= on:
        return 0.7, f"Sedang berjalan sejak {written_day(item.starts)}{places}"
    soon = 1.0 if item.starts <= on + timedelta(days=_SOON_DAYS) else 0.2
    return soon, f"Mulai {written_day(item.starts)}{places}"
