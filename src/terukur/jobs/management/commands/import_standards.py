"""``terukur import standards FILE``"""

from pathlib import Path
from typing import Any

from terukur.jobs.management.base import ImportCommand
from terukur.measurement.standards_import import import_standards


class Command(ImportCommand):
    help = (
        "Load service standards from CSV or XLSX: service, day from which it holds, minutes or "
        "working days, decree. Example: terukur import standards standar-pelayanan.xlsx"
    )

    def add_arguments(self, parser: Any) -> None:
        self.add_file(parser)

    def handle(self, *, file: Path, dry_run: bool, json: bool, confirm: list[str], **_: Any) -> None:
        self.load(
            import_standards, file=file, as_json=json, dry_run=dry_run, confirmed=self.confirmed(confirm)
        )
