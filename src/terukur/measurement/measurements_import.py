"""Loading measured values: one row per subject and period, all rows or none."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from terukur.ledger.models import ImportRecord
from terukur.ledger.operations import Act, Actor, ImportCounts, record, record_import
from terukur.measurement.models import Observation
from terukur.organization.models import Employee, Unit
from terukur.organization.queries import employees_by_number
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


@dataclass(frozen=True, slots=True)
class Reading:
    """One row as understood; ``value`` or numerator and denominator, exactly as in the file."""

    line: int
    subject: str
    period: Period
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None

    @property
    def amounts(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """The three numbers, for comparison with a stored observation."""
        return self.value, self.numerator, self.denominator


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
    subjects = _subjects(readings, measure)
    # One import of a measure at a time: two at once would both make "the next version".
    Measure.objects.select_for_update().get(pk=measure.pk)
    stored = _latest(measure, period.year)
    _refuse_other_rhythm(readings, subjects, stored)
    counts = ImportCounts(rows=len(readings))
    fresh: list[tuple[Reading, int]] = []
    for reading in readings:
        key = (subjects[reading.subject].pk, reading.period.starts, reading.period.ends)
        before = stored.get(key)
        if before is not None and (
            (before.value, before.numerator, before.denominator) == reading.amounts
        ):
            counts.unchanged += 1
        elif before is not None:
            counts.updated += 1
            counts.changes.append(
                f"{subjects[reading.subject].name}, {reading.period.label}: versi "
                f"{before.version + 1} menggantikan versi {before.version}"
            )
            fresh.append((reading, before.version + 1))
        else:
            counts.created += 1
            fresh.append((reading, 1))
    if dry_run:
        transaction.set_rollback(True)
        return counts
    source = record_import(
        kind=ImportRecord.Kind.MEASUREMENTS, content=content, name=filename, counts=counts,
        subject=measure.name, period=str(period), by=by, at=at,
    )  # fmt: skip
    _write(fresh, subjects, measure, source)
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


def _subjects(readings: list[Reading], measure: Measure) -> dict[str, Employee | Unit]:
    wanted = {reading.subject for reading in readings}
    found: dict[str, Employee | Unit] = {}
    if measure.subject == Measure.Subject.EMPLOYEE:
        found.update(employees_by_number(wanted))
        column, remedy = "NIP", "tidak ada di data pegawai; periksa angkanya."
    else:
        units = list(Unit.objects.all())
        found.update({unit.name: unit for unit in units if unit.name in wanted})
        found.update({unit.code: unit for unit in units if unit.code in wanted})
        column, remedy = "KODE UNIT", "bukan kode atau nama unit yang dikenal."
    errors = [
        CellError(reading.line, column, reading.subject, remedy)
        for reading in readings
        if reading.subject not in found
    ]
    if errors:
        raise ImportRefused(errors)
    return found


def _latest(measure: Measure, year: int) -> dict[tuple[int, date, date], Observation]:
    observations = (
        Observation.objects.filter(
            measure=measure, starts__gte=date(year, 1, 1), ends__lte=date(year, 12, 31)
        )
        .order_by("employee_id", "unit_id", "starts", "ends", "-version")
        .distinct("employee_id", "unit_id", "starts", "ends")
    )
    return {
        (observation.employee_id or observation.unit_id or 0, observation.starts, observation.ends):
        observation
        for observation in observations
    }  # fmt: skip


def _refuse_other_rhythm(
    readings: list[Reading],
    subjects: dict[str, Employee | Unit],
    stored: dict[tuple[int, date, date], Observation],
) -> None:
    """A quarter beside its own months would count the same work twice."""
    spans: dict[int, list[tuple[date, date]]] = {}
    for key, starts, ends in stored:
        spans.setdefault(key, []).append((starts, ends))
    errors = []
    for reading in readings:
        own = (reading.period.starts, reading.period.ends)
        for starts, ends in spans.get(subjects[reading.subject].pk, []):
            if (starts, ends) != own and starts <= own[1] and ends >= own[0]:
                errors.append(
                    CellError(
                        reading.line, "PERIODE", str(reading.period),
                        f"sudah ada nilai untuk {starts:%d-%m-%Y} sampai {ends:%d-%m-%Y}; pakai "
                        "panjang periode yang sama supaya tidak terhitung dua kali.",
                    )
                )  # fmt: skip
                break
    if errors:
        raise ImportRefused(errors)


def _write(
    fresh: list[tuple[Reading, int]],
    subjects: dict[str, Employee | Unit],
    measure: Measure,
    source: ImportRecord,
) -> None:
    by_employee = measure.subject == Measure.Subject.EMPLOYEE
    Observation.objects.bulk_create(
        [
            Observation(
                measure=measure,
                employee_id=subjects[reading.subject].pk if by_employee else None,
                unit_id=None if by_employee else subjects[reading.subject].pk,
                starts=reading.period.starts,
                ends=reading.period.ends,
                value=reading.value,
                numerator=reading.numerator,
                denominator=reading.denominator,
                version=version,
                source=source,
                line=reading.line,
            )
            for reading, version in fresh
        ],
        batch_size=2000,
    )
