"""Import of work agreements of PPPK: one row per agreement; the same number is corrected after a question."""

from dataclasses import dataclass
from datetime import date

from terukur.employment.agreements import AgreementDraft, is_together, state, told, wrong_with
from terukur.employment.models import WorkAgreement
from terukur.employment.reading import day_in, employee_in, number_in
from terukur.ledger.importing import Importer, ImportFile, ImportKind, ImportPlan, register
from terukur.ledger.operations import Act, ImportCounts, record_all
from terukur.notation.dates import day_words
from terukur.organization.identities import NAME_COLUMNS, NUMBER, name_questions, written_names
from terukur.organization.models import Employee
from terukur.organization.queries import employees_by_number, lock_agency
from terukur.organization.template_lists import (
    NAME_EXAMPLE,
    NUMBER_EXAMPLE,
    contracted_names,
    contracted_numbers,
)
from terukur.tables.cells import CellError, ImportRefused, say, text
from terukur.tables.meaning import Column, known_headers
from terukur.tables.questions import Question
from terukur.tables.reading import Row
from terukur.tables.rows import read_rows, require_columns
from terukur.tables.templates import TemplateColumn

COLUMNS = (
    Column("NAMA", NAME_COLUMNS),
    Column("NIP", (*NUMBER.names, "NI PPPK PARUH WAKTU"), NUMBER.looks),
    Column(
        "NOMOR PERJANJIAN",
        (
            "NOMOR PERJANJIAN",
            "NO PERJANJIAN",
            "NOMOR PERJANJIAN KERJA",
            "NOMOR KONTRAK",
            "NO KONTRAK",
            "NOMOR PK",
        ),
    ),
    Column(
        "MULAI",
        (
            "MULAI",
            "TANGGAL MULAI",
            "TGL MULAI",
            "MULAI TANGGAL",
            "SEJAK",
            "TMT",
            "TMT KONTRAK",
            "AWAL KONTRAK",
            "TMT AWAL",
        ),
    ),
    Column(
        "SAMPAI",
        (
            "SAMPAI",
            "TANGGAL SELESAI",
            "AKHIR KONTRAK",
            "TMT AKHIR",
            "SELESAI",
            "BERAKHIR",
            "S/D",
            "TGL SELESAI",
            "SAMPAI DENGAN",
            "SAMPAI TANGGAL",
        ),
    ),
    Column("TARGET", ("TARGET", "TARGET KERJA", "TARGET PERJANJIAN KERJA", "TARGET KINERJA")),
)
_REQUIRED = ("NIP", "NOMOR PERJANJIAN", "MULAI", "SAMPAI")
TEMPLATE = (
    TemplateColumn("NIP", "NI PPPK, 18 angka, sebagai teks", NUMBER_EXAMPLE, True, contracted_numbers),
    TemplateColumn(
        "NAMA", "Boleh kosong; dibandingkan dengan nomornya", NAME_EXAMPLE, choices=contracted_names
    ),
    TemplateColumn("NOMOR PERJANJIAN", "Nomor perjanjian kerja", "800/12/PK/2026", required=True),
    TemplateColumn("MULAI", "Hari pertama perjanjian", "01-01-2026", required=True),
    TemplateColumn("SAMPAI", "Hari terakhir perjanjian", "31-12-2030", required=True),
    TemplateColumn("TARGET", "Target yang tertulis di perjanjian; perlu untuk paruh waktu", "240 berkas"),
)


@dataclass(frozen=True, slots=True)
class _Written:
    number: str
    agreement: str
    starts: date
    ends: date
    targets: str


@dataclass(slots=True)
class _Changes:
    """New agreements, and known ones with their state before."""

    fresh: list[WorkAgreement]
    changed: list[tuple[dict[str, object], WorkAgreement]]


def _plan(file: ImportFile) -> ImportPlan[_Changes]:
    """Return new and changed agreements; one that shares a day with another of the person is refused."""
    lock_agency()
    table = file.table(COLUMNS)
    require_columns(table, file.filename, _REQUIRED)
    rows = read_rows(table, file.filename, _written)
    people = employees_by_number({row.number for _, row in rows.rows})
    stored: dict[int, list[WorkAgreement]] = {}
    for agreement in WorkAgreement.objects.filter(employee__in=people.values()):
        stored.setdefault(agreement.employee_id, []).append(agreement)
    counts = ImportCounts(rows=len(rows.rows), questions=list(rows.questions))
    changes, errors = _Changes([], []), rows.errors
    for line, row in rows.rows:
        try:
            employee = employee_in(line, row.number, people)
            _take(line, _draft(line, row, employee), stored, changes, counts)
        except CellError as error:
            errors.append(error)
    if errors:
        raise ImportRefused(errors)
    counts.questions += name_questions(written_names(table, "NIP"), people)
    return ImportPlan(counts, changes)


def _draft(line: int, row: _Written, employee: Employee) -> AgreementDraft:
    draft = AgreementDraft(employee, row.agreement, row.starts, row.ends, row.targets)
    problem = wrong_with(draft)
    if problem is not None:
        raise CellError(line, "NIP", row.number, problem[1])
    return draft


def _take(
    line: int,
    draft: AgreementDraft,
    stored: dict[int, list[WorkAgreement]],
    changes: _Changes,
    counts: ImportCounts,
) -> None:
    """Put one agreement among the new, the changed or the unchanged ones.

    :raises CellError: where another agreement of the person holds on one of its days.
    """
    mine = stored.setdefault(draft.employee.pk, [])
    row = next((one for one in mine if one.number == draft.number), None)
    other = next((one for one in mine if one is not row and is_together(one, draft)), None)
    if other is not None:
        raise CellError(
            line, "MULAI", str(draft.starts), f"{draft.employee.name} {told(other)}; dua tidak boleh."
        )
    if row is None:
        fresh = WorkAgreement(
            employee=draft.employee,
            number=draft.number,
            starts=draft.starts,
            ends=draft.ends,
            targets=draft.targets,
        )
        mine.append(fresh)
        changes.fresh.append(fresh)
        counts.created += 1
        return
    targets = draft.targets or row.targets
    if (row.starts, row.ends, row.targets) == (draft.starts, draft.ends, targets):
        counts.unchanged += 1
        return
    if row in changes.fresh:
        raise CellError(
            line, "NOMOR PERJANJIAN", draft.number, "nomor ini ada dua kali dengan isi yang berbeda."
        )
    was = f"{day_words(row.starts)} – {day_words(row.ends)}"
    becomes = f"{day_words(draft.starts)} – {day_words(draft.ends)}"
    words = f"{draft.employee.name}, perjanjian {draft.number}: {was} menjadi {becomes}"
    counts.questions.append(
        Question("agreement-changes", line, "SAMPAI", str(draft.ends), f"{words}. Benar diubah?")
    )
    counts.changes.append(words)
    counts.updated += 1
    changes.changed.append((state(row), row))
    row.starts, row.ends, row.targets = draft.starts, draft.ends, targets


def _apply(plan: ImportPlan[_Changes], file: ImportFile) -> None:
    changes = plan.to_write
    file.keep(plan.counts)
    # Changed ones first: a renewal may begin where the corrected one now ends.
    for _before, row in changes.changed:
        row.save()
    WorkAgreement.objects.bulk_create(changes.fresh)
    acts = [
        *(
            Act(f"employee/{row.employee_id}", "agreement-recorded", before=before, after=state(row))
            for before, row in changes.changed
        ),
        *(
            Act(f"employee/{row.employee_id}", "agreement-recorded", after=state(row))
            for row in changes.fresh
        ),
    ]
    if acts:
        record_all(acts, file.acting)


import_agreements = register(
    Importer(
        key="agreements",
        label="Perjanjian kerja PPPK",
        kind=ImportKind("agreements", "Perjanjian kerja"),
        columns=tuple(known_headers(COLUMNS)),
        plan=_plan,
        apply=_apply,
        template=TEMPLATE,
        page_place=13,
        command_place=11,
        summary="load work agreements of PPPK from CSV or XLSX",
        help="Load work agreements of PPPK from CSV or XLSX: NIP, NOMOR PERJANJIAN, MULAI, SAMPAI, and "
        "TARGET for part-time work. Example: terukur import agreements kontrak.xlsx",
    )
)


def _written(row: Row) -> _Written:
    starts, ends = day_in(row, "MULAI"), day_in(row, "SAMPAI")
    if ends < starts:
        say(CellError(row.line, "SAMPAI", str(ends), "mendahului tanggal mulai."))
    return _Written(
        number_in(row, "NIP"),
        text(row, "NOMOR PERJANJIAN", required=True, max_length=100),
        starts,
        ends,
        text(row, "TARGET", max_length=2000),
    )
