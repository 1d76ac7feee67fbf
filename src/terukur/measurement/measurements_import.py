"""Loading measured values: one row per subject and period, all rows or none."""

from datetime import date, datetime

from django.db import transaction

from terukur.ledger.models import ImportRecord
from terukur.ledger.operations import Act, Actor, ImportCounts, record, record_import
from terukur.measurement.observations import Batch, Reading, compare, find_subjects, write
from terukur.planning.models import Measure
from terukur.regulation.periods import InvalidPeriod, Period
from terukur.regulation.scales import Combination
from terukur.tables.cells import CellError, ImportRefused, digits, number, text
from terukur.tables.reading import Row, Table, UnreadableTable, read_table

_SUBJECT = {
    Measure.Subject.EMPLOYEE: ("NIP", "NIP PETUGAS", "NIP PEGAWAI", "NIP/NI PPPK"),
    Measure.Subject.UNIT: ("KODE UNIT", "UNIT", "UNIT KERJA"),
}
_PERIOD = ("PERIODE", "BULAN")
_VALUE = ("NILAI", "JUMLAH", "HASIL", "REALISASI")
_NUMERATOR = ("PEMBILANG",)
_DENOMINATOR = ("PENYEBUT",)
_KNOWN = (
    *_SUBJECT[Measure.Subject.EMPLOYEE], *_SUBJECT[Measure.Subject.UNIT],
    *_PERIOD, *_VALUE, *_NUMERATOR, *_DENOMINATOR,
)  # fmt: skip


def read_measurements(
    content: bytes, *, filename: str, measure: Measure, period: Period
) -> list[Reading]:
    """The rows of a table of measured values.

    Rows without a period of their own are for ``period``; those with one must lie inside it.

    :raises UnreadableTable, ImportRefused: naming every cell that does not fit.
    """
    table = read_table(content, filename=filename, known_headers=_KNOWN)
    columns = _columns(table, measure)
    readings: list[Reading] = []
    errors: list[CellError] = []
    for row in table.rows:
        try:
            readings.append(_reading(row, columns, measure, period))
        except CellError as error:
            errors.append(error)
    errors.extend(_overlaps(readings, columns["subject"]))
    if errors:
        raise ImportRefused(errors)
    if not readings:
        raise UnreadableTable(f"Berkas “{filename}” hanya berisi judul kolom, tanpa nilai.")
    return readings


@transaction.atomic
def import_measurements(
    *, content: bytes, filename: str, measure: Measure, period: Period, by: Actor, at: datetime,
    dry_run: bool = False,
) -> ImportCounts:  # fmt: skip
    """Write observations that name the file and the row; a changed value is a newer version.

    :raises UnreadableTable, ImportRefused: nothing is stored then.
    """
    readings = read_measurements(content, filename=filename, measure=measure, period=period)
    batch = Batch(measure, readings, find_subjects(readings, measure))
    counts = ImportCounts(rows=len(readings))
    fresh = compare([batch], counts)
    if dry_run:
        transaction.set_rollback(True)
        return counts
    source = record_import(
        kind=ImportRecord.Kind.MEASUREMENTS, content=content, name=filename, counts=counts,
        subject=measure.name, period=str(period), by=by, at=at,
    )  # fmt: skip
    write(fresh, source)
    record(
        Act(
            f"measure/{measure.pk}", "measurements-loaded",
            after={"import": source.pk, "sha256": source.file.sha256, "period": str(period)},
        ),
        by=by, at=at,
    )  # fmt: skip
    return counts


def _columns(table: Table, measure: Measure) -> dict[str, str]:
    def pick(names: tuple[str, ...]) -> str | None:
        return next((name for name in names if table.has(name)), None)

    subject = pick(_SUBJECT[Measure.Subject(measure.subject)])
    if subject is None:
        wanted = _SUBJECT[Measure.Subject(measure.subject)][0]
        raise UnreadableTable(
            f"Kolom {wanted} tidak ada. “{measure.name}” diukur per "
            f"{measure.get_subject_display().lower()}. Judul yang terbaca: "
            f"{', '.join(table.headers[:12])}."
        )
    columns = {"subject": subject}
    amounts = {"value": _VALUE, "numerator": _NUMERATOR, "denominator": _DENOMINATOR}
    for role, names in {"period": _PERIOD, **amounts}.items():
        found = pick(names)
        if found:
            columns[role] = found
    needed = (
        ("numerator", "denominator") if measure.combination == Combination.RATIO else ("value",)
    )
    missing = [amounts[role][0] for role in needed if role not in columns]
    if missing:
        raise UnreadableTable(
            f"Kolom {' dan '.join(missing)} tidak ada; “{measure.name}” "
            f"({measure.get_combination_display().lower()}) memerlukannya."
        )
    return columns


def _reading(row: Row, columns: dict[str, str], measure: Measure, period: Period) -> Reading:
    if measure.subject == Measure.Subject.EMPLOYEE:
        subject = digits(row, columns["subject"], required=True)
    else:
        subject = text(row, columns["subject"], required=True)
    own = _own_period(row, columns, period)
    if measure.combination == Combination.RATIO:
        numerator = number(row, columns["numerator"], required=True)
        denominator = number(row, columns["denominator"], required=True)
        if denominator is not None and denominator <= 0:
            raise CellError(
                row.line, columns["denominator"], str(denominator),
                "penyebut harus lebih besar dari nol; hapus barisnya bila tidak ada kejadian.",
            )  # fmt: skip
        return Reading(row.line, subject, own, None, numerator, denominator)
    value = number(row, columns["value"], required=True)
    return Reading(row.line, subject, own, value, None, None)


def _own_period(row: Row, columns: dict[str, str], period: Period) -> Period:
    if "period" not in columns:
        return period
    value = row.cells.get(columns["period"].casefold())
    if isinstance(value, date):
        own = Period.month_of(value)
    else:
        written = text(row, columns["period"])
        if not written:
            return period
        try:
            own = Period.parse(written)
        except InvalidPeriod as error:
            raise CellError(row.line, columns["period"], written, str(error)) from error
    if not period.contains(own):
        raise CellError(
            row.line, columns["period"], str(own),
            f"di luar periode {period.label} yang dipilih untuk berkas ini.",
        )  # fmt: skip
    return own


def _overlaps(readings: list[Reading], column: str) -> list[CellError]:
    """Two rows of one subject for the same months would be counted twice."""
    months: dict[tuple[str, int], int] = {}
    errors = []
    for reading in readings:
        for month in range(reading.period.first, reading.period.last + 1):
            earlier = months.setdefault((reading.subject, month), reading.line)
            if earlier != reading.line:
                errors.append(
                    CellError(
                        reading.line, column, reading.subject,
                        f"periode yang sama sudah ada di baris {earlier}; hapus salah satunya.",
                    )
                )  # fmt: skip
                break
    return errors
