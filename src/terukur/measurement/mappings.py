"""Named ways to read an office's own tables, kept in versions."""

from django.db import transaction
from django.db.models import QuerySet

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.importing import Importer, ImportFile, ImportPlan
from terukur.ledger.operations import IMPORTS, Act, ImportNotAllowed, record
from terukur.measurement.measurements_import import (
    ReadByMapping,
    TableMapping,
    apply_measurements,
    mapping_of,
    plan_measurements,
)
from terukur.measurement.models import SourceMapping
from terukur.measurement.observations import MEASURED
from terukur.organization.queries import lock_agency
from terukur.planning.models import Measure
from terukur.regulation.periods import Period


def newest_mappings() -> QuerySet[SourceMapping]:
    """Return the newest version of every named mapping."""
    return SourceMapping.objects.order_by("name", "-version").distinct("name").select_related("measure")


def mapping_named(name: str) -> SourceMapping | None:
    """Return the newest version under a name."""
    return SourceMapping.objects.filter(name=name).order_by("-version").first()


@transaction.atomic
def save_mapping(
    *, name: str, measure: Measure, mapping: TableMapping, acting: Acting[Actor]
) -> SourceMapping:
    """Keep a mapping under a name; the same content is not kept twice, another is a new version.

    :raises ImportNotAllowed: from anybody who may not load files either.
    """
    refusal = IMPORTS.refusal("mapping", acting)
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
        saved_by_name=acting.by.stated_name,
        saved_at=acting.at,
    )
    record(
        Act(
            f"mapping/{name}"[:80],
            "mapping-saved",
            after={"version": saved.version, "columns": saved.columns},
            rows=fingerprints(saved),
        ),
        acting,
    )
    return saved


def dhis2_name(data: str) -> str:
    """Return the name of the kept reading of a DHIS2 data element, so that verify can repeat it."""
    return f"dhis2 {data}"[:100]


def _plan(
    file: ImportFile, *, name: str, mapping: TableMapping, measure: Measure, period: Period
) -> ImportPlan[ReadByMapping]:
    """Return what a table adds when it is read by a mapping that is kept with it: both, or neither."""
    saved = save_mapping(name=name, measure=measure, mapping=mapping, acting=file.acting)
    return plan_measurements(file, measure=measure, period=period, mapping=saved)


# Not registered: it is reached through its own page, and through options of the commands.
import_mapped = Importer(
    key="mapped",
    label="Tabel lain",
    kind=MEASURED,
    columns=(),
    plan=_plan,
    apply=apply_measurements,
    needs=("measure", "period"),
)
