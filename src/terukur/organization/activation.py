"""Activation of many: who has come, who has not, and codes for those."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from terukur.accounts.lost_passwords import known_requests
from terukur.accounts.many_codes import issue_codes
from terukur.accounts.models import CodeRequest, User
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.organization.models import Assignment, RoleGrant, Unit
from terukur.organization.operations import OrganizationRefused
from terukur.organization.reach import all_below
from terukur.organization.rights import acts_for_person


@dataclass(slots=True)
class Arrivals:
    """How many of a unit's people have chosen a password, and how many of the others hold a valid code."""

    people: int = 0
    come: int = 0
    code_out: int = 0

    @property
    def waiting(self) -> int:
        """The number of people who have not come yet."""
        return self.people - self.come

    @property
    def without_code(self) -> int:
        """The number of people who have not come and hold no valid code."""
        return self.waiting - self.code_out

    def add(self, other: "Arrivals") -> None:
        """Add the people of another unit."""
        self.people += other.people
        self.come += other.come
        self.code_out += other.code_out


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code for one person, as it is handed out; it is kept nowhere in this form."""

    name: str
    position: str
    unit: str
    code: str


def people_to_come(units: Collection[int] | None, *, on: date, at: datetime) -> QuerySet[Assignment]:
    """Return everybody in a position in these units (None for all), by unit and name.

    ``holds_code``: has a valid code; ``is_higher``: holds a granted role, so that a code takes two people.
    """
    found = Assignment.objects.on(on).filter(
        Q(employee__left_on__isnull=True) | Q(employee__left_on__gt=on), employee__user__is_active=True
    )
    if units is not None:
        found = found.filter(position__unit__in=units)
    return found.annotate(holds_code=_whether(_code_at(at)), is_higher=_higher(on)).order_by(
        "position__unit__code", "position__unit", "employee__name"
    )


_NO_PASSWORD = Q(employee__user__password__startswith=UNUSABLE_PASSWORD_PREFIX)


def _code_at(at: datetime) -> Q:
    return Q(employee__user__activation__expires_at__gt=at)


def _higher(on: date) -> Exists:
    return Exists(RoleGrant.objects.on(on).filter(user=OuterRef("employee__user")))


def _whether(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def not_come(units: Collection[int] | None, *, on: date, at: datetime) -> QuerySet[Assignment]:
    """Return those of the people in these units who have chosen no password yet."""
    waiting = people_to_come(units, on=on, at=at).filter(_NO_PASSWORD)
    return waiting.select_related("employee__user", "position__unit")


def to_be_given(
    units: Collection[int] | None, *, replace: bool, on: date, at: datetime
) -> QuerySet[Assignment]:
    """Return those who get a code in one act: who have not come and hold none, or with ``replace`` all.

    People with a granted role are left out: their codes take two people.
    """
    waiting = not_come(units, on=on, at=at).filter(~_higher(on))
    return waiting if replace else waiting.exclude(_code_at(at))


def arrivals(units: Collection[int] | None, *, on: date, at: datetime) -> dict[int, Arrivals]:
    """Return the counts of each unit by key, each with everything under it."""
    waiting_with_code = _NO_PASSWORD & _code_at(at)
    rows = (
        people_to_come(units, on=on, at=at)
        .order_by()
        .values("position__unit")
        .annotate(
            people=Count("pk"),
            come=Count("pk", filter=~_NO_PASSWORD),
            code_out=Count("pk", filter=waiting_with_code),
        )
    )
    own = {row["position__unit"]: Arrivals(row["people"], row["come"], row["code_out"]) for row in rows}
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    whole: dict[int, Arrivals] = defaultdict(Arrivals)
    for unit, counts in own.items():
        above: int | None = unit
        while above is not None:
            whole[above].add(counts)
            above = parents[above]
    return dict(whole)


def issue_for_unit(*, unit: Unit | None, replace: bool, way: str, acting: Acting[Actor]) -> list[IssuedCode]:
    """Return new codes for the people of a unit and all below it (None for everybody), by unit and name.

    :raises CodeRefused: as ``issue_codes`` does, also where nobody needs one.
    """
    units = None if unit is None else all_below([unit.pk])
    people = list(to_be_given(units, replace=replace, on=acting.on, at=acting.at))
    codes = issue_codes(users={one.employee.user_id for one in people}, way=way, acting=acting)
    return [
        IssuedCode(one.employee.name, one.position.title, one.position.unit.name, codes[one.employee.user_id])
        for one in people
        if one.employee.user_id in codes
    ]


def lost_passwords(units: Collection[int] | None, *, on: date) -> QuerySet[CodeRequest]:
    """Return the requests of people of these units (None for all) who lost their password, oldest first."""
    found = known_requests()
    if units is None:
        return found
    held = Assignment.objects.on(on).filter(
        employee__user__username=OuterRef("number"), position__unit__in=units
    )
    return found.filter(Exists(held))


def people_who_lost(units: Collection[int] | None, *, on: date, at: datetime) -> list[Assignment]:
    """Return the people behind these requests, with ``asked_at`` and ``is_higher``, oldest request first."""
    asked = dict(lost_passwords(units, on=on).values_list("number", "asked_at"))
    found = people_to_come(units, on=on, at=at).filter(employee__user__username__in=asked)
    people = list(found.select_related("employee__user", "position__unit"))
    for one in people:
        one.asked_at = asked[one.employee.user.username]  # type: ignore[attr-defined]
    return sorted(people, key=lambda one: asked[one.employee.user.username])


def decline_code(*, user: User, acting: Acting[Actor]) -> None:
    """Delete the request for a code of a user who does not need one.

    :raises OrganizationRefused: from outside the performance team of the user's unit.
    """
    if not acts_for_person(acting, user):
        raise OrganizationRefused(
            "Permintaan kode dijawab oleh pengelola kinerja instansi atau unit orang itu."
        )
    if CodeRequest.objects.filter(number=user.username).delete()[0]:
        record(Act(f"user/{user.pk}", "code-request-declined", rows={}), acting)


def with_address(people: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Return those of these people whose mail address is known."""
    return people.exclude(employee__user__email="")
