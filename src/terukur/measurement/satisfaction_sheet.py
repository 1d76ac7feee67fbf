"""The table of a satisfaction survey: its elements, and the unit that a processing sheet names in its title.

Columns are recognized by name or by U1 to U9.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from terukur.measurement.table_mapping import Role, TableMapping
from terukur.organization.identities import UnitWords, unit_of
from terukur.organization.models import Unit
from terukur.regulation.scales import ServiceElement
from terukur.tables.names import normalize_header
from terukur.tables.questions import Question
from terukur.tables.reading import Table, UnreadableTable, read_table

HEADERS = ("KODE UNIT", "NIP PETUGAS", *(element.label for element in ServiceElement))
_UNIT = ("KODE UNIT", "UNIT", "UNIT KERJA", "UNIT LAYANAN", "UNIT PELAYANAN", "NAMA UNIT")
_OFFICER = ("NIP PETUGAS", "NIP")
SURVEY_COLUMNS = (*HEADERS, *_UNIT, *_OFFICER, *(f"U{place}" for place in range(1, 10)))
ROLES = (
    Role("unit", "Kolom unit layanan", names=_UNIT),
    Role("officer", "Kolom NIP petugas", names=_OFFICER),
    *(
        Role(
            f"U{place}",
            f"Kolom unsur {place}: {element.label}",
            required=place == 1,
            names=(f"U{place}", element.label),
        )
        for place, element in enumerate(ServiceElement, 1)
    ),
)
ELEMENT_NAMES = {
    **{normalize_header(element.value): element.value for element in ServiceElement},
    **{normalize_header(element.label): element.value for element in ServiceElement},
    # U1 to U7 agree everywhere; U8 and U9 are complaints and facilities in either order.
    **{f"u{place}": element.value for place, element in enumerate(ServiceElement, 1) if place < 8},
    "u8": "U8",
    "u9": "U9",
}
_KEYS = {f"U{place}": element.value for place, element in enumerate(ServiceElement, 1)}
_TITLE = re.compile(
    r"(?P<kind>unit|nama unit|unit kerja|unit pelayanan|unit layanan|nama unit pelayanan|instansi|opd|skpd|"
    r"perangkat daerah|puskesmas|kecamatan|kelurahan|dinas|badan|sekolah|loket)"
    r"\s{0,3}:\s{0,3}(?P<name>.{2,120})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SurveyColumns:
    """The headers of a survey: of the unit and the officer, where there are, and each element's."""

    unit: str | None
    officer: str | None
    elements: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class UnitOfTitle:
    """The unit that the title of a processing sheet names, with the question about it."""

    code: str
    question: Question


def survey_table(
    content: bytes, *, filename: str, mapping: TableMapping | None
) -> tuple[Table, SurveyColumns]:
    """Return the table of a survey with its columns.

    :raises UnreadableTable: without one element.
    """
    chosen = mapping.columns if mapping else {}
    table = read_table(
        content,
        filename=filename,
        known_headers=list(chosen.values()) or SURVEY_COLUMNS,
        sheet=mapping.sheet if mapping else None,
        header_line=mapping.header_line if mapping else None,
    )
    missing = [header for header in chosen.values() if not table.has(header)]
    if missing:
        raise UnreadableTable(f"Kolom {', '.join(missing)} tidak ada di “{filename}”.")
    elements = {chosen[key]: name for key, name in _KEYS.items() if key in chosen}
    elements = elements or element_columns(table)
    if not elements:
        raise UnreadableTable(
            f"“{filename}” memerlukan kolom KODE UNIT dan paling sedikit satu unsur: "
            f"{', '.join(element.label for element in ServiceElement)}."
        )

    def column(role: str, names: tuple[str, ...]) -> str | None:
        return chosen.get(role) or next((name for name in names if table.has(name)), None)

    return table, SurveyColumns(column("unit", _UNIT), column("officer", _OFFICER), elements)


def element_columns(table: Table) -> dict[str, str]:
    """Return the element key of each header that names an element."""
    return {
        header: ELEMENT_NAMES[normalize_header(header)]
        for header in table.headers
        if normalize_header(header) in ELEMENT_NAMES
    }


def unit_of_titles(table: Table, mapping: TableMapping | None) -> UnitOfTitle:
    """Return the unit that the titles name, or that a person said for the whole file (alias of no word).

    :raises UnreadableTable: where no title names a unit.
    """
    words = UnitWords(Unit.objects.all())
    said = mapping.alias("") if mapping else None
    if said:
        return _found(unit_of(said, words, line=0, column="KODE UNIT"), said)
    for title in table.titles:
        match = _TITLE.match(title)
        if match is None:
            continue
        name = match["name"].strip(" .:")
        for candidate in (name, f"{match['kind']} {name}"):
            found = words.meant(candidate) or words.holding(candidate)
            if len(found) == 1:
                return _found(found[0], title)
    raise UnreadableTable(
        "Tidak ada kolom KODE UNIT, dan judul berkas ini tidak menyebut unit yang dikenal. Tambahkan kolom "
        "KODE UNIT, atau pakai Petakan tabel dan tulis unitnya sekali."
    )


def _found(unit: Unit, written: str) -> UnitOfTitle:
    return UnitOfTitle(
        unit.code,
        Question(
            "unit-of-title",
            0,
            "KODE UNIT",
            unit.code,
            f"Berkas ini tidak punya kolom unit. Judulnya “{written}”, dibaca sebagai {unit.name} "
            f"({unit.code}). Benar?",
        ),
    )
