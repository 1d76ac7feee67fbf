"""Import of assessments of potential: one row per person and day; never edited."""

from dataclasses import dataclass
from datetime import date, datetime

from terukur.development.importing import NAME, ON, SOURCE, keep_load, known, nip, past_day
from terukur.development.models import PotentialAssessment
from terukur.ledger.importing import Importer, ImportFile, ImportKind, ImportPlan, register
from terukur.ledger.operations import ImportCounts
from terukur.notation.dates import written_day
from terukur.organization.identities import NUMBER, name_questions, written_names
from terukur.organization.queries import employees_by_number, lock_agency
from terukur.organization.template_lists import PERSON
from terukur.regulation.scales import Potential
from terukur.tables.cells import CellError, ImportRefused, choice, text
from terukur.tables.meaning import Column, known_headers
from terukur.tables.reading import Row
from terukur.tables.rows import read_rows, require_columns
from terukur.tables.templates import TemplateColumn

COLUMNS = (
    NUMBER,
    Column(
        "POTENSI",
        ("KATEGORI POTENSI", "TINGKAT POTENSI", "LEVEL POTENSI", "HASIL ASESMEN", "KATEGORI", "HASIL"),
    ),
    ON,
    SOURCE,
    NAME,
)
HEADERS = tuple(column.key for column in COLUMNS[:4])
_POTENTIALS = {potential.label: potential for potential in Potential}
TEMPLATE = (
    *PERSON,
    TemplateColumn("POTENSI", "Hasil asesmen", "Sedang", True, choices=lambda: list(_POTENTIALS)),
    TemplateColumn("TANGGAL", "Hari asesmen", "02-03-2026", required=True),
    TemplateColumn("SUMBER", "Penyelenggara atau cara asesmen", "Pusat penilaian kompetensi", True),
)


@dataclass(frozen=True, slots=True)
class _Assessed:
    number: str
    potential: Potential
    on: date
    source: str


def _plan(file: ImportFile) -> ImportPlan[list[PotentialAssessment]]:
    """Return new assessments; one of the same person and day that says something else is refused."""
    lock_agency()
    table = file.table(COLUMNS)
    require_columns(table, file.filename, HEADERS)
    rows = read_rows(table, file.filename, lambda row: _assessed(row, file.acting.at))
    people = employees_by_number({row.number for _, row in rows.rows})
    stored = {
        (row.employee_id, row.assessed_on): row.potential
        for row in PotentialAssessment.objects.filter(employee__in=people.values())
    }
    fresh, errors = [], rows.errors
    for line, row in rows.rows:
        try:
            employee = known(line, row.number, people)
        except CellError as error:
            errors.append(error)
            continue
        before = stored.get((employee.pk, row.on))
        if before is None:
            stored[employee.pk, row.on] = row.potential
            fresh.append(
                PotentialAssessment(
                    employee=employee, potential=row.potential, assessed_on=row.on, source=row.source
                )
            )
        elif before != row.potential:
            errors.append(
                CellError(
                    line,
                    "POTENSI",
                    row.potential.label,
                    f"asesmen {written_day(row.on)} sudah tercatat “{Potential(before).label}”; asesmen "
                    "tidak disunting, muat yang baru dengan tanggalnya.",
                )
            )
    if errors:
        raise ImportRefused(errors)
    counts = ImportCounts(
        rows=len(rows.rows),
        created=len(fresh),
        unchanged=len(rows.rows) - len(fresh),
        questions=[*rows.questions, *name_questions(written_names(table, "NIP"), people)],
    )
    return ImportPlan(counts, fresh)


def _apply(plan: ImportPlan[list[PotentialAssessment]], file: ImportFile) -> None:
    PotentialAssessment.objects.bulk_create(plan.to_write)
    keep_load(plan, plan.to_write, file)


import_potentials = register(
    Importer(
        key="potentials",
        label="Asesmen potensi",
        kind=ImportKind("potentials", "Asesmen potensi"),
        columns=tuple(known_headers(COLUMNS)),
        plan=_plan,
        apply=_apply,
        template=TEMPLATE,
        page_place=11,
        command_place=9,
        summary="load assessments of potential from CSV or XLSX",
        help="Load assessments of potential from CSV or XLSX: NIP, POTENSI (Rendah, Sedang, Tinggi), "
        "TANGGAL, SUMBER. Example: terukur import potentials asesmen-potensi.csv",
    )
)


def _assessed(row: Row, at: datetime) -> _Assessed:
    potential = choice(row, "POTENSI", allowed=_POTENTIALS, required=True)
    if potential is None:
        raise CellError(row.line, "POTENSI", "", "kosong; isi nilainya.")
    return _Assessed(
        nip(row),
        potential,
        past_day(row, "TANGGAL", at=at),
        text(row, "SUMBER", required=True, max_length=200),
    )
