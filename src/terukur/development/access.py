"""Rights to read a person's development and talent box, to agree, and to answer on a box."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Exists, OuterRef, Q, Subquery, Value

from terukur.accounts.models import User
from terukur.development.models import Certificate, PlanItem, TalentObjection
from terukur.organization.access import is_performance_team, oversees_person, people_above
from terukur.organization.models import Assignment, Employee, ReportingLine
from terukur.organization.queries import appraiser_of, assignment_on


@dataclass(frozen=True, slots=True)
class DevelopmentSubject:
    """The person whose development is read, and the reader's relation to them."""

    employee: Employee
    assignment: Assignment | None
    appraiser_id: int | None
    appraiser_name: str
    is_own: bool
    is_appraiser: bool


def subject_for(user: User, employee_id: int, *, on: date) -> DevelopmentSubject | None:
    """Return the person, if the user may read: oneself, those above, oversight; one statement."""
    viewer: Employee | None = getattr(user, "employee", None)
    line = ReportingLine.objects.on(on).filter(assignment=OuterRef("pk"))
    held = Assignment.objects.on(on).filter(employee=OuterRef("pk"))
    above: Exists | Value = Value(False, output_field=BooleanField())
    if viewer is not None:
        above = Exists(Employee.objects.filter(pk=viewer.pk).filter(pk__in=people_above(employee_id, on=on)))
    assignment = (
        Assignment.objects.on(on)
        .filter(employee=employee_id)
        .select_related("employee", "position__unit")
        .annotate(
            appraiser_key=Subquery(line.values("appraiser")[:1]),
            appraiser_name=Subquery(line.values("appraiser__name")[:1]),
            is_above=above,
        )
        .first()
    )
    if assignment is None:
        # A person who has left or is between two posts keeps their learning, with nobody above them.
        employee = Employee.objects.filter(pk=employee_id).filter(~Exists(held)).first()
        may = employee is not None and (
            oversees_person(user, employee_id, on=on) or (viewer is not None and viewer.pk == employee_id)
        )
        if employee is None or not may:
            return None
        return DevelopmentSubject(
            employee, None, None, "", viewer is not None and viewer.pk == employee_id, False
        )
    key: int | None = assignment.appraiser_key  # type: ignore[attr-defined]
    name: str | None = assignment.appraiser_name  # type: ignore[attr-defined]
    stands_above: bool = assignment.is_above  # type: ignore[attr-defined]
    is_own = viewer is not None and viewer.pk == employee_id
    is_appraiser = viewer is not None and key == viewer.pk and not is_own
    if not (is_own or is_appraiser or stands_above or oversees_person(user, employee_id, on=on)):
        return None
    return DevelopmentSubject(assignment.employee, assignment, key, name or "", is_own, is_appraiser)


def is_learner(user: User, employee: Employee) -> bool:
    """Return whether the employee is the user."""
    return employee.user_id == user.pk


def may_agree(user: User, employee: Employee, *, on: date) -> bool:
    """Return whether the user is the appraiser in force, never oneself."""
    assignment = assignment_on(employee.pk, on)
    appraiser = appraiser_of(assignment, on=on) if assignment else None
    return appraiser is not None and appraiser.user_id == user.pk and not is_learner(user, employee)


def may_check_certificate(user: User, employee: Employee, *, on: date) -> bool:
    """Return whether the user is the appraiser in force or of the performance team, never oneself."""
    if is_learner(user, employee):
        return False
    return is_performance_team(user, on=on) or may_agree(user, employee, on=on)


def may_load(user: User, *, on: date) -> bool:
    """Return whether the user is of the performance team."""
    return is_performance_team(user, on=on)


def may_answer_box(user: User, objection: TalentObjection, *, on: date) -> bool:
    """Return whether the user is of the performance team and did not object."""
    return is_performance_team(user, on=on) and objection.employee.user_id != user.pk


def is_confirmed() -> Exists:
    """Return whether an item of a plan was finished with a certificate that another person confirmed."""
    return Exists(Certificate.objects.filter(plan_item=OuterRef("pk"), accepted=True))


def open_items() -> Q:
    """Return the items of a plan that take a place in the catalogue."""
    return Q(status__in=[PlanItem.Status.AGREED, PlanItem.Status.FINISHED])
