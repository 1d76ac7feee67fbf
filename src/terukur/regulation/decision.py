"""The result of a rule: the steps that led to it, findings, or a refusal of its inputs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from terukur.regulation.citations import Citation

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Decision(Generic[T]):
    """A result, the steps that led to it (Indonesian sentences), and the articles applied."""

    result: T
    steps: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """One thing that stands in the way of an act.

    ``where`` names the place as the user sees it, ``message`` what is wrong, ``remedy`` what to do.
    """

    code: str
    where: str
    message: str
    remedy: str
    citation: Citation | None = None

    @property
    def told(self) -> str:
        """The message and the remedy, without the place: for a line that links to it."""
        return f"{self.message} {self.remedy}".strip()

    def __str__(self) -> str:
        return f"{self.where}: {self.told}"


class Refused(ValueError):
    """An act or an input that is not possible: the message says why and, as a rule, what to do.

    ``findings`` are what stands in the way; ``field`` is the place in a form that the message is about,
    empty where it is about the whole. Each area raises its own kind.
    """

    # Whether the user may look at what was sent and send it again, with their word that it names no citizen.
    asks_about_personal_data = False

    def __init__(self, message: str, findings: Iterable[RuleFinding] = (), *, field: str = "") -> None:
        self.findings = list(findings)
        self.field = field
        super().__init__(message)


class InputRefused(Refused):
    """An input that the rule cannot decide on: which field, what is wrong, what is allowed."""

    def __init__(self, field: str, message: str, allowed: Iterable[str] = ()) -> None:
        self.allowed = tuple(allowed)
        choices = f" Yang boleh: {', '.join(self.allowed)}." if self.allowed else ""
        super().__init__(f"{field}: {message}{choices}", field=field)
