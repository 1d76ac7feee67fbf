"""The planning of a year: who has not started, who has a draft, and whose plan waits for whom.

A plan that is late is still set: nothing here closes anything.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from terukur.accounts.models import User
from terukur.coaching.models import Dialogue
from terukur.organization.access import units_overseen
from terukur.organization.models import Assignment, Employee, Headship, ReportingLine, Unit
from terukur.planning.models import PlanVersion, UnitObjective
from terukur.planning.planning_schedule import planning_dates
from terukur.regulation.planning_year import PlanningStep
from terukur.regulation.schedule import StepDates

_STATUS = PlanVersion.Status
_NONE = ""


@dataclass(frozen=True, slots=True)
class UnitPlanning:
    """A unit in the planning of a year: its people by the state of their plan, and its own plan."""

    unit: Unit
    has_objectives: bool
    not_started: int
    drafts: int
    submitted: int
    done: int
    not_talked: int

    @property
    def total(self) -> int:
        """All people of whom a plan is expected."""
        return self.not_started + self.drafts + self.submitted + self.done


@dataclass(frozen=True, slots=True)
class PlanningWait:
    """A step of planning that waits for one person: for whom, and the days since it was due."""

    step: PlanningStep
    holder: str
    what: str
    people: tuple[str, ...]
    days_late: int


def expected_in(year: int, *, on: date) -> QuerySet[Assignment]:
    """Return the positions of which a plan of the year is expected, each with ``state`` and ``talked``.

    ``state`` is the status of the newest version, ``set`` where one is in force beside a revision, and empty
    without a plan. Positions are those held on the day, before the year begins those held on its first day.
    """
    day = min(max(on, date(year, 1, 1)), date(year, 12, 31))
    versions = PlanVersion.objects.filter(plan__assignment=OuterRef("pk"), plan__year=year)
    talks = Dialogue.objects.filter(
        plan__assignment=OuterRef("pk"), plan__year=year, kind=Dialogue.Kind.PLANNING
    ).exclude(confirmation__agrees=False)
    newest = Subquery(versions.order_by("-number").values("status")[:1], output_field=CharField())
    return (
        Assignment.objects.on(day)
        .exclude(employee__kind=Employee.NOT_ASN)
        .annotate(
            state=Case(
                When(Exists(versions.filter(status=_STATUS.SET)), then=Value(_STATUS.SET.value)),
                When(Exists(versions), then=newest),
                default=Value(_NONE),
            ),
            talked=Exists(talks),
        )
    )


def not_talked() -> Q:
    """Return the positions whose plan is being made and that had no talk about expectations."""
    return Q(talked=False) & ~Q(state__in=[_NONE, _STATUS.SET])


def planning_reach(user: User, *, on: date) -> set[int] | None:
    """Return the units whose planning a user may read; None for all, empty for none.

    Those of a role's reach, and for a head the unit led and those directly below it.
    """
    reach = units_overseen(user, on=on)
    if reach is None:
        return None
    led = Headship.objects.on(on).filter(employee__user=user.pk).exclude(kind=Headship.Kind.DAILY)
    headed = led.values("unit")
    return reach | set(
        Unit.objects.filter(Q(pk__in=headed) | Q(parent__in=headed)).values_list("pk", flat=True)
    )


def team_planning(appraiser: Employee, year: int, *, on: date) -> QuerySet[Assignment]:
    """Return the positions that an appraiser appraises today and of which a plan of the year is expected."""
    lines = ReportingLine.objects.on(on).filter(appraiser=appraiser)
    found = expected_in(year, on=on).filter(pk__in=lines.values("assignment"))
    return found.select_related("employee", "position__unit").order_by("employee__name")


def units_planning(year: int, *, on: date, within: Collection[int] | None) -> list[UnitPlanning]:
    """Return the units with people of whom a plan is expected, the most open first; None is all units."""

    def counted(condition: Q) -> Count:
        return Count("pk", filter=condition, output_field=IntegerField())

    found = expected_in(year, on=on)
    if within is not None:
        found = found.filter(position__unit__in=within)
    rows = (
        found.order_by()
        .values("position__unit")
        .annotate(
            not_started=counted(Q(state=_NONE)),
            drafts=counted(Q(state__in=[_STATUS.DRAFT, _STATUS.RETURNED])),
            submitted=counted(Q(state=_STATUS.SUBMITTED)),
            done=counted(Q(state=_STATUS.SET)),
            not_talked=counted(not_talked()),
        )
    )
    counts = {row["position__unit"]: row for row in rows}
    objectives = UnitObjective.objects.filter(unit=OuterRef("pk"), year=year)
    units = Unit.objects.filter(pk__in=counts).annotate(has_objectives=Exists(objectives))
    planning = [
        UnitPlanning(
            unit,
            unit.has_objectives,
            not_started=counts[unit.pk]["not_started"],
            drafts=counts[unit.pk]["drafts"],
            submitted=counts[unit.pk]["submitted"],
            done=counts[unit.pk]["done"],
            not_talked=counts[unit.pk]["not_talked"],
        )
        for unit in units
    ]
    return sorted(planning, key=lambda row: (row.done - row.total, row.unit.code))


def planning_waits(unit: Unit, year: int, *, on: date) -> list[PlanningWait]:
    """Return who has the next step of planning for whom in one unit, by step and holder."""
    found: dict[tuple[PlanningStep, str, str], list[str]] = defaultdict(list)
    if not UnitObjective.objects.filter(unit=unit, year=year).exists():
        heads = Headship.objects.on(on).filter(unit=unit).exclude(kind=Headship.Kind.DAILY)
        names = ", ".join(heads.order_by("pk").values_list("employee__name", flat=True))
        holder = names or "Pengelola kinerja"
        found[(PlanningStep.UNIT_PLANS, holder, "menyusun perjanjian kinerja unit")].append(unit.name)
    appraiser = ReportingLine.objects.on(on).filter(assignment=OuterRef("pk"))
    people = (
        expected_in(year, on=on)
        .filter(position__unit=unit)
        .annotate(appraised_by=Subquery(appraiser.values("appraiser__name")[:1]))
    )
    for row in people.order_by("employee__name").values("employee__name", "state", "talked", "appraised_by"):
        for step, holder, what in _waiting(**row):
            found[(step, holder, what)].append(row["employee__name"])
    dates = planning_dates(year)
    order = list(PlanningStep)
    return [
        PlanningWait(step, holder, what, tuple(names), days_late(dates.get(step), on=on))
        for (step, holder, what), names in sorted(
            found.items(), key=lambda item: (order.index(item[0][0]), item[0][1])
        )
    ]


def _waiting(
    employee__name: str, state: str, talked: bool, appraised_by: str | None
) -> Iterator[tuple[PlanningStep, str, str]]:
    appraiser = appraised_by or "Pengelola kinerja"
    if state not in (_NONE, _STATUS.SET) and not talked and appraised_by:
        yield PlanningStep.EXPECTATIONS, f"{appraiser} dan {employee__name}", "membicarakan ekspektasi"
    if state == _NONE:
        yield PlanningStep.SUBMISSION, employee__name, "memulai SKP"
    elif state in (_STATUS.DRAFT, _STATUS.RETURNED):
        yield PlanningStep.SUBMISSION, employee__name, "melengkapi dan mengajukan SKP"
    elif state == _STATUS.SUBMITTED:
        what = "menetapkan atau mengembalikan SKP" if appraised_by else "menetapkan pejabat penilai"
        yield PlanningStep.SETTING, appraiser, what


def days_late(dates: StepDates | None, *, on: date) -> int:
    """Return how many days ago a step was due, none before and without dates."""
    return max((on - dates.due).days, 0) if dates else 0
