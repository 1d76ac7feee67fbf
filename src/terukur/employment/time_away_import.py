"""Import of absences: one row per decision, with its days; what is recorded already stays."""

from dataclasses import dataclass
from datetime import date

from terukur.employment.models import TimeAway
from terukur.employment.reading import EARLIEST, LATEST, day_in, employee_in, number_in
from terukur.employment.time_away import AwayDraft, is_together, state, told
from terukur.ledger.importing import Importer, ImportFile, ImportKind, ImportPlan, register
from terukur.ledger.operations import Act, ImportCounts, record_all
from terukur.organization.identities import NAME_COLUMNS, NUMBER, name_questions, written_names
from terukur.organization.queries import employees_by_number, lock_agency
from terukur.organization.template_lists import PERSON
from terukur.regulation.time_away import AwayKind
from terukur.tables.cells import CellError, ImportRefused, choice, day, say, text
from terukur.tables.meaning import Column, known_headers
from terukur.tables.reading import Row
from terukur.tables.rows import read_rows, require_columns
from terukur.tables.templates import TemplateColumn

COLUMNS = (
    Column("NAMA", NAME_COLUMNS),
    NUMBER,
    Column(
        "JENIS",
        ("JENIS", "JENIS CUTI", "JENIS KETIDAKHADIRAN", "JENIS IZIN", "KETIDAKHADIRAN", "ALASAN", "STATUS"),
    ),
    Column(
        "MULAI",
        ("MULAI", "TANGGAL MULAI", "TGL MULAI", "MULAI CUTI", "MULAI TANGGAL", "TMT", "DARI", "SEJAK"),
    ),
    Column(
        "SAMPAI",
        (
            "SAMPAI",
            "TANGGAL SELESAI",
            "TGL SELESAI",
            "SELESAI",
            "AKHIR",
            "S/D",
            "SAMPAI DENGAN",
            "SAMPAI TANGGAL",
        ),
    ),
    Column(
        "KETERANGAN",
        ("KETERANGAN", "DASAR", "NOMOR SK", "NO SK", "NO SURAT", "NOMOR SURAT", "SURAT KEPUTUSAN"),
    ),
)
_REQUIRED = ("NIP", "JENIS", "MULAI", "KETERANGAN")
# Words as people write them, beside the official names.
WORDS = {kind.label: kind for kind in AwayKind} | {
    "Tahunan": AwayKind.ANNUAL,
    "Besar": AwayKind.LONG,
    "Sakit": AwayKind.SICK,
    "CS": AwayKind.SICK,
    "CB": AwayKind.LONG,
    "CT": AwayKind.ANNUAL,
    "CM": AwayKind.BIRTH,
    "CAP": AwayKind.IMPORTANT,
    "Melahirkan": AwayKind.BIRTH,
    "Bersalin": AwayKind.BIRTH,
    "Cuti bersalin": AwayKind.BIRTH,
    "Alasan penting": AwayKind.IMPORTANT,
    "Cuti alasan penting": AwayKind.IMPORTANT,
    "CLTN": AwayKind.UNPAID,
    "Cuti di luar tanggungan negara": AwayKind.UNPAID,
    "Tanpa gaji": AwayKind.UNPAID,
    "TB": AwayKind.STUDY,
    "Tubel": AwayKind.STUDY,
    "Pemberhentian sementara": AwayKind.SUSPENDED,
    "Jabatan lowong": AwayKind.VACANT,
    "Lowong": AwayKind.VACANT,
    "Tanpa jabatan": AwayKind.VACANT,
}
TEMPLATE = (
    *PERSON,
    TemplateColumn(
        "JENIS",
        "Jenis ketidakhadiran",
        AwayKind.SICK.label,
        True,
        choices=lambda: [kind.label for kind in AwayKind],
    ),
    TemplateColumn("MULAI", "Hari pertama", "02-03-2026", required=True),
    TemplateColumn("SAMPAI", "Hari terakhir; kosong bila belum diketahui", "13-03-2026"),
    TemplateColumn("KETERANGAN", "Keputusan atau surat yang mendasarinya", "SK 851/12/2026", True),
)


@dataclass(frozen=True, slots=True)
class _Written:
    number: str
    kind: AwayKind
    starts: date
    ends: date | None
    basis: str


def _plan(file: ImportFile) -> ImportPlan[list[TimeAway]]:
    """Return new absences; one that is there with the same days stays, one that shares days is refused."""
    lock_agency()
    table = file.table(COLUMNS)
    require_columns(table, file.filename, _REQUIRED)
    rows = read_rows(table, file.filename, _written)
    people = employees_by_number({row.number for _, row in rows.rows})
    stored: dict[int, list[TimeAway]] = {}
    for away in TimeAway.objects.valid().filter(employee__in=people.values()):
        stored.setdefault(away.employee_id, []).append(away)
    counts = ImportCounts(rows=len(rows.rows), questions=list(rows.questions))
    fresh, errors = [], rows.errors
    for line, row in rows.rows:
        try:
            employee = employee_in(line, row.number, people)
            draft = AwayDraft(employee, row.kind, row.starts, row.ends, row.basis)
            known = next((one for one in stored.get(employee.pk, []) if is_together(one, draft)), None)
            if known is None:
                away = TimeAway(
                    employee=employee, kind=row.kind, starts=row.starts, ends=row.ends, basis=row.basis
                )
                stored.setdefault(employee.pk, []).append(away)
                fresh.append(away)
                counts.created += 1
            elif (known.kind, known.starts, known.ends) == (row.kind, row.starts, row.ends):
                counts.unchanged += 1
            else:
                raise CellError(
                    line,
                    "MULAI",
                    str(row.starts),
                    f"{employee.name} {told(known)}. Ubah atau batalkan yang itu di “Tidak bertugas”, "
                    "atau perbaiki tanggal di berkas.",
                )
        except CellError as error:
            errors.append(error)
    if errors:
        raise ImportRefused(errors)
    counts.questions += name_questions(written_names(table, "NIP"), people)
    return ImportPlan(counts, fresh)


def _apply(plan: ImportPlan[list[TimeAway]], file: ImportFile) -> None:
    file.keep(plan.counts)
    TimeAway.objects.bulk_create(plan.to_write)
    acts = [
        Act(f"employee/{row.employee_id}", "away-recorded", after=state(row), reason=row.basis)
        for row in plan.to_write
    ]
    if acts:
        record_all(acts, file.acting)


import_time_away = register(
    Importer(
        key="time-away",
        label="Cuti, tugas belajar, dan ketidakhadiran lain",
        kind=ImportKind("time-away", "Ketidakhadiran"),
        columns=tuple(known_headers(COLUMNS)),
        plan=_plan,
        apply=_apply,
        template=TEMPLATE,
        page_place=12,
        command_place=10,
        summary="load leave, study and other absences from CSV or XLSX",
        help="Load leave, study and other absences from CSV or XLSX: NIP, JENIS, MULAI, SAMPAI, KETERANGAN "
        "(the decision). Example: terukur import time-away cuti.xlsx",
    )
)


def _written(row: Row) -> _Written:
    kind = choice(row, "JENIS", allowed=WORDS, required=True)
    starts = day_in(row, "MULAI")
    ends = day(row, "SAMPAI", earliest=EARLIEST, latest=LATEST)
    if ends is not None and ends < starts:
        say(CellError(row.line, "SAMPAI", str(ends), "mendahului tanggal mulai."))
    return _Written(
        number_in(row, "NIP"),
        kind or AwayKind.ANNUAL,
        starts,
        ends,
        text(row, "KETERANGAN", required=True, max_length=300),
    )
