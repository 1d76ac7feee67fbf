"""Conversion of readings to observations: subjects found, versions numbered, nothing counted twice.

Every source ends here: a table of values, a log of tickets, a survey. One file may feed several measures; all
of it is stored, or nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from terukur.ledger.importing import ImportFile, ImportKind, ImportPlan
from terukur.ledger.models import ImportRecord
from terukur.ledger.operations import Act, ImportCounts, record
from terukur.measurement.doubts import doubled, questions_about, refused_amounts
from terukur.measurement.models import Observation, SourceMapping
from terukur.measurement.readings import Reading, in_words
from terukur.notation.dates import written_day
from terukur.organization.identities import UnitWords, unit_of
from terukur.organization.models import Employee, Unit
from terukur.organization.queries import employees_by_number
from terukur.planning.models import Measure
from terukur.regulation.periods import Period
from terukur.tables.cells import CellError, ImportRefused
from terukur.tables.questions import Question

MEASURED = ImportKind("measurements", "Hasil ukur")


class UnknownSubjects(ImportRefused):
    """Rows whose employee or unit is not known; the user can say who is meant."""

    @property
    def subjects(self) -> list[str]:
        """The unknown subjects as the file writes them, each once."""
        return list(dict.fromkeys(error.value for error in self.errors))


@dataclass(frozen=True, slots=True)
class Batch:
    """The content of one file about one measure; ``is_told`` where the file itself names the subjects."""

    measure: Measure
    readings: Sequence[Reading]
    subjects: Mapping[str, Employee | Unit]
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class Fresh:
    """A reading that is new, with the version that it becomes."""

    batch: Batch
    reading: Reading
    version: int


@dataclass(frozen=True, slots=True)
class NewObservations:
    """What a file adds; its record names ``subject`` and ``period``, its act stands on ``chain``.

    ``mapping`` is the one by which a source was read.
    """

    fresh: Sequence[Fresh]
    subject: str
    chain: str
    period: Period
    mapping: SourceMapping | None = None


def _compare(batches: Sequence[Batch], counts: ImportCounts, file: ImportFile) -> list[Fresh]:
    """Return the new readings of the batches, counted, with questions; measures stay locked until the end.

    The file is told what each of them will be stored as.

    :raises ImportRefused: for amounts that the measure does not allow, one subject twice, and a value
        beside one of another length over the same days.
    """
    keys = [batch.measure.pk for batch in batches]
    # One import of a measure at a time: two at once would both make "the next version".
    list(Measure.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    fresh: list[Fresh] = []
    for batch in batches:
        years = {reading.period.year for reading in batch.readings}
        stored = _latest(batch.measure, years | {year - 1 for year in years})
        errors = refused_readings(batch)
        errors += _other_rhythm(batch.readings, batch.subjects, stored)
        if errors:
            raise ImportRefused(errors)
        counts.questions += questions_about(
            batch.measure, batch.readings, batch.subjects, stored, on=file.acting.on, is_told=batch.is_told
        )
        for reading in batch.readings:
            subject = batch.subjects[reading.subject].name
            told = subject if len(batches) == 1 else f"{subject}, {batch.measure.name}"
            file.understood.means(
                reading.line, told, reading.period.label, in_words(batch.measure, reading.amounts)
            )
            version = _next_version(batch, reading, stored, counts)
            if version is not None:
                fresh.append(Fresh(batch, reading, version))
    return fresh


def refused_readings(batch: Batch) -> list[CellError]:
    """Return amounts that the measure does not allow, and rows that repeat one subject and month."""
    return [
        *refused_amounts(batch.measure, batch.readings),
        *doubled(batch.readings, batch.subjects, subject_column(batch.measure)),
    ]


def subject_column(measure: Measure) -> str:
    """Return the column in which files name the subject of a measure."""
    return "NIP" if measure.subject == Measure.Subject.EMPLOYEE else "KODE UNIT"


def _next_version(
    batch: Batch, reading: Reading, stored: dict[tuple[int, date, date], Observation], counts: ImportCounts
) -> int | None:
    subject = batch.subjects[reading.subject]
    before = stored.get((subject.pk, reading.period.starts, reading.period.ends))
    if before is None:
        counts.created += 1
        return 1
    if (before.value, before.numerator, before.denominator) == reading.amounts:
        counts.unchanged += 1
        return None
    counts.updated += 1
    old = in_words(batch.measure, (before.value, before.numerator, before.denominator))
    counts.changes.append(
        f"{subject.name}, {batch.measure.name}, {reading.period.label}: {old} menjadi "
        f"{in_words(batch.measure, reading.amounts)} (versi {before.version + 1} menggantikan versi "
        f"{before.version})"
    )
    return before.version + 1


def plan_observations(
    batches: Sequence[Batch],
    counts: ImportCounts,
    *,
    subject: str,
    chain: str,
    period: Period,
    file: ImportFile,
    mapping: SourceMapping | None = None,
) -> ImportPlan[NewObservations]:
    """Return what of the batches is new; ``counts`` says it too, and the file is told what it means.

    :raises ImportRefused: for readings that are refused.
    """
    return ImportPlan(
        counts, NewObservations(_compare(batches, counts, file), subject, chain, period, mapping)
    )


def store_observations(plan: ImportPlan[NewObservations], file: ImportFile) -> ImportRecord:
    """Keep the file, store what is new as its observations, and record the act."""
    new, period = plan.to_write, str(plan.to_write.period)
    source = file.keep(plan.counts, subject=new.subject, period=period)
    Observation.objects.bulk_create([_observation(entry, source) for entry in new.fresh], batch_size=2000)
    told = {"import": source.pk, "sha256": source.file.sha256, "period": period}
    record(Act(new.chain, "measurements-loaded", after=told), file.acting)
    return source


def _observation(entry: Fresh, source: ImportRecord) -> Observation:
    reading, measure = entry.reading, entry.batch.measure
    subject = entry.batch.subjects[reading.subject]
    by_employee = measure.subject == Measure.Subject.EMPLOYEE
    return Observation(
        measure=measure,
        employee_id=subject.pk if by_employee else None,
        unit_id=None if by_employee else subject.pk,
        starts=reading.period.starts,
        ends=reading.period.ends,
        value=reading.value,
        numerator=reading.numerator,
        denominator=reading.denominator,
        version=entry.version,
        source=source,
        line=reading.line,
        rows=reading.rows,
    )


def find_subjects(readings: Sequence[Reading], measure: Measure) -> dict[str, Employee | Unit]:
    """Return the employee or unit of each reading, by number, code or name.

    :raises UnknownSubjects: naming every row whose subject is not known.
    """
    found, errors = seek_subjects(readings, measure)
    if errors:
        raise UnknownSubjects(errors)
    return found


def seek_subjects(
    readings: Sequence[Reading],
    measure: Measure,
    *,
    questions: list[Question] | None = None,
    column: str = "",
) -> tuple[dict[str, Employee | Unit], list[CellError]]:
    """Return the employee or unit of each reading that is known, and the rows of all others.

    With ``questions`` a unit may be named by a part of its name that only one has: it is taken, and asked.
    ``column`` is the header in the file.
    """
    found: dict[str, Employee | Unit] = {}
    errors = []
    if measure.subject == Measure.Subject.EMPLOYEE:
        found.update(employees_by_number({reading.subject for reading in readings}))
        errors = [
            CellError(
                reading.line, column or "NIP", reading.subject, "tidak ada di data pegawai; periksa angkanya."
            )
            for reading in readings
            if reading.subject not in found
        ]
        return found, errors
    units = UnitWords(Unit.objects.all())
    for reading in readings:
        if reading.subject in found:
            continue
        try:
            found[reading.subject] = unit_of(
                reading.subject, units, line=reading.line, column=column or "KODE UNIT"
            )
        except CellError as error:
            alike = units.holding(reading.subject)
            if questions is None or len(alike) != 1 or units.meant(reading.subject):
                errors.append(error)
                continue
            found[reading.subject] = alike[0]
            questions.append(_unit_alike(reading, alike[0]))
    return found, errors


def _unit_alike(reading: Reading, unit: Unit) -> Question:
    return Question(
        "alike-unit",
        reading.line,
        "KODE UNIT",
        reading.subject,
        f"“{reading.subject}” dibaca sebagai {unit.name} ({unit.code}), satu-satunya unit dengan kata-kata "
        "itu. Benar?",
    )


def _latest(measure: Measure, years: set[int]) -> dict[tuple[int, date, date], Observation]:
    observations = (
        Observation.objects.filter(measure=measure, starts__year__in=years)
        .order_by("employee_id", "unit_id", "starts", "ends", "-version")
        .distinct("employee_id", "unit_id", "starts", "ends")
    )
    return {
        (
            observation.employee_id or observation.unit_id or 0,
            observation.starts,
            observation.ends,
        ): observation
        for observation in observations
    }


def _other_rhythm(
    readings: Sequence[Reading],
    subjects: Mapping[str, Employee | Unit],
    stored: dict[tuple[int, date, date], Observation],
) -> list[CellError]:
    """Return a quarter beside its own months, which would count the same work twice."""
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
                        reading.line,
                        "PERIODE",
                        str(reading.period),
                        f"sudah ada nilai untuk {written_day(starts)} sampai {written_day(ends)}; pakai "
                        "panjang periode yang sama supaya tidak terhitung dua kali.",
                    )
                )
                break
    return errors
