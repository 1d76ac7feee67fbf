"""Dated values with their source and certainty: what the law or a default policy says at a date."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml

from terukur.regulation.citations import Status


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value as it holds from a date on."""

    name: str
    value: int | str
    unit: str
    description: str
    since: date
    source: str
    status: Status


def parameter(name: str, *, on: date) -> Parameter:
    """The value of a parameter in force on a day.

    :raises KeyError: for an unknown name, or a day before its first value.
    """
    in_force = [entry for entry in _all()[name] if entry.since <= on]
    if not in_force:
        raise KeyError(f"{name} has no value on {on}")
    return max(in_force, key=lambda entry: entry.since)


def number(name: str, *, on: date) -> int:
    """The value of a numeric parameter in force on a day."""
    return int(parameter(name, on=on).value)


def parameter_names() -> list[str]:
    """All names, for documentation and its tests."""
    return sorted(_all())


@cache
def _all() -> dict[str, list[Parameter]]:
    text = files("terukur.regulation").joinpath("data/parameters.yaml").read_text("utf-8")
    return {
        name: [
            Parameter(
                name,
                row["value"],
                entry["unit"],
                entry["description"],
                row["from"],
                row["source"],
                Status(row["status"]),
            )
            for row in entry["values"]
        ]
        for name, entry in yaml.safe_load(text).items()
    }
