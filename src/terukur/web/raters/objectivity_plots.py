"""The drawings of the agency's page and of a finding, in which the size of a team reveals nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from terukur.drawings.caterpillar import Caterpillar, RaterRow, caterpillar, severity_row
from terukur.drawings.distribution import Column, DistributionPlot, distribution_plot
from terukur.drawings.results import RatedResult, ResultsPlot, results_plot
from terukur.raters.estimates import unnumbered
from terukur.raters.finding_view import FindingView
from terukur.raters.overview import RunOverview
from terukur.raters.record import NamelessEstimate, RunRecord, run_record
from terukur.raters.usual import others_of, usual_period, usual_points
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.scales import Grade, PositionKind
from terukur.statistics.severity.verdict import SeverityStatus
from terukur.web.raters.result_plots import cells_of, line_of

# Ranges, not sizes: a team of exactly 37 would have a name.
_SIZES = ((20, "20 pegawai atau lebih"), (12, "12–19 pegawai"), (8, "8–11 pegawai"))
_FEW = "5–7 pegawai"


@dataclass(frozen=True, slots=True)
class AgencyPlots:
    """The drawings of the page; each is None where too few people would be in it."""

    severity: Caterpillar | None
    distribution: DistributionPlot | None
    results: ResultsPlot | None


def agency_plots(overview: RunOverview) -> AgencyPlots:
    """Return all drawings of one run."""
    return AgencyPlots(_severity(overview), _distribution(overview), _results(overview))


def _severity(overview: RunOverview) -> Caterpillar | None:
    kept = overview.record.caterpillar
    if len(kept) < at_least(Least.RATERS, on=overview.period.ends):
        return None
    rows = [_nameless(one) for one in kept]
    rows += [
        RaterRow(f"{count} penilai", status)
        for status, count in unnumbered(overview.record.statuses, kept).items()
    ]
    return caterpillar(
        rows,
        title="Selisih nilai menurut penilai, tanpa nama",
        material=overview.record.material,
        sentence=_severity_words(kept),
    )


def _nameless(one: NamelessEstimate) -> RaterRow:
    return severity_row(_size(one.employees), status=one.status, severity=one.severity, sd=one.sd)


def _size(employees: int) -> str:
    return next((words for least, words in _SIZES if employees >= least), _FEW)


def _severity_words(kept: Sequence[NamelessEstimate]) -> str:
    sure = sum(one.status is SeverityStatus.MATERIAL_DIFFERENCE for one in kept)
    alike = sum(one.status is SeverityStatus.NO_MATERIAL_DIFFERENCE for one in kept)
    return (
        f"Dari {len(kept)} penilai yang dapat dibandingkan, {sure} berbeda cukup pasti dan {alike} hampir "
        "pasti tidak berbeda berarti; selebihnya belum pasti."
    )


def _distribution(overview: RunOverview) -> DistributionPlot | None:
    shown = overview.distribution
    if shown is None:
        return None
    labels = [(grade.value, grade.label) for grade in Grade]
    return distribution_plot(
        labels,
        [Column("menurut hasil terukur", shown.expected), Column("yang diberikan", shown.given)],
        pattern=overview.pattern_words,
        title=f"Distribusi predikat {overview.period.label}",
    )


def _results(overview: RunOverview) -> ResultsPlot | None:
    record = overview.record
    cells = others_of(record)
    if not cells:
        return None
    ends = [end for cell in cells for end in cell.results]
    levels = record.expectation.levels if record.expectation else {}
    told = {period for family in levels.values() for period in family}
    usual = usual_points(record, results=ends, families=(), period=max(told, default=""))
    return results_plot(
        [],
        least=at_least(Least.PEOPLE, on=overview.period.ends),
        usual=line_of(usual),
        cloud=cells_of(cells),
        title="Hasil terukur dan nilai di seluruh instansi",
        sentence="Kotak abu-abu: semakin besar, semakin banyak penilaian dengan hasil dan nilai itu. Garis: "
        "nilai yang biasa untuk hasil itu; pita: delapan dari sepuluh penilaian.",
    )


@dataclass(frozen=True, slots=True)
class FindingPlots:
    """The estimate among nameless others, and the results and ratings of the team."""

    severity: Caterpillar | None
    results: ResultsPlot | None


def finding_plots(view: FindingView) -> FindingPlots:
    """Return the drawings for the panel; people of the team have no names in it."""
    record = run_record(view.finding.result.run)
    result, severity = view.finding.result, None
    if view.is_about_severity:
        own = severity_row(
            "penilai ini",
            status=SeverityStatus(result.status),
            severity=result.severity,
            sd=result.sd,
            employees=result.employees,
            forms=result.forms,
            is_own=True,
        )
        others = [_nameless(one) for one in record.caterpillar if one.severity != result.severity]
        severity = caterpillar(
            [own, *others] if len(others) >= at_least(Least.RATERS, on=_day(view)) else [own],
            title="Selisih nilai di antara penilai tanpa nama",
            material=record.material,
            sentence="Baris lain: penilai lain tanpa nama, dengan berapa orang yang mereka nilai.",
        )
    return FindingPlots(severity, _team_results(view, record))


def _day(view: FindingView) -> date:
    return view.finding.result.run.period.ends


def _team_results(view: FindingView, record: RunRecord) -> ResultsPlot | None:
    if not view.points:
        return None
    families = {point.family or PositionKind.IMPLEMENTER.value for point in view.points}
    results = [100 * point.result for point in view.points]
    newest = usual_period(record, periods={point.period for point in view.points}, families=families)
    usual = usual_points(record, results=results, families=families, period=newest)
    return results_plot(
        [RatedResult(100 * p.result, p.score, p.period) for p in view.points],
        least=at_least(Least.PEOPLE, on=_day(view)),
        usual=line_of(usual),
        cloud=cells_of(others_of(record)),
        title="Hasil terukur dan nilai dalam timnya",
        own_words="timnya",
    )
