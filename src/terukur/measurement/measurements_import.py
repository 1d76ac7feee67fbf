"""Import of measured values: one row per subject and period, all rows or none."""

from dataclasses import dataclass, field

from terukur.ledger.importing import Importer, ImportFile, ImportPlan, register
from terukur.ledger.operations import ImportCounts
from terukur.measurement.dhis2_readings import read_dhis2_values
from terukur.measurement.doubts import doubled, refused_amounts
from terukur.measurement.models import SourceMapping
from terukur.measurement.month_columns import MONTH_HEADERS, by_month, compare_across, months_across
from terukur.measurement.observations import (
    MEASURED,
    Batch,
    NewObservations,
    UnknownSubjects,
    plan_observations,
    seek_subjects,
    store_observations,
)
from terukur.measurement.own_sums import compare_sums
from terukur.measurement.readings import Reading
from terukur.measurement.table_mapping import Role, TableMapping, note_mapping, read_by
from terukur.measurement.value_templates import VALUES
from terukur.measurement.written_periods import other_period, period_in
from terukur.organization.identities import (
    NAME_COLUMNS,
    NUMBER,
    WrittenName,
    is_employee_number,
    is_same_name,
    name_questions,
    written_names,
)
from terukur.organization.models import Employee
from terukur.planning.models import Measure
from terukur.regulation.periods import Period
from terukur.regulation.scales import Combination
from terukur.tables.cells import CellError, ImportRefused, digits, number, text
from terukur.tables.dhis2 import is_dhis2
from terukur.tables.meaning import Column, by_meaning, known_headers
from terukur.tables.questions import Question
from terukur.tables.reading import Row, Table, UnreadableTable, read_table
from terukur.tables.rows import read_rows
from terukur.tables.understanding import Understood

_SUBJECT = {
    Measure.Subject.EMPLOYEE: Column("NIP", ("NIP PETUGAS", *NUMBER.names), looks=is_employee_number),
    Measure.Subject.UNIT: Column(
        "KODE UNIT",
        (
            "KODE UNIT KERJA",
            "KODE UNOR",
            "UNIT",
            "PERANGKAT DAERAH",
            "SKPD",
            "UNIT KERJA",
            "NAMA UNIT",
            "NAMA UNIT KERJA",
            "PUSKESMAS",
            "OPD",
        ),
    ),
}
_PERIOD = Column("PERIODE", ("BULAN", "PERIODE/BULAN", "BULAN LAPORAN", "MASA", "TRIWULAN"))
_VALUE = Column(
    "NILAI",
    (
        "JUMLAH",
        "HASIL",
        "REALISASI",
        "NILAI REALISASI",
        "CAPAIAN",
        "NILAI %",
        "CAPAIAN %",
        "PERSENTASE",
        "SKOR",
    ),
)
_NUMERATOR = Column("PEMBILANG", ("NUMERATOR", "JUMLAH TERCAPAI", "TERCAPAI"))
_DENOMINATOR = Column("PENYEBUT", ("DENOMINATOR", "JUMLAH SELURUHNYA", "SASARAN"))
_NAME = Column(NAME_COLUMNS[0], NAME_COLUMNS[1:])
_ROLES = {"period": _PERIOD, "value": _VALUE, "numerator": _NUMERATOR, "denominator": _DENOMINATOR}
_KNOWN = tuple(known_headers([*_SUBJECT.values(), *_ROLES.values()]))


DHIS2 = "dhis2"


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
    understood: Understood = field(default_factory=Understood)


def _read(
    content: bytes, *, filename: str, measure: Measure, period: Period, mapping: TableMapping | None
) -> _Told:
    if mapping is None and is_dhis2(content):
        return _read_answer(content, measure, period, None)
    if mapping is not None and DHIS2 in mapping.columns:
        return _read_answer(content, measure, period, mapping)
    understood = Understood()
    table = _table_of(content, filename, measure, mapping, period, understood)
    rows = read_rows(table, filename, lambda row: _reading(row, measure, period, mapping))
    readings = [reading for _, reading in rows.rows if reading is not None]
    if not readings and not rows.errors:
        raise UnreadableTable(f"Berkas “{filename}” hanya berisi judul kolom, tanpa nilai.")
    questions = [*rows.questions, *other_period(table.titles, period)]
    subject = subject_of(measure)
    names = written_names(table, subject.key) if measure.subject == Measure.Subject.EMPLOYEE else []
    return _Told(readings, rows.errors, table.rows[0].header(subject.key), questions, names, understood)


def _read_answer(content: bytes, measure: Measure, period: Period, mapping: TableMapping | None) -> _Told:
    data = mapping.columns[DHIS2] if mapping else None
    aliases = mapping.aliases if mapping else {}
    told = read_dhis2_values(content, data=data, measure=measure, period=period, aliases=aliases)
    questions = []
    if data is None and not is_same_name(told.name, measure.name):
        questions.append(
            Question(
                "other-measure",
                0,
                "dx",
                told.name,
                f"Berkas ini jawaban DHIS2 untuk “{told.name}”, dimuat sebagai “{measure.name}”. Benar?",
            )
        )
    return _Told(told.readings, told.errors, "ou", questions)


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
        file.content, filename=file.filename, measure=measure, period=period, mapping=read_by(mapping)
    )
    batch = _known(told, measure)
    file.understood.add(told.understood)
    counts = ImportCounts(rows=len(told.readings), questions=told.questions)
    if told.names:
        people = {key: row for key, row in batch.subjects.items() if isinstance(row, Employee)}
        counts.questions += name_questions(told.names, people)
    observations = plan_observations(
        [batch], counts, subject=measure.name, chain=f"measure/{measure.pk}", period=period, file=file
    )
    return ImportPlan(counts, ReadByMapping(observations, mapping))


def apply_measurements(plan: ImportPlan[ReadByMapping], file: ImportFile) -> None:
    """Store what is new, and by which mapping it was read."""
    source = store_observations(plan.to_write.observations, file)
    note_mapping(plan.to_write.mapping, source, file)


import_measurements = register(
    Importer(
        key="measurements",
        label="Hasil ukur",
        kind=MEASURED,
        columns=_KNOWN,
        plan=plan_measurements,
        apply=apply_measurements,
        needs=("measure", "period"),
        template=VALUES,
        page_place=1,
    )
)


def _known(told: _Told, measure: Measure) -> Batch:
    """Return the readings with their subjects, after all errors were reported at once."""
    subjects, unknown = seek_subjects(told.readings, measure, questions=told.questions, column=told.column)
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
    content: bytes,
    filename: str,
    measure: Measure,
    mapping: TableMapping | None,
    period: Period,
    understood: Understood,
) -> Table:
    """Return the table with the columns under our names; ``understood`` is told what is left out."""
    subject = subject_of(measure)
    if mapping is None:
        table = read_table(content, filename=filename, known_headers=(*_KNOWN, *MONTH_HEADERS))
        chosen: dict[str, str] = {}
        columns = [subject, _NAME, *_ROLES.values()]
    else:
        keys = {"subject": subject.key, **{role: column.key for role, column in _ROLES.items()}}
        chosen = {keys[role]: header for role, header in mapping.columns.items()}
        columns = [_NAME]
        table = read_table(
            content,
            filename=filename,
            known_headers=list(chosen.values()),
            sheet=mapping.sheet,
            header_line=mapping.header_line,
        )
    if not set(chosen.values()) & set(months_across(table, period)):
        compare_across(table, period, understood)
        table = by_month(table, period)
    missing = [name for name in chosen.values() if not table.has(name)]
    if mapping is not None:
        missing += [role for role in needed_roles(measure) if role not in mapping.columns]
    if missing:
        raise UnreadableTable(
            f"Kolom {', '.join(missing)} tidak ada di “{filename}”. Yang terbaca: "
            f"{', '.join(table.headers[:12])}."
        )
    found = by_meaning(table, columns, chosen=chosen)
    _require(found, table.headers, measure)
    understood.note(found)
    if measure.combination in (Combination.SUM, Combination.RATIO) and not (mapping and mapping.aliases):
        amounts = [_ROLES[role].key for role in needed_roles(measure)[1:]]
        compare_sums(found, amounts, understood, period="periode")
    return found


def subject_of(measure: Measure) -> Column:
    """Return the column that names whom or what a measure is about."""
    return _SUBJECT[Measure.Subject(measure.subject)]


_ASKED = {
    "subject": "Kolom pegawai atau unit",
    "period": "Kolom bulan atau periode",
    "value": "Kolom nilai",
    "numerator": "Kolom pembilang",
    "denominator": "Kolom penyebut",
}


def roles_of(measure: Measure) -> tuple[Role, ...]:
    """Return the columns that a table for a measure has or may have, as the page of mappings asks."""
    columns = {"subject": subject_of(measure), **_ROLES}
    needed = needed_roles(measure)
    return tuple(
        Role(role, label, role in needed, (columns[role].key, *columns[role].names))
        for role, label in _ASKED.items()
        if role in needed or role == "period"
    )


def needed_roles(measure: Measure) -> tuple[str, ...]:
    """Return the roles that a table for this measure must have."""
    if measure.combination == Combination.RATIO:
        return ("subject", "numerator", "denominator")
    return ("subject", "value")


def _require(table: Table, headers: tuple[str, ...], measure: Measure) -> None:
    subject = subject_of(measure).key
    if not table.has(subject):
        raise UnreadableTable(
            f"Kolom {subject} tidak ada. “{measure.name}” diukur per "
            f"{measure.get_subject_display().lower()}. Judul yang terbaca: {', '.join(headers[:12])}. "
            "Bila kolomnya bernama lain, pakai Petakan tabel."
        )
    missing = [key for role in needed_roles(measure)[1:] if not table.has(key := _ROLES[role].key)]
    if missing:
        raise UnreadableTable(
            f"Kolom {' dan '.join(missing)} tidak ada; “{measure.name}” "
            f"({measure.get_combination_display().lower()}) memerlukannya. "
            "Bila kolomnya bernama lain, pakai Petakan tabel."
        )


def _reading(row: Row, measure: Measure, period: Period, mapping: TableMapping | None) -> Reading | None:
    column = subject_of(measure).key
    if mapping is not None:
        written = text(row, column)
        meant = mapping.subject(written) if written else None
        if meant is None:
            return None
        subject = meant
    elif measure.subject == Measure.Subject.EMPLOYEE:
        subject = digits(row, column, required=True)
    else:
        subject = text(row, column, required=True)
    value = numerator = denominator = None
    if measure.combination == Combination.RATIO:
        numerator = number(row, _NUMERATOR.key, required=True)
        denominator = number(row, _DENOMINATOR.key, required=True)
    else:
        value = number(row, _VALUE.key, required=True)
    own = period_in(row, _PERIOD.key, within=period)
    return Reading(row.line, subject, own, value, numerator, denominator)
