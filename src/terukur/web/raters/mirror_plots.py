"""The drawings of the mirror."""

from dataclasses import dataclass

from terukur.drawings.caterpillar import Caterpillar, RaterRow, caterpillar, severity_row
from terukur.drawings.results import RatedResult, ResultsPlot, results_plot
from terukur.drawings.strip import Strip, strip
from terukur.raters.comparisons import Comparison
from terukur.raters.mirror import Picture
from terukur.web.raters.result_plots import cells_of, line_of


@dataclass(frozen=True, slots=True)
class MirrorPlots:
    """The drawings of the page; each is None where nothing may or can be drawn."""

    severity: Caterpillar | None
    comparisons: list[tuple[Comparison, Strip | None]]
    results: ResultsPlot | None


def plots_of(picture: Picture) -> MirrorPlots:
    """Return all drawings of one picture."""
    return MirrorPlots(
        _severity(picture) if picture.has_number else None,
        [(one, _strip(one)) for one in picture.comparisons],
        _results(picture) if picture.points else None,
    )


def _severity(picture: Picture) -> Caterpillar:
    own = picture.estimate
    rows = [
        severity_row(
            "Anda",
            status=own.status,
            severity=own.severity,
            sd=own.se,
            employees=own.employees,
            forms=own.forms,
            is_own=True,
        )
    ]
    rows += [
        severity_row("", status=one.status, severity=one.severity, sd=one.sd) for one in picture.colleagues
    ]
    if picture.colleagues:
        rows += [RaterRow(f"{count} rekan", status) for status, count in picture.unnumbered.items()]
    return caterpillar(
        rows,
        title="Selisih nilai Anda di antara rekan tanpa nama",
        material=picture.material,
        sentence=picture.severity_words,
    )


def _strip(one: Comparison) -> Strip | None:
    if one.quartiles is None:
        return None
    return strip(one.own, one.quartiles, sentence=one.sentence, title=one.name)


def _results(picture: Picture) -> ResultsPlot:
    return results_plot(
        [RatedResult(p.result, p.score, p.period, p.is_team, p.name) for p in picture.points],
        least=picture.least_people,
        usual=line_of(picture.usual),
        cloud=cells_of(picture.cloud),
        title="Hasil terukur dan nilai yang Anda beri",
        others_words="tim yang dulu Anda nilai",
    )
