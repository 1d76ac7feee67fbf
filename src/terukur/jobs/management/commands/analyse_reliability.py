"""``terukur analyse reliability FILE``"""

from pathlib import Path
from typing import Any

from rich.console import Console

from terukur.jobs.analysis.files import ScoreTable, read_scores
from terukur.jobs.analysis.reliability import as_json, html_of, print_report
from terukur.jobs.management.analysis import AnalysisCommand
from terukur.statistics.reliability.report import Reliability, reliability_of

Found = tuple[Reliability, ScoreTable]


class Command(AnalysisCommand[Found]):
    help = (
        "How far several raters agree: intraclass correlations, Krippendorff's alpha, Fleiss' kappa, and how "
        "many raters a dependable score needs. A row a subject, a column a rater, empty where missing; no "
        "database needed. Example: terukur analyse reliability kalibrasi.csv"
    )

    def add_options(self, parser: Any) -> None:
        parser.add_argument(
            "--subject", metavar="COL", help="the column that names the subjects, if not the first"
        )
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--draws", type=int, default=1000, help="draws for the intervals")

    def analyse(self, file: Path, **given: Any) -> Found:
        table = read_scores(file, subject=given["subject"])
        report = reliability_of(table.scores, seed=given["seed"], draws=max(1, given["draws"]))
        return report, table

    def data(self, found: Found) -> dict[str, Any]:
        return as_json(*found)

    def page(self, found: Found) -> str:
        return html_of(found[0])

    def tell(self, found: Found, console: Console, **_: Any) -> None:
        print_report(found[0], console)
