"""Import of a service log: the counted tickets become measures per officer and month."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import BinaryIO

from terukur.ledger.importing import ImportFile, ImportPlan, register
from terukur.ledger.operations import ImportCounts
from terukur.measurement.models import ServiceStandard, SourceMapping
from terukur.measurement.observations import Batch, NewObservations, UnknownSubjects, plan_observations
from terukur.measurement.readings import Reading
from terukur.measurement.service_log import OfficerMonth, ServiceLog, read_service_log
from terukur.measurement.service_log_columns import COLUMNS, ROLES
from terukur.measurement.sources import SourceImporter
from terukur.measurement.table_mapping import TableMapping, read_by
from terukur.measurement.value_templates import LOG
from terukur.measurement.written_periods import other_period
from terukur.notation.numbers import rounded
from terukur.organization.identities import name_questions
from terukur.organization.models import Employee
from terukur.organization.queries import employees_by_number
from terukur.organization.zones import clock_of_employees
from terukur.planning.models import Measure
from terukur.planning.operations.catalogue import ensure_measures
from terukur.regulation.periods import Period
from terukur.regulation.scales import Combination
from terukur.regulation.service import Speed, speed_of
from terukur.regulation.service import StandardTime as Standard
from terukur.regulation.working_calendar import default_calendar
from terukur.tables.cells import CellError, ImportRefused
from terukur.tables.questions import Question

_SOURCE, _SUBJECT = "log-layanan", "Log layanan"
_RATIO = Combination.RATIO
MEASURES = (
    Measure(
        key="layanan-jumlah",
        name="Permohonan selesai",
        unit="permohonan",
        subject="employee",
        combination=Combination.SUM,
        description="Tiket yang selesai pada bulan itu, dari log layanan",
    ),
    Measure(
        key="layanan-tepat-waktu",
        name="Permohonan selesai dalam standar waktu",
        unit="%",
        subject="employee",
        combination=_RATIO,
        per=100,
        description="Tiket selesai dalam standar dibagi tiket selesai",
    ),
    Measure(
        key="layanan-median",
        name="Median waktu penyelesaian",
        unit="menit kerja",
        subject="employee",
        combination=Combination.LATEST,
        description="Separuh tiket bulan itu selesai secepat ini atau lebih cepat",
    ),
    Measure(
        key="layanan-persentil-90",
        name="Persentil ke-90 waktu penyelesaian",
        unit="menit kerja",
        subject="employee",
        combination=Combination.LATEST,
        description="Sembilan dari sepuluh tiket bulan itu tidak lebih lama dari ini",
    ),
    Measure(
        key="layanan-dikembalikan",
        name="Berkas dikembalikan karena tidak lengkap",
        unit="%",
        subject="employee",
        combination=_RATIO,
        per=100,
        description="Tiket yang dikembalikan dibagi tiket yang ditangani",
    ),
    Measure(
        key="layanan-diulang",
        name="Permohonan yang dikerjakan ulang",
        unit="%",
        subject="employee",
        combination=_RATIO,
        per=100,
        description="Tiket yang diulang dibagi tiket yang selesai",
    ),
)


def _plan(
    file: ImportFile, *, period: Period, mapping: SourceMapping | None = None
) -> ImportPlan[NewObservations]:
    """Return the measures of a log per officer and month that are new."""
    log = _log(file.stream, file.filename, period, read_by(mapping))
    officers = _officers(log)
    file.understood.left_out += log.left_out
    file.understood.unused += log.unused
    counts = ImportCounts(rows=log.rows)
    counts.questions += name_questions(log.names.values(), officers)
    counts.questions += other_period(log.titles, period)
    counts.questions += [
        Question(
            "same-row",
            line,
            "baris",
            "",
            "Baris ini sama persis dengan baris sebelumnya dan tidak bernomor tiket. Memang dua permohonan?",
        )
        for line in log.alike
    ]
    measures = ensure_measures(MEASURES, acting=file.acting)
    readings = _by_measure(log)
    batches = [Batch(measures[key], rows, officers) for key, rows in readings.items() if rows]
    plan = plan_observations(
        batches,
        counts,
        subject=_SUBJECT,
        chain=f"source/{_SOURCE}",
        period=period,
        file=file,
        mapping=mapping,
    )
    counts.changes.extend(_left_out(log))
    return plan


def _read_again(
    stream: BinaryIO, filename: str, period: Period, mapping: TableMapping | None = None
) -> dict[str, list[Reading]]:
    log = _log(stream, filename, period, mapping)
    if log.errors:
        raise ImportRefused(log.errors)
    return _by_measure(log)


import_service_log = register(
    SourceImporter(
        key="service-log",
        label="Log layanan",
        columns=tuple(name for names in COLUMNS.values() for name in names),
        plan=_plan,
        reads_in_pieces=True,
        template=LOG,
        page_place=2,
        source=_SOURCE,
        roles=ROLES,
        subject=_SUBJECT,
        read_again=_read_again,
    )
)


def _log(stream: BinaryIO, filename: str, period: Period, mapping: TableMapping | None) -> ServiceLog:
    return read_service_log(
        stream,
        filename=filename,
        period=period,
        standards=_standards(),
        calendar=default_calendar(on=period.starts),
        clock_of=clock_of_employees(on=period.ends),
        mapping=mapping,
    )


def _by_measure(log: ServiceLog) -> dict[str, list[Reading]]:
    return {measure.key: list(_readings(measure.key, log)) for measure in MEASURES}


def _standards() -> dict[str, list[Standard]]:
    found: dict[str, list[Standard]] = {}
    for row in ServiceStandard.objects.all():
        found.setdefault(row.service.casefold(), []).append(Standard(row.valid_from, row.minutes, row.days))
    return found


def _officers(log: ServiceLog) -> dict[str, Employee]:
    numbers = {number for number, _ in log.months}
    officers = employees_by_number(numbers)
    lines = {number: month.first_line for (number, _), month in reversed(log.months.items())}
    errors = log.errors + [
        CellError(
            lines[number], log.officer_column or COLUMNS["officer"][0], number, "tidak ada di data pegawai."
        )
        for number in sorted(numbers - set(officers))
        if number.isdigit()
    ]
    if errors and log.unknown_words.issuperset(error.value for error in log.errors):
        raise UnknownSubjects(errors)
    if errors:
        raise ImportRefused(errors)
    return officers


def _readings(key: str, log: ServiceLog) -> Iterator[Reading]:
    for (officer, first), month in log.months.items():
        amounts = _amounts(key, month, speed_of(month.tally).result)
        if amounts is None:
            continue
        value, numerator, denominator = amounts
        yield Reading(
            month.first_line, officer, Period.month_of(first), value, numerator, denominator, rows=month.rows
        )


def _amounts(
    key: str, month: OfficerMonth, speed: Speed
) -> tuple[Decimal | None, Decimal | None, Decimal | None] | None:
    """Return value, or numerator and denominator; None where the month has no data of the measure."""
    done = speed.finished + speed.without_acceptance
    if key == "layanan-jumlah":
        return Decimal(done), None, None
    if key == "layanan-median":
        return _minutes(speed.median_minutes)
    if key == "layanan-persentil-90":
        return _minutes(speed.ninetieth_minutes)
    part, whole = {
        "layanan-tepat-waktu": (speed.on_time, speed.judged),
        "layanan-dikembalikan": (month.returned, month.rows),
        "layanan-diulang": (month.reworked, done),
    }[key]
    return (None, Decimal(part), Decimal(whole)) if whole else None


def _minutes(minutes: Fraction | None) -> tuple[Decimal | None, None, None] | None:
    return None if minutes is None else (rounded(minutes, 4), None, None)


def _left_out(log: ServiceLog) -> Iterator[str]:
    """Yield the remarks for the clerk before the file is loaded."""
    without = sum(month.tally.without_acceptance for month in log.months.values())
    notes = (
        (without, "tiket tanpa waktu berkas lengkap: dihitung, tetapi tidak dinilai kecepatannya"),
        (log.repeated, "baris mengulang tiket yang sama (nomor dan waktunya sama): dihitung sekali"),
        (log.unfinished, "tiket belum selesai: tidak dihitung"),
        (log.cancelled, "tiket batal: tidak dihitung"),
    )
    yield from (f"{count} {words}" for count, words in notes if count)
    if log.unknown_services:
        names = ", ".join(sorted(log.unknown_services)[:10])
        yield f"Layanan tanpa standar, tidak dinilai tepat waktunya: {names}"
