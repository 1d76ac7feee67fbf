"""The history of a person's own data on a page, each change in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from terukur.ledger.queries import history_of
from terukur.notation.dates import day_words
from terukur.organization.models import Employee, Position
from terukur.regulation.ranks import rank_name
from terukur.regulation.scales import EmploymentKind

_SHOWN = 20
_LABELS = {
    "name": "nama",
    "kind": "jenis pegawai",
    "rank": "pangkat",
    "rank_since": "TMT pangkat",
    "position": "jabatan",
    "from": "mulai",
    "last_day": "hari terakhir",
    "left_on": "berhenti",
}


@dataclass(frozen=True, slots=True)
class DataChange:
    """One act on a person's data: its name, reason, moment, actor, and what changed in words."""

    act: str
    reason: str
    at: datetime
    actor_name: str
    changes: tuple[str, ...]


def history_of_person(employee: Employee) -> list[DataChange]:
    """Return the newest acts on an employee's data, with positions by their words."""
    entries = list(history_of(f"employee/{employee.pk}")[:_SHOWN])
    sides = [side for entry in entries for side in (entry.before, entry.after) if side]
    keys = {side["position"] for side in sides if side.get("position")}
    places = {
        place.pk: f"{place.title}, {place.unit.name}"
        for place in Position.objects.filter(pk__in=keys).select_related("unit")
    }
    return [
        DataChange(
            entry.act,
            entry.reason,
            entry.at,
            entry.actor_name,
            tuple(_changes(entry.before or {}, entry.after or {}, places)),
        )
        for entry in entries
    ]


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], places: Mapping[int, str]) -> list[str]:
    found = []
    for key, label in _LABELS.items():
        old, new = _words(key, before.get(key), places), _words(key, after.get(key), places)
        if old and new and old != new:
            found.append(f"{label}: {old} menjadi {new}")
        elif old != new:
            found.append(f"{label}: {new or old}")
    return found


def _words(key: str, value: Any, places: Mapping[int, str]) -> str:
    """Return a value of the ledger as people say it; empty where there is none."""
    if value in (None, "", "None"):
        return ""
    if key == "position":
        return places.get(value, "jabatan yang sudah dihapus")
    if key == "rank":
        return rank_name(value)
    if key == "kind":
        return EmploymentKind(value).label
    if key in ("rank_since", "from", "last_day", "left_on"):
        return day_words(date.fromisoformat(value))
    return str(value)
