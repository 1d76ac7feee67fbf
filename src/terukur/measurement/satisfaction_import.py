"""Loading answers of satisfaction surveys: one row per respondent becomes the IKM of a unit.

Only columns that are told by name or by U1 to U7 are taken; U8 and U9 are complaints and facilities in
either order, which the index does not depend on. A person is measured through the own counter
alone, and only from enough answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from terukur.ledger.operations import Actor, ImportCounts
from terukur.measurement.observations import Batch, Reading, find_subjects, load
from terukur.planning.models import Measure
from terukur.planning.operations.catalogue import ensure_measures
from terukur.regulation.numbers import rounded
from terukur.regulation.parameters import number
from terukur.regulation.periods import Period
from terukur.regulation.satisfaction import add_scores, satisfaction
from terukur.regulation.scales import Combination, ServiceElement
from terukur.tables.cells import CellError, ImportRefused, digits, text
from terukur.tables.cells import number as cell_number
from terukur.tables.reading import Row, Table, UnreadableTable, normalize_header, read_table

SOURCE = "skm"
SUBJECT = "Survei kepuasan masyarakat"
HEADERS = ("KODE UNIT", "NIP PETUGAS", *(element.label for element in ServiceElement))
_UNIT = ("KODE UNIT", "UNIT", "UNIT KERJA", "UNIT LAYANAN")
_OFFICER = ("NIP PETUGAS", "NIP")
ELEMENT_NAMES = {
    **{normalize_header(element.value): element.value for element in ServiceElement},
    **{normalize_header(element.label): element.value for element in ServiceElement},
    # U1 to U7 agree everywhere; U8 and U9 are complaints and facilities in either order.
    **{f"u{place}": element.value for place, element in enumerate(ServiceElement, 1) if place < 8},
    "u8": "U8",
    "u9": "U9",
}
MEASURES = (
    Measure(key="ikm", name="Indeks kepuasan masyarakat", unit="poin", subject="unit",
            combination=Combination.LATEST, description="IKM unit layanan dari jawaban survei"),
    Measure(key="ikm-loket", name="Indeks kepuasan di loket petugas", unit="poin",
            subject="employee", combination=Combination.LATEST,
            description="IKM dari jawaban di loket petugas, hanya bila jawabannya cukup"),
)  # fmt: skip


@dataclass(slots=True)
class _Answers:
    """Answers of one subject, with the row of the first."""

    first_line: int
    scores: list[Mapping[str, int]] = field(default_factory=list)


def element_columns(table: Table) -> dict[str, str]:
    """Header of the table to element key, for the columns that name an element."""
    return {
        header: ELEMENT_NAMES[normalize_header(header)]
        for header in table.headers
        if normalize_header(header) in ELEMENT_NAMES
    }


def read_satisfaction(content: bytes, *, filename: str, period: Period) -> dict[str, list[Reading]]:
    """Readings of units and officers by measure; too few answers give none.

    :raises UnreadableTable, ImportRefused: naming every cell that does not fit.
    """
    table = read_table(
        content, filename=filename, known_headers=[*HEADERS, *_UNIT, "U1", "U2", "U3"]
    )
    elements = element_columns(table)
    unit = next((name for name in _UNIT if table.has(name)), None)
    if not elements or unit is None:
        raise UnreadableTable(
            f"“{filename}” memerlukan kolom KODE UNIT dan paling sedikit satu unsur: "
            f"{', '.join(element.label for element in ServiceElement)}."
        )
    officer = next((name for name in _OFFICER if table.has(name)), None)
    groups: dict[str, dict[str, _Answers]] = {measure.key: {} for measure in MEASURES}
    errors = []
    for row in table.rows:
        try:
            _count(row, unit, officer, elements, groups)
        except CellError as error:
            errors.append(error)
    if errors:
        raise ImportRefused(errors)
    least = {
        "ikm": number("survey.least_for_unit", on=period.starts),
        "ikm-loket": number("survey.least_for_officer", on=period.starts),
    }
    return {
        key: [
            _reading(subject, answers, period)
            for subject, answers in found.items()
            if len(answers.scores) >= least[key]
        ]
        for key, found in groups.items()
    }


def _count(
    row: Row,
    unit: str,
    officer: str | None,
    elements: Mapping[str, str],
    groups: dict[str, dict[str, _Answers]],
) -> None:
    scores = {}
    for header, key in elements.items():
        score = cell_number(row, header)
        if score is None:
            continue
        if score not in (1, 2, 3, 4):
            raise CellError(row.line, header, str(score), "nilai jawaban 1 sampai 4.")
        scores[key] = int(score)
    if not scores:
        return
    subjects = {"ikm": text(row, unit, required=True)}
    if officer is not None and (number_of := digits(row, officer)):
        subjects["ikm-loket"] = number_of
    for key, subject in subjects.items():
        groups[key].setdefault(subject, _Answers(row.line)).scores.append(scores)


def _reading(subject: str, answers: _Answers, period: Period) -> Reading:
    value = rounded(satisfaction(add_scores(answers.scores)).result.ikm, 4)
    return Reading(answers.first_line, subject, period, value, None, None, rows=len(answers.scores))


@transaction.atomic
def import_satisfaction(
    *, content: bytes, filename: str, period: Period, by: Actor, at: datetime, dry_run: bool = False
) -> ImportCounts:
    """Write the IKM of units, and of officers with enough answers at their counter.

    :raises UnreadableTable, ImportRefused: nothing is stored then.
    """
    by_measure = read_satisfaction(content, filename=filename, period=period)
    measures = ensure_measures(MEASURES, by=by, at=at)
    batches = [
        Batch(measures[key], readings, find_subjects(readings, measures[key]))
        for key, readings in by_measure.items()
        if readings
    ]
    counts = ImportCounts(rows=sum(reading.rows for reading in by_measure["ikm"]))
    if not batches:
        counts.changes.append("Jawaban belum cukup untuk menghitung nilai satu unit pun.")
    load(
        batches, dry_run=dry_run, content=content, filename=filename, counts=counts, subject=SUBJECT,
        chain=f"source/{SOURCE}", period=period, by=by, at=at,
    )  # fmt: skip
    return counts
