"""``terukur import people FILE``"""

from pathlib import Path
from typing import Any

from terukur.jobs.management.base import REFUSALS, TerukurCommand
from terukur.ledger.operations import COMMAND
from terukur.organization.people_import import import_people


class Command(TerukurCommand):
    help = (
        "Load people from CSV or XLSX; all rows or none. "
        "Example: terukur import people pegawai.xlsx --dry-run"
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would change")
        self.add_json(parser)

    def handle(self, *, file: Path, dry_run: bool, json: bool, **_: Any) -> None:
        try:
            counts = import_people(
                content=file.read_bytes(), filename=file.name, by=COMMAND,
                on=self.today, at=self.now, dry_run=dry_run,
            )  # fmt: skip
        except (*REFUSALS, OSError) as error:
            self.refuse(error, as_json=json)
            return
        if json:
            self.emit(
                {"created": counts.created, "updated": counts.updated,
                 "unchanged": counts.unchanged, "changes": counts.changes, "errors": []}
            )  # fmt: skip
            return
        for change in counts.changes[:50]:
            self.stdout.write(change)
        self.stdout.write(
            f"{'Akan ada' if dry_run else 'Selesai:'} {counts.created} baru, {counts.updated} "
            f"berubah, {counts.unchanged} tetap dari {counts.rows} baris."
        )
