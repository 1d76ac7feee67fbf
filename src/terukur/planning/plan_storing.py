"""New plans of a file with their content, stored many at a time and linked to those of the leaders."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from terukur.organization.models import Assignment
from terukur.organization.queries import appraisers_of
from terukur.planning.models import (
    AnnexItem,
    BehaviorExpectation,
    Indicator,
    Measure,
    Plan,
    PlannedResult,
    PlanVersion,
    ResultSupport,
)
from terukur.planning.plans_table import PlanRow
from terukur.planning.queries import snapshot, versions_with_content
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.plan import check_submittable
from terukur.regulation.scales import AnnexList, ResultKind
from terukur.tables.cells import CellError, ImportRefused

_ANNEX_ELSEWHERE = "Lampiran ada pada dokumen SKP yang dimuat"


@dataclass(frozen=True, slots=True)
class PlanOfFile:
    """The rows of one plan; the last two say what was added to them that the file does not have."""

    assignment: Assignment
    year: int
    rows: list[PlanRow]
    is_set: bool
    shared_weights: str = ""
    measuring: tuple[str, ...] = ()

    @property
    def line(self) -> int:
        """The line of the first row."""
        return self.rows[0].line

    @property
    def title(self) -> str:
        """The plan in words."""
        return f"{self.assignment.employee.name}, SKP {self.year}"


FreshPlans = list[tuple[PlanVersion, PlanOfFile]]


def new_version(plan: PlanOfFile, at: datetime, filename: str) -> PlanVersion:
    """Return the first version of a plan that is not stored yet."""
    assignment, year = plan.assignment, plan.year
    starts = max(assignment.starts, date(year, 1, 1))
    stored = Plan(
        assignment=assignment,
        year=year,
        starts=starts,
        ends=min(assignment.ends or date(year, 12, 31), date(year, 12, 31)),
    )
    told = plan.rows[0].annexes
    reasons = {annex.value: _ANNEX_ELSEWHERE for annex in AnnexList if annex not in told}
    if not plan.is_set:
        return PlanVersion(plan=stored, number=1, annex_reasons=reasons)
    return PlanVersion(
        plan=stored,
        number=1,
        annex_reasons=reasons,
        status=PlanVersion.Status.SET,
        set_at=at,
        set_by_document=f"Dimuat dari {filename}"[:200],
        in_force_from=starts,
    )


def store(fresh: FreshPlans, measures: Mapping[str, Measure]) -> None:
    """Store new plans with results, indicators, the seven values and the annex lists."""
    versions = [version for version, _ in fresh]
    Plan.objects.bulk_create([version.plan for version in versions], batch_size=1000)
    for version in versions:
        version.plan_id = version.plan.pk
    PlanVersion.objects.bulk_create(versions, batch_size=1000)
    results: list[PlannedResult] = []
    indicators: list[Indicator] = []
    for version, plan in fresh:
        _add_content(version, plan.rows, measures, results, indicators)
    PlannedResult.objects.bulk_create(results, batch_size=1000)
    for indicator in indicators:
        indicator.result_id = indicator.result.pk
    Indicator.objects.bulk_create(indicators, batch_size=1000)
    BehaviorExpectation.objects.bulk_create(
        [
            BehaviorExpectation(
                version=version, value=code, expectation=plan.rows[0].expectations.get(code, "")
            )
            for version, plan in fresh
            for code in BEHAVIOR_CODES
        ],
        batch_size=2000,
    )
    AnnexItem.objects.bulk_create(
        [
            AnnexItem(version=version, list=annex, text=text)
            for version, plan in fresh
            for annex, texts in plan.rows[0].annexes.items()
            for text in texts
        ],
        batch_size=2000,
    )


def _add_content(
    version: PlanVersion,
    rows: Sequence[PlanRow],
    measures: Mapping[str, Measure],
    results: list[PlannedResult],
    indicators: list[Indicator],
) -> None:
    by_title: dict[str, PlannedResult] = {}
    for number, row in enumerate(rows, start=1):
        result = by_title.get(row.result)
        if result is None:
            result = by_title[row.result] = PlannedResult(
                version=version,
                thread=uuid.uuid4(),
                number=len(by_title) + 1,
                kind=row.kind or ResultKind.MAIN,
                title=row.result,
                perspective=row.perspective,
                support_reason=row.leader_title[:300],
            )
            results.append(result)
        indicators.append(
            Indicator(
                result=result,
                number=number,
                measure=measures.get(row.measure),
                exposure_measure=measures.get(row.exposure_measure),
                **row.indicator,
            )
        )


def link_to_leaders(versions: Sequence[PlanVersion], on: date) -> None:
    """Link results to the appraiser's results of the titles that they name; unknown ones stay words."""
    assignments = [version.plan.assignment for version in versions]
    appraisers = appraisers_of(assignments, on=on)
    years = {version.plan.year for version in versions}
    leader_results = {
        (result.version.plan.assignment.employee_id, result.version.plan.year, result.title): result
        for result in PlannedResult.objects.filter(
            version__plan__assignment__employee__in=set(appraisers.values()),
            version__plan__year__in=years,
            version__status=PlanVersion.Status.SET,
        ).select_related("version__plan__assignment")
    }
    linked = []
    to_leader = ResultSupport.objects.filter(result=OuterRef("pk"), leader_result__isnull=False)
    for result in PlannedResult.objects.filter(~Exists(to_leader), version__in=versions).select_related(
        "version__plan"
    ):
        leader = appraisers.get(result.version.plan.assignment_id)
        found = leader_results.get((leader or 0, result.version.plan.year, result.support_reason))
        if found is not None:
            linked.append(ResultSupport(result=result, leader_result=found))
    ResultSupport.objects.bulk_create(linked, batch_size=1000)


def refuse_incomplete(lines: Mapping[int, int]) -> None:
    """Refuse versions, by their keys with their lines, that could not be submitted.

    :raises ImportRefused: with what each of them lacks.
    """
    errors: list[CellError] = []
    complete = versions_with_content().prefetch_related("behaviors", "annex_items")
    for version in complete.filter(pk__in=lines):
        errors.extend(
            CellError(lines[version.pk], finding.where, "", f"{finding.message} {finding.remedy}")
            for finding in check_submittable(snapshot(version, has_appraiser=True))
        )
    if errors:
        raise ImportRefused(errors)
