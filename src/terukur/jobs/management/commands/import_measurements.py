"""``terukur import measurements FILE --source KEY --period 2026-Q1``"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from terukur.jobs.management.base import ImportCommand
from terukur.measurement.mappings import dhis2_name, import_mapped, mapping_named
from terukur.measurement.measurements_import import DHIS2, import_measurements
from terukur.measurement.sources import sources
from terukur.measurement.table_mapping import TableMapping
from terukur.regulation.periods import InvalidPeriod, Period


class Command(ImportCommand):
    help = (
        "Load measured values from CSV or XLSX; all rows or none. Example: "
        "terukur import measurements imunisasi.xlsx --source imunisasi-lengkap --period 2026-Q1"
    )

    def add_arguments(self, parser: Any) -> None:
        self.add_file(parser)
        *others, last = (importer.source for importer in sources())
        parser.add_argument(
            "--source", required=True, help=f"key of a measure, {', '.join(others)} or {last}"
        )
        parser.add_argument("--dhis2", metavar="DX", help="the file is a DHIS2 answer; this data element")
        parser.add_argument(
            "--alias",
            action="append",
            default=[],
            metavar="OU=CODE",
            help="which unit a DHIS2 key is, where its name does not say",
        )
        parser.add_argument("--mapping", help="name of a saved mapping of the table's columns")
        parser.add_argument("--period", required=True, help="2026, 2026-S1, 2026-Q3 or 2026-09")

    def handle(
        self,
        *,
        file: Path,
        source: str,
        period: str,
        dry_run: bool,
        json: bool,
        mapping: str | None,
        dhis2: str | None,
        alias: list[str],
        confirm: list[str],
        **_: Any,
    ) -> None:
        try:
            measured = Period.parse(period)
        except InvalidPeriod as error:
            self.refuse(error, as_json=json)
            return
        how: dict[str, Any] = {
            "file": file,
            "as_json": json,
            "period": measured,
            "dry_run": dry_run,
            "confirmed": self.confirmed(confirm),
        }
        by_source = {importer.source: importer for importer in sources()}
        stored = mapping_named(mapping) if mapping else None
        if mapping and stored is None:
            raise CommandError(f"Pemetaan “{mapping}” belum disimpan.", returncode=1)
        if source in by_source:
            by_mapping: dict[str, Any] = {"mapping": stored} if stored else {}
            self.load(by_source[source], **how, **by_mapping)
            return
        measure = self.measure_named(source, *by_source)
        if dhis2:
            self.load(
                import_mapped,
                measure=measure,
                name=dhis2_name(dhis2),
                mapping=TableMapping({DHIS2: dhis2}, self.aliases(alias)),
                **how,
            )
            return
        self.load(import_measurements, measure=measure, mapping=stored, **how)
