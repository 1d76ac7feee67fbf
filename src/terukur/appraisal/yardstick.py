"""The expected ratings: from the measured suggestion, for a head the unit's achievement, for a year its
quarters. Another rating needs a reason; none of these rates anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from terukur.appraisal.models import Appraisal, UnitGrade
from terukur.appraisal.queries import unit_grades
from terukur.appraisal.year_excuses import excuses_of
from terukur.organization.cadence import cadence_in
from terukur.regulation.annual import QuarterRatings, QuarterState, year_rests_on
from terukur.regulation.head_rating import head_rating
from terukur.regulation.periods import Period
from terukur.regulation.scales import OrganizationGrade, Rating

_YEAR = 12


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter (or month, or half) of a year that is rated; ``appraisal`` is None where none was computed.

    ``excuse`` says why the year does not wait for it; empty where it does.
    """

    period: Period
    appraisal: Appraisal | None
    excuse: str = ""

    @property
    def is_given(self) -> bool:
        """Return whether it has been delivered to the employee."""
        return self.appraisal is not None and self.appraisal.delivered_at is not None


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The expected rating of results in ``results``, and in ``missing`` what must come first.

    ``rests_on`` names the quarters that a year does not wait for, each with its reason.
    """

    results: Rating | None
    head_steps: tuple[str, ...] = ()
    quarters: tuple[Quarter, ...] = ()
    missing: str = ""
    rests_on: tuple[str, ...] = ()

    @property
    def ratings(self) -> tuple[QuarterRatings, ...]:
        """The ratings of the quarters that count."""
        return tuple(
            QuarterRatings(
                quarter.period.label,
                Rating(quarter.appraisal.result_rating),
                Rating(quarter.appraisal.behavior_rating),
            )
            for quarter in self.quarters
            if quarter.appraisal is not None and quarter.is_given
        )


def expected_result(suggested: str, *, heads_unit: bool, organization: str | None, on: date) -> Rating | None:
    """Return the expected rating of results, from figures that were read for many at once."""
    if not heads_unit:
        return Rating(suggested) if suggested else None
    if not organization:
        return None
    return head_rating(organization=OrganizationGrade(organization), on=on).result


def yardstick_of(appraisal: Appraisal) -> Yardstick:
    """Return the expected ratings of one appraisal."""
    return yardsticks_of([appraisal])[appraisal.pk]


def yardsticks_of(appraisals: Sequence[Appraisal]) -> dict[int, Yardstick]:
    """Return the expected ratings of appraisals of one period, in two statements at most, and for
    years four more.

    The head of a unit is rated from the unit's achievement (SE MenPANRB 3/2023, SINGLE); a year after its
    quarters, which must have been delivered.
    """
    years = [a for a in appraisals if a.period.months == _YEAR]
    given: dict[int, dict[Period, Appraisal]] = {}
    parts = _parts_of(years)
    if years:
        for row in Appraisal.objects.filter(plan__in=[a.plan_id for a in years], period__in=parts):
            given.setdefault(row.plan_id, {})[row.period] = row
    excuses = excuses_of(years, parts)
    ungraded = [a for a in appraisals if _heads_unit(a) and a.unit_grade is None]
    grades = (
        unit_grades({a.plan.assignment.position.unit_id for a in ungraded}, ungraded[0].period)
        if ungraded
        else {}
    )
    return {
        a.pk: _yardstick(a, parts, given.get(a.plan_id, {}), grades, excuses.get(a.pk, {}))
        for a in appraisals
    }


def _yardstick(
    appraisal: Appraisal,
    parts: Sequence[Period],
    given: dict[Period, Appraisal],
    grades: dict[int, UnitGrade],
    excuses: dict[Period, str],
) -> Yardstick:
    computation = appraisal.computation
    measured = Rating(computation.suggested) if computation and computation.suggested else None
    period = appraisal.period
    found = _quarters(appraisal, parts, given, excuses) if period.months == _YEAR else ()
    rest = year_rests_on([QuarterState(one.period.label, one.is_given, one.excuse) for one in found])
    missing = rest.result
    if not _heads_unit(appraisal):
        return Yardstick(measured, quarters=found, missing=missing, rests_on=rest.steps)
    unit = appraisal.plan.assignment.position.unit
    grade = appraisal.unit_grade or grades.get(unit.pk)
    if grade is None:
        wanted = (
            f"Capaian kinerja organisasi {unit.name} untuk {period.label} belum ditetapkan; rating hasil "
            "kerja kepalanya mengikuti capaian itu. Pimpinan unit di atasnya menetapkannya."
        )
        return Yardstick(None, quarters=found, missing=missing or wanted, rests_on=rest.steps)
    return replace(_of_head(grade, appraisal.ends, found, missing), rests_on=rest.steps)


def _heads_unit(appraisal: Appraisal) -> bool:
    return appraisal.tree is not None and appraisal.tree.heads_unit


def _of_head(grade: UnitGrade, on: date, found: tuple[Quarter, ...], missing: str) -> Yardstick:
    decision = head_rating(organization=OrganizationGrade(grade.grade), on=on)
    return Yardstick(decision.result, decision.steps, found, missing)


def _parts_of(years: Sequence[Appraisal]) -> list[Period]:
    """Return the periods of the year by the agency's cadence."""
    return cadence_in(years[0].period.year).periods(years[0].period.year) if years else []


def _quarters(
    appraisal: Appraisal, parts: Sequence[Period], given: dict[Period, Appraisal], excuses: dict[Period, str]
) -> tuple[Quarter, ...]:
    """Return the periods that the plan covers; trial periods never count and are not waited for."""
    plan = appraisal.plan
    return tuple(
        Quarter(quarter, given.get(quarter), excuses.get(quarter, ""))
        for quarter in parts
        if quarter.starts <= plan.last_day
        and quarter.ends >= plan.starts
        and not (quarter in given and given[quarter].is_trial)
    )
