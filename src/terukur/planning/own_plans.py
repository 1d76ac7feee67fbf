"""The plans that a person may start, and those whose next step is the person's own."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject

from terukur.notation.dates import written_day
from terukur.organization.models import Assignment, Employee
from terukur.planning.models import Plan, PlanningDates, PlanVersion, UnitObjective
from terukur.planning.planning_schedule import newest_planning
from terukur.planning.workflow import PlanStatus
from terukur.regulation.planning_year import PlanningStep, planning_begins

_DAY = timedelta(days=1)
_OFFERED_COLLEAGUES = 20
_OPEN = (PlanStatus.DRAFT, PlanStatus.RETURNED)


@dataclass(frozen=True, slots=True)
class PlanOffer:
    """A plan that may be started: for a position and a year; ``due`` is the day of the agency's calendar."""

    assignment: Assignment
    year: int
    due: date | None
    is_after_move: bool

    @property
    def is_ahead(self) -> bool:
        """Return whether the position is held before the plan's year begins."""
        return self.assignment.starts.year < self.year

    @property
    def starts(self) -> date:
        """The first day of the plan."""
        return max(self.assignment.starts, date(self.year, 1, 1))


@dataclass(frozen=True, slots=True)
class OwnStep:
    """A plan that waits for its owner: to be started (no status), completed, or mended after a return.

    ``post`` is the title of an acting head's post, empty for the own position.
    """

    year: int
    version: int | None
    number: int
    status: PlanStatus | None
    due: date | None
    post: str

    @property
    def is_returned(self) -> bool:
        """Return whether the appraiser sent it back."""
        return self.status is PlanStatus.RETURNED


def _submission(year: int) -> QuerySet[PlanningDates]:
    return newest_planning().filter(year=year, step=PlanningStep.SUBMISSION.value)


def planning_opens(year: int) -> date:
    """Return the day from which the plan of a year may be started before it: as opened by the performance
    team, else by the agency's parameters."""
    opened = _submission(year).values_list("opens", flat=True).first()
    return opened or planning_begins(year)


def why_too_early(year: int, *, on: date) -> str:
    """Return why the plan of a year cannot be started yet; empty where it can."""
    if year <= on.year:
        return ""
    opens = planning_opens(year)
    return "" if opens <= on else f"SKP {year} dapat disusun mulai {written_day(opens)}."


def _held(employee: Employee, year: int, *, on: date) -> QuerySet[Assignment]:
    """Return the positions of which a plan of the year is expected: held today, or on its first day.

    A post acted in is planned in its own year: nobody acts for long.
    """
    day = max(on, date(year, 1, 1))
    held = Assignment.objects.filter(Q(ends__isnull=True) | Q(ends__gte=day), starts__lte=day)
    gone = Q(employee__left_on__isnull=False, employee__left_on__lte=day)
    found = held.filter(employee=employee).exclude(gone)
    if not employee.is_asn:
        return found.none()
    if year <= on.year:
        return found
    dates = _submission(year)
    is_open = Q(Exists(dates.filter(opens__lte=on)))
    if planning_begins(year) <= on:
        is_open |= ~Q(Exists(dates))
    return found.filter(is_open, is_acting=False)


def to_make(employee: Employee, year: int, *, on: date) -> QuerySet[Assignment]:
    """Return the positions whose plan of a year is the employee's own to start, complete or mend.

    Each has ``version``, ``number`` and ``status`` of the newest version, None without a plan; ``due``; and
    ``is_after_move`` where the employee has a plan of the year in another position.
    """
    versions = PlanVersion.objects.filter(plan__assignment=OuterRef("pk"), plan__year=year)
    newest = versions.order_by("-number")
    elsewhere = Plan.objects.filter(
        assignment__employee=employee, assignment__is_acting=False, year=year
    ).exclude(assignment=OuterRef("pk"))
    return (
        _held(employee, year, on=on)
        .select_related("employee", "position__unit")
        .annotate(
            version=Subquery(newest.values("pk")[:1], output_field=IntegerField()),
            number=Subquery(newest.values("number")[:1], output_field=IntegerField()),
            status=Subquery(newest.values("status")[:1], output_field=CharField()),
            due=Subquery(_submission(year).values("due")[:1]),
            is_after_move=Exists(elsewhere),
        )
        .filter(Q(status__isnull=True) | Q(status__in=_OPEN))
        .order_by("is_acting", "pk")
    )


def steps_in(employee: Employee, *, on: date) -> dict[str, ArraySubquery]:
    """Return what ``own_steps`` reads, to be read beside other things in one statement."""
    names = {name: name for name in ("due", "number", "version", "status", "is_acting", "is_after_move")}
    return {
        f"own_plans_{year}": ArraySubquery(
            to_make(employee, year, on=on).values(
                json=JSONObject(**names, title="position__title", year=Value(year))
            )
        )
        for year in (on.year, on.year + 1)
    }


def own_steps(read: dict[str, Any], *, on: date, has_progress: bool) -> list[OwnStep]:
    """Return the plans of this year and the next whose step is the employee's own, taken out of ``read``.

    Without any progress, the missing first plan of the running year is told in its place, and not here.
    """
    this, following = (read.pop(f"own_plans_{year}", None) or [] for year in (on.year, on.year + 1))
    if not has_progress:
        this = [row for row in this if row["status"] or row["is_acting"] or row["is_after_move"]]
    rows = [*this, *following]
    return [
        OwnStep(
            row["year"],
            row["version"],
            row["number"] or 1,
            PlanStatus(row["status"]) if row["status"] else None,
            date.fromisoformat(row["due"]) if row["due"] else None,
            f"Plt. {row['title']}" if row["is_acting"] else "",
        )
        for row in rows
    ]


def offers_to(employee: Employee, *, on: date) -> list[PlanOffer]:
    """Return the plans that an employee may start: of this year, and of the next once it is open."""
    this, following = (
        to_make(employee, year, on=on).filter(Q(status__isnull=True)).order_by().annotate(in_year=Value(year))
        for year in (on.year, on.year + 1)
    )
    rows = this.union(following, all=True).order_by("in_year", "is_acting", "pk")
    return [_offer(row) for row in rows]


def _offer(row: Any) -> PlanOffer:
    return PlanOffer(row, row.in_year, row.due, row.is_after_move and not row.is_acting)


def offer_to(employee: Employee, assignment: int, year: int, *, on: date) -> PlanOffer | None:
    """Return one of the plans that an employee may start."""
    found = offers_to(employee, on=on)
    return next((one for one in found if (one.assignment.pk, one.year) == (assignment, year)), None)


def last_years_version(assignment: Assignment, year: int) -> PlanVersion | None:
    """Return the version in force of the year before, of the same position before any other of the person."""
    found = PlanVersion.objects.filter(
        plan__assignment__employee=assignment.employee_id, plan__year=year - 1, status=PlanStatus.SET
    ).select_related("plan__assignment__position")
    ordered = sorted(
        found,
        key=lambda one: (
            one.plan.assignment_id == assignment.pk,
            one.plan.assignment.position_id == assignment.position_id,
            not one.plan.assignment.is_acting,
            one.plan.starts,
        ),
    )
    return ordered[-1] if ordered else None


def objectives_for(assignment: Assignment, year: int) -> list[UnitObjective]:
    """Return the lines of the unit's own plan of a year; where it has none, of the unit above it."""
    unit = assignment.position.unit
    found = list(UnitObjective.objects.filter(unit__in=[unit.pk, unit.parent_id or unit.pk], year=year))
    own = [one for one in found if one.unit_id == unit.pk]
    return own or found


def alike_with_plan(assignment: Assignment, year: int, *, on: date) -> QuerySet[Assignment]:
    """Return colleagues in a like position whose plan of the year, or the one before, is set.

    A like position has the same title and kind, or the same kind in the same unit; the same title and unit
    come first. Their results may be read to begin from; their numbers may not.
    """
    position = assignment.position
    plans = PlanVersion.objects.filter(
        plan__assignment=OuterRef("pk"), plan__year__in=[year - 1, year], status=PlanStatus.SET
    )
    same_title = Q(position__title=position.title)
    same_unit = Q(position__unit=position.unit_id)
    return (
        Assignment.objects.on(on)
        .filter(same_title | same_unit, Exists(plans), position__kind=position.kind)
        .exclude(employee=assignment.employee_id)
        .select_related("employee", "position__unit")
        .annotate(
            is_same_title=Q(position__title=position.title), is_same_unit=Q(position__unit=position.unit_id)
        )
        .order_by("-is_same_title", "-is_same_unit", "employee__name")[:_OFFERED_COLLEAGUES]
    )


def version_of_colleague(colleague: Assignment, year: int) -> PlanVersion | None:
    """Return the colleague's version in force of the year, else of the year before."""
    found = PlanVersion.objects.filter(
        plan__assignment=colleague, plan__year__in=[year - 1, year], status=PlanStatus.SET
    )
    return found.order_by(F("plan__year").desc()).first()
