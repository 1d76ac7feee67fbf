"""Sources whose files name measures of their own: a log, a survey, a recap."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from terukur.ledger.importing import Importer, ImportFile, ImportKind, ImportPlan, importers
from terukur.measurement.observations import MEASURED, NewObservations, store_observations
from terukur.measurement.readings import Reading
from terukur.measurement.table_mapping import Role, TableMapping, note_mapping
from terukur.regulation.periods import Period


def store_mapped(plan: ImportPlan[NewObservations], file: ImportFile) -> None:
    """Store what is new, and by which mapping it was read."""
    note_mapping(plan.to_write.mapping, store_observations(plan, file), file)


@dataclass(frozen=True, kw_only=True, eq=False)
class SourceImporter(Importer[Any]):
    """An importer of measured values that needs no measure: the file itself says what was measured.

    ``source`` chooses it in ``terukur import measurements --source``; ``subject`` is how its imports are
    recorded. ``read_again`` gives the readings of a kept file by measure, as they are computed now, by the
    mapping with which it was loaded. ``roles`` are the columns that a person can assign on the page of
    mappings, ``for_whole`` how it asks for the one unit of a file without such a column.
    """

    kind: ImportKind = MEASURED
    apply: Callable[[ImportPlan[Any], ImportFile], object] = store_mapped
    needs: tuple[str, ...] = ("period",)
    source: str
    subject: str
    roles: tuple[Role, ...] = ()
    for_whole: str = ""
    read_again: Callable[[BinaryIO, str, Period, TableMapping | None], Mapping[str, Sequence[Reading]]]


def source_named(key: str) -> SourceImporter | None:
    """Return the source of a key, or None."""
    return next((importer for importer in sources() if importer.source == key), None)


def sources() -> list[SourceImporter]:
    """Return all registered sources in the order of the page."""
    return [importer for importer in importers() if isinstance(importer, SourceImporter)]
