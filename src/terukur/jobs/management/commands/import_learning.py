"""``terukur import learning FILE``"""

from pathlib import Path
from typing import Any

from terukur.development.learning_import import import_learning
from terukur.jobs.management.base import ImportCommand


class Command(ImportCommand):
    help = (
        "Load the catalogue of learning from CSV or XLSX: code, title, form (1 to 25), hours, provider, "
        "places, days, and what it serves. Example: terukur import learning katalog-pembelajaran.csv"
    )

    def add_arguments(self, parser: Any) -> None:
        self.add_file(parser)

    def handle(self, *, file: Path, dry_run: bool, json: bool, confirm: list[str], **_: Any) -> None:
        self.load(
            import_learning, file=file, as_json=json, dry_run=dry_run, confirmed=self.confirmed(confirm)
        )
