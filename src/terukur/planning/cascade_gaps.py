"""Gaps in the cascade of a unit: what nobody carries, and results that lead nowhere."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from terukur.organization.models import ReportingLine, Unit
from terukur.planning.models import PlannedResult, PlanVersion, ResultSupport, UnitObjective
from terukur.regulation.scales import FormFamily, ResultKind

_SET = PlanVersion.Status.SET


@dataclass(frozen=True, slots=True)
class CascadeGaps:
    """The lines and leaders' results that no plan in force supports, and results that support nothing."""

    lines: list[UnitObjective]
    leader_results: list[PlannedResult]
    nowhere: list[PlannedResult]


def cascade_gaps(unit: Unit, year: int, *, on: date) -> CascadeGaps:
    """Return the gaps among the plans in force of a unit; each result has ``holder``, its owner's name.

    A result is told by its thread, so that a leader's revision breaks no link. Only who appraises somebody
    has results that others are to support.
    """
    supporting = ResultSupport.objects.filter(result__version__status=_SET)
    lines = UnitObjective.objects.filter(
        ~Exists(supporting.filter(objective=OuterRef("pk"))), unit=unit, year=year
    )
    carried = supporting.filter(
        leader_result__thread=OuterRef("thread"), leader_result__version__plan__year=year
    )
    day = min(max(on, date(year, 1, 1)), date(year, 12, 31))
    team = ReportingLine.objects.filter(
        Q(ends__isnull=True) | Q(ends__gte=day),
        appraiser=OuterRef("version__plan__assignment__employee"),
        starts__lte=day,
    )
    results = _in_force(unit, year)
    return CascadeGaps(
        lines=list(lines),
        leader_results=list(results.filter(~Exists(carried), Exists(team))),
        nowhere=list(
            results.filter(
                kind=ResultKind.MAIN,
                supports__isnull=True,
                version__plan__assignment__position__form_family=FormFamily.STAFF,
            )
        ),
    )


def _in_force(unit: Unit, year: int) -> QuerySet[PlannedResult]:
    return (
        PlannedResult.objects.filter(
            version__status=_SET,
            version__plan__year=year,
            version__plan__closed_on__isnull=True,
            version__plan__assignment__position__unit=unit,
        )
        .annotate(holder=F("version__plan__assignment__employee__name"))
        .order_by("holder", "number")
    )
