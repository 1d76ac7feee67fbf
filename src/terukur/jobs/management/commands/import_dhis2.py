"""``terukur import dhis2 DX --source KEY [--period 2026-09]``"""

from typing import Any

from terukur.jobs.dhis2_server import Dhis2Server
from terukur.jobs.management.base import ImportCommand
from terukur.ledger.operations import ImportCounts
from terukur.measurement.mappings import dhis2_name, import_mapped, mapping_named
from terukur.measurement.measurements_import import DHIS2
from terukur.measurement.table_mapping import TableMapping
from terukur.regulation.periods import InvalidPeriod, Period
from terukur.tables.dhis2 import Dhis2Refused


class Command(ImportCommand):
    help = (
        "Ask the server of TERUKUR_DHIS2_URL for one data element and load its values; all or none. "
        "Without --period it is last month, so that a timer can run the same line every month."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("data", metavar="DX", help="key of the data element or indicator")
        parser.add_argument("--source", required=True, help="key of a measure")
        parser.add_argument("--period", help="2026, 2026-S1, 2026-Q3 or 2026-09")
        parser.add_argument(
            "--units",
            default="USER_ORGUNIT_CHILDREN",
            metavar="OU;OU",
            help="organisation units, levels or groups of DHIS2",
        )
        parser.add_argument(
            "--alias",
            action="append",
            default=[],
            metavar="OU=CODE",
            help="which unit a DHIS2 key is; kept for the next time",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change")
        self.add_confirm(parser)
        self.add_json(parser)

    def handle(
        self,
        *,
        data: str,
        source: str,
        period: str | None,
        units: str,
        alias: list[str],
        dry_run: bool,
        json: bool,
        confirm: list[str],
        **_: Any,
    ) -> None:
        measure = self.measure_named(source)
        stored = mapping_named(dhis2_name(data))
        aliases = (stored.aliases if stored else {}) | self.aliases(alias)
        try:
            asked = Period.parse(period) if period else Period.month_of(self.acting.on).previous
            content = Dhis2Server.configured().values(data=data, units=units.split(";"), period=asked)
        except (InvalidPeriod, Dhis2Refused) as error:
            self.refuse(error, as_json=json)
            return

        def run() -> ImportCounts:
            return import_mapped(
                name=dhis2_name(data),
                mapping=TableMapping({DHIS2: data}, aliases),
                measure=measure,
                content=content,
                filename=f"dhis2-{data}-{asked}.json",
                period=asked,
                acting=self.acting,
                dry_run=dry_run,
                confirmed=self.confirmed(confirm),
            )

        self.report(run, as_json=json, dry_run=dry_run)
