"""The difficulty of a target beside last year and like positions: shown when it is set, not when it is met.

House rule, for PP 30/2019 Pasal 4 (objektif, terukur). Plain comparison of numbers; nothing follows from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from statistics import median

from terukur.notation.numbers import display
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.parameters import parameter
from terukur.regulation.scales import Direction


class Against(StrEnum):
    """The value with which a target is compared."""

    REALIZED = "realized"
    LAST_TARGET = "last-target"
    LIKE_POSITIONS = "like-positions"


class Ease(StrEnum):
    """The ease of a target: less than the value it is compared with, about as much, or more."""

    EASIER = "easier"
    ALIKE = "alike"
    HARDER = "harder"


@dataclass(frozen=True, slots=True)
class Goal:
    """A target or a realization, with the exposure it was meant for where there is one."""

    value: Fraction
    exposure: Fraction | None = None

    @property
    def rate(self) -> Fraction:
        """The value per exposure, or as it is."""
        return self.value if not self.exposure else self.value / self.exposure


@dataclass(frozen=True, slots=True)
class Difficulty:
    """One comparison of a target; ``words`` say it plainly."""

    against: Against
    ease: Ease
    reference: Fraction
    words: str


_EASE = {Ease.EASIER: "lebih mudah dari", Ease.ALIKE: "setara dengan", Ease.HARDER: "lebih sulit dari"}
_AGAINST = {
    Against.REALIZED: "capaian tahun lalu",
    Against.LAST_TARGET: "target tahun lalu",
    Against.LIKE_POSITIONS: "nilai tengah jabatan serupa",
}


def difficulty(
    goal: Goal,
    *,
    direction: Direction,
    realized: Goal | None = None,
    last_target: Goal | None = None,
    like: Sequence[Goal] = (),
    on: date,
) -> list[Difficulty]:
    """Return a target's comparison with last year's realization, or else its target, and with like positions.

    ``like`` holds one goal per other person; below ``Least.PEOPLE`` they are not told. Where one
    side has an exposure and the other none they cannot be compared, and a target range never is.
    """
    if direction is Direction.RANGE:
        return []
    found = []
    own_history = (Against.REALIZED, realized) if realized is not None else (Against.LAST_TARGET, last_target)
    if own_history[1] is not None and _comparable(goal, own_history[1]):
        found.append(_compared(goal, own_history[1].rate, direction, own_history[0], on, own_history[1]))
    peers = [other for other in like if _comparable(goal, other)]
    if len(peers) >= at_least(Least.PEOPLE, on=on):
        middle = Fraction(median(other.rate for other in peers))
        found.append(_compared(goal, middle, direction, Against.LIKE_POSITIONS, on, None))
    return found


def ease_of(rate: Fraction, reference: Fraction, direction: Direction, *, band: Fraction) -> Ease:
    """Return how easy a target is beside its reference; where lower is better, a higher target is easier."""
    room = abs(reference) * band / 100
    if abs(rate - reference) <= room:
        return Ease.ALIKE
    asks_less = rate < reference if direction is Direction.HIGHER else rate > reference
    return Ease.EASIER if asks_less else Ease.HARDER


def _comparable(goal: Goal, other: Goal) -> bool:
    return bool(goal.exposure) == bool(other.exposure)


def _compared(
    goal: Goal, reference: Fraction, direction: Direction, against: Against, on: date, other: Goal | None
) -> Difficulty:
    ease = ease_of(goal.rate, reference, direction, band=parameter("difficulty.band", on=on).amount)
    # A rate is told as the value it would be for this person's own exposure.
    shown = reference * goal.exposure if goal.exposure else reference
    same = other is None or other.exposure == goal.exposure
    scaled = " untuk paparan ini" if goal.exposure and not (same and other is not None) else ""
    return Difficulty(
        against, ease, reference, f"{_EASE[ease]} {_AGAINST[against]} ({display(shown)}{scaled})"
    )
