"""``terukur analyse reliability FILE``"""

import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from terukur.jobs.analysis.files import read_scores
from terukur.jobs.analysis.reliability import as_json, html_of, print_report
from terukur.jobs.management.base import TerukurCommand
from terukur.objectivity.reliability.report import reliability_of
from terukur.tables.cells import ImportRefused
from terukur.tables.reading import UnreadableTable


class Command(TerukurCommand):
    help = (
        "How far several raters agree: intraclass correlations, Krippendorff's alpha, Fleiss' kappa, and how "
        "many raters a dependable score needs. A row a subject, a column a rater, empty where missing; no "
        "database needed. Example: terukur analyse reliability kalibrasi.csv"
    )
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX")
        parser.add_argument(
            "--subject", metavar="COL", help="the column that names the subjects, if not the first"
        )
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--draws", type=int, default=1000, help="draws for the intervals")
        parser.add_argument("--html", type=Path, metavar="OUT", help="write a page as well")
        self.add_json(parser)

    def handle(self, *, file: Path, json: bool, html: Path | None, **given: Any) -> None:
        try:
            table = read_scores(file, subject=given["subject"])
            report = reliability_of(table.scores, seed=given["seed"], draws=max(1, given["draws"]))
            if html is not None:
                html.write_text(html_of(report), encoding="utf-8")
        except (ImportRefused, UnreadableTable, OSError) as error:
            self.refuse_file(error, as_json=json)
            return
        if json:
            self.emit(as_json(report, table))
            return
        console = Console(
            file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 120
        )
        print_report(report, console)
