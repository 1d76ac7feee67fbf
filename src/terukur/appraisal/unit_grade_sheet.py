"""Organization grades of all units on one sheet: read for a year, and set for many units by one decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from terukur.accounts.models import User
from terukur.appraisal.access import may_evaluate
from terukur.appraisal.models import UnitGrade
from terukur.appraisal.operations import AppraisalRefused, set_unit_grade
from terukur.ledger.acting import Acting
from terukur.organization.access import oversees
from terukur.organization.models import Headship, Unit
from terukur.organization.queries import top_of_tree
from terukur.regulation.cadence import Cadence
from terukur.regulation.periods import Period
from terukur.regulation.scales import OrganizationGrade

MOST_UNITS = 1000


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One unit with its newest grade of each period of a year and of the year, None where there is none."""

    unit: Unit
    depth: int
    grades: tuple[UnitGrade | None, ...]

    def grade_of(self, period: Period) -> UnitGrade | None:
        """Return the newest grade of one of the sheet's periods."""
        days = (period.starts, period.ends)
        return next((one for one in self.grades if one and (one.starts, one.ends) == days), None)


def periods_of(year: int, cadence: Cadence) -> list[Period]:
    """Return the periods of a sheet: those in which the agency evaluates, and the year."""
    return [*cadence.periods(year), Period(year, 1, 12)]


def sheet_of(user: User, periods: Sequence[Period], *, on: date) -> list[SheetRow]:
    """Return the units that the user sees, with their grades of a year's periods, in two statements a level.

    Who oversees sees all; others those directly below the units that they lead.
    """
    branches = top_of_tree(at_most=MOST_UNITS)
    if not oversees(user, on=on):
        led = _led_by(user, on)
        branches = [branch for branch in branches if branch.unit.parent_id in led]
    newest: dict[tuple[int, date, date], UnitGrade] = {}
    for grade in (
        UnitGrade.objects.filter(starts__year=periods[0].year).select_related("set_by").order_by("version")
    ):
        newest[grade.unit_id, grade.starts, grade.ends] = grade
    return [
        SheetRow(
            branch.unit,
            branch.depth,
            tuple(newest.get((branch.unit.pk, one.starts, one.ends)) for one in periods),
        )
        for branch in branches
    ]


def _led_by(user: User, on: date) -> set[int]:
    """Return the units that a user leads on a day, other than for days only."""
    rows = Headship.objects.on(on).exclude(kind=Headship.Kind.DAILY).filter(employee__user=user.pk)
    return set(rows.values_list("unit", flat=True))


@transaction.atomic
def set_unit_grades(
    *, grades: Mapping[Unit, OrganizationGrade], period: Period, reason: str, acting: Acting[User]
) -> Sequence[UnitGrade]:
    """Store the grades of several units that one decision sets; all of them or none.

    :raises AppraisalRefused: as ``set_unit_grade`` does, or without a unit.
    """
    if not may_evaluate(acting.by, on=acting.on) and not _led_by(acting.by, acting.on):
        raise AppraisalRefused("Capaian ditetapkan pimpinan unit di atasnya, atau pengelola kinerja.")
    if not grades:
        raise AppraisalRefused("Pilih capaian sedikitnya satu unit.")
    return [
        set_unit_grade(unit=unit, period=period, grade=grade, reason=reason, acting=acting)
        for unit, grade in grades.items()
    ]
