"""``terukur import people FILE``"""

from datetime import date
from pathlib import Path
from typing import Any

from terukur.jobs.management.base import ImportCommand
from terukur.organization.people_import import import_people


class Command(ImportCommand):
    help = (
        "Load people from CSV or XLSX; all rows or none. "
        "Example: terukur import people pegawai.xlsx --dry-run"
    )

    def add_arguments(self, parser: Any) -> None:
        self.add_file(parser)
        parser.add_argument(
            "--appraised-from",
            type=date.fromisoformat,
            metavar="2026-12-01",
            help="the day from which other appraisers hold, where the file does not tell it",
        )

    def handle(
        self,
        *,
        file: Path,
        dry_run: bool,
        json: bool,
        confirm: list[str],
        appraised_from: date | None,
        **_: Any,
    ) -> None:
        self.load(
            import_people,
            file=file,
            as_json=json,
            on=self.today,
            dry_run=dry_run,
            confirmed=self.confirmed(confirm),
            appraised_from=appraised_from,
        )
