"""``terukur analyse rater-effects FILE --score COL --rater COL --ratee COL``"""

import sys
from pathlib import Path
from typing import Any

from rich.console import Console

from terukur.jobs.analysis.files import RatingColumns, read_ratings
from terukur.jobs.analysis.rater_effects import RaterEffects, as_json, html_of, print_report
from terukur.jobs.management.base import TerukurCommand
from terukur.objectivity.screening.report import screen_raters
from terukur.objectivity.severity.estimate import estimate_severity
from terukur.tables.cells import ImportRefused
from terukur.tables.reading import UnreadableTable


class Command(TerukurCommand):
    help = (
        "How severe each rater is, given measured results, with its interval; silent where rater and team "
        "were never apart. One row a form; no database needed. Example: terukur analyse rater-effects "
        "nilai.csv --score nilai --rater penilai --ratee pegawai --covariate capaian --group unit "
        "--period triwulan"
    )
    requires_system_checks = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX")
        parser.add_argument("--score", required=True, metavar="COL")
        parser.add_argument("--rater", required=True, metavar="COL")
        parser.add_argument("--ratee", required=True, metavar="COL")
        parser.add_argument("--covariate", action="append", default=[], metavar="COL")
        parser.add_argument("--group", metavar="COL", help="the ratee's team or unit")
        parser.add_argument("--period", metavar="COL")
        parser.add_argument("--family", metavar="COL", help="job family, with a slope of its own")
        parser.add_argument(
            "--item", action="append", default=[], metavar="COL",
            help="a single behavior's mark; with two or more, halo is looked for",
        )  # fmt: skip
        parser.add_argument("--cases", type=Path, metavar="FILE", help="ratings of standard cases")
        parser.add_argument(
            "--components", choices=["auto", "default", "own", "moments"], default="auto",
            help="variance components; auto takes the data's own only where they are sure enough",
        )  # fmt: skip
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--all", action="store_true", help="list every rater")
        parser.add_argument("--html", type=Path, metavar="OUT", help="write a page as well")
        self.add_json(parser)

    def handle(self, *, file: Path, json: bool, html: Path | None, **given: Any) -> None:
        columns = RatingColumns(
            given["score"], given["rater"], given["ratee"], given["group"], given["period"],
            given["family"], tuple(dict.fromkeys(given["covariate"])),
            tuple(dict.fromkeys(given["item"])),
        )  # fmt: skip
        try:
            read = read_ratings(file, columns, cases=given["cases"])
            report = estimate_severity(
                read.ratings, components=given["components"], seed=given["seed"]
            )
            screens = screen_raters(read.ratings, items=read.items)
            effects = RaterEffects(report, screens, read)
            if html is not None:
                html.write_text(html_of(effects), encoding="utf-8")
        except (ImportRefused, UnreadableTable, OSError) as error:
            self.refuse_file(error, as_json=json)
            return
        if json:
            self.emit(as_json(effects))
            return
        console = Console(
            file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 140
        )
        print_report(effects, console, everybody=given["all"])
