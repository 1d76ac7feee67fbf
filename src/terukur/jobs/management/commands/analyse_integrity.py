"""``terukur analyse integrity FILE --achievement COL``"""

import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from terukur.jobs.analysis.integrity import (
    IntegrityColumns,
    as_json,
    html_of,
    print_report,
    read_and_check,
)
from terukur.jobs.management.base import TerukurCommand
from terukur.tables.cells import ImportRefused
from terukur.tables.reading import UnreadableTable


class Command(TerukurCommand):
    help = (
        "Whether achievements look like measured ones: heaps at the threshold, round numbers, easy targets. "
        "One row an achievement; no database needed. Example: terukur analyse integrity capaian.csv "
        "--achievement capaian --group unit --value realisasi --target target --history q1 --history q2 "
        "--history q3 --history q4"
    )
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX")
        parser.add_argument("--achievement", required=True, metavar="COL", help="in percent")
        parser.add_argument("--group", metavar="COL", help="unit; each is tested by itself")
        parser.add_argument("--value", metavar="COL", help="the figure itself, for round numbers")
        parser.add_argument("--target", metavar="COL")
        parser.add_argument(
            "--history", action="append", default=[], metavar="COL",
            help="an own value of an earlier quarter; four times for the difficulty of targets",
        )  # fmt: skip
        parser.add_argument("--threshold", type=float, default=100.0)
        parser.add_argument("--width", type=float, default=5.0, help="of the rings around it")
        parser.add_argument("--html", type=Path, metavar="OUT", help="write a page as well")
        self.add_json(parser)

    def handle(self, *, file: Path, json: bool, html: Path | None, **given: Any) -> None:
        columns = IntegrityColumns(
            given["achievement"], given["group"], given["value"], given["target"],
            tuple(given["history"]),
        )  # fmt: skip
        try:
            report = read_and_check(
                file, columns, threshold=given["threshold"], width=given["width"]
            )
            if html is not None:
                html.write_text(html_of(report), encoding="utf-8")
        except (ImportRefused, UnreadableTable, OSError) as error:
            self.refuse_file(error, as_json=json)
            return
        if json:
            self.emit(as_json(report))
            return
        console = Console(
            file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 120
        )
        print_report(report, console)
