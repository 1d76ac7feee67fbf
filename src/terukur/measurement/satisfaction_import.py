"""Import of satisfaction surveys: one row per respondent becomes the IKM of a unit.

Only columns recognized by name or by U1 to U7 are read; U8 and U9 are complaints and facilities in either
order, which the index does not depend on. A person is measured through the own counter alone, and only from
enough answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from terukur.ledger.importing import ImportFile, ImportPlan, register
from terukur.ledger.operations import ImportCounts
from terukur.measurement.models import SourceMapping
from terukur.measurement.observations import Batch, NewObservations, UnknownSubjects, plan_observations
from terukur.measurement.readings import Reading
from terukur.measurement.satisfaction_sheet import (
    ROLES,
    SURVEY_COLUMNS,
    UnitOfTitle,
    survey_table,
    unit_of_titles,
)
from terukur.measurement.sources import SourceImporter
from terukur.measurement.table_mapping import TableMapping, read_by
from terukur.measurement.value_templates import SURVEY
from terukur.measurement.written_periods import other_period
from terukur.notation.numbers import display, rounded
from terukur.organization.identities import UnitWords, WrittenName, name_questions, unit_of, written_names
from terukur.organization.models import Employee, Unit
from terukur.organization.queries import employees_by_number
from terukur.planning.models import Measure
from terukur.planning.operations.catalogue import ensure_measures
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.periods import Period
from terukur.regulation.satisfaction import add_scores, satisfaction
from terukur.regulation.scales import Combination
from terukur.tables.cells import CellError, ImportRefused, digits, say, text
from terukur.tables.cells import number as cell_number
from terukur.tables.names import normalize_header
from terukur.tables.numerals import number_in
from terukur.tables.questions import Question
from terukur.tables.reading import Row, Table
from terukur.tables.rows import read_rows
from terukur.tables.understanding import Understood

_SOURCE, _SUBJECT = "skm", "Survei kepuasan masyarakat"
MEASURES = (
    Measure(
        key="ikm",
        name="Indeks kepuasan masyarakat",
        unit="poin",
        subject="unit",
        combination=Combination.LATEST,
        description="IKM unit layanan dari jawaban survei",
    ),
    Measure(
        key="ikm-loket",
        name="Indeks kepuasan di loket petugas",
        unit="poin",
        subject="employee",
        combination=Combination.LATEST,
        description="IKM dari jawaban di loket petugas, hanya bila jawabannya cukup",
    ),
)


@dataclass(slots=True)
class _Answers:
    """Answers of one subject, with the row of the first."""

    first_line: int
    scores: list[Mapping[str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Survey:
    """Readings by measure, too few answers left out, with their subjects.

    A unit that the file names by its code in one place and by its name in another is one unit with all its
    answers.
    """

    readings: Mapping[str, list[Reading]]
    subjects: Mapping[str, Mapping[str, Employee | Unit]]
    names: Sequence[WrittenName]
    questions: Sequence[Question]
    understood: Understood


def read_satisfaction(
    content: bytes, *, filename: str, period: Period, mapping: TableMapping | None = None
) -> Survey:
    """Return the answers of a file, added up by unit and by officer.

    A processing sheet has no column of the unit: its title names it, and the answer is asked.

    :raises UnreadableTable, ImportRefused: naming every cell that does not fit.
    """
    table, columns = survey_table(content, filename=filename, mapping=mapping)
    officer, unit = columns.officer, columns.unit
    of_title = None if unit else unit_of_titles(table, mapping)
    rows = read_rows(
        table, filename, lambda row: _answer(row, unit, officer, columns.elements, of_title, mapping)
    )
    answers = [(line, answer) for line, answer in rows.rows if answer is not None]
    units, unknown = _units_of(answers, unit or "KODE UNIT")
    people = employees_by_number({answer.officer for _, answer in answers if answer.officer})
    unknown += [
        CellError(line, officer or "", answer.officer, "tidak ada di data pegawai; periksa angkanya.")
        for line, answer in answers
        if answer.officer and answer.officer not in people
    ]
    if rows.errors:
        raise ImportRefused([*rows.errors, *unknown])
    if unknown:
        raise UnknownSubjects(unknown)
    groups = _grouped(answers, units, people)
    least = {
        "ikm": at_least(Least.ANSWERS_FOR_UNIT, on=period.starts),
        "ikm-loket": at_least(Least.ANSWERS_FOR_OFFICER, on=period.starts),
    }
    readings = {
        key: [
            _reading(subject, found, period)
            for subject, found in by_subject.items()
            if len(found.scores) >= least[key]
        ]
        for key, by_subject in groups.items()
    }
    names = written_names(table, officer) if officer is not None else []
    questions = [*rows.questions, *other_period(table.titles, period)]
    if of_title and not (mapping and mapping.alias("")):
        questions.append(of_title.question)
    by_code: dict[str, Employee | Unit] = {row.code: row for row in units.values()}
    by_number: dict[str, Employee | Unit] = {row.number: row for row in people.values()}
    understood = Understood()
    understood.note(table)
    understood.sums += _own_index(table, readings["ikm"])
    return Survey(readings, {"ikm": by_code, "ikm-loket": by_number}, names, questions, understood)


def _own_index(table: Table, readings: Sequence[Reading]) -> list[str]:
    """Return the index that a processing sheet states itself, beside the one from its answers."""
    if len(readings) != 1 or readings[0].value is None:
        return []
    read = display(readings[0].value)
    return [
        f"Baris {row.line}, IKM: {display(told)} di berkas, {read} dari jawabannya"
        for row in table.sums
        if normalize_header(str(next(filter(None, row.cells.values()), ""))).startswith("ikm")
        and (told := next(filter(None, map(number_in, row.cells.values())), None)) is not None
    ]


def _units_of(
    answers: Sequence[tuple[int, "_Answer"]], column: str
) -> tuple[dict[str, Unit], list[CellError]]:
    words = UnitWords(Unit.objects.all())
    units: dict[str, Unit] = {}
    errors = []
    for line, answer in answers:
        if answer.unit in units:
            continue
        try:
            units[answer.unit] = unit_of(answer.unit, words, line=line, column=column)
        except CellError as error:
            errors.append(error)
    return units, errors


def _grouped(
    answers: Sequence[tuple[int, "_Answer"]], units: Mapping[str, Unit], people: Mapping[str, Employee]
) -> dict[str, dict[str, _Answers]]:
    groups: dict[str, dict[str, _Answers]] = {measure.key: {} for measure in MEASURES}
    for line, answer in answers:
        subjects = {"ikm": units[answer.unit].code}
        if answer.officer:
            subjects["ikm-loket"] = people[answer.officer].number
        for key, subject in subjects.items():
            groups[key].setdefault(subject, _Answers(line)).scores.append(answer.scores)
    return groups


@dataclass(frozen=True, slots=True)
class _Answer:
    """One respondent's answer: the unit and officer as written, and the score of each element."""

    unit: str
    officer: str
    scores: Mapping[str, int]


def _answer(
    row: Row,
    unit: str | None,
    officer: str | None,
    elements: Mapping[str, str],
    of_title: UnitOfTitle | None,
    mapping: TableMapping | None,
) -> _Answer | None:
    scores = {}
    for header, key in elements.items():
        score = cell_number(row, header)
        if score is None:
            continue
        if score not in (1, 2, 3, 4):
            say(CellError(row.line, header, f"{score:f}", "nilai jawaban 1 sampai 4."))
            continue
        scores[key] = int(score)
    if not scores:
        return None
    written = of_title.code if of_title else text(row, unit or "", required=True)
    meant = mapping.alias(written) if mapping and not of_title else None
    if meant == "":
        return None
    number = text(row, officer) if officer is not None else ""
    told = mapping.alias(number) if mapping and number else None
    if told is None and officer is not None:
        told = digits(row, officer)
    return _Answer(meant or written, told or "", scores)


def _reading(subject: str, answers: _Answers, period: Period) -> Reading:
    value = rounded(satisfaction(add_scores(answers.scores)).result.ikm, 4)
    return Reading(answers.first_line, subject, period, value, None, None, rows=len(answers.scores))


def _plan(
    file: ImportFile, *, period: Period, mapping: SourceMapping | None = None
) -> ImportPlan[NewObservations]:
    """Return the IKM of units, and of officers with enough answers at their counter, where it is new."""
    survey = read_satisfaction(file.content, filename=file.filename, period=period, mapping=read_by(mapping))
    file.understood.add(survey.understood)
    measures = ensure_measures(MEASURES, acting=file.acting)
    batches = [
        Batch(measures[key], readings, survey.subjects[key])
        for key, readings in survey.readings.items()
        if readings
    ]
    counts = ImportCounts(
        rows=sum(reading.rows for reading in survey.readings["ikm"]), questions=list(survey.questions)
    )
    people = employees_by_number({told.number for told in survey.names})
    counts.questions += name_questions(survey.names, people)
    if not batches:
        counts.changes.append("Jawaban belum cukup untuk menghitung nilai satu unit pun.")
    return plan_observations(
        batches,
        counts,
        subject=_SUBJECT,
        chain=f"source/{_SOURCE}",
        period=period,
        file=file,
        mapping=mapping,
    )


def _read_again(
    stream: BinaryIO, filename: str, period: Period, mapping: TableMapping | None = None
) -> Mapping[str, list[Reading]]:
    return read_satisfaction(stream.read(), filename=filename, period=period, mapping=mapping).readings


import_satisfaction = register(
    SourceImporter(
        key="satisfaction",
        label="Jawaban survei kepuasan (SKM)",
        columns=SURVEY_COLUMNS,
        plan=_plan,
        template=SURVEY,
        page_place=3,
        source=_SOURCE,
        roles=ROLES,
        for_whole="Kode unit, bila seluruh berkas milik satu unit",
        subject=_SUBJECT,
        read_again=_read_again,
    )
)
