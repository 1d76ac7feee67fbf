"""``terukur analyse group-gap FILE --score COL --rater COL --ratee COL --group COL --unit COL``"""

from pathlib import Path
from typing import Any

from rich.console import Console

from terukur.jobs.analysis.group_gap import (
    GapColumns,
    GroupGap,
    NotComparable,
    as_json,
    html_of,
    print_report,
    read_and_compare,
)
from terukur.jobs.management.analysis import AnalysisCommand, NotAnalysed


class Command(AnalysisCommand[GroupGap]):
    help = (
        "Whether two groups of a whole agency are rated otherwise: base rates, impact ratio, the gap given "
        "measured results, and the gap in the results; never one appraiser. One row a form, no database. "
        "Example: terukur analyse group-gap nilai.csv --score nilai --rater penilai --ratee pegawai --group "
        "jenis_kelamin --unit unit --covariate capaian"
    )

    def add_options(self, parser: Any) -> None:
        for name in ("--score", "--rater", "--ratee"):
            parser.add_argument(name, required=True, metavar="COL")
        parser.add_argument("--group", required=True, metavar="COL", help="a column of two values")
        parser.add_argument("--unit", required=True, metavar="COL")
        parser.add_argument(
            "--covariate", action="append", default=[], metavar="COL", help="a measured result"
        )
        parser.add_argument(
            "--favorable",
            "--favourable",
            type=float,
            metavar="VALUE",
            help="a person's mean rating is favorable from here on; else above the median of all",
        )
        parser.add_argument(
            "--reliability",
            type=float,
            metavar="R",
            help="of the measured results, 0 to 1; without it no gap given results is told",
        )

    def analyse(self, file: Path, **given: Any) -> GroupGap:
        columns = GapColumns(
            given["score"],
            given["rater"],
            given["ratee"],
            given["group"],
            given["unit"],
            tuple(dict.fromkeys(given["covariate"])),
        )
        trust = given["reliability"]
        if trust is not None and not 0 < trust <= 1:
            raise NotAnalysed("Keandalan (--reliability) antara 0 dan 1, misalnya 0.8.")
        try:
            return read_and_compare(file, columns, favorable=given["favorable"], reliability=trust)
        except NotComparable as error:
            raise NotAnalysed(str(error)) from error

    def data(self, found: GroupGap) -> dict[str, Any]:
        return as_json(found)

    def page(self, found: GroupGap) -> str:
        return html_of(found)

    def tell(self, found: GroupGap, console: Console, **given: Any) -> None:
        print_report(found, console)
