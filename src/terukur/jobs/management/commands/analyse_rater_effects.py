"""``terukur analyse rater-effects FILE --score COL --rater COL --ratee COL``"""

from pathlib import Path
from typing import Any

from rich.console import Console

from terukur.jobs.analysis.files import RatingColumns, RatingFile, read_ratings
from terukur.jobs.analysis.rater_effects import RaterEffects, as_json, html_of, print_report
from terukur.jobs.management.analysis import AnalysisCommand, NotAnalysed
from terukur.statistics.screening.report import scale_of_forms, screen_raters
from terukur.statistics.severity.estimate import SeverityReport, estimate_severity
from terukur.statistics.severity.forecast_test import ForecastTests, forecast_tests
from terukur.statistics.severity.gradients import NotConverged

_NOT_SOLVED = (
    "Hitungan tidak mencapai ketelitian yang diminta, jadi tidak ada angka yang ditampilkan. "
    "Coba dengan “--components default”, dan periksa apakah tiap kolom berisi yang dimaksud."
)


class Command(AnalysisCommand[RaterEffects]):
    help = (
        "How severe each rater is, given measured results, with its interval; silent where rater and team "
        "were never apart. One row a form; no database needed. Example: terukur analyse rater-effects "
        "nilai.csv --score nilai --rater penilai --ratee pegawai --covariate capaian --group unit "
        "--period triwulan"
    )

    def add_options(self, parser: Any) -> None:
        parser.add_argument("--score", required=True, metavar="COL")
        parser.add_argument("--rater", required=True, metavar="COL")
        parser.add_argument("--ratee", required=True, metavar="COL")
        parser.add_argument("--covariate", action="append", default=[], metavar="COL")
        parser.add_argument("--group", metavar="COL", help="the ratee's team or unit")
        parser.add_argument("--period", metavar="COL")
        parser.add_argument("--family", metavar="COL", help="job family, with a slope of its own")
        parser.add_argument(
            "--item",
            action="append",
            default=[],
            metavar="COL",
            help="a single behavior's mark; with two or more, halo is looked for",
        )
        parser.add_argument("--cases", type=Path, metavar="FILE", help="ratings of standard cases")
        parser.add_argument(
            "--components",
            choices=["auto", "default", "own", "moments"],
            default="auto",
            help="variance components; auto takes the data's own only where they are sure enough",
        )
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--forecast",
            action="store_true",
            help="test whether ratings moved as predicted when the appraiser changed; needs --period",
        )
        parser.add_argument("--all", action="store_true", help="list every rater")

    def analyse(self, file: Path, **given: Any) -> RaterEffects:
        columns = RatingColumns(
            given["score"],
            given["rater"],
            given["ratee"],
            given["group"],
            given["period"],
            given["family"],
            tuple(dict.fromkeys(given["covariate"])),
            tuple(dict.fromkeys(given["item"])),
        )
        read = read_ratings(file, columns, cases=given["cases"])
        scale = scale_of_forms(read.ratings, read.items)
        try:
            report = estimate_severity(
                read.ratings, components=given["components"], seed=given["seed"], scale=scale
            )
            asked = given["forecast"] and scale.shows_difference
            forecast = self._forecast(read, report) if asked else None
        except NotConverged as error:
            raise NotAnalysed(_NOT_SOLVED) from error
        screens = screen_raters(read.ratings, items=read.items, scale=scale)
        return RaterEffects(report, screens, read, forecast)

    def _forecast(self, read: RatingFile, report: SeverityReport) -> ForecastTests:
        if read.ratings.period is None:
            raise NotAnalysed("Uji perkiraan (--forecast) memerlukan kolom periode (--period).")
        return forecast_tests(read.ratings, report.components)

    def data(self, found: RaterEffects) -> dict[str, Any]:
        return as_json(found)

    def page(self, found: RaterEffects) -> str:
        return html_of(found)

    def tell(self, found: RaterEffects, console: Console, **given: Any) -> None:
        print_report(found, console, everybody=given["all"])
