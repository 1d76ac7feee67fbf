"""``terukur analyse integrity FILE --achievement COL``"""

from pathlib import Path
from typing import Any

from rich.console import Console

from terukur.jobs.analysis.integrity import (
    IntegrityColumns,
    IntegrityReport,
    as_json,
    html_of,
    print_report,
    read_and_check,
)
from terukur.jobs.management.analysis import AnalysisCommand


class Command(AnalysisCommand[IntegrityReport]):
    help = (
        "Whether achievements look like measured ones: heaps at the threshold, round numbers, easy targets. "
        "One row an achievement; no database needed. Example: terukur analyse integrity capaian.csv "
        "--achievement capaian --group unit --value realisasi --target target --history q1 --history q2 "
        "--history q3 --history q4"
    )

    def add_options(self, parser: Any) -> None:
        parser.add_argument("--achievement", required=True, metavar="COL", help="in percent")
        parser.add_argument("--group", metavar="COL", help="unit; each is tested by itself")
        parser.add_argument("--value", metavar="COL", help="the figure itself, for round numbers")
        parser.add_argument("--target", metavar="COL")
        parser.add_argument(
            "--history",
            action="append",
            default=[],
            metavar="COL",
            help="an own value of an earlier quarter; four times for the difficulty of targets",
        )
        parser.add_argument("--threshold", type=float, default=100.0)
        parser.add_argument("--width", type=float, default=5.0, help="of the rings around it")

    def analyse(self, file: Path, **given: Any) -> IntegrityReport:
        columns = IntegrityColumns(
            given["achievement"], given["group"], given["value"], given["target"], tuple(given["history"])
        )
        return read_and_check(file, columns, threshold=given["threshold"], width=given["width"])

    def data(self, found: IntegrityReport) -> dict[str, Any]:
        return as_json(found)

    def page(self, found: IntegrityReport) -> str:
        return html_of(found)

    def tell(self, found: IntegrityReport, console: Console, **_: Any) -> None:
        print_report(found, console)
