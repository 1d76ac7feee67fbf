"""Check of the observations, computed again from the kept files; it names the first that differs."""

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO, cast

from django.core.exceptions import ObjectDoesNotExist
from django.core.files.storage import default_storage

from terukur.ledger.models import ImportRecord
from terukur.ledger.verification import Broken, Checked, run_check
from terukur.measurement.measurements_import import read_measurements
from terukur.measurement.models import Observation
from terukur.measurement.observations import MEASURED
from terukur.measurement.readings import Reading
from terukur.measurement.sources import sources
from terukur.measurement.table_mapping import mapping_of
from terukur.planning.models import Measure
from terukur.regulation.periods import Period
from terukur.tables.cells import ImportRefused
from terukur.tables.reading import UnreadableTable


def check_observations(*, since: date | None = None) -> Checked:
    """Check every observation against its row in the kept file, for imports from a day on."""
    return run_check("Hasil ukur", _observations(since))


def _observations(since: date | None) -> Iterator[Broken | None]:
    imports = ImportRecord.objects.filter(kind=MEASURED.key)
    if since is not None:
        imports = imports.filter(at__date__gte=since)
    for record in imports.select_related("file", "mapped__mapping").order_by("pk").iterator():
        stored = list(Observation.objects.filter(source=record).select_related("measure").order_by("pk"))
        try:
            told = _read_again(record, [row.measure for row in stored])
        except (ImportRefused, UnreadableTable, ObjectDoesNotExist, OSError) as error:
            yield Broken(f"impor {record.pk} “{record.file_name}”", f"tidak terbaca lagi: {error}")
            continue
        for row in stored:
            yield _compare(row, told.get((row.measure.key, row.line, row.starts)), record)


def _read_again(record: ImportRecord, measures: list[Measure]) -> dict[tuple[str, int, date], Reading]:
    """Return the readings of a kept file by measure, line and first day: a line may hold many months."""
    if not measures:
        return {}
    period = Period.parse(record.period)
    mapping = mapping_of(record.mapped.mapping) if hasattr(record, "mapped") else None
    with default_storage.open(record.file.path, "rb") as stream:
        source = next((source for source in sources() if source.subject == record.subject), None)
        if source is not None:
            opened = cast(BinaryIO, stream.file)
            by_measure = source.read_again(opened, record.file_name, period, mapping)
        else:
            by_measure = {
                measures[0].key: read_measurements(
                    stream.read(),
                    filename=record.file_name,
                    measure=measures[0],
                    period=period,
                    mapping=mapping,
                )
            }
    return {
        (key, reading.line, reading.period.starts): reading
        for key, readings in by_measure.items()
        for reading in readings
    }


def _compare(row: Observation, told: Reading | None, record: ImportRecord) -> Broken | None:
    where = f"hasil ukur {row.pk}, “{record.file_name}” baris {row.line}"
    if told is None:
        return Broken(where, "baris itu tidak berisi nilai ini.")
    if told.amounts != (row.value, row.numerator, row.denominator):
        return Broken(where, "nilainya tidak sama dengan yang tertulis di berkas.")
    return None
