"""``terukur import areas FILE``"""

from pathlib import Path
from typing import Any

from terukur.jobs.management.base import ImportCommand
from terukur.measurement.immunization_import import import_areas


class Command(ImportCommand):
    help = (
        "Load areas of health centres from CSV or XLSX: unit, area, who answers for it, since when. "
        "Example: terukur import areas wilayah-kerja.xlsx"
    )

    def add_arguments(self, parser: Any) -> None:
        self.add_file(parser)

    def handle(self, *, file: Path, dry_run: bool, json: bool, confirm: list[str], **_: Any) -> None:
        self.load(import_areas, file=file, as_json=json, dry_run=dry_run, confirmed=self.confirmed(confirm))
