"""The newest results of people whose agreement ends: an extension rests on them (KepmenPANRB 16/2025)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from terukur.appraisal.models import Appraisal
from terukur.employment.agreements import ending_within
from terukur.employment.models import WorkAgreement
from terukur.organization.models import Assignment
from terukur.organization.queries import people

SHOWN = 5


@dataclass(frozen=True, slots=True)
class EndingAgreement:
    """An agreement that ends soon, with the place of its person and the newest results, latest first."""

    agreement: WorkAgreement
    days_left: int
    place: Assignment | None
    results: tuple[Appraisal, ...]

    @property
    def told(self) -> list[str]:
        """The results in words: ``Triwulan III 2026: Baik``; what is not final says so."""
        return [
            f"{one.period.label}: {one.get_grade_display()}"
            + ("" if one.status == Appraisal.Status.FINAL else f" ({one.get_status_display().lower()})")
            for one in self.results
        ]


def ending_agreements(days: int, *, on: date) -> list[EndingAgreement]:
    """Return the agreements that end within so many days, each with the results its extension rests on.

    Results are those that were delivered; trial periods never count.
    """
    agreements = list(ending_within(days, on=on))
    employees = [row.employee_id for row in agreements]
    results = newest_results(employees)
    places = {place.employee_id: place for place in people(on=on).filter(employee__in=employees)}
    return [
        EndingAgreement(
            row, (row.ends - on).days, places.get(row.employee_id), tuple(results.get(row.employee_id, ()))
        )
        for row in agreements
    ]


def newest_results(employees: Collection[int]) -> dict[int, list[Appraisal]]:
    """Return the newest delivered results of people, the latest first, a year before its last quarter."""
    found: dict[int, list[Appraisal]] = defaultdict(list)
    rows = (
        Appraisal.objects.filter(plan__assignment__employee__in=employees, is_trial=False)
        .exclude(grade="")
        .select_related("plan__assignment")
        .order_by("-ends", "starts")
    )
    for row in rows:
        mine = found[row.plan.assignment.employee_id]
        if len(mine) < SHOWN:
            mine.append(row)
    return found
