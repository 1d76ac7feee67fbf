"""``terukur import potentials FILE``"""

from pathlib import Path
from typing import Any

from terukur.development.potentials_import import import_potentials
from terukur.jobs.management.base import ImportCommand


class Command(ImportCommand):
    help = (
        "Load assessments of potential from CSV or XLSX: NIP, POTENSI (Rendah, Sedang, Tinggi), TANGGAL, "
        "SUMBER. Example: terukur import potentials asesmen-potensi.csv"
    )

    def add_arguments(self, parser: Any) -> None:
        self.add_file(parser)

    def handle(self, *, file: Path, dry_run: bool, json: bool, confirm: list[str], **_: Any) -> None:
        self.load(
            import_potentials, file=file, as_json=json, dry_run=dry_run, confirmed=self.confirmed(confirm)
        )
