"""``terukur import people FILE``"""

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

    def handle(self, *, file: Path, dry_run: bool, json: bool, **_: Any) -> None:
        self.load(import_people, file=file, as_json=json, on=self.today, dry_run=dry_run)
