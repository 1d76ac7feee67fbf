"""``terukur objectivity --period 2026-Q3``: the worker's nightly job, by hand."""

from typing import Any

from django.core.management.base import CommandError

from terukur.jobs.management.base import TerukurCommand
from terukur.jobs.management.output import console
from terukur.jobs.rater_output import as_json, print_run
from terukur.raters.computing.engine import SEED
from terukur.raters.computing.nightly import NotComputed, NothingToCompare, look_at_ratings
from terukur.regulation.periods import InvalidPeriod, Period


class Command(TerukurCommand):
    help = (
        "Look at how appraisers rated, given measured results, up to a quarter: estimates with intervals are "
        "kept for each appraiser's own page, questions for the panel are opened. Prints figures of the "
        "agency and no names; changes no rating. Example: terukur objectivity --period 2026-Q3"
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--period", required=True, help="a quarter, like 2026-Q3")
        parser.add_argument("--seed", type=int, default=SEED, help="of the draws; kept with the run")
        self.add_json(parser)

    def handle(self, *, period: str, seed: int, json: bool, **_: Any) -> None:
        try:
            run, is_new = look_at_ratings(Period.parse(period), acting=self.acting, seed=seed)
        except (InvalidPeriod, NothingToCompare, NotComputed) as error:
            raise CommandError(str(error), returncode=1) from error
        if json:
            self.emit(as_json(run, is_new=is_new))
            return
        print_run(run, console(), is_new=is_new)
