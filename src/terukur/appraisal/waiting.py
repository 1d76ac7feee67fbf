"""Waiting steps of a period: counted for every unit, named inside one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count

from terukur.appraisal.doable import not_ghosts
from terukur.appraisal.models import Appraisal
from terukur.appraisal.queries import appraisals, unit_grades
from terukur.appraisal.workflow import ANSWERED, APPRAISAL_WORKFLOW
from terukur.organization.models import Employee, Headship, Unit
from terukur.regulation.periods import Period
from terukur.regulation.schedule import Step
from terukur.regulation.workflow import Party

_STATUS = Appraisal.Status
_HOLDER = {
    Party.APPRAISER: "{appraiser}",
    Party.EMPLOYEE: "{employee}",
    Party.SUPERIOR: "{appraiser} atau atasannya",
    Party.BOTH: "{appraiser} dan {employee}",
}


@dataclass(slots=True)
class UnitProgress:
    """A unit in a period: appraisals by status, and whether its organization grade is there."""

    unit: Unit
    has_grade: bool
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, *statuses: str) -> int:
        """Return the number of appraisals in these statuses."""
        return sum(self.counts.get(status, 0) for status in statuses)

    @property
    def total(self) -> int:
        """All appraisals of the unit."""
        return sum(self.counts.values())

    @property
    def to_rate(self) -> int:
        """The appraisals that wait for the appraiser's rating."""
        return self.count(_STATUS.OPEN)

    @property
    def to_deliver(self) -> int:
        """The appraisals that are rated and not delivered."""
        return self.count(_STATUS.RATED)

    @property
    def to_answer(self) -> int:
        """The appraisals that wait for the employee."""
        return self.count(_STATUS.DELIVERED)

    @property
    def objected(self) -> int:
        """The appraisals with a running objection."""
        return self.count(_STATUS.OBJECTED)

    @property
    def to_talk(self) -> int:
        """The appraisals that are answered and not talked about."""
        return self.count(*ANSWERED)

    @property
    def final(self) -> int:
        """The appraisals that are final."""
        return self.count(_STATUS.FINAL)

    @property
    def waiting(self) -> int:
        """The appraisals that are not final."""
        return self.total - self.final


@dataclass(frozen=True, slots=True)
class Wait:
    """The step that waits for one person in a unit."""

    step: Step
    holder: str
    what: str
    people: tuple[str, ...]


def units_in(period: Period) -> list[UnitProgress]:
    """Return every unit with appraisals in a period, the most waiting first."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    rows = (
        Appraisal.objects.filter(not_ghosts(), period=period)
        .values_list("plan__assignment__position__unit", "status")
        .annotate(number=Count("pk"))
        .order_by()
    )
    for unit, status, number in rows:
        counts[unit][status] = number
    graded = unit_grades(counts, period)
    found = [
        UnitProgress(unit, unit.pk in graded, counts[unit.pk]) for unit in Unit.objects.filter(pk__in=counts)
    ]
    return sorted(found, key=lambda row: (-row.waiting, row.unit.code))


def waits_in(unit: Unit, period: Period, *, on: date) -> list[Wait]:
    """Return who has the next step for whom in one unit, by step and holder."""
    found: dict[tuple[Step, str, str], list[str]] = defaultdict(list)
    rows = list(
        appraisals()
        .filter(not_ghosts(), plan__assignment__position__unit=unit, period=period)
        .exclude(status=_STATUS.FINAL)
        .order_by("plan__assignment__employee__name")
    )
    has_grade = unit.pk in unit_grades([unit.pk], period)
    if not has_grade and rows:
        holder = ", ".join(leader.name for leader in leaders_above([unit], on=on)[unit.pk])
        wait = (Step.ORGANIZATION, holder or "Pengelola kinerja", "menetapkan capaian organisasi")
        found[wait].append(unit.name)
    for row in rows:
        status = _STATUS(row.status)
        if status is _STATUS.RATED and not has_grade:
            continue
        employee = row.plan.assignment.employee.name
        turn = APPRAISAL_WORKFLOW.turns[status]
        if row.appraiser is None:
            holder, what = "Pengelola kinerja", "menetapkan pejabat penilai"
        else:
            holder = _HOLDER[turn.who].format(appraiser=row.appraiser.name, employee=employee)
            what = turn.work
        found[(turn.step, holder, what)].append(employee)
    order = list(Step)
    return [
        Wait(step, holder, what, tuple(people))
        for (step, holder, what), people in sorted(
            found.items(), key=lambda item: (order.index(item[0][0]), item[0][1])
        )
    ]


def leaders_above(units: Iterable[Unit], *, on: date) -> Mapping[int, list[Employee]]:
    """Return for each unit the leaders of the unit above it on a day."""
    units = list(units)
    led: dict[int, list[Employee]] = defaultdict(list)
    parents = [unit.parent_id for unit in units if unit.parent_id]
    for row in (
        Headship.objects.on(on)
        .filter(unit__in=parents)
        .exclude(kind=Headship.Kind.DAILY)
        .select_related("employee")
    ):
        led[row.unit_id].append(row.employee)
    return {unit.pk: led.get(unit.parent_id or 0, []) for unit in units}
