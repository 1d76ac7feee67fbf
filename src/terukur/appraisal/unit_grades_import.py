"""Import of organization grades: one row per unit and period, as its decree or recap states them."""

from dataclasses import dataclass

from terukur.accounts.models import User
from terukur.appraisal.models import UnitGrade
from terukur.appraisal.operations import set_unit_grade
from terukur.appraisal.schedule import why_shut
from terukur.ledger.acting import Acting
from terukur.ledger.importing import Importer, ImportFile, ImportKind, ImportPlan, register
from terukur.ledger.operations import ImportCounts, ImportNotAllowed
from terukur.organization.identities import UnitWords, unit_of
from terukur.organization.models import Unit
from terukur.organization.queries import lock_agency
from terukur.organization.template_lists import UNIT
from terukur.regulation.letters import PHRASE_LETTERS, has_letters
from terukur.regulation.period_words import read_period
from terukur.regulation.periods import InvalidPeriod, Period
from terukur.regulation.scales import OrganizationGrade
from terukur.regulation.schedule import Step
from terukur.tables.cells import CellError, ImportRefused, choice, say, text
from terukur.tables.meaning import Column, known_headers
from terukur.tables.questions import Question
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
    Column(
        "PERIODE",
        ("PERIODE", "TRIWULAN", "PERIODE PENILAIAN", "PERIODE EVALUASI", "PERIODE KINERJA", "MASA PENILAIAN"),
    ),
    Column(
        "PREDIKAT",
        (
            "PREDIKAT",
            "PREDIKAT UNIT",
            "PREDIKAT ORGANISASI",
            "PREDIKAT KINERJA",
            "CAPAIAN",
            "CAPAIAN ORGANISASI",
            "CAPAIAN KINERJA ORGANISASI",
        ),
    ),
    Column("DASAR", ("DASAR", "DASAR PENETAPAN", "NOMOR SK", "NO SK", "SURAT KEPUTUSAN", "KETERANGAN")),
)
_REQUIRED = ("UNIT", "PERIODE", "PREDIKAT", "DASAR")
_GRADES = {grade.label: grade for grade in OrganizationGrade} | {"Cukup": OrganizationGrade.NEEDS_IMPROVEMENT}
TEMPLATE = (
    UNIT,
    TemplateColumn("PERIODE", "Triwulan atau tahun", "Triwulan III 2026", required=True),
    TemplateColumn(
        "PREDIKAT",
        "Capaian kinerja organisasi",
        "Baik",
        True,
        choices=lambda: [grade.label for grade in OrganizationGrade],
    ),
    TemplateColumn("DASAR", "Keputusan atau capaian yang mendasarinya", "SK Kepala Dinas 1/2026", True),
)


@dataclass(frozen=True, slots=True)
class _Written:
    unit: str
    period: Period
    grade: OrganizationGrade
    reason: str


@dataclass(frozen=True, slots=True)
class _Grade:
    unit: Unit
    period: Period
    grade: OrganizationGrade
    reason: str


def _plan(file: ImportFile) -> ImportPlan[list[_Grade]]:
    """Return the grades that are new or another than the one that stands; another one is asked about."""
    lock_agency()
    table = file.table(COLUMNS)
    require_columns(table, file.filename, _REQUIRED)
    rows = read_rows(table, file.filename, lambda row: _written(row, file.acting.on.year))
    units = UnitWords(Unit.objects.all())
    stands = {
        (grade.unit_id, grade.starts, grade.ends): grade.grade
        for grade in UnitGrade.objects.order_by("version")
    }
    counts = ImportCounts(rows=len(rows.rows), questions=list(rows.questions))
    found: list[_Grade] = []
    errors, seen = rows.errors, dict[tuple[int, str], int]()
    for line, row in rows.rows:
        try:
            unit = unit_of(row.unit, units, line=line, column="UNIT")
            _refuse(line, row, unit, file, seen)
        except CellError as error:
            errors.append(error)
            continue
        before = stands.get((unit.pk, row.period.starts, row.period.ends))
        if before == row.grade:
            counts.unchanged += 1
            continue
        found.append(_Grade(unit, row.period, row.grade, row.reason))
        if before is None:
            counts.created += 1
            continue
        counts.updated += 1
        words = (
            f"{unit.name}, {row.period.label}: {OrganizationGrade(before).label} menjadi {row.grade.label}"
        )
        counts.changes.append(words)
        question = f"{words}. Yang sudah disampaikan tetap memakai yang lama. Benar diganti?"
        counts.questions.append(Question("grade-changes", line, "PREDIKAT", row.grade.label, question))
    if errors:
        raise ImportRefused(errors)
    return ImportPlan(counts, found)


def _refuse(line: int, row: _Written, unit: Unit, file: ImportFile, seen: dict[tuple[int, str], int]) -> None:
    key = unit.pk, str(row.period)
    if key in seen:
        raise CellError(
            line, "UNIT", row.unit, f"{unit.name}, {row.period.label} sudah ada di baris {seen[key]}."
        )
    seen[key] = line
    shut = why_shut(Step.ORGANIZATION, period=row.period, on=file.acting.on)
    if shut:
        raise CellError(line, "PERIODE", str(row.period), shut)


def _apply(plan: ImportPlan[list[_Grade]], file: ImportFile) -> None:
    file.keep(plan.counts)
    by = User.objects.filter(pk=file.acting.by.identity or 0).first()
    if by is None:
        raise ImportNotAllowed("Capaian organisasi ditetapkan seseorang: muat berkasnya di halaman Impor.")
    for row in plan.to_write:
        set_unit_grade(
            unit=row.unit,
            period=row.period,
            grade=row.grade,
            reason=row.reason,
            acting=Acting(by, file.acting.on, file.acting.at),
        )


import_unit_grades = register(
    Importer(
        key="unit-grades",
        label="Capaian kinerja organisasi (predikat unit)",
        kind=ImportKind("unit-grades", "Capaian kinerja organisasi"),
        columns=tuple(known_headers(COLUMNS)),
        plan=_plan,
        apply=_apply,
        template=TEMPLATE,
        page_place=14,
    )
)


def _written(row: Row, year: int) -> _Written:
    grade = choice(row, "PREDIKAT", allowed=_GRADES, required=True)
    reason = text(row, "DASAR", required=True, max_length=1000)
    if not has_letters(reason, PHRASE_LETTERS):
        say(
            CellError(
                row.line, "DASAR", reason, "terlalu pendek; tulis surat keputusan atau capaian rencana aksi."
            )
        )
    return _Written(
        text(row, "UNIT", required=True, max_length=200),
        _period(row, "PERIODE", year),
        grade or OrganizationGrade.GOOD,
        reason,
    )


def _period(row: Row, column: str, year: int) -> Period:
    written = text(row, column, required=True, max_length=60)
    try:
        return read_period(written, year=year)
    except InvalidPeriod as error:
        raise CellError(row.line, column, written, str(error)) from error
