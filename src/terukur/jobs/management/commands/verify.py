"""``terukur verify [--since DATE]``"""

from datetime import date
from typing import Any

from django.core.management.base import CommandError

from terukur.appraisal.verification import check_computations, check_grades, check_ratings
from terukur.jobs.management.base import TerukurCommand
from terukur.ledger.verification import (
    check_chains,
    check_files,
    check_heads,
    check_rows,
    check_seals,
)
from terukur.measurement.verification import check_observations
from terukur.planning.verification import check_plans

CHECKS = (
    check_files, check_chains, check_heads, check_seals, check_rows, check_plans,
    check_observations, check_computations, check_ratings, check_grades,
)  # fmt: skip


class Command(TerukurCommand):
    help = (
        "Compute everything again from what was kept, and name the first record that differs. "
        "Example: terukur verify --since 2026-07-01"
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--since", type=date.fromisoformat, help="only what came from this day on"
        )
        self.add_json(parser)

    def handle(self, *, since: date | None, json: bool, **_: Any) -> None:
        checked = [check(since=since) for check in CHECKS]
        broken = [
            {"check": entry.name, "where": entry.broken.where, "message": entry.broken.message}
            for entry in checked
            if entry.broken is not None
        ]
        if json:
            self.emit({"checked": {entry.name: entry.count for entry in checked}, "broken": broken})
        else:
            for entry in checked:
                self.stdout.write(
                    f"{'✗' if entry.broken else '✓'} {entry.name}: {entry.count} diperiksa"
                )
        for found in broken:
            self.stderr.write(f"{found['where']}: {found['message']}")
        if broken:
            raise CommandError("Ada yang tidak sama; lihat di atas.", returncode=1)
