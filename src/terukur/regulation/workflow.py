"""Tables of status machines: which status follows which, by whose act, and whose turn is next.

Each area with a status keeps one such table in its ``workflow.py``. The database trigger, the steps
that pages show, refusals and reminders are read from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar


class Party(StrEnum):
    """Who takes a step."""

    EMPLOYEE = "pegawai"
    APPRAISER = "pejabat penilai"
    BOTH = "pegawai dan pejabat penilai"
    SUPERIOR = "atasan pejabat penilai"
    PANEL = "panel kalibrasi"
    SYSTEM = "sistem"


@dataclass(frozen=True, slots=True)
class Transition:
    """One step from a status to another: by whom, and what it is called."""

    start: str
    end: str
    by: Party
    label: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Who has the next step in a status, and how a refusal says it."""

    who: Party
    words: str


TurnT = TypeVar("TurnT", bound=Turn)


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step of the line of steps on a page; ``beside`` is what the page adds to its label."""

    label: str
    is_done: bool
    is_now: bool
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Workflow(Generic[TurnT]):
    """All transitions of one status, the turn in each status, and the steps as pages show them.

    A status that no transition leaves is final; a turn there says where to go on. ``steps`` names for each
    shown step the statuses that wait for it.
    """

    transitions: tuple[Transition, ...]
    turns: Mapping[str, TurnT]
    steps: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def allows(self, start: str, end: str) -> bool:
        """Return whether a status may follow another."""
        return any((row.start, row.end) == (start, end) for row in self.transitions)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return every change of status, in the form that ``pgtrigger.FSM`` takes."""
        return [(str(row.start), str(row.end)) for row in self.transitions if row.start != row.end]

    def leading_to(self, end: str) -> tuple[str, ...]:
        """Return the statuses from which another is reached in one step."""
        return tuple(row.start for row in self.transitions if row.end == end != row.start)

    def progress(self, status: str, *beside: str) -> Iterator[ShownStep]:
        """Yield the steps as shown in a status: those before it are done, its own is now."""
        now = next((n for n, (_, waiting) in enumerate(self.steps) if status in waiting), len(self.steps))
        for number, (label, _) in enumerate(self.steps):
            words = beside[number] if number < len(beside) else ""
            yield ShownStep(label, is_done=number < now, is_now=number == now, beside=words)
