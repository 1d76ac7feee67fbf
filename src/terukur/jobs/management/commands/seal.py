"""``terukur seal``: what the worker does after midnight, by hand or by the system's timer."""

from typing import Any

from terukur.jobs.management.base import TerukurCommand
from terukur.ledger.queries import latest_seal
from terukur.ledger.sealing import seal_until, stated


class Command(TerukurCommand):
    help = (
        "Seal every finished day that has no seal yet, and print the newest root. "
        "Example: terukur seal --json"
    )

    def add_arguments(self, parser: Any) -> None:
        self.add_json(parser)

    def handle(self, *, json: bool, **_: Any) -> None:
        fresh = seal_until(on=self.today, at=self.now)
        newest = latest_seal()
        if json:
            self.emit({"sealed": len(fresh), "newest": None if newest is None else stated(newest)})
            return
        self.stdout.write(f"{len(fresh)} hari disegel.")
        if newest is not None:
            self.stdout.write(f"{newest.day:%d-%m-%Y}  {newest.chains} rangkaian  {newest.root}")
