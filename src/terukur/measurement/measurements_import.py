"""Import of measured values: one row per subject and period, all rows or none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.importing import Importer, ImportFile, ImportPlan, register
from terukur.ledger.operations import Act, ImportCounts, record
from terukur.measurement.dhis2_readings import read_dhis2_values
from terukur.measurement.doubts import doubled, refused_amounts
from terukur.measurement.models import MappedImport, SourceMapping
from terukur.measurement.month_columns import by_month
from terukur.measurement.observations import (
    MEASURED,
    Batch,
    NewObservations,
    UnknownSubjects,
    plan_observations,
    seek_subjects,
    store_observations,
)
from terukur.measurement.readings import Reading
from terukur.organization.identities import WrittenName, name_questions, written_names
from terukur.organization.models import Employee
from terukur.planning.models import Measure
from terukur.regulation.employee_number import normalize_employee_number
from terukur.regulation.periods import InvalidPeriod, Period
from terukur.regulation.scales import Combination
from terukur.tables.cells import CellError, ImportRefused, digits, number, text
from terukur.tables.names import normalize_header
from terukur.tables.questions import Question
from terukur.tables.reading import Row, Table, UnreadableTable, read_table
from terukur.tables.rows import read_rows

_SUBJECT = {
    Measure.Subject.EMPLOYEE: ("NIP", "NIP PETUGAS", "NIP PEGAWAI", "NIP/NI PPPK"),
    Measure.Subject.UNIT: ("KODE UNIT", "UNIT", "UNIT KERJA"),
}
_PERIOD = ("PERIODE", "BULAN")
_VALUE = ("NILAI", "JUMLAH", "HASIL", "REALISASI")
_NUMERATOR = ("PEMBILANG",)
_DENOMINATOR = ("PENYEBUT",)
_KNOWN = (
    *_SUBJECT[Measure.Subject.EMPLOYEE],
    *_SUBJECT[Measure.Subject.UNIT],
    *_PERIOD,
    *_VALUE,
    *_NUMERATOR,
    *_DENOMINATOR,
)


DHIS2 = "dhis2"


@dataclass(frozen=True, slots=True)
class TableMapping:
    """The mapping of a table of unknown form.

    ``columns`` gives the header of each role (subject, period, value, numerator, denominator).
    ``aliases`` gives the number or code of a subject as the table writes it; blank leaves its rows
    out, as those of totals. A mapping with the one role ``dhis2`` names the data element of an answer of
    DHIS2 analytics instead; its aliases are by the keys of DHIS2.
    """

    columns: Mapping[str, str]
    aliases: Mapping[str, str] = field(default_factory=dict)
    sheet: int = 0
    header_line: int | None = None

    def subject(self, written: str) -> str | None:
        """Return the subject of a written name; None where its row is to be left out."""
        for known, meant in self.aliases.items():
            if known.casefold() == written.casefold():
                return meant or None
        number = normalize_employee_number(written)
        return number if number.isdigit() else written


def read_measurements(
    content: bytes, *, filename: str, measure: Measure, period: Period, mapping: TableMapping | None = None
) -> list[Reading]:
    """Return the rows of a table of measured values, its columns found by their names or by a mapping.

    Rows without a period of their own are for ``period``; those with one must lie inside it.

    :raises UnreadableTable, ImportRefused: naming every cell that does not fit.
    """
    told = _read(content, filename=filename, measure=measure, period=period, mapping=mapping)
    if told.errors:
        raise ImportRefused(told.errors)
    return told.readings


@dataclass(slots=True)
class _Told:
    """The content of a file: its readings, the cells that do not fit, questions, and names beside NIPs."""

    readings: list[Reading]
    errors: list[CellError]
    column: str
    questions: list[Question] = field(default_factory=list)
    names: list[WrittenName] = field(default_factory=list)


def _read(
    content: bytes, *, filename: str, measure: Measure, period: Period, mapping: TableMapping | None
) -> _Told:
    if mapping is not None and DHIS2 in mapping.columns:
        told = read_dhis2_values(
            content, data=mapping.columns[DHIS2], measure=measure, period=period, aliases=mapping.aliases
        )
        return _Told(told.readings, told.errors, "ou")
    table, columns = _table_of(content, filename, measure, mapping, period)
    rows = read_rows(table, filename, lambda row: _reading(row, columns, measure, period, mapping))
    readings = [reading for _, reading in rows.rows if reading is not None]
    if not readings and not rows.errors:
        raise UnreadableTable(f"Berkas “{filename}” hanya berisi judul kolom, tanpa nilai.")
    told_apart = columns["subject"]
    names = written_names(table, told_apart) if measure.subject == Measure.Subject.EMPLOYEE else []
    return _Told(readings, rows.errors, told_apart, rows.questions, names)


def mapping_of(row: SourceMapping) -> TableMapping:
    """Return a stored mapping in the form of the reader."""
    return TableMapping(row.columns, row.aliases, row.sheet, row.header_line)


@dataclass(frozen=True, slots=True)
class ReadByMapping:
    """New observations, and the stored mapping by which their table was read."""

    observations: ImportPlan[NewObservations]
    mapping: SourceMapping | None


def plan_measurements(
    file: ImportFile, *, measure: Measure, period: Period, mapping: SourceMapping | None = None
) -> ImportPlan[ReadByMapping]:
    """Return the values of a table that are new; a changed value is a newer version.

    :raises UnreadableTable, ImportRefused: naming every cell that does not fit.
    """
    told = _read(
        file.content,
        filename=file.filename,
        measure=measure,
        period=period,
        mapping=mapping_of(mapping) if mapping else None,
    )
    batch = _known(told, measure)
    counts = ImportCounts(rows=len(told.readings), questions=told.questions)
    if told.names:
        people = {key: row for key, row in batch.subjects.items() if isinstance(row, Employee)}
        counts.questions += name_questions(told.names, people)
    observations = plan_observations(
        [batch], counts, subject=measure.name, chain=f"measure/{measure.pk}", period=period, on=file.acting.on
    )
    return ImportPlan(counts, ReadByMapping(observations, mapping))


def apply_measurements(plan: ImportPlan[ReadByMapping], file: ImportFile) -> None:
    """Store what is new, and by which mapping it was read."""
    source = store_observations(plan.to_write.observations, file)
    if plan.to_write.mapping is not None:
        used = MappedImport.objects.create(source=source, mapping=plan.to_write.mapping)
        record(Act(f"import/{source.pk}", "mapping-used", rows=fingerprints(used)), file.acting)


import_measurements = register(
    Importer(
        key="measurements",
        label="Hasil ukur",
        kind=MEASURED,
        columns=_KNOWN,
        plan=plan_measurements,
        apply=apply_measurements,
        needs=("measure", "period"),
        page_place=1,
    )
)


def _known(told: _Told, measure: Measure) -> Batch:
    """Return the readings with their subjects, after all errors were reported at once."""
    subjects, unknown = seek_subjects(told.readings, measure)
    batch = Batch(measure, told.readings, subjects)
    others = [
        *told.errors,
        *refused_amounts(measure, told.readings),
        *doubled(told.readings, subjects, told.column),
    ]
    if others:
        raise ImportRefused([*others, *unknown])
    if unknown:
        raise UnknownSubjects(unknown)
    return batch


def _table_of(
    content: bytes, filename: str, measure: Measure, mapping: TableMapping | None, period: Period
) -> tuple[Table, Mapping[str, str]]:
    if mapping is None:
        table = by_month(read_table(content, filename=filename, known_headers=_KNOWN), period)
        return table, _columns(table, measure)
    names = list(mapping.columns.values())
    table = read_table(
        content, filename=filename, known_headers=names, sheet=mapping.sheet, header_line=mapping.header_line
    )
    missing = [name for name in names if not table.has(name)]
    missing += [role for role in needed_roles(measure) if role not in mapping.columns]
    if missing:
        raise UnreadableTable(
            f"Kolom {', '.join(missing)} tidak ada di “{filename}”. Yang terbaca: "
            f"{', '.join(table.headers[:12])}."
        )
    return table, mapping.columns


def needed_roles(measure: Measure) -> tuple[str, ...]:
    """Return the roles that a table for this measure must have."""
    if measure.combination == Combination.RATIO:
        return ("subject", "numerator", "denominator")
    return ("subject", "value")


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
    needed = needed_roles(measure)[1:]
    missing = [amounts[role][0] for role in needed if role not in columns]
    if missing:
        raise UnreadableTable(
            f"Kolom {' dan '.join(missing)} tidak ada; “{measure.name}” "
            f"({measure.get_combination_display().lower()}) memerlukannya."
        )
    return columns


def _reading(
    row: Row, columns: Mapping[str, str], measure: Measure, period: Period, mapping: TableMapping | None
) -> Reading | None:
    if mapping is not None:
        written = text(row, columns["subject"])
        meant = mapping.subject(written) if written else None
        if meant is None:
            return None
        subject = meant
    elif measure.subject == Measure.Subject.EMPLOYEE:
        subject = digits(row, columns["subject"], required=True)
    else:
        subject = text(row, columns["subject"], required=True)
    value = numerator = denominator = None
    if measure.combination == Combination.RATIO:
        numerator = number(row, columns["numerator"], required=True)
        denominator = number(row, columns["denominator"], required=True)
    else:
        value = number(row, columns["value"], required=True)
    own = _own_period(row, columns, period)
    return Reading(row.line, subject, own, value, numerator, denominator)


def _own_period(row: Row, columns: Mapping[str, str], period: Period) -> Period:
    if "period" not in columns:
        return period
    value = row.cells.get(normalize_header(columns["period"]))
    if isinstance(value, date):
        own = Period.month_of(value)
    else:
        written = text(row, columns["period"])
        if not written:
            return period
        try:
            own = Period.read(written, year=period.year)
        except InvalidPeriod as error:
            raise CellError(row.line, columns["period"], written, str(error)) from error
    if own.contains(period) and own != period:
        raise CellError(
            row.line,
            columns["period"],
            own.label,
            f"lebih panjang dari {period.label}: nilai sampai dengan, bukan nilai {period.label} sendiri. "
            f"Isi nilai {period.label} saja, atau pilih periode {period.year} untuk berkas ini.",
        )
    if not period.contains(own):
        raise CellError(
            row.line,
            columns["period"],
            str(own),
            f"di luar periode {period.label} yang dipilih untuk berkas ini.",
        )
    return own
