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
from terukur.measurement.observations import Batch, NewObservations, plan_observations
from terukur.measurement.readings import Reading
from terukur.measurement.sources import SourceImporter
from terukur.notation.numbers import rounded
from terukur.organization.identities import UnitWords, WrittenName, name_questions, unit_of, written_names
from terukur.organization.models import Employee, Unit
from terukur.organization.queries import employees_by_number
from terukur.planning.models import Measure
from terukur.planning.operations.catalogue import ensure_measures
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.periods import Period
from terukur.regulation.satisfaction import add_scores, satisfaction
from terukur.regulation.scales import Combination, ServiceElement
from terukur.tables.cells import CellError, ImportRefused, digits, text
from terukur.tables.cells import number as cell_number
from terukur.tables.names import normalize_header
from terukur.tables.reading import Row, Table, UnreadableTable, read_table
from terukur.tables.rows import read_rows

_SOURCE, _SUBJECT = "skm", "Survei kepuasan masyarakat"
HEADERS = ("KODE UNIT", "NIP PETUGAS", *(element.label for element in ServiceElement))
_UNIT = ("KODE UNIT", "UNIT", "UNIT KERJA", "UNIT LAYANAN")
_OFFICER = ("NIP PETUGAS", "NIP")
_COLUMNS = (*HEADERS, *_UNIT, "U1", "U2", "U3")
ELEMENT_NAMES = {
    **{normalize_header(element.value): element.value for element in ServiceElement},
    **{normalize_header(element.label): element.value for element in ServiceElement},
    # U1 to U7 agree everywhere; U8 and U9 are complaints and facilities in either order.
    **{f"u{place}": element.value for place, element in enumerate(ServiceElement, 1) if place < 8},
    "u8": "U8",
    "u9": "U9",
}
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


def element_columns(table: Table) -> dict[str, str]:
    """Return the element key of each header that names an element."""
    return {
        header: ELEMENT_NAMES[normalize_header(header)]
        for header in table.headers
        if normalize_header(header) in ELEMENT_NAMES
    }


@dataclass(frozen=True, slots=True)
class Survey:
    """Readings by measure, too few answers left out, with their subjects.

    A unit that the file names by its code in one place and by its name in another is one unit with all its
    answers.
    """

    readings: Mapping[str, list[Reading]]
    subjects: Mapping[str, Mapping[str, Employee | Unit]]
    names: Sequence[WrittenName]


def read_satisfaction(content: bytes, *, filename: str, period: Period) -> Survey:
    """Return the answers of a file, added up by unit and by officer.

    :raises UnreadableTable, ImportRefused: naming every cell that does not fit.
    """
    table = read_table(content, filename=filename, known_headers=_COLUMNS)
    elements = element_columns(table)
    unit = next((name for name in _UNIT if table.has(name)), None)
    if not elements or unit is None:
        raise UnreadableTable(
            f"“{filename}” memerlukan kolom KODE UNIT dan paling sedikit satu unsur: "
            f"{', '.join(element.label for element in ServiceElement)}."
        )
    officer = next((name for name in _OFFICER if table.has(name)), None)
    rows = read_rows(table, filename, lambda row: _answer(row, unit, officer, elements))
    answers = [(line, answer) for line, answer in rows.rows if answer is not None]
    units, unknown = _units_of(answers, unit)
    people = employees_by_number({answer.officer for _, answer in answers if answer.officer})
    unknown += [
        CellError(line, officer or "", answer.officer, "tidak ada di data pegawai; periksa angkanya.")
        for line, answer in answers
        if answer.officer and answer.officer not in people
    ]
    if rows.errors or unknown:
        raise ImportRefused([*rows.errors, *unknown])
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
    by_code: dict[str, Employee | Unit] = {row.code: row for row in units.values()}
    by_number: dict[str, Employee | Unit] = {row.number: row for row in people.values()}
    return Survey(readings, {"ikm": by_code, "ikm-loket": by_number}, names)


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


def _answer(row: Row, unit: str, officer: str | None, elements: Mapping[str, str]) -> _Answer | None:
    scores = {}
    for header, key in elements.items():
        score = cell_number(row, header)
        if score is None:
            continue
        if score not in (1, 2, 3, 4):
            raise CellError(row.line, header, str(score), "nilai jawaban 1 sampai 4.")
        scores[key] = int(score)
    if not scores:
        return None
    return _Answer(
        text(row, unit, required=True), digits(row, officer) if officer is not None else "", scores
    )


def _reading(subject: str, answers: _Answers, period: Period) -> Reading:
    value = rounded(satisfaction(add_scores(answers.scores)).result.ikm, 4)
    return Reading(answers.first_line, subject, period, value, None, None, rows=len(answers.scores))


def _plan(file: ImportFile, *, period: Period) -> ImportPlan[NewObservations]:
    """Return the IKM of units, and of officers with enough answers at their counter, where it is new."""
    survey = read_satisfaction(file.content, filename=file.filename, period=period)
    measures = ensure_measures(MEASURES, acting=file.acting)
    batches = [
        Batch(measures[key], readings, survey.subjects[key])
        for key, readings in survey.readings.items()
        if readings
    ]
    counts = ImportCounts(rows=sum(reading.rows for reading in survey.readings["ikm"]))
    people = employees_by_number({told.number for told in survey.names})
    counts.questions += name_questions(survey.names, people)
    if not batches:
        counts.changes.append("Jawaban belum cukup untuk menghitung nilai satu unit pun.")
    return plan_observations(
        batches, counts, subject=_SUBJECT, chain=f"source/{_SOURCE}", period=period, on=file.acting.on
    )


def _read_again(stream: BinaryIO, filename: str, period: Period) -> Mapping[str, list[Reading]]:
    return read_satisfaction(stream.read(), filename=filename, period=period).readings


import_satisfaction = register(
    SourceImporter(
        key="satisfaction",
        label="Jawaban survei kepuasan (SKM)",
        columns=_COLUMNS,
        plan=_plan,
        page_place=3,
        source=_SOURCE,
        subject=_SUBJECT,
        read_again=_read_again,
    )
)
