"""Named ways to read an office's own tables, kept in versions."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.importing import Importer, ImportFile, ImportPlan
from terukur.ledger.operations import IMPORTS, Act, ImportCounts, ImportNotAllowed, record
from terukur.measurement.measurements_import import (
    ReadByMapping,
    apply_measurements,
    import_measurements,
    plan_measurements,
    roles_of,
)
from terukur.measurement.models import SourceMapping
from terukur.measurement.observations import MEASURED
from terukur.measurement.sources import SourceImporter
from terukur.measurement.table_mapping import Role, TableMapping, mapping_of
from terukur.organization.queries import lock_agency
from terukur.planning.models import Measure
from terukur.regulation.periods import Period


def newest_mappings() -> QuerySet[SourceMapping]:
    """Return the newest version of every named mapping."""
    return SourceMapping.objects.order_by("name", "-version").distinct("name").select_related("measure")


def mapping_named(name: str) -> SourceMapping | None:
    """Return the newest version under a name."""
    return SourceMapping.objects.filter(name=name).order_by("-version").first()


@dataclass(frozen=True, slots=True)
class Target:
    """What a mapped table holds: values of a measure, or a source whose files name measures of their own."""

    measure: Measure | None = None
    source: SourceImporter | None = None

    @property
    def label(self) -> str:
        """The name of the measure or the source."""
        return self.measure.name if self.measure else self.source.label if self.source else ""

    @property
    def source_key(self) -> str:
        """The key of the source, blank for a measure."""
        return self.source.source if self.source else ""

    @property
    def roles(self) -> tuple[Role, ...]:
        """The columns that a person assigns."""
        return roles_of(self.measure) if self.measure else self.source.roles if self.source else ()

    def row(self, mapping: TableMapping, **more: Any) -> SourceMapping:
        """Return the row of a mapping, which is not stored yet."""
        return SourceMapping(
            measure=self.measure,
            source=self.source_key,
            sheet=mapping.sheet,
            header_line=mapping.header_line,
            columns=dict(mapping.columns),
            aliases=dict(mapping.aliases),
            **more,
        )

    def look(self, mapping: TableMapping, **how: Any) -> ImportCounts:
        """Return what loading a table by a mapping would change.

        :raises UnreadableTable, ImportRefused: where it cannot be loaded.
        """
        if self.source is not None:
            return self.source(mapping=self.row(mapping), dry_run=True, **how)
        return import_measurements(measure=self.measure, mapping=self.row(mapping), dry_run=True, **how)

    def load(self, mapping: TableMapping, *, name: str, **how: Any) -> ImportCounts:
        """Load a table by a mapping, and keep the mapping under a name: both, or neither.

        :raises UnreadableTable, ImportRefused: nothing is stored then.
        """
        if self.source is not None:
            return _mapped(self.source)(mapping=mapping, name=name, **how)
        return import_mapped(measure=self.measure, mapping=mapping, name=name, **how)


@transaction.atomic
def save_mapping(*, name: str, target: Target, mapping: TableMapping, acting: Acting[Actor]) -> SourceMapping:
    """Keep a mapping under a name; the same content is not kept twice, another is a new version.

    :raises ImportNotAllowed: from anybody who may not load files either.
    """
    refusal = IMPORTS.refusal("mapping", acting)
    if refusal:
        raise ImportNotAllowed(refusal)
    lock_agency()
    stored = mapping_named(name)
    fresh = target.row(
        mapping,
        name=name,
        version=stored.version + 1 if stored else 1,
        saved_by_name=acting.by.stated_name,
        saved_at=acting.at,
    )
    same = stored and (stored.measure_id, stored.source) == (fresh.measure_id, fresh.source)
    if stored is not None and same and mapping_of(stored) == mapping:
        return stored
    fresh.save()
    record(
        Act(
            f"mapping/{name}"[:80],
            "mapping-saved",
            after={"version": fresh.version, "columns": fresh.columns},
            rows=fingerprints(fresh),
        ),
        acting,
    )
    return fresh


def dhis2_name(data: str) -> str:
    """Return the name of the kept reading of a DHIS2 data element, so that verify can repeat it."""
    return f"dhis2 {data}"[:100]


def _plan(
    file: ImportFile, *, name: str, mapping: TableMapping, measure: Measure, period: Period
) -> ImportPlan[ReadByMapping]:
    """Return what a table adds when it is read by a mapping that is kept with it: both, or neither."""
    saved = save_mapping(name=name, target=Target(measure), mapping=mapping, acting=file.acting)
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


def _mapped(source: SourceImporter) -> Importer[Any]:
    """Return the importer of a source that keeps the mapping by which its file is read."""

    def plan(file: ImportFile, *, name: str, mapping: TableMapping, period: Period) -> ImportPlan[Any]:
        saved = save_mapping(name=name, target=Target(source=source), mapping=mapping, acting=file.acting)
        return source.plan(file, period=period, mapping=saved)

    return Importer(
        key=source.key,
        label=source.label,
        kind=source.kind,
        columns=source.columns,
        plan=plan,
        apply=source.apply,
        needs=source.needs,
    )
