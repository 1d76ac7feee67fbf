"""What a rating is held against: the measured suggestion, for a head the unit's achievement, for a year its
quarters. A rating away from it needs a reason; none of it rates anybody.
"""

from dataclasses import dataclass
from datetime import date

from terukur.appraisal.models import Appraisal, UnitGrade
from terukur.appraisal.queries import unit_grade_for
from terukur.regulation.annual import QuarterRatings
from terukur.regulation.head_rating import head_rating
from terukur.regulation.periods import Period, quarters
from terukur.regulation.scales import OrganizationGrade, Rating

_YEAR = 12


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter of a year that is rated; ``appraisal`` is None where nothing was computed."""

    period: Period
    appraisal: Appraisal | None

    @property
    def is_given(self) -> bool:
        """Whether it has reached the employee."""
        return self.appraisal is not None and self.appraisal.delivered_at is not None


@dataclass(frozen=True, slots=True)
class Yardstick:
    """``results`` is what the results rating is held against, ``missing`` what must come first."""

    results: Rating | None
    head_steps: tuple[str, ...] = ()
    quarters: tuple[Quarter, ...] = ()
    missing: str = ""

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


def yardstick_of(appraisal: Appraisal) -> Yardstick:
    """What the ratings of one appraisal are held against.

    The head of a unit is rated from the unit's achievement (SE MenPANRB 3/2023, SINGLE); a year after its
    quarters, which must have been delivered.
    """
    computation = appraisal.computation
    measured = Rating(computation.suggested) if computation and computation.suggested else None
    period = Period.parse(appraisal.period)
    found = _quarters(appraisal, period) if period.months == _YEAR else ()
    late = [quarter.period.label for quarter in found if not quarter.is_given]
    missing = (
        f"Penilaian {late[0]} belum disampaikan; tahun dinilai setelah semua triwulannya."
        if late
        else ""
    )
    if computation is None or not computation.body.get("heads_unit"):
        return Yardstick(measured, quarters=found, missing=missing)
    unit = appraisal.plan.assignment.position.unit
    grade = appraisal.unit_grade or unit_grade_for(unit, period)
    if grade is None:
        wanted = (
            f"Capaian kinerja organisasi {unit.name} untuk {period.label} belum ditetapkan; rating hasil "
            "kerja kepalanya mengikuti capaian itu. Pimpinan unit di atasnya menetapkannya."
        )
        return Yardstick(None, quarters=found, missing=missing or wanted)
    return _of_head(grade, appraisal.ends, found, missing)


def _of_head(grade: UnitGrade, on: date, found: tuple[Quarter, ...], missing: str) -> Yardstick:
    decision = head_rating(organization=OrganizationGrade(grade.grade), on=on)
    return Yardstick(decision.result, decision.steps, found, missing)


def _quarters(appraisal: Appraisal, year: Period) -> tuple[Quarter, ...]:
    """The quarters that the plan covers; those run as a trial never count and are not waited for."""
    plan = appraisal.plan
    given = {
        row.period: row
        for row in Appraisal.objects.filter(
            plan=plan, period__in=[str(quarter) for quarter in quarters(year.year)]
        )
    }
    return tuple(
        Quarter(quarter, given.get(str(quarter)))
        for quarter in quarters(year.year)
        if quarter.starts <= plan.last_day and quarter.ends >= plan.starts
        and not (str(quarter) in given and given[str(quarter)].is_trial)
    )  # fmt: skip
