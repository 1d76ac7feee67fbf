"""``terukur evaluate --period 2026-Q1 [--unit CODE]``"""

from typing import Any

from django.core.management.base import CommandError
from rich.progress import Progress

from terukur.appraisal.evaluation import NothingToEvaluate, evaluate
from terukur.jobs.management.base import TerukurCommand
from terukur.jobs.management.output import console
from terukur.organization.models import Unit
from terukur.regulation.periods import InvalidPeriod, Period


class Command(TerukurCommand):
    help = (
        "Compute realizations, achievements and suggestions of a period for everybody. "
        "Example: terukur evaluate --period 2026-Q1"
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--period", required=True, help="2026, 2026-S1, 2026-Q3 or 2026-09")
        parser.add_argument("--unit", help="code of a unit: it and all below it")
        self.add_json(parser)

    def handle(self, *, period: str, unit: str | None, json: bool, **_: Any) -> None:
        found = Unit.objects.filter(code=unit).first() if unit else None
        if unit and found is None:
            raise CommandError(f"Unit dengan kode “{unit}” tidak ada.", returncode=1)
        with Progress(console=console(on_stderr=True), transient=True) as bar:
            task = bar.add_task("Menghitung", total=None)
            try:
                done = evaluate(
                    period=Period.parse(period),
                    unit=found,
                    acting=self.acting,
                    progress=lambda count, total: bar.update(task, completed=count, total=total),
                )
            except (InvalidPeriod, NothingToEvaluate) as error:
                raise CommandError(str(error), returncode=1) from error
        if json:
            self.emit({"people": done.people, "changed": done.changed, "suggested": done.suggested})
            return
        self.stdout.write(
            f"{done.people} pegawai dihitung, {done.changed} berubah, {done.suggested} mendapat saran rating."
        )
