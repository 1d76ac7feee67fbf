"""Import of units' own plans (perjanjian kinerja, IKU): one row per objective with indicator and target."""

import re
from dataclasses import dataclass

from terukur.ledger.importing import Importer, ImportFile, ImportKind, ImportPlan, register
from terukur.ledger.operations import Act, ImportCounts, record_all
from terukur.organization.identities import UnitWords, plain, unit_of
from terukur.organization.models import Unit
from terukur.organization.queries import lock_agency
from terukur.organization.template_lists import UNIT
from terukur.planning.models import UnitObjective
from terukur.tables.cells import CellError, ImportRefused, text
from terukur.tables.meaning import Column, known_headers
from terukur.tables.reading import Row
from terukur.tables.rows import read_rows, require_columns
from terukur.tables.templates import TemplateColumn

COLUMNS = (
    Column(
        "UNIT",
        (
            "UNIT",
            "KODE UNIT",
            "UNIT KERJA",
            "NAMA UNIT",
            "NAMA UNIT KERJA",
            "PERANGKAT DAERAH",
            "OPD",
            "SKPD",
        ),
    ),
    Column("TAHUN", ("TAHUN", "TAHUN ANGGARAN")),
    Column(
        "SASARAN",
        ("SASARAN", "SASARAN STRATEGIS", "SASARAN KINERJA", "SASARAN PROGRAM", "SASARAN KEGIATAN", "TUJUAN"),
    ),
    Column(
        "INDIKATOR", ("INDIKATOR", "INDIKATOR KINERJA", "INDIKATOR KINERJA UTAMA", "IKU", "INDIKATOR SASARAN")
    ),
    Column("TARGET", ("TARGET", "TARGET TAHUNAN", "TARGET KINERJA")),
    Column("SATUAN", ("SATUAN",)),
)
_REQUIRED = ("UNIT", "SASARAN")
_FIRST_YEAR, _LAST_YEAR = 2020, 2100
TEMPLATE = (
    UNIT,
    TemplateColumn("TAHUN", "Kosong berarti tahun ini", "2026"),
    TemplateColumn("SASARAN", "Sasaran di perjanjian kinerja", "Meningkatnya kesehatan ibu dan anak", True),
    TemplateColumn("INDIKATOR", "IKU atau indikator sasaran", "Cakupan imunisasi dasar lengkap"),
    TemplateColumn("TARGET", "Angka atau rentangnya", "95"),
    TemplateColumn("SATUAN", "Satuan target", "%"),
)


@dataclass(frozen=True, slots=True)
class _Written:
    unit: str
    year: int
    title: str
    indicator: str
    target: str


@dataclass(slots=True)
class _Changes:
    fresh: list[UnitObjective]
    changed: list[UnitObjective]


def _plan(file: ImportFile) -> ImportPlan[_Changes]:
    """Return new objectives and changed targets; nothing is removed, because plans rest on them."""
    lock_agency()
    table = file.table(COLUMNS)
    require_columns(table, file.filename, _REQUIRED)
    rows = read_rows(table, file.filename, lambda row: _written(row, file.acting.on.year))
    units = UnitWords(Unit.objects.all())
    stored: dict[tuple[int, int], list[UnitObjective]] = {}
    for objective in UnitObjective.objects.order_by("number"):
        stored.setdefault((objective.unit_id, objective.year), []).append(objective)
    counts = ImportCounts(rows=len(rows.rows), questions=list(rows.questions))
    changes, errors, lines = _Changes([], []), rows.errors, dict[int, int]()
    for line, row in rows.rows:
        try:
            unit = unit_of(row.unit, units, line=line, column="UNIT")
            _take(line, row, unit, stored.setdefault((unit.pk, row.year), []), changes, counts, lines)
        except CellError as error:
            errors.append(error)
    if errors:
        raise ImportRefused(errors)
    return ImportPlan(counts, changes)


def _take(
    line: int,
    row: _Written,
    unit: Unit,
    mine: list[UnitObjective],
    changes: _Changes,
    counts: ImportCounts,
    lines: dict[int, int],
) -> None:
    """Put one objective among the new, the changed or the unchanged ones.

    :raises CellError: where the file holds it twice with two targets.
    """
    said = plain(row.title), plain(row.indicator)
    known = next((one for one in mine if (plain(one.title), plain(one.indicator)) == said), None)
    if known is None:
        last = max((one.number for one in mine), default=0)
        fresh = UnitObjective(
            unit=unit,
            year=row.year,
            number=last + 1,
            title=row.title,
            indicator=row.indicator,
            target=row.target,
        )
        lines[id(fresh)] = line
        mine.append(fresh)
        changes.fresh.append(fresh)
        counts.created += 1
        return
    before, lines[id(known)] = lines.get(id(known)), line
    if not row.target or known.target == row.target:
        counts.unchanged += 1
        return
    if before is not None:
        raise CellError(
            line, "TARGET", row.target, f"sasaran yang sama ada di baris {before} dengan target lain."
        )
    words = f"{unit.name} {row.year}, {row.title}: target {known.target or 'kosong'} menjadi {row.target}"
    counts.changes.append(words)
    counts.updated += 1
    known.target = row.target
    changes.changed.append(known)


def _apply(plan: ImportPlan[_Changes], file: ImportFile) -> None:
    file.keep(plan.counts)
    changes = plan.to_write
    UnitObjective.objects.bulk_update(changes.changed, ["target"])
    UnitObjective.objects.bulk_create(changes.fresh)
    touched = {(row.unit_id, row.year) for row in [*changes.fresh, *changes.changed]}
    acts = [Act(f"unit/{unit}", "objectives-saved", after={"year": year}) for unit, year in sorted(touched)]
    if acts:
        record_all(acts, file.acting)


import_objectives = register(
    Importer(
        key="objectives",
        label="Rencana unit (perjanjian kinerja, IKU)",
        kind=ImportKind("objectives", "Rencana unit"),
        columns=tuple(known_headers(COLUMNS)),
        plan=_plan,
        apply=_apply,
        template=TEMPLATE,
        page_place=15,
        command_place=12,
        summary="load units' own plans (perjanjian kinerja, IKU) from CSV or XLSX",
        help="Load units' own plans from CSV or XLSX: UNIT, TAHUN, SASARAN, INDIKATOR, TARGET, SATUAN. "
        "Example: terukur import objectives perjanjian-kinerja.xlsx",
    )
)


def _written(row: Row, year: int) -> _Written:
    target = text(row, "TARGET", max_length=60)
    unit = text(row, "SATUAN", max_length=40)
    return _Written(
        text(row, "UNIT", required=True, max_length=200),
        _year(row, "TAHUN", year),
        text(row, "SASARAN", required=True, max_length=300),
        text(row, "INDIKATOR", max_length=300),
        f"{target} {unit}".strip() if target else "",
    )


def _year(row: Row, column: str, year: int) -> int:
    written = text(row, column, max_length=40)
    if not written:
        return year
    found = re.fullmatch(r"(?:(?:tahun|ta|t\.a\.) ?)?(\d{4})", written, re.IGNORECASE)
    if found is None or not _FIRST_YEAR <= int(found[1]) < _LAST_YEAR:
        raise CellError(row.line, row.header(column), written, "tulis tahunnya, misalnya 2026.")
    return int(found[1])
