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
class Finding:
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


class InputRefused(ValueError):
    """An input that the rule cannot decide on: which field, what is wrong, what is allowed."""

    def __init__(self, field: str, message: str, allowed: Iterable[str] = ()) -> None:
        self.field = field
        self.allowed = tuple(allowed)
        choices = f" Yang boleh: {', '.join(self.allowed)}." if self.allowed else ""
        super().__init__(f"{field}: {message}{choices}")
