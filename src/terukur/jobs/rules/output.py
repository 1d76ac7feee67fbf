"""A decision as JSON, and as lines for a terminal."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any

from terukur.notation.numbers import as_json, display
from terukur.regulation.citations import Citation
from terukur.regulation.decision import Decision
from terukur.regulation.scales import Scale


def decision_json(decision: Decision[Any]) -> dict[str, Any]:
    """Return ``result``, ``steps`` and ``citations``; every word of a scale has its label beside it."""
    return {
        **_labelled("result", decision.result),
        "steps": list(decision.steps),
        "citations": [citation.as_json() for citation in decision.citations],
    }


def value_json(value: Any) -> Any:
    """Return a typed value as JSON: scales as words, numbers exactly, days as ISO."""
    if isinstance(value, Scale):
        return value.value
    if isinstance(value, Fraction):
        return as_json(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Citation):
        return value.as_json()
    if is_dataclass(value) and not isinstance(value, type):
        entries: dict[str, Any] = {}
        for entry in fields(value):
            entries |= _labelled(entry.name, getattr(value, entry.name))
        return entries
    if isinstance(value, Mapping):
        return {str(key): value_json(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [value_json(entry) for entry in value]
    return str(value) if isinstance(value, Enum) else value


def decision_lines(decision: Decision[Any]) -> Iterator[str]:
    """Yield the result, each step, and the articles, as an officer reads them.

    A result of several parts is given by its steps.
    """
    word = _word(decision.result)
    if word is not None:
        yield f"Hasil: {word}"
        yield ""
    for number, step in enumerate(decision.steps, start=1):
        yield f"  {number}. {step}"
    yield ""
    for citation in decision.citations:
        yield f"  Dasar: {citation.reference} [{citation.status}]"


def _word(value: Any) -> str | None:
    if isinstance(value, Scale):
        return value.label
    if isinstance(value, Fraction):
        return display(value, 4)
    return str(value) if isinstance(value, int) else None


def _labelled(name: str, value: Any) -> dict[str, Any]:
    shown = {name: value_json(value)}
    return {**shown, f"{name}_label": value.label} if isinstance(value, Scale) else shown
