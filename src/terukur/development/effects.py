"""Effect of learning: the same indicator or value in the period of the need, one and two periods later.

It is shown as it is, also where nothing changed or it got worse. Periods that ended before the learning was
finished do not count. A comparison of one person with oneself proves no cause.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from terukur.development.access import is_confirmed
from terukur.development.facts import Given, achievement_in, given_to
from terukur.development.models import CompetenceLevel, PlanItem
from terukur.development.ranking import Helped, NeedKind
from terukur.notation.dates import written_day
from terukur.notation.numbers import percent_display
from terukur.organization.models import Assignment
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.parameters import number
from terukur.regulation.periods import Period
from terukur.regulation.scales import Rating

_LATER = 2
_MOST_COUNTED = 500


class NeedOutcome(StrEnum):
    """The comparison of a later period with that of the need."""

    IMPROVED = "improved"
    SAME = "same"
    WORSE = "worse"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The word on a page."""
        return _WORDS[self]


_WORDS = {
    NeedOutcome.IMPROVED: "membaik",
    NeedOutcome.SAME: "tetap",
    NeedOutcome.WORSE: "menurun",
    NeedOutcome.UNKNOWN: "belum diketahui",
}


@dataclass(frozen=True, slots=True)
class EffectLook:
    """One period: its value in words, and the comparison; ``counts`` if it ended after the learning."""

    label: str
    shown: str
    outcome: NeedOutcome
    counts: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """The first value, the later ones, and the one word for the effect."""

    before: str
    later: tuple[EffectLook, ...]
    outcome: NeedOutcome


def effect_of(
    item: PlanItem, given: Sequence[Given], *, on: date, levels: Sequence[CompetenceLevel] = ()
) -> Effect:
    """Return the effect of one item for one person, from the appraisals delivered to that person.

    The newest later period that ended after the learning counts.
    """
    if item.gap["kind"] == NeedKind.COMPETENCE:
        return _of_competence(item, levels)
    first = Period.parse(item.gap["period"])
    wanted = [first, first.following, first.following.following][: _LATER + 1]
    by_period = {one.period: one for one in reversed(given)}
    values = [_value(item, by_period.get(period)) for period in wanted]
    within = Fraction(number("learning.same_within", on=on))
    looks = []
    for period, value in zip(wanted[1:], values[1:], strict=True):
        counts = item.finished_on is not None and period.ends > item.finished_on
        looks.append(EffectLook(period.label, _shown(value), _compared(values[0], value, within), counts))
    known = [look.outcome for look in looks if look.counts and look.outcome is not NeedOutcome.UNKNOWN]
    outcome = known[-1] if known else NeedOutcome.UNKNOWN
    return Effect(f"{first.label}: {_shown(values[0])}", tuple(looks), outcome)


def _value(item: PlanItem, given: Given | None) -> Fraction | Rating | None:
    if given is None:
        return None
    if item.gap["kind"] == NeedKind.BEHAVIOR:
        mark = given.marks.get(item.gap["key"])
        return mark.rating if mark else None
    return achievement_in(given, thread=item.gap["key"], measure=item.gap["measure"])


def _shown(value: Fraction | Rating | None) -> str:
    if value is None:
        return "belum ada"
    return value.label if isinstance(value, Rating) else f"capaian {percent_display(value)}"


def _compared(
    before: Fraction | Rating | None, after: Fraction | Rating | None, within: Fraction
) -> NeedOutcome:
    if isinstance(before, Rating) and isinstance(after, Rating):
        difference, within = Fraction(after.position - before.position), Fraction(0)
    elif isinstance(before, Fraction) and isinstance(after, Fraction):
        difference = after - before
    else:
        return NeedOutcome.UNKNOWN
    if abs(difference) <= within:
        return NeedOutcome.SAME
    return NeedOutcome.IMPROVED if difference > 0 else NeedOutcome.WORSE


def _of_competence(item: PlanItem, levels: Sequence[CompetenceLevel]) -> Effect:
    """Return the effect on a competence, from the assessments after the learning, whenever they were made."""
    first = int(item.gap["level"])
    done = item.finished_on
    later = sorted(
        (
            level
            for level in levels
            if level.competence.key == item.gap["key"] and done and level.assessed_on > done
        ),
        key=lambda level: level.assessed_on,
    )[:_LATER]
    looks = tuple(
        EffectLook(
            f"{written_day(level.assessed_on)}",
            f"level {level.level}",
            _compared(Fraction(first), Fraction(level.level), Fraction(0)),
            counts=True,
        )
        for level in later
    )
    outcome = looks[-1].outcome if looks else NeedOutcome.UNKNOWN
    return Effect(f"level {first}", looks, outcome)


def helped_among(items: Iterable[PlanItem], *, on: date) -> dict[str, dict[str, Helped]]:
    """Return by identity of the need and code of the item the number of known outcomes and of improvements.

    ``items`` are confirmed ones with their item. A person counts once, by the newest of the items.
    """
    newest: dict[tuple[str, str, int], PlanItem] = {}
    for item in items:
        newest.setdefault((item.identity, item.item.code, item.employee_id), item)
    outcomes = _outcomes(list(newest.values()), on=on)
    counts: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for (identity, code, _), item in newest.items():
        outcome = outcomes[item.pk]
        if outcome is not NeedOutcome.UNKNOWN:
            counts[identity][code].append(outcome is NeedOutcome.IMPROVED)
    return {
        identity: {code: Helped(len(found), sum(found)) for code, found in by_code.items()}
        for identity, by_code in counts.items()
    }


def _outcomes(items: Sequence[PlanItem], *, on: date) -> Mapping[int, NeedOutcome]:
    """Return the outcomes of many items; one statement for ratings, one for assessments if there are any."""
    people = {item.employee_id for item in items}
    rated = [item for item in items if item.gap["kind"] != NeedKind.COMPETENCE]
    periods = {
        period
        for first in {Period.parse(item.gap["period"]) for item in rated}
        for period in (first, first.following, first.following.following)
    }
    given = given_to({item.employee_id for item in rated}, on=on, periods=periods) if rated else {}
    levels: dict[int, list[CompetenceLevel]] = defaultdict(list)
    if len(rated) < len(items):
        for level in CompetenceLevel.objects.filter(employee__in=people).select_related("competence"):
            levels[level.employee_id].append(level)
    return {
        item.pk: effect_of(
            item, given.get(item.employee_id, []), on=on, levels=levels[item.employee_id]
        ).outcome
        for item in items
    }


@dataclass(frozen=True, slots=True)
class UnitEffects:
    """The number of people of a unit with a known outcome of learning, and how many improved."""

    unit: str
    known: int
    improved: int


def effects_by_unit(units: Iterable[int], *, on: date) -> list[UnitEffects]:
    """Return for leaders how many people of these units improved after learning; none of small units.

    A person counts once, by the item finished last.
    """
    held = Assignment.objects.on(on).filter(position__unit__in=list(units))
    unit_of = dict(held.values_list("employee", "position__unit__name"))
    items = list(
        PlanItem.objects.filter(is_confirmed(), employee__in=unit_of)
        .select_related("item")
        .order_by("-finished_on", "-pk")[:_MOST_COUNTED]
    )
    outcomes = _outcomes(items, on=on)
    found: dict[str, dict[int, NeedOutcome]] = defaultdict(dict)
    for item in items:
        if outcomes[item.pk] is not NeedOutcome.UNKNOWN:
            found[unit_of[item.employee_id]].setdefault(item.employee_id, outcomes[item.pk])
    least = at_least(Least.PEOPLE, on=on)
    return [
        UnitEffects(unit, len(people), list(people.values()).count(NeedOutcome.IMPROVED))
        for unit, people in sorted(found.items())
        if len(people) >= least
    ]
