"""Conditions that a higher area holds against an act of a lower one, asked by the act itself.

The lower area cannot know the higher one; so it asks every registered guard, whoever the caller is. A higher
area registers in its ``AppConfig.ready``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from terukur.ledger.acting import Acting, Actor

Subject = TypeVar("Subject")


class Guards(Generic[Subject]):
    """The objections to one kind of act; each guard returns why not, or nothing."""

    def __init__(self) -> None:
        self._guards: list[Callable[[Subject, Acting[Actor]], str]] = []

    def add(self, guard: Callable[[Subject, Acting[Actor]], str]) -> None:
        """Register a guard; the same one twice is asked once."""
        if guard not in self._guards:
            self._guards.append(guard)

    def refusal(self, subject: Subject, acting: Acting[Actor]) -> str:
        """Return the first reason against the act, empty where nothing stands against it."""
        return next((why for guard in self._guards if (why := guard(subject, acting))), "")
