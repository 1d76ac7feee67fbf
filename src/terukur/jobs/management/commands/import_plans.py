"""``terukur import plans FILE``"""

from pathlib import Path
from typing import Any

from terukur.jobs.management.base import REFUSALS, TerukurCommand
from terukur.ledger.operations import COMMAND
from terukur.planning.plans_import import import_plans


class Command(TerukurCommand):
    help = (
        "Load plans (SKP) from CSV or XLSX, one row per indicator; all rows or none. "
        "Example: terukur import plans skp-2026.xlsx --dry-run"
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would change")
        self.add_json(parser)

    def handle(self, *, file: Path, dry_run: bool, json: bool, **_: Any) -> None:
        try:
            counts = import_plans(
                content=file.read_bytes(), filename=file.name, by=COMMAND,
                on=self.today, at=self.now, dry_run=dry_run,
            )  # fmt: skip
        except (*REFUSALS, OSError) as error:
            self.refuse(error, as_json=json)
            return
        if json:
            self.emit(
                {"created": counts.created, "updated": counts.updated,
                 "unchanged": counts.unchanged, "errors": []}
            )  # fmt: skip
            return
        self.stdout.write(f"{counts.created} SKP baru, {counts.unchanged} sudah ada.")
