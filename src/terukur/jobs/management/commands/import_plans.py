"""``terukur import plans FILE``"""

from pathlib import Path
from typing import Any

from terukur.jobs.management.base import ImportCommand
from terukur.planning.plans_import import import_plans


class Command(ImportCommand):
    help = (
        "Load plans (SKP) from CSV or XLSX, one row per indicator; all rows or none. "
        "Example: terukur import plans skp-2026.xlsx --dry-run"
    )

    def add_arguments(self, parser: Any) -> None:
        self.add_file(parser)

    def handle(self, *, file: Path, dry_run: bool, json: bool, confirm: list[str], **_: Any) -> None:
        self.load(
            import_plans,
            file=file,
            as_json=json,
            on=self.today,
            dry_run=dry_run,
            confirmed=self.confirmed(confirm),
        )
