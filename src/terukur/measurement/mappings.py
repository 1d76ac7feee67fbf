"""Named ways to read an office's own tables, kept in versions."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.importing import all_or_none
from terukur.ledger.operations import IMPORTS, Act, Actor, ImportCounts, ImportNotAllowed, record
from terukur.measurement.measurements_import import TableMapping, import_measurements, mapping_of
from terukur.measurement.models import SourceMapping
from terukur.organization.queries import lock_agency
from terukur.planning.models import Measure
from terukur.regulation.periods import Period
from terukur.tables.questions import NOTHING, Confirmed


def newest_mappings() -> QuerySet[SourceMapping]:
    """Return the newest version of every named mapping."""
    return SourceMapping.objects.order_by("name", "-version").distinct("name").select_related("measure")


def mapping_named(name: str) -> SourceMapping | None:
    """Return the newest version under a name."""
    return SourceMapping.objects.filter(name=name).order_by("-version").first()


@transaction.atomic
def save_mapping(
    *, name: str, measure: Measure, mapping: TableMapping, by: Actor, at: datetime
) -> SourceMapping:
    """Keep a mapping under a name; the same content is not kept twice, another is a new version.

    :raises ImportNotAllowed: from anybody who may not load files either.
    """
    refusal = IMPORTS.refusal("mapping", by=by, at=at)
    if refusal:
        raise ImportNotAllowed(refusal)
    lock_agency()
    stored = mapping_named(name)
    if stored is not None and stored.measure_id == measure.pk and mapping_of(stored) == mapping:
        return stored
    saved = SourceMapping.objects.create(
        name=name,
        version=stored.version + 1 if stored else 1,
        measure=measure,
        sheet=mapping.sheet,
        header_line=mapping.header_line,
        columns=dict(mapping.columns),
        aliases=dict(mapping.aliases),
        saved_by_name=by.name,
        saved_at=at,
    )
    record(
        Act(
            f"mapping/{name}"[:80],
            "mapping-saved",
            after={"version": saved.version, "columns": saved.columns},
            rows=fingerprints(saved),
        ),
        by=by,
        at=at,
    )
    return saved


def dhis2_name(data: str) -> str:
    """Return the name of the kept reading of a DHIS2 data element, so that verify can repeat it."""
    return f"dhis2 {data}"[:100]


@all_or_none
def import_mapped(
    *,
    name: str,
    mapping: TableMapping,
    content: bytes,
    filename: str,
    measure: Measure,
    period: Period,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
    confirmed: Confirmed = NOTHING,
) -> ImportCounts:
    """Load a table under a mapping that is kept with it: both, or neither.

    :raises UnreadableTable, ImportRefused: nothing is stored then, the mapping neither.
    """
    saved = save_mapping(name=name, measure=measure, mapping=mapping, by=by, at=at)
    counts = import_measurements(
        content=content,
        filename=filename,
        measure=measure,
        period=period,
        by=by,
        at=at,
        dry_run=dry_run,
        mapping=saved,
        confirmed=confirmed,
    )
    if dry_run:
        transaction.set_rollback(True)
    return counts
