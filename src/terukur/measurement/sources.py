"""Sources whose files name measures of their own: a log, a survey, a recap."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from terukur.ledger.importing import Importer, ImportFile, ImportKind, ImportPlan, importers
from terukur.measurement.observations import MEASURED, store_observations
from terukur.measurement.readings import Reading
from terukur.regulation.periods import Period


@dataclass(frozen=True, kw_only=True, eq=False)
class SourceImporter(Importer[Any]):
    """An importer of measured values that needs no measure: the file itself says what was measured.

    ``source`` chooses it in ``terukur import measurements --source``; ``subject`` is how its imports are
    recorded. ``read_again`` gives the readings of a kept file by measure, as they are computed now.
    """

    kind: ImportKind = MEASURED
    apply: Callable[[ImportPlan[Any], ImportFile], object] = store_observations
    needs: tuple[str, ...] = ("period",)
    source: str
    subject: str
    read_again: Callable[[BinaryIO, str, Period], Mapping[str, Sequence[Reading]]]


def sources() -> list[SourceImporter]:
    """Return all registered sources in the order of the page."""
    return [importer for importer in importers() if isinstance(importer, SourceImporter)]
