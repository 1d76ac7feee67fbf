"""The end of a position on a day: what higher areas hold against it, tell of it beforehand, and do with it.

Organization knows neither plans nor appraisals. An area above registers a ``FollowUp`` here from its
``guarding.py``, and where needed a guard.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.guards import Guards
from terukur.organization.models import Assignment


@dataclass(frozen=True, slots=True)
class PositionEnd:
    """An assignment and the last day on which it is held."""

    assignment: Assignment
    last_day: date


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What one area does where a position ends.

    ``tell`` returns the effects in words, as pairs of a label and a sentence, before anything is written;
    ``carry_out`` writes them in the act's transaction, ``take_back`` restores what it wrote.
    """

    tell: Callable[[PositionEnd], list[tuple[str, str]]]
    carry_out: Callable[[PositionEnd, Acting[Actor]], None]
    take_back: Callable[[PositionEnd, Acting[Actor]], None]


POSITION_ENDS: Guards[PositionEnd] = Guards()
# Against removing an assignment as if it had never begun.
ASSIGNMENTS_UNDONE: Guards[Assignment] = Guards()
FOLLOW_UPS: list[FollowUp] = []


def effects_of(end: PositionEnd) -> list[tuple[str, str]]:
    """Return what the end of a position does in the areas above, in words, before it happens."""
    return [effect for follow_up in FOLLOW_UPS for effect in follow_up.tell(end)]
