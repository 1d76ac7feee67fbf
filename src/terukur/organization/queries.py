"""Reads of units, people and relations for the doors."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from terukur.accounts.models import User
from terukur.organization.access import HeldRoles, keep_roles, people_above
from terukur.organization.cadence import read_choices, written_choices
from terukur.organization.models import (
    Agency,
    AppraiserRequest,
    Assignment,
    Employee,
    Headship,
    ReportingLine,
    RoleGrant,
    Unit,
)
from terukur.regulation.employee_number import normalize_employee_number, number_fits_kind
from terukur.regulation.scales import EmploymentKind, PositionKind

_SUBTREE = """
WITH RECURSIVE below(id) AS (
    SELECT %s::bigint UNION SELECT u.id FROM organization_unit u JOIN below b ON u.parent_id = b.id
)
SELECT id FROM below
"""

_CIRCLES = """
WITH RECURSIVE walk(start, current, circle) AS (
    SELECT a.employee_id, line.appraiser_id, a.employee_id = line.appraiser_id
    FROM organization_reportingline line
    JOIN organization_assignment a ON a.id = line.assignment_id
    WHERE line.starts <= %(on)s AND (line.ends IS NULL OR line.ends >= %(on)s)
  UNION
    SELECT walk.start, line.appraiser_id, walk.start = line.appraiser_id
    FROM walk
    JOIN organization_assignment a ON a.employee_id = walk.current
    JOIN organization_reportingline line ON line.assignment_id = a.id
    WHERE NOT walk.circle AND line.starts <= %(on)s
      AND (line.ends IS NULL OR line.ends >= %(on)s)
)
SELECT DISTINCT start FROM walk WHERE circle
"""


@dataclass(frozen=True, slots=True)
class Misfit:
    """An error in the people data, with the remedy."""

    kind: str
    employee: Employee
    problem: str
    remedy: str


@dataclass(slots=True)
class Branch:
    """A unit in the tree: its depth, 0 at the top, and how many units stand directly under it."""

    unit: Unit
    depth: int
    child_count: int
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class UserStanding:
    """The standing of a user on a day: the employee, granted roles, and whether there is a team.

    ``roles`` are those for the whole agency, ``limited`` those for a unit, with that unit. ``cadences`` are
    the agency's choices of how often it evaluates, by their first years.
    """

    employee: Employee | None
    roles: frozenset[str]
    has_team: bool
    limited: frozenset[tuple[str, int]] = frozenset()
    cadences: tuple[tuple[int, str], ...] = ()

    @property
    def reads_units(self) -> bool:
        """Return whether a role opens pages that show units side by side."""
        agency = {RoleGrant.Role.PERFORMANCE_TEAM, RoleGrant.Role.AUDITOR, RoleGrant.Role.LEADER}
        return bool(self.limited or self.roles & agency)

    @property
    def serves_a_unit(self) -> bool:
        """Return whether the user is of the performance team for some units and not for all."""
        team = RoleGrant.Role.PERFORMANCE_TEAM
        return team not in self.roles and any(role == team for role, _unit in self.limited)


def user_with_standing(user_id: int, *, on: date) -> User | None:
    """Return the user with employee, roles and whether there is a team, in one statement.

    They are kept on the user, so that access rules of a request need no more of them.
    """
    own = RoleGrant.objects.on(on).filter(user_id=OuterRef("pk"))
    limited = own.filter(unit__isnull=False).annotate(
        at_unit=Concat("role", Value("/"), Cast("unit_id", CharField()))
    )
    team = ReportingLine.objects.on(on).filter(appraiser__user_id=OuterRef("pk"))
    user = (
        User.objects.select_related("employee")
        .annotate(
            granted=ArraySubquery(own.everywhere().values("role")),
            limited=ArraySubquery(limited.values("at_unit")),
            has_team=Exists(team),
            cadences=ArraySubquery(written_choices()),
        )
        .filter(pk=user_id)
        .first()
    )
    if user is not None:
        pairs = (written.rsplit("/", 1) for written in user.limited)
        roles = HeldRoles(frozenset(user.granted), frozenset((role, int(unit)) for role, unit in pairs))
        keep_roles(user, roles, on=on)
        employee = getattr(user, "employee", None)
        cadences = read_choices(user.cadences)
        standing = UserStanding(employee, roles.everywhere, user.has_team, roles.limited, cadences)
        user._standing = (on, standing)  # type: ignore[attr-defined]
    return user


def standing_of(user: User, *, on: date) -> UserStanding:
    """Return the standing of a user on a day, from the user where it is kept there."""
    kept = getattr(user, "_standing", None)
    if kept is not None and kept[0] == on:
        standing: UserStanding = kept[1]
        return standing
    fresh = user_with_standing(user.pk, on=on)
    if fresh is None:
        return UserStanding(None, frozenset(), False)
    return standing_of(fresh, on=on)


def top_of_tree(*, at_most: int, tops: Collection[int] | None = None) -> list[Branch]:
    """Return units from the top, each followed by those below it, as many whole levels as fit.

    ``tops`` are the units to begin with, None for those under which all others are.

    ``is_cut`` marks a unit that has others below it which are not in the list.
    """
    below: dict[int | None, list[Branch]] = {}
    units = Unit.objects.annotate(child_count=Count("children")).order_by("code")
    first = units.filter(parent__isnull=True) if tops is None else units.filter(pk__in=tops)
    layer = [Branch(unit, 0, unit.child_count) for unit in first]
    room = at_most
    while layer:
        room -= len(layer)
        for branch in layer:
            below.setdefault(branch.unit.parent_id if branch.depth else None, []).append(branch)
        depth = layer[0].depth + 1
        if sum(branch.child_count for branch in layer) > room:
            for branch in layer:
                branch.is_cut = branch.child_count > 0
            break
        layer = [
            Branch(unit, depth, unit.child_count)
            for unit in units.filter(parent__in=[branch.unit.pk for branch in layer])
        ]
    rows: list[Branch] = []
    stack = below.get(None, [])[::-1]
    while stack:
        branch = stack.pop()
        rows.append(branch)
        stack.extend(reversed(below.get(branch.unit.pk, [])))
    return rows


def lock_agency() -> Agency | None:
    """Return the agency, locked until the transaction ends: imports of people and plans take turns.

    Two at once would both find a person, unit or plan missing and both create it.
    """
    return Agency.objects.select_for_update(no_key=True).order_by("pk").first()


def subtree(unit_id: int) -> list[int]:
    """Return the keys of a unit and all units below it."""
    with connection.cursor() as cursor:
        cursor.execute(_SUBTREE, [unit_id])
        return [row[0] for row in cursor.fetchall()]


def find_employee(number: str) -> Employee | None:
    """Return the employee with this number, also one that was replaced since."""
    digits = normalize_employee_number(number)
    return Employee.objects.filter(Q(number=digits) | Q(former_numbers__number=digits)).first()


def employees_by_number(numbers: Iterable[str]) -> dict[str, Employee]:
    """Return the employees by number, former numbers included."""
    wanted = list(numbers)
    found = {employee.number: employee for employee in Employee.objects.filter(number__in=wanted)}
    former = Employee.objects.filter(former_numbers__number__in=wanted).prefetch_related("former_numbers")
    for employee in former:
        for old in employee.former_numbers.all():
            found.setdefault(old.number, employee)
    return found


def assignment_on(employee_id: int, day: date) -> Assignment | None:
    """Return the assignment of an employee on a day."""
    return (
        Assignment.objects.on(day)
        .select_related("employee", "position__unit")
        .filter(employee_id=employee_id)
        .first()
    )


def appraiser_of(assignment: Assignment, *, on: date) -> Employee | None:
    """Return the appraiser of an assignment on a day; after its end, the last one.

    Kept on the assignment: a page asks several times for the same day.
    """
    kept: dict[date, Employee | None] = assignment.__dict__.setdefault("_appraisers", {})
    if on not in kept:
        day = min(on, assignment.ends) if assignment.ends else on
        line = (
            ReportingLine.objects.on(max(day, assignment.starts))
            .select_related("appraiser")
            .filter(assignment=assignment)
            .first()
        )
        kept[on] = line.appraiser if line else None
    return kept[on]


def appraisers_of(assignments: Iterable[Assignment], *, on: date) -> dict[int, int]:
    """Return for each assignment the key of its appraiser, by the rule of ``appraiser_of``."""
    by_id = {assignment.pk: assignment for assignment in assignments}
    found: dict[int, int] = {}
    for line in ReportingLine.objects.filter(assignment__in=by_id):
        assignment = by_id[line.assignment_id]
        day = max(min(on, assignment.ends or on), assignment.starts)
        if line.starts <= day and (line.ends is None or line.ends >= day):
            found[line.assignment_id] = line.appraiser_id
    return found


def heads_on(units: Iterable[int], *, on: date) -> set[tuple[int, int]]:
    """Return the heads of these units on a day, as (unit, employee); a Plh of some days is none."""
    found = Headship.objects.on(on).filter(unit__in=list(units)).exclude(kind=Headship.Kind.DAILY)
    return set(found.values_list("unit_id", "employee_id"))


def people(*, on: date) -> QuerySet[Assignment]:
    """Return everybody in a position on a day, with unit and appraiser (``lines``)."""
    return (
        Assignment.objects.on(on)
        .select_related("employee", "position__unit")
        .prefetch_related(
            Prefetch(
                "reporting_lines", ReportingLine.objects.on(on).select_related("appraiser"), to_attr="lines"
            )
        )
        .order_by("employee__name")
    )


def search_people(
    words: str, *, on: date, limit: int = 20, units: Collection[int] | None = None
) -> list[Assignment]:
    """Return people whose name holds all the words, in these units (None for all); at most ``limit``."""
    found = people(on=on)
    if units is not None:
        found = found.filter(position__unit__in=units)
    for word in words.split():
        found = found.filter(employee__name__icontains=word)
    return list(found[:limit])


def near_colleagues(assignment: Assignment, *, on: date) -> QuerySet[Assignment]:
    """Return colleagues of the same unit or below, then around it; none of the line above."""
    unit = assignment.position.unit
    near = subtree(unit.pk)
    around = Q(position__unit__in=near)
    if unit.parent_id is not None:
        around |= Q(position__unit=unit.parent_id) | Q(position__unit__parent=unit.parent_id)
    return (
        Assignment.objects.on(on)
        .filter(around)
        .filter(Q(employee__left_on__isnull=True) | Q(employee__left_on__gt=on))
        .exclude(employee=assignment.employee_id)
        .exclude(employee__in=people_above(assignment.employee_id, on=on))
        .select_related("employee", "position__unit")
        .order_by(
            Case(
                When(position__unit=unit.pk, then=Value(0)),
                When(position__unit__in=near, then=Value(1)),
                default=Value(2),
                output_field=IntegerField(),
            ),
            "employee__name",
        )
    )


def heads(units: Iterable[int], *, on: date) -> dict[int, list[Headship]]:
    """Return the heads in force of these units, those in office before those standing in."""
    by_unit: dict[int, list[Headship]] = {}
    in_force = Headship.objects.on(on).filter(unit__in=list(units))
    for headship in in_force.select_related("employee").order_by("kind"):
        by_unit.setdefault(headship.unit_id, []).append(headship)
    return by_unit


def units_led_by(employee: Employee, *, on: date) -> list[Unit]:
    """Return the units that an employee leads on a day, in office or acting."""
    return [
        headship.unit for headship in Headship.objects.on(on).select_related("unit").filter(employee=employee)
    ]


def open_appraiser_requests() -> QuerySet[AppraiserRequest]:
    """Return the requests of employees whose appraiser is wrong, oldest first."""
    return (
        AppraiserRequest.objects.filter(status=AppraiserRequest.Status.OPEN)
        .select_related("assignment__employee", "assignment__position__unit", "proposed")
        .order_by("asked_at")
    )


def misfits(*, on: date) -> list[Misfit]:
    """Return the errors in the people data on a day, each with its remedy."""
    circles = _in_circles(on)
    placed = Assignment.objects.on(on)
    numbers = placed.values_list("employee_id", "employee__number", "employee__kind")
    misnumbered = [key for key, number, kind in numbers if not number_fits_kind(number, EmploymentKind(kind))]
    lines = ReportingLine.objects.on(on).filter(assignment=OuterRef("pk"))
    suspects = people(on=on).filter(
        Q(employee__in=[*misnumbered, *circles])
        | ~Exists(lines)
        | Exists(lines.filter(appraiser__left_on__lte=on))
    )
    found: list[Misfit] = []
    for assignment in suspects:
        found.extend(_misfits_of(assignment, circles, on))
    civil_servants = Employee.objects.exclude(kind=Employee.NOT_ASN).filter(left_on__isnull=True)
    for employee in civil_servants.exclude(pk__in=placed.values("employee")):
        found.append(
            Misfit(
                "no-position",
                employee,
                "Tidak punya jabatan.",
                "Tempatkan ia dengan “Kembali bertugas” di halamannya, atau catat ia berhenti.",
            )
        )
    return found


def _in_circles(on: date) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(_CIRCLES, {"on": on})
        return {row[0] for row in cursor.fetchall()}


def _misfits_of(assignment: Assignment, circles: set[int], on: date) -> list[Misfit]:
    employee = assignment.employee
    lines: list[ReportingLine] = assignment.lines  # type: ignore[attr-defined]
    found = []
    if not number_fits_kind(employee.number, EmploymentKind(employee.kind)):
        found.append(
            Misfit(
                "number",
                employee,
                f"Nomornya bukan nomor {employee.get_kind_display()}.",
                "Perbaiki nomornya di halaman pegawai, atau JENIS PEGAWAI di berkasnya lalu muat lagi.",
            )
        )
    if not lines and assignment.position.kind != PositionKind.HIGH_LEADER:
        found.append(
            Misfit(
                "no-appraiser",
                employee,
                "Tidak punya pejabat penilai.",
                "Tetapkan penilainya; biasanya kepala unit.",
            )
        )
    for line in lines:
        if line.appraiser.left_on is not None and line.appraiser.left_on <= on:
            found.append(
                Misfit(
                    "appraiser-left",
                    employee,
                    f"Penilainya, {line.appraiser.name}, sudah tidak bekerja di sini.",
                    "Ganti kepala unit sekaligus untuk semua bawahannya, atau tetapkan penilai.",
                )
            )
    if employee.pk in circles:
        found.append(
            Misfit(
                "circle",
                employee,
                "Rantai penilainya berputar kembali kepada dirinya.",
                "Tetapkan penilai lain bagi salah seorang di rantai itu.",
            )
        )
    return found
