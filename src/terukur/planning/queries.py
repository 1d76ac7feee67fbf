"""Reads of plans and measures for the doors."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Protocol
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce, JSONObject

from terukur.organization.models import Employee, ReportingLine
from terukur.organization.queries import appraiser_of
from terukur.planning.models import (
    AnnexItem,
    Indicator,
    Measure,
    Plan,
    PlannedResult,
    PlanVersion,
    ResultSupport,
    UnitObjective,
)
from terukur.regulation.plan import IndicatorDraft, PlanDraft, ResultDraft
from terukur.regulation.scales import AnnexList, Aspect, Direction, FormFamily, Pace, Perspective, ResultKind


class Stated(Protocol):
    """A value that somebody stated for an indicator of a plan."""

    plan_id: int
    thread: UUID


def _indicators() -> QuerySet[Indicator]:
    return Indicator.objects.select_related("measure", "exposure_measure").order_by("number")


def versions() -> QuerySet[PlanVersion]:
    """Return plan versions with their people."""
    return PlanVersion.objects.select_related(
        "plan__assignment__employee", "plan__assignment__position__unit"
    )


def versions_with_content(
    *, read: Callable[[QuerySet[Indicator]], QuerySet[Indicator]] | None = None
) -> QuerySet[PlanVersion]:
    """Return plan versions with results and indicators; ``read`` may add more to the indicators.

    Each result has ``above``, what it supports: key of the link, title, and whether it is a line of a unit's
    plan. Read with the results, it takes no statement of its own.
    """
    indicators = read(_indicators()) if read else _indicators()
    supports = ResultSupport.objects.filter(result=OuterRef("pk")).order_by("pk")
    told = JSONObject(
        pk="pk",
        title=Coalesce("leader_result__title", "objective__title"),
        is_objective=Q(objective__isnull=False),
    )
    results = PlannedResult.objects.annotate(above=ArraySubquery(supports.values(json=told)))
    results = results.order_by("number")
    return versions().prefetch_related(
        Prefetch("results", results.prefetch_related(Prefetch("indicators", indicators)))
    )


def version_with_content(
    pk: int,
    *,
    read: Callable[[QuerySet[Indicator]], QuerySet[Indicator]] | None = None,
    marks: Mapping[str, Exists] | None = None,
) -> PlanVersion | None:
    """Return one version with all its content; ``in_the_making`` is an open one beside it.

    ``annexes`` holds the annex lines as pairs of list and text, ``has_other`` says whether there is a version
    to compare it with, ``marks`` are conditions of higher areas that are read with it.
    """
    others = PlanVersion.objects.filter(plan=OuterRef("plan"), status__in=["draft", "submitted", "returned"])
    annexes = AnnexItem.objects.filter(version=OuterRef("pk")).order_by("pk")
    year_before = PlanVersion.objects.filter(
        plan__assignment__employee=OuterRef("plan__assignment__employee"),
        plan__year=OuterRef("plan__year") - 1,
        status=PlanVersion.Status.SET,
    )
    return (
        versions_with_content(read=read)
        .prefetch_related("behaviors")
        .annotate(
            in_the_making=Exists(others),
            has_other=Exists(PlanVersion.objects.filter(plan=OuterRef("plan"), number__lt=OuterRef("number")))
            | Exists(year_before),
            annexes=ArraySubquery(annexes.values(json=JSONObject(list="list", text="text"))),
            **(marks or {}),
        )
        .filter(pk=pk)
        .first()
    )


def plans_of(employee_id: int) -> QuerySet[Plan]:
    """Return all plans of an employee, newest first, with their versions."""
    return (
        Plan.objects.filter(assignment__employee_id=employee_id)
        .select_related("assignment__position__unit", "assignment__employee")
        .prefetch_related(Prefetch("versions", PlanVersion.objects.order_by("-number")))
        .order_by("-starts")
    )


def leader_results(plan: Plan, *, on: date) -> list[PlannedResult]:
    """Return the results of the appraiser's plan of the year that one's own results may support."""
    return results_of_leader(appraiser_of(plan.assignment, on=on), plan.year)


def results_of_leader(appraiser: Employee | None, year: int) -> list[PlannedResult]:
    """Return the results of an appraiser's plan in force for a year."""
    if appraiser is None:
        return []
    return list(
        PlannedResult.objects.filter(
            version__plan__assignment__employee=appraiser,
            version__plan__year=year,
            version__status=PlanVersion.Status.SET,
        ).order_by("number")
    )


def unit_objectives(plan: Plan) -> list[UnitObjective]:
    """Return the lines of the unit's own plan, and of the unit above it, on which a plan may rest."""
    unit = plan.assignment.position.unit
    return list(UnitObjective.objects.filter(unit__in=[unit.pk, unit.parent_id or unit.pk], year=plan.year))


def indicators_of(stated: Iterable[Stated]) -> dict[tuple[int, UUID], Indicator]:
    """Return the newest indicator under each stated value, by plan and thread: a thread goes on next year."""
    rows = list(stated)
    found = Indicator.objects.filter(
        thread__in={row.thread for row in rows}, result__version__plan__in={row.plan_id for row in rows}
    )
    ordered = found.annotate(plan=F("result__version__plan")).order_by("result__version__number")
    return {(row.plan, row.thread): row for row in ordered}


def indicator_on(thread: UUID, *, day: date) -> Indicator | None:
    """Return the indicator of a thread in the plan in force that began last before a day, else in the first:
    last year's plan and this year's share their threads."""
    found = Indicator.objects.filter(thread=thread, result__version__status=PlanVersion.Status.SET)
    rows = list(
        found.select_related("result__version__plan__assignment__employee__user", "measure").order_by(
            "result__version__plan__starts"
        )
    )
    begun = [row for row in rows if row.result.version.plan.starts <= day]
    return begun[-1] if begun else rows[0] if rows else None


def qualitative_result_on(thread: UUID, *, day: date) -> PlannedResult | None:
    """Return the result in words of a thread in the plan in force that holds a day, else in the newest."""
    found = PlannedResult.objects.filter(thread=thread, version__status=PlanVersion.Status.SET)
    rows = list(
        found.exclude(expectation="")
        .select_related("version__plan__assignment__employee__user")
        .order_by("version__plan__starts")
    )
    holding = [row for row in rows if row.version.plan.starts <= day <= row.version.plan.ends]
    return holding[-1] if holding else rows[-1] if rows else None


def qualitative_results_of(stated: Iterable[Stated]) -> dict[tuple[int, UUID], PlannedResult]:
    """Return the newest result in words under each stated account, by plan and thread."""
    rows = list(stated)
    if not rows:
        return {}
    found = PlannedResult.objects.filter(
        thread__in={row.thread for row in rows}, version__plan__in={row.plan_id for row in rows}
    )
    ordered = found.annotate(plan=F("version__plan")).order_by("version__number")
    return {(row.plan, row.thread): row for row in ordered}


def measures() -> QuerySet[Measure]:
    """Return the catalogue."""
    return Measure.objects.all()


def measure_by_key(key: str) -> Measure | None:
    """Return a measure of the catalogue by the key that files and commands use for it."""
    return Measure.objects.filter(key=key).first()


def snapshot(version: PlanVersion, *, has_appraiser: bool) -> PlanDraft:
    """Return the version as the rules of ``regulation.plan`` read it."""
    annexes: dict[AnnexList, list[str]] = {annex: [] for annex in AnnexList}
    for item in version.annex_items.all():
        annexes[AnnexList(item.list)].append(item.text)
    return PlanDraft(
        form_family=FormFamily(version.plan.assignment.position.form_family),
        starts=version.plan.starts,
        ends=version.plan.ends,
        has_appraiser=has_appraiser,
        results=[_result(result) for result in version.results.all()],
        behaviors=[behavior.value for behavior in version.behaviors.all()],
        annexes=annexes,
        annex_reasons={AnnexList(key): text for key, text in version.annex_reasons.items()},
    )


def _result(result: PlannedResult) -> ResultDraft:
    return ResultDraft(
        title=result.title,
        kind=ResultKind(result.kind),
        supports=[one["title"] for one in result.above],  # type: ignore[attr-defined]
        support_reason=result.support_reason,
        perspective=Perspective(result.perspective) if result.perspective else None,
        indicators=[_indicator(indicator) for indicator in result.indicators.all()],
        expectation=result.expectation,
    )


def _indicator(indicator: Indicator) -> IndicatorDraft:
    def fraction(value: object) -> Fraction | None:
        return None if value is None else Fraction(str(value))

    return IndicatorDraft(
        name=indicator.name,
        unit=indicator.unit,
        direction=Direction(indicator.direction),
        pace=Pace(indicator.pace),
        target=fraction(indicator.target),
        target_high=fraction(indicator.target_high),
        weight=fraction(indicator.weight),
        aspect=Aspect(indicator.aspect) if indicator.aspect else None,
        due=indicator.due,
        measure=indicator.measure.key if indicator.measure else None,
        formula=indicator.formula,
        source=indicator.source,
        is_carried=indicator.is_carried,
        combination=indicator.combined_by,
        division=indicator.divided,
    )


def waiting_to_be_set(appraiser: Employee, *, on: date) -> QuerySet[PlanVersion]:
    """Return the plans handed in to an appraiser and not set yet, by the rule of ``appraiser_of``.

    That is by the line of the day, the first of a position still to come, and the last of one that ended.
    """
    lines = ReportingLine.objects.filter(appraiser=appraiser).filter(
        Q(starts__lte=on) & (Q(ends__isnull=True) | Q(ends__gte=on))
        | Q(starts__lte=on, ends=F("assignment__ends"))
        | Q(starts=F("assignment__starts"), assignment__starts__gt=on)
    )
    return PlanVersion.objects.filter(
        status=PlanVersion.Status.SUBMITTED, plan__assignment__in=lines.values("assignment")
    )


def comparable_versions(version: PlanVersion) -> list[PlanVersion]:
    """Return the versions of the person that a version may be compared with, the likeliest first.

    Those are the others of the same plan, the one just before it first, and the year before's in force.
    """
    plan = version.plan
    same_plan = Q(plan=plan) & ~Q(pk=version.pk)
    year_before = Q(
        plan__assignment__employee=plan.assignment.employee_id,
        plan__year=plan.year - 1,
        status=PlanVersion.Status.SET,
    )
    found = list(PlanVersion.objects.filter(same_plan | year_before).select_related("plan"))

    def place(one: PlanVersion) -> tuple[bool, bool, int]:
        return one.plan_id != plan.pk, one.number > version.number, -one.number

    return sorted(found, key=place)
