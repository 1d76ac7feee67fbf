"""Of how many people something is shown at least, and which totals may stand side by side.

Every such number is a dated parameter, named in ``Least`` and read by ``at_least`` alone. A query or a
drawing is given the number that holds on the last day of what it shows. How many a formula of
``statistics`` needs before its figure means anything is not disclosure, and stands beside the formula.
"""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from itertools import product

from terukur.regulation.parameters import number
from terukur.regulation.periods import MONTHS_OF_QUARTER, Period

Count = Callable[[Period], int]


class Least(StrEnum):
    """The parameters that say of how many at least; a new one is a line here and its values in the file."""

    PEOPLE = "aggregate.least_people"
    RATERS = "aggregate.least_raters"
    IN_DISTRIBUTION = "aggregate.least_in_distribution"
    IN_UNIT = "objectivity.least_in_unit"
    EMPLOYEES_IN_MIRROR = "mirror.least_employees"
    FORMS_IN_MIRROR = "mirror.least_forms"
    FOR_DEPENDABILITY = "dependability.least_people"
    PAIRS = "blind.least_pairs"
    BEHAVIOR_ANSWERS = "behavior_survey.least"
    ANSWERS_FOR_UNIT = "survey.least_for_unit"
    ANSWERS_FOR_OFFICER = "survey.least_for_officer"


def at_least(of: Least, *, on: date) -> int:
    """Return how many there must be at least on a day."""
    return number(of, on=on)


def may_show(period: Period, count: Count, *, least: int) -> bool:
    """Return whether the total of a quarter, half-year or year may be shown beside all shorter ones.

    It needs ``least`` answers, and so does the rest of it after any of the shown shorter periods has been
    taken away. ``count`` gives the answers of a period. Design rule: aggregates from ``least`` people, and no
    cell that subtraction could recover.
    """
    remains = _remains(period, count, least)
    return count(period) >= least and all(left == 0 or left >= least for left in remains)


def held_back(count: int, *, least: int) -> int:
    """Return how many answers of a running quarter are shown: whole blocks, the last one held back.

    So no look a day later, nor the final figure, differs by fewer than ``least`` answers.
    """
    return max(0, (count - least) // least * least)


def _remains(period: Period, count: Count, least: int) -> set[int]:
    """Return the rest of a period, for every choice of shown parts to take away, none included."""
    options = [
        _remains(part, count, least) | ({0} if may_show(part, count, least=least) else set())
        for part in _parts(period)
    ]
    return {count(period), *(sum(choice) for choice in product(*options) if choice)}


def _parts(period: Period) -> list[Period]:
    """Return the halves of a year, the quarters of a half."""
    if period.months <= MONTHS_OF_QUARTER:
        return []
    half = period.months // 2
    return [Period(period.year, first, first + half - 1) for first in (period.first, period.first + half)]


UNKNOWN = "unknown"
Choices = Mapping[str, int]


def opinions_shown(
    counts: Mapping[str, Choices], *, answers: int, least: int
) -> dict[str, Choices | None] | None:
    """Return the readable counts of a closed survey: None below ``least`` answers.

    A question that fewer than ``least`` people had an opinion on shows nothing (None), not even how many
    that were: "one of four knew, and said below" is one person's answer.
    """
    if answers < least:
        return None
    return {
        question: dict(choices)
        if sum(count for choice, count in choices.items() if choice != UNKNOWN) >= least
        else None
        for question, choices in counts.items()
    }
