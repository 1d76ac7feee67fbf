"""Import of service standards: one row per service and day from which it holds."""

from datetime import date

from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.importing import Importer, ImportFile, ImportKind, ImportPlan, register
from terukur.ledger.operations import Act, ImportCounts, record
from terukur.measurement.models import ServiceStandard
from terukur.measurement.value_templates import STANDARDS
from terukur.notation.dates import day_words
from terukur.tables.cells import CellError, ImportRefused, day, number, text
from terukur.tables.meaning import Column
from terukur.tables.reading import Row, UnreadableTable
from terukur.tables.rows import ReadRows, read_rows, require_columns

COLUMNS = (
    Column("KODE LAYANAN", ("KODE", "KODE JENIS LAYANAN")),
    Column("LAYANAN", ("JENIS LAYANAN", "NAMA LAYANAN", "JENIS PELAYANAN")),
    Column("BERLAKU SEJAK", ("BERLAKU", "BERLAKU MULAI", "MULAI BERLAKU", "TANGGAL BERLAKU", "TMT")),
    Column("MENIT", ("WAKTU MENIT", "STANDAR MENIT", "WAKTU (MENIT)")),
    Column("HARI KERJA", ("HARI", "WAKTU HARI KERJA", "STANDAR HARI KERJA", "WAKTU (HARI KERJA)")),
    Column("DASAR", ("DASAR HUKUM", "NOMOR SK", "NO SK", "SK", "SURAT KEPUTUSAN", "KEPUTUSAN")),
)
HEADERS = tuple(column.key for column in COLUMNS)
_EARLIEST = date(2000, 1, 1)
_LATEST = date(2100, 1, 1)


def _plan(file: ImportFile) -> ImportPlan[list[ServiceStandard]]:
    """Return new standards; one that is there already must say the same: a decree is not edited."""
    rows = _read(file)
    known = {
        (standard.service, standard.valid_from): standard
        for standard in ServiceStandard.objects.select_for_update().order_by("pk")
    }
    counts = ImportCounts(rows=len(rows.rows), questions=rows.questions)
    fresh, errors = [], rows.errors
    for line, standard in rows.rows:
        stored = known.get((standard.service, standard.valid_from))
        file.understood.means(
            line,
            standard.name if standard.name == standard.service else f"{standard.service}, {standard.name}",
            f"sejak {day_words(standard.valid_from)}",
            f"{standard.minutes} menit" if standard.minutes else f"{standard.days} hari kerja",
        )
        if stored is None:
            known[standard.service, standard.valid_from] = standard
            fresh.append(standard)
            counts.created += 1
        elif (stored.minutes, stored.days) == (standard.minutes, standard.days):
            counts.unchanged += 1
        else:
            errors.append(
                CellError(
                    line,
                    "BERLAKU SEJAK",
                    str(standard.valid_from),
                    f"“{standard.service}” sudah punya standar lain sejak hari itu; pakai tanggal "
                    "keputusan yang baru.",
                )
            )
    if errors:
        raise ImportRefused(errors)
    return ImportPlan(counts, fresh)


def _apply(plan: ImportPlan[list[ServiceStandard]], file: ImportFile) -> None:
    ServiceStandard.objects.bulk_create(plan.to_write)
    file.keep(plan.counts)
    for standard in plan.to_write:
        record(
            Act(
                f"service/{standard.service}",
                "standard-set",
                reason=standard.basis,
                after={"from": str(standard.valid_from), "minutes": standard.minutes, "days": standard.days},
                rows=fingerprints(standard),
            ),
            file.acting,
        )


import_standards = register(
    Importer(
        key="standards",
        label="Standar pelayanan",
        kind=ImportKind("standards", "Standar pelayanan"),
        columns=HEADERS,
        plan=_plan,
        apply=_apply,
        template=STANDARDS,
        page_place=5,
        command_place=6,
        summary="load service standards from CSV or XLSX",
        help="Load service standards from CSV or XLSX: service, day from which it holds, minutes or "
        "working days, decree. Example: terukur import standards standar-pelayanan.xlsx",
    )
)


def _read(file: ImportFile) -> ReadRows[ServiceStandard]:
    table = file.table(COLUMNS)
    require_columns(table, file.filename, (HEADERS[0], HEADERS[2], HEADERS[5]))
    if not (table.has("MENIT") or table.has("HARI KERJA")):
        raise UnreadableTable(f"Kolom MENIT atau HARI KERJA tidak ada di “{file.filename}”.")
    return read_rows(table, file.filename, _standard)


def _standard(row: Row) -> ServiceStandard:
    minutes, days = _whole(row, "MENIT"), _whole(row, "HARI KERJA")
    if (minutes is None) == (days is None):
        raise CellError(row.line, row.header("MENIT"), "", "isi salah satu: MENIT atau HARI KERJA.")
    service = text(row, "KODE LAYANAN", required=True, max_length=60)
    valid_from = day(row, "BERLAKU SEJAK", earliest=_EARLIEST, latest=_LATEST, required=True)
    if valid_from is None:
        raise CellError(row.line, row.header("BERLAKU SEJAK"), "", "kosong; isi tanggalnya.")
    return ServiceStandard(
        service=service,
        name=text(row, "LAYANAN", max_length=200) or service,
        valid_from=valid_from,
        minutes=minutes,
        days=days,
        basis=text(row, "DASAR", required=True, max_length=300),
    )


def _whole(row: Row, column: str) -> int | None:
    value = number(row, column)
    if value is None:
        return None
    if value != value.to_integral_value() or not 0 < value < 1_000_000:
        raise CellError(
            row.line, row.header(column), str(value), "tulis bilangan bulat lebih besar dari nol."
        )
    return int(value)
