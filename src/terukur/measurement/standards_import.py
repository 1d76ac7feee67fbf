"""Loading service standards: one row per service and day from which it holds."""

from datetime import date, datetime

from django.db import transaction

from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.importing import all_or_none
from terukur.ledger.models import ImportRecord
from terukur.ledger.operations import Act, Actor, ImportCounts, record, record_import
from terukur.measurement.models import ServiceStandard
from terukur.tables.cells import CellError, ImportRefused, day, number, text
from terukur.tables.questions import NOTHING, Confirmed
from terukur.tables.reading import Row, UnreadableTable, read_table
from terukur.tables.rows import ReadRows, read_rows, require_columns

HEADERS = ("KODE LAYANAN", "LAYANAN", "BERLAKU SEJAK", "MENIT", "HARI KERJA", "DASAR")
_EARLIEST = date(2000, 1, 1)
_LATEST = date(2100, 1, 1)


@all_or_none
def import_standards(
    *,
    content: bytes,
    filename: str,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
    confirmed: Confirmed = NOTHING,
) -> ImportCounts:
    """Add standards; one that is there already must say the same, because a decree is not edited.

    :raises UnreadableTable, ImportRefused: nothing is stored then.
    """
    rows = _read(content, filename)
    known = {
        (standard.service, standard.valid_from): standard
        for standard in ServiceStandard.objects.select_for_update().order_by("pk")
    }
    counts = ImportCounts(rows=len(rows.rows), questions=rows.questions, confirmed=confirmed)
    fresh, errors = [], rows.errors
    for line, standard in rows.rows:
        stored = known.get((standard.service, standard.valid_from))
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
    if dry_run:
        transaction.set_rollback(True)
        return counts
    ServiceStandard.objects.bulk_create(fresh)
    record_import(
        kind=ImportRecord.Kind.STANDARDS, content=content, name=filename, counts=counts, by=by, at=at
    )
    for standard in fresh:
        record(
            Act(
                f"service/{standard.service}",
                "standard-set",
                reason=standard.basis,
                after={"from": str(standard.valid_from), "minutes": standard.minutes, "days": standard.days},
                rows=fingerprints(standard),
            ),
            by=by,
            at=at,
        )
    return counts


def _read(content: bytes, filename: str) -> ReadRows[ServiceStandard]:
    table = read_table(content, filename=filename, known_headers=HEADERS)
    require_columns(table, filename, (HEADERS[0], HEADERS[2], HEADERS[5]))
    if not (table.has("MENIT") or table.has("HARI KERJA")):
        raise UnreadableTable(f"Kolom MENIT atau HARI KERJA tidak ada di “{filename}”.")
    return read_rows(table, filename, _standard)


def _standard(row: Row) -> ServiceStandard:
    minutes, days = _whole(row, "MENIT"), _whole(row, "HARI KERJA")
    if (minutes is None) == (days is None):
        raise CellError(row.line, "MENIT", "", "isi salah satu: MENIT atau HARI KERJA.")
    service = text(row, "KODE LAYANAN", required=True, max_length=60)
    valid_from = day(row, "BERLAKU SEJAK", earliest=_EARLIEST, latest=_LATEST, required=True)
    if valid_from is None:
        raise CellError(row.line, "BERLAKU SEJAK", "", "kosong; isi tanggalnya.")
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
        raise CellError(row.line, column, str(value), "tulis bilangan bulat lebih besar dari nol.")
    return int(value)
