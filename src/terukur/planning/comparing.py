"""Two versions side by side: what was added, removed and changed, each field in words.

Results and indicators are paired by their thread, which goes on in a revision and in next year's plan; what
has no partner by thread is paired by its name, as plans of a file have threads of their own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import models

from terukur.notation.dates import written_day
from terukur.notation.numbers import display
from terukur.planning.copying import copied_columns
from terukur.planning.models import Indicator, PlannedResult, PlanVersion
from terukur.regulation.scales import AnnexList
from terukur.tables.names import normalize_header

EMPTY = "–"
# Not read by people: the order, the identity, and a mark that only a draft has.
_SILENT = {"number", "thread", "is_carried"}
_LABELS = {
    "name": "Indikator",
    "title": "Rencana hasil kerja",
    "kind": "Jenis",
    "support_reason": "Alasan belum ditautkan",
    "perspective": "Perspektif",
    "expectation": "Ekspektasi kualitatif",
    "aspect": "Aspek",
    "unit": "Satuan",
    "direction": "Arah",
    "pace": "Waktu target",
    "target": "Target",
    "target_high": "Batas atas",
    "division": "Pembagian target",
    "division_parts": "Angka pembagian",
    "division_name": "Nama musim",
    "due": "Jatuh tempo",
    "weight": "Bobot (%)",
    "measure": "Diukur dari data",
    "combination": "Cara menggabung bulan",
    "exposure_name": "Paparan",
    "exposure_planned": "Besar paparan",
    "exposure_measure": "Paparan dari data",
    "last_year_value": "Capaian tahun lalu",
    "definition": "Definisi",
    "formula": "Rumus",
    "source": "Sumber data",
    "owner": "Pemilik data",
}


class What(StrEnum):
    """The part of a plan that a change is about."""

    RESULT = "Hasil kerja"
    INDICATOR = "Indikator"
    BEHAVIOR = "Ekspektasi perilaku"
    ANNEX = "Lampiran"


class ChangeKind(StrEnum):
    """The kind of a change."""

    ADDED = "ditambah"
    REMOVED = "dihapus"
    CHANGED = "diubah"


@dataclass(frozen=True, slots=True)
class PlanPart:
    """One part of a plan as people read it: its name, its fields in words, and the part that it is under."""

    what: What
    name: str
    fields: Mapping[str, str]
    thread: UUID | None = None
    under: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that says something else than before."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part that was added, removed or changed, with the fields that say something else."""

    kind: ChangeKind
    what: What
    name: str
    under: str
    fields: tuple[FieldChange, ...]


def parts_of(version: PlanVersion) -> list[PlanPart]:
    """Return the parts of a version that was read with its content, in their order."""
    found = []
    for result in version.results.all():
        supports = {"Mendukung": "; ".join(one["title"] for one in result.above) or EMPTY}  # type: ignore[attr-defined]
        found.append(PlanPart(What.RESULT, result.title, _fields(result) | supports, result.thread))
        found += [
            PlanPart(What.INDICATOR, one.name, _fields(one), one.thread, result.title)
            for one in result.indicators.all()
        ]
    found += [
        PlanPart(What.BEHAVIOR, one.get_value_display(), {"Ekspektasi khusus": one.expectation or EMPTY})
        for one in version.behaviors.all()
    ]
    lists: dict[str, list[str]] = {annex: [] for annex in AnnexList}
    for item in version.annex_items.all():
        lists[item.list].append(item.text)
    found += [
        PlanPart(What.ANNEX, annex.label, {"Isi": "; ".join(lists[annex]) or EMPTY}) for annex in AnnexList
    ]
    return found


def compared(before: Sequence[PlanPart], after: Sequence[PlanPart]) -> list[PartChange]:
    """Return what leads from one list of parts to the other, as the second is ordered; removed ones last."""
    changes = []
    for old, new in _paired(before, after):
        fields = tuple(_changed(old.fields if old else {}, new.fields if new else {}))
        shown = new or old
        if shown is None or (old and new and not fields):
            continue
        kind = ChangeKind.CHANGED if old and new else ChangeKind.ADDED if new else ChangeKind.REMOVED
        changes.append(PartChange(kind, shown.what, shown.name, shown.under, fields))
    return changes


def _paired(
    before: Sequence[PlanPart], after: Sequence[PlanPart]
) -> list[tuple[PlanPart | None, PlanPart | None]]:
    left = list(before)
    partner: dict[int, PlanPart] = {}
    for fits in (_same_thread, _same_name):
        for place, new in enumerate(after):
            if place in partner:
                continue
            found = next((old for old in left if fits(old, new)), None)
            if found is not None:
                left.remove(found)
                partner[place] = found
    pairs: list[tuple[PlanPart | None, PlanPart | None]]
    pairs = [(partner.get(place), new) for place, new in enumerate(after)]
    return [*pairs, *((old, None) for old in left)]


def _same_thread(old: PlanPart, new: PlanPart) -> bool:
    return old.what is new.what and old.thread is not None and old.thread == new.thread


def _same_name(old: PlanPart, new: PlanPart) -> bool:
    return old.what is new.what and normalize_header(old.name) == normalize_header(new.name)


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> Iterable[FieldChange]:
    for label in dict.fromkeys([*after, *before]):
        old, new = before.get(label, EMPTY), after.get(label, EMPTY)
        if old != new:
            yield FieldChange(label, old, new)


def compared_columns(model: type[models.Model]) -> dict[str, str]:
    """Return the columns that are compared, each with its label: what a copy takes over and people read."""
    names = [model._meta.get_field(name).name for name in copied_columns(model)]
    return {
        name: _LABELS.get(name) or str(model._meta.get_field(name).verbose_name).capitalize()  # type: ignore[union-attr]
        for name in names
        if name not in _SILENT
    }


def _fields(row: PlannedResult | Indicator) -> dict[str, str]:
    return {label: _words(row, name) for name, label in compared_columns(type(row)).items()}


def _words(row: Any, name: str) -> str:
    shown: Callable[[], str] | None = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    if value is None or value in ("", []):
        return EMPTY
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Decimal):
        return display(value, 4)
    if isinstance(value, date):
        return written_day(value)
    if isinstance(value, list):
        return "; ".join(display(one, 4) if isinstance(one, Decimal) else str(one) for one in value)
    return str(getattr(value, "title", "") or value) if isinstance(value, models.Model) else str(value)
