"""Import of the areas of health centres: which unit an area belongs to, and who answers for it since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from terukur.ledger.importing import Importer, ImportFile, ImportKind, ImportPlan, register
from terukur.ledger.operations import Act, ImportCounts, record
from terukur.measurement.models import AreaOfficer, ServiceArea
from terukur.measurement.value_templates import AREAS
from terukur.notation.dates import day_words
from terukur.organization.identities import NAME_COLUMNS, is_employee_number, name_questions, written_names
from terukur.organization.models import Employee, Unit
from terukur.organization.queries import employees_by_number
from terukur.tables.cells import CellError, ImportRefused, day, digits, text
from terukur.tables.meaning import Column
from terukur.tables.reading import Row
from terukur.tables.rows import read_rows, require_columns

AREA_COLUMNS = (
    Column("KODE UNIT", ("KODE PUSKESMAS", "UNIT", "KODE UNIT KERJA", "UNIT KERJA")),
    Column("WILAYAH", ("KELURAHAN", "DESA", "DESA/KELURAHAN", "WILAYAH KERJA", "NAMA WILAYAH")),
    Column("NIP PETUGAS", ("NIP", "NIP BIDAN", "NIP PENANGGUNG JAWAB"), looks=is_employee_number),
    Column(
        "MULAI",
        ("SEJAK", "TMT", "MULAI TUGAS", "MULAI BERTUGAS", "TANGGAL MULAI", "TGL MULAI", "MULAI TANGGAL"),
    ),
    Column(NAME_COLUMNS[0], NAME_COLUMNS[1:]),
)
AREA_HEADERS = tuple(column.key for column in AREA_COLUMNS[:4])
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class _AreaRow:
    code: str
    name: str
    number: str
    starts: date


def _plan_areas(file: ImportFile) -> ImportPlan[None]:
    """Add areas and who answers for them from a day on; a blank NIP says that nobody does."""
    table = file.table(AREA_COLUMNS)
    require_columns(table, file.filename, AREA_HEADERS)
    rows = read_rows(table, file.filename, _area_row)
    counts = ImportCounts(rows=len(rows.rows), questions=rows.questions)
    errors = rows.errors
    people = employees_by_number({row.number for _, row in rows.rows if row.number})
    counts.questions += name_questions(written_names(table, "NIP PETUGAS"), people)
    units = {unit.code: unit for unit in Unit.objects.select_for_update().order_by("pk")}
    areas = {area.name.casefold(): area for area in ServiceArea.objects.select_related("unit")}
    for line, row in rows.rows:
        officer = people[row.number].name if row.number in people else "tanpa petugas"
        told = f"{row.name} ({units[row.code].name if row.code in units else row.code})"
        file.understood.means(line, told, f"sejak {day_words(row.starts)}", officer)
        try:
            _add_area(line, row, units, areas, people, counts)
        except CellError as error:
            errors.append(error)
    if errors:
        raise ImportRefused(errors)
    return ImportPlan(counts, None)


def _apply_areas(plan: ImportPlan[None], file: ImportFile) -> None:
    source = file.keep(plan.counts)
    record(Act("areas", "areas-loaded", after={"import": source.pk}), file.acting)


import_areas = register(
    Importer(
        key="areas",
        label="Wilayah kerja dan petugasnya",
        kind=ImportKind("areas", "Wilayah kerja"),
        columns=AREA_HEADERS,
        plan=_plan_areas,
        apply=_apply_areas,
        template=AREAS,
        page_place=6,
        command_place=5,
        summary="load areas of health centres from CSV or XLSX",
        help="Load areas of health centres from CSV or XLSX: unit, area, who answers for it, since when. "
        "Example: terukur import areas wilayah-kerja.xlsx",
    )
)


def _area_row(row: Row) -> _AreaRow:
    code = text(row, "KODE UNIT", required=True)
    # Not cut: two names that are alike for so many letters would become one area.
    name = text(row, "WILAYAH", required=True, max_length=100)
    number = digits(row, "NIP PETUGAS")
    starts = day(row, "MULAI", earliest=_EARLIEST, latest=_LATEST, required=True)
    if starts is None:
        raise CellError(row.line, "MULAI", "", "kosong; isi tanggalnya.")
    return _AreaRow(code, name, number, starts)


def _add_area(
    line: int,
    row: _AreaRow,
    units: Mapping[str, Unit],
    areas: dict[str, ServiceArea],
    people: Mapping[str, Employee],
    counts: ImportCounts,
) -> None:
    unit, area = units.get(row.code), areas.get(row.name.casefold())
    if unit is None:
        raise CellError(line, "KODE UNIT", row.code, "bukan kode unit yang dikenal.")
    if area is not None and area.unit_id != unit.pk:
        raise CellError(line, "WILAYAH", row.name, f"sudah menjadi wilayah {area.unit.name}.")
    if row.number and row.number not in people:
        raise CellError(line, "NIP PETUGAS", row.number, "tidak ada di data pegawai.")
    if area is None:
        area = ServiceArea.objects.create(name=row.name, unit=unit)
        areas[row.name.casefold()] = area
    employee = people.get(row.number)
    found, is_new = AreaOfficer.objects.get_or_create(
        area=area, starts=row.starts, defaults={"employee": employee}
    )
    if not is_new and found.employee_id != (employee.pk if employee else None):
        raise CellError(
            line, "MULAI", str(row.starts), "sudah ada petugas lain sejak hari itu; pakai hari lain."
        )
    counts.created += is_new
    counts.unchanged += not is_new
