"""Dated values with legal basis, scope and certainty, from the law or a default policy.

Values that are not certain enough to be code stand in ``data/parameters.yaml``. An agency corrects or adds
values in a file of its own with the same form (``add_local``), without a new release: for one name the
narrower scope wins, and within a scope the value that began last.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from terukur.regulation.citations import Certainty, Citation


class Scope(IntEnum):
    """The people for whom a value holds, widest first."""

    NATIONAL = 0
    PROVINCE = 1
    CITY = 2
    UNIT = 3


class InvalidParameter(ValueError):
    """A parameter file that does not fit; the message names the entry and what is allowed."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value as it holds from a day to a day; ``value`` is a number, a word or a table."""

    name: str
    value: Any
    unit: str
    description: str
    valid_from: date
    valid_to: date | None
    legal_basis: str
    status: Certainty
    scope: Scope

    def holds(self, on: date) -> bool:
        """Return whether the value is in force on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    @property
    def amount(self) -> Fraction:
        """A numeric value, exactly as it is written."""
        return Fraction(str(self.value))

    @property
    def is_table(self) -> bool:
        """Return whether the value is a table or list instead of one number or word."""
        return isinstance(self.value, dict | list)

    @property
    def citation(self) -> Citation:
        """The legal basis of the value, to be named beside every result that it led to."""
        return Citation(self.name, self.legal_basis, "", self.status, self.description)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All values that are known, by name."""

    entries: dict[str, tuple[Parameter, ...]] = field(default_factory=dict)

    def at(self, name: str, *, on: date) -> Parameter:
        """Return the value in force on a day.

        :raises KeyError: for an unknown name, or a day outside of all its values.
        """
        in_force = [entry for entry in self.entries[name] if entry.holds(on)]
        if not in_force:
            raise KeyError(f"{name} has no value on {on}")
        return max(in_force, key=lambda entry: (entry.scope, entry.valid_from))

    def with_more(self, more: Iterable[Parameter]) -> "RuleSet":
        """Return the same set with further values of known names.

        :raises InvalidParameter: for a name that no rule reads.
        """
        entries = dict(self.entries)
        for entry in more:
            if entry.name not in entries:
                raise InvalidParameter(
                    f"“{entry.name}” tidak dikenal. Yang ada: {', '.join(sorted(entries))}."
                )
            entries[entry.name] = (*entries[entry.name], entry)
        return RuleSet(entries)


def parse_parameters(text: str) -> list[Parameter]:
    """Return the values of a parameter file (YAML).

    :raises InvalidParameter: naming the entry, the field and what is allowed.
    """
    try:
        names = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        raise InvalidParameter(f"Bukan YAML yang benar: {error}") from error
    if not isinstance(names, dict):
        raise InvalidParameter("Berkas parameter berisi nama dengan daftar nilai (values).")
    return [_parameter(name, entry, row) for name, entry in names.items() for row in _rows(name, entry)]


def _rows(name: str, entry: Any) -> list[dict[str, Any]]:
    if not isinstance(entry, dict) or not isinstance(entry.get("values"), list):
        raise InvalidParameter(f"{name}: tulis unit, description, dan values (daftar).")
    rows: list[dict[str, Any]] = entry["values"]
    return rows


def _parameter(name: str, entry: dict[str, Any], row: dict[str, Any]) -> Parameter:
    try:
        missing = {"from", "value", "basis", "status"} - set(row)
        if missing:
            raise InvalidParameter(f"{name}: {', '.join(sorted(missing))} belum ada.")
        starts, ends = row["from"], row.get("to")
        if not isinstance(starts, date) or not (ends is None or isinstance(ends, date)):
            raise InvalidParameter(f"{name}: from dan to ditulis sebagai tanggal 2026-12-31.")
        return Parameter(
            name=name,
            value=row["value"],
            unit=str(entry.get("unit", "")),
            description=str(entry.get("description", "")),
            valid_from=starts,
            valid_to=ends,
            legal_basis=str(row["basis"]),
            status=Certainty(row["status"]),
            scope=Scope[str(row.get("scope", "national")).upper()],
        )
    except KeyError as error:
        allowed = ", ".join(scope.name.lower() for scope in Scope)
        raise InvalidParameter(f"{name}: scope {error} tidak ada; {allowed}.") from error
    except ValueError as error:
        if isinstance(error, InvalidParameter):
            raise
        raise InvalidParameter(f"{name}: status salah satu dari {', '.join(Certainty)}.") from error


@cache
def _national() -> RuleSet:
    text = files("terukur.regulation").joinpath("data/parameters.yaml").read_text("utf-8")
    entries: dict[str, tuple[Parameter, ...]] = {}
    for entry in parse_parameters(text):
        entries[entry.name] = (*entries.get(entry.name, ()), entry)
    return RuleSet(entries)


_local: list[Parameter] = []


def add_local(text: str) -> None:
    """Add values of this agency to the national ones, read once when the program starts.

    :raises InvalidParameter: where the file does not fit; nothing of it holds then.
    """
    more = parse_parameters(text)
    _national().with_more([*_local, *more])
    _local.extend(more)


def rule_set() -> RuleSet:
    """Return all values in force here: the national ones and this agency's own."""
    return _national().with_more(_local) if _local else _national()


def parameter(name: str, *, on: date) -> Parameter:
    """Return the value of a parameter in force on a day.

    :raises KeyError: for an unknown name, or a day outside of all its values.
    """
    return rule_set().at(name, on=on)


def number(name: str, *, on: date) -> int:
    """Return the value of a whole-number parameter in force on a day."""
    return int(parameter(name, on=on).value)


def national_parameters() -> list[Parameter]:
    """Return every value that comes with the program, by name and date."""
    return [entry for name in sorted(_national().entries) for entry in _national().entries[name]]


def uncertain_parameters(*, on: date) -> list[Parameter]:
    """Return the values in use on a day that are neither confirmed nor the agency's own policy."""
    found = [
        rule_set().at(name, on=on)
        for name, entries in sorted(rule_set().entries.items())
        if any(entry.holds(on) for entry in entries)
    ]
    return [entry for entry in found if entry.status in (Certainty.SINGLE, Certainty.UNSURE)]


def parameter_names() -> list[str]:
    """Return all names, for documentation and its tests."""
    return sorted(rule_set().entries)
