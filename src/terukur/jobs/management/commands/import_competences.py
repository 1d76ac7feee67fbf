"""``terukur import competences FILE``"""

from pathlib import Path
from typing import Any

from terukur.development.competences_import import import_competences
from terukur.jobs.management.base import ImportCommand


class Command(ImportCommand):
    help = (
        "Load standards of positions (JABATAN, JENIS JABATAN, KOMPETENSI, NAMA KOMPETENSI, LEVEL) or "
        "assessed levels (NIP, KOMPETENSI, LEVEL, TANGGAL, SUMBER) from CSV or XLSX. "
        "Example: terukur import competences standar-kompetensi.csv"
    )

    def add_arguments(self, parser: Any) -> None:
        self.add_file(parser)

    def handle(self, *, file: Path, dry_run: bool, json: bool, confirm: list[str], **_: Any) -> None:
        self.load(
            import_competences, file=file, as_json=json, dry_run=dry_run, confirmed=self.confirmed(confirm)
        )
