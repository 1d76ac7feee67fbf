"""``terukur import measurements FILE --source KEY --period 2026-Q1``"""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from terukur.jobs.management.base import REFUSALS, TerukurCommand
from terukur.ledger.operations import COMMAND
from terukur.measurement.measurements_import import import_measurements
from terukur.planning.queries import measure_by_key, measures
from terukur.regulation.periods import InvalidPeriod, Period


class Command(TerukurCommand):
    help = (
        "Load measured values from CSV or XLSX; all rows or none. Example: "
        "terukur import measurements imunisasi.xlsx --source imunisasi-lengkap --period 2026-Q1"
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="key of the measure in the catalogue")
        parser.add_argument("--period", required=True, help="2026, 2026-S1, 2026-Q3 or 2026-09")
        parser.add_argument("--dry-run", action="store_true", help="say what would change")
        self.add_json(parser)

    def handle(
        self, *, file: Path, source: str, period: str, dry_run: bool, json: bool, **_: Any
    ) -> None:
        measure = measure_by_key(source)
        if measure is None:
            known = ", ".join(measures().values_list("key", flat=True)) or "(kosong)"
            raise CommandError(f"Ukuran “{source}” tidak ada. Katalog: {known}.", returncode=1)
        try:
            counts = import_measurements(
                content=file.read_bytes(), filename=file.name, measure=measure,
                period=Period.parse(period), by=COMMAND, at=self.now, dry_run=dry_run,
            )  # fmt: skip
        except (*REFUSALS, OSError, InvalidPeriod) as error:
            self.refuse(error, as_json=json)
            return
        if json:
            self.emit(
                {"created": counts.created, "updated": counts.updated,
                 "unchanged": counts.unchanged, "changes": counts.changes, "errors": []}
            )  # fmt: skip
            return
        self.stdout.write(
            f"{'Akan ada' if dry_run else 'Selesai:'} {counts.created} nilai baru, "
            f"{counts.updated} versi baru, {counts.unchanged} tetap dari {counts.rows} baris."
        )
