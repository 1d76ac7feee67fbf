"""Readings become observations: subjects found, versions counted, nothing counted twice.

Every source ends here: a table of values, a log of tickets, a survey. One file may feed several
measures; all of it is stored, or nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

from django.db import transaction

from terukur.ledger.models import ImportRecord
from terukur.ledger.operations import Act, Actor, ImportCounts, record, record_import
from terukur.measurement.models import Observation
from terukur.organization.models import Employee, Unit
from terukur.organization.queries import employees_by_number
from terukur.planning.models import Measure
from terukur.regulation.periods import Period
from terukur.tables.cells import CellError, ImportRefused


@dataclass(frozen=True, slots=True)
class Reading:
    """One value as understood: ``value``, or numerator and denominator.

    ``line`` is the row of the file, or the first of the ``rows`` that it was computed from.
    """

    line: int
    subject: str
    period: Period
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    rows: int = 1

    @property
    def amounts(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """The three numbers, for comparison with a stored observation."""
        return self.value, self.numerator, self.denominator


class UnknownSubjects(ImportRefused):
    """Rows whose employee or unit is not known; somebody can say who is meant."""

    @property
    def subjects(self) -> list[str]:
        """The unknown subjects as the file writes them, each once."""
        return list(dict.fromkeys(error.value for error in self.errors))


@dataclass(frozen=True, slots=True)
class Batch:
    """What one file says about one measure."""

    measure: Measure
    readings: Sequence[Reading]
    subjects: Mapping[str, Employee | Unit]


@dataclass(frozen=True, slots=True)
class Fresh:
    """A reading that is new, with the version that it becomes."""

    batch: Batch
    reading: Reading
    version: int


def _compare(batches: Sequence[Batch], counts: ImportCounts) -> list[Fresh]:
    """What of the batches is new, counted; measures stay locked until the transaction ends.

    :raises ImportRefused: for a value beside one of another length over the same days.
    """
    keys = [batch.measure.pk for batch in batches]
    # One import of a measure at a time: two at once would both make "the next version".
    list(Measure.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    fresh: list[Fresh] = []
    for batch in batches:
        years = {reading.period.year for reading in batch.readings}
        stored = _latest(batch.measure, years)
        _refuse_other_rhythm(batch.readings, batch.subjects, stored)
        for reading in batch.readings:
            version = _next_version(batch, reading, stored, counts)
            if version is not None:
                fresh.append(Fresh(batch, reading, version))
    return fresh


def _next_version(
    batch: Batch,
    reading: Reading,
    stored: dict[tuple[int, date, date], Observation],
    counts: ImportCounts,
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
    counts.changes.append(
        f"{subject.name}, {batch.measure.name}, {reading.period.label}: versi "
        f"{before.version + 1} menggantikan versi {before.version}"
    )
    return before.version + 1


def load(
    batches: Sequence[Batch],
    *,
    dry_run: bool,
    content: bytes | BinaryIO,
    filename: str,
    counts: ImportCounts,
    subject: str,
    chain: str,
    period: Period,
    by: Actor,
    at: datetime,
) -> ImportRecord | None:
    """Keep the file, store what is new as its observations, and record the act on a chain.

    ``counts`` says what is new. A dry run answers None and takes back the caller's transaction.

    :raises ImportRefused: for a value beside one of another length over the same days.
    """
    fresh = _compare(batches, counts)
    if dry_run:
        transaction.set_rollback(True)
        return None
    source = record_import(
        kind=ImportRecord.Kind.MEASUREMENTS, content=content, name=filename, counts=counts,
        subject=subject, period=str(period), by=by, at=at,
    )  # fmt: skip
    Observation.objects.bulk_create(
        [_observation(entry, source) for entry in fresh], batch_size=2000
    )
    told = {"import": source.pk, "sha256": source.file.sha256, "period": str(period)}
    record(Act(chain, "measurements-loaded", after=told), by=by, at=at)
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
    """The employee or unit of each reading, by number, code or name.

    :raises UnknownSubjects: naming every row whose subject is not known.
    """
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
        raise UnknownSubjects(errors)
    return found


def _latest(measure: Measure, years: set[int]) -> dict[tuple[int, date, date], Observation]:
    observations = (
        Observation.objects.filter(measure=measure, starts__year__in=years)
        .order_by("employee_id", "unit_id", "starts", "ends", "-version")
        .distinct("employee_id", "unit_id", "starts", "ends")
    )
    return {
        (observation.employee_id or observation.unit_id or 0, observation.starts, observation.ends):
        observation
        for observation in observations
    }  # fmt: skip


def _refuse_other_rhythm(
    readings: Sequence[Reading],
    subjects: Mapping[str, Employee | Unit],
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
