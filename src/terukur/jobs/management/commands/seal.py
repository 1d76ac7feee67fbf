"""``terukur seal``: the worker's job after midnight, by hand or by the system's timer."""

from typing import Any

from django.core.management.base import CommandError

from terukur.jobs.day_end import end_days
from terukur.jobs.management.base import TerukurCommand
from terukur.ledger.queries import latest_seal
from terukur.ledger.seal_copies import UnreadableCopy
from terukur.ledger.sealing import stated
from terukur.notation.dates import written_day


class Command(TerukurCommand):
    help = (
        "Seal every finished day that has no seal yet, and print the newest root. "
        "Example: terukur seal --json"
    )

    def add_arguments(self, parser: Any) -> None:
        self.add_json(parser)

    def handle(self, *, json: bool, **_: Any) -> None:
        try:
            fresh = end_days(acting=self.acting)
        except (OSError, UnreadableCopy) as error:
            raise CommandError(
                f"Hari yang selesai sudah disegel, tetapi salinan segelnya tidak tertulis: {error}",
                returncode=1,
            ) from error
        newest = latest_seal()
        if json:
            self.emit({"sealed": len(fresh), "newest": None if newest is None else stated(newest)})
            return
        self.stdout.write(f"{len(fresh)} hari disegel.")
        if newest is not None:
            self.stdout.write(f"{written_day(newest.day)}  {newest.chains} rangkaian  {newest.root}")
