"""The newest run of a quarter for oversight: figures of the agency, none of a person."""

from dataclasses import dataclass

from django.db.models import Count, Q

from terukur.appraisal.queries import unit_grades
from terukur.objectivity.models import ObjectivityRun
from terukur.objectivity.wording import dependability_sentence
from terukur.organization.models import Unit
from terukur.raters.models import Finding
from terukur.raters.record import GradeCounts, RunRecord, run_record
from terukur.raters.runs import latest_run
from terukur.raters.wording import caveats, forecast_sentence, gap_sentence, scale_sentences, status_rows
from terukur.regulation.disclosure import Least, at_least
from terukur.regulation.distribution import Distribution, check_distribution
from terukur.regulation.periods import Period
from terukur.regulation.scales import Grade, OrganizationGrade
from terukur.statistics.severity.verdict import SeverityStatus


@dataclass(frozen=True, slots=True)
class PatternRow:
    """One pattern of rating: the number of raters examined, and the number found."""

    words: str
    checked: int
    found: int


@dataclass(frozen=True, slots=True)
class RunOverview:
    """A run as a page shows it; ``distribution`` is None below ``Least.IN_DISTRIBUTION`` people."""

    run: ObjectivityRun
    record: RunRecord
    period: Period
    statuses: list[tuple[str, int]]
    to_review: int
    findings: int
    settled: int
    not_identified: int
    patterns: list[PatternRow]
    said: list[str]
    caveats: tuple[str, ...]
    distribution: GradeCounts | None
    pattern: Distribution | None
    organization: OrganizationGrade | None

    @property
    def pattern_words(self) -> tuple[str, ...]:
        """The demands of the pattern of the organization's grade that the given grades miss."""
        if self.pattern is None or self.organization is None:
            return ()
        if self.pattern.fits:
            return (f"Sesuai pola untuk organisasi yang berpredikat {self.organization.label}.",)
        return tuple(finding.message for finding in self.pattern.findings)


def overview_of(period: Period) -> RunOverview | None:
    """Return the newest run of a quarter, None where there is none yet."""
    run = latest_run(period)
    if run is None:
        return None
    record = run_record(run)
    counts, given = record.statuses, record.distribution
    shown = given if given.people >= at_least(Least.IN_DISTRIBUTION, on=period.ends) else None
    organization = _organization(period) if shown else None
    return RunOverview(
        run=run,
        record=record,
        period=period,
        statuses=status_rows(counts),
        to_review=counts.get(SeverityStatus.MATERIAL_DIFFERENCE, 0),
        **_findings(run.period),
        not_identified=counts.get(SeverityStatus.NOT_IDENTIFIED, 0),
        patterns=[
            PatternRow(Finding.Kind(name).label, one.checked, one.found)
            for name, one in record.screens.items()
        ],
        said=[
            *scale_sentences(record),
            forecast_sentence(record.forecast),
            dependability_sentence(record.dependability, on=period.ends),
            *[gap_sentence(gap) for gap in record.gaps],
        ],
        caveats=caveats(),
        distribution=shown,
        pattern=_pattern(shown, organization, period),
        organization=organization,
    )


def _findings(period: Period) -> dict[str, int]:
    """Return the number of questions of a quarter, and of those settled."""
    return Finding.objects.filter(period=period).aggregate(
        findings=Count("pk"), settled=Count("pk", filter=Q(settled_at__isnull=False))
    )


def _organization(period: Period) -> OrganizationGrade | None:
    """Return the newest grade of the agency itself: grades are compared with its pattern."""
    root = Unit.objects.filter(parent__isnull=True).order_by("pk").first()
    grade = unit_grades([root.pk], period).get(root.pk) if root else None
    return OrganizationGrade(grade.grade) if grade else None


def _pattern(
    shown: GradeCounts | None, organization: OrganizationGrade | None, period: Period
) -> Distribution | None:
    if shown is None or organization is None:
        return None
    counts = {Grade(grade): count for grade, count in shown.given.items()}
    return check_distribution(organization=organization, counts=counts, on=period.ends).result
