"""Heads and acting heads with all that follows: who is rated by whom, and the post of a Plt with its plan.

No rule was found on the appraisal of a Plt, so the agency chooses (``regulation.acting_head``): a second
assignment with a plan of its own, rated by the head's superior, or additional results in the own plan. A Plh
stands in for days, and nothing changes hands.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.organization.models import Assignment, Employee, Headship, Position, ReportingLine, Unit
from terukur.organization.operations import OrganizationRefused, replace_head, set_appraiser
from terukur.organization.queries import appraiser_of, assignment_on
from terukur.regulation.scales import ActingPlan, PositionKind

_LEADING = (PositionKind.HIGH_LEADER, PositionKind.ADMINISTRATOR, PositionKind.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class HeadChange:
    """What another head of a unit changes beside the people handed over.

    ``superior`` rates the head; ``post`` is the position acted in; ``own_line`` is the new head's own
    assignment where the former head rated it until then.
    """

    former: Headship | None
    post: Position | None
    superior: Employee | None
    own_line: Assignment | None


def head_change(unit: Unit, employee: Employee, *, on: date) -> HeadChange:
    """Return what another head changes from a day on."""
    former = (
        Headship.objects.on(on)
        .exclude(kind=Headship.Kind.DAILY)
        .filter(unit=unit)
        .select_related("employee")
        .first()
    )
    superior = _superior(unit, former, on)
    own = assignment_on(employee.pk, on)
    moves = (
        own is not None
        and former is not None
        and former.employee_id != employee.pk
        and appraiser_of(own, on=on) == former.employee
        and superior not in (None, employee)
    )
    return HeadChange(
        former, _head_post(unit, former), superior if superior != employee else None, own if moves else None
    )


def acting_posts_of(employee_id: int, *, on: date) -> list[Assignment]:
    """Return the posts in which an employee acts on a day and has a plan of its own for."""
    held = Assignment.objects.acting_on(on).filter(employee=employee_id)
    return list(held.select_related("employee", "position__unit"))


def _superior(unit: Unit, former: Headship | None, on: date) -> Employee | None:
    """Return who rates the head of a unit: who rates the present one, or the head of the unit above."""
    if former is not None:
        held = Assignment.objects.filter(employee=former.employee_id, position__unit=unit)
        place = held.order_by("-starts").first()
        rater = appraiser_of(place, on=on) if place else None
        if rater is not None and (rater.left_on is None or rater.left_on > on):
            return rater
    above = Headship.objects.on(on).exclude(kind=Headship.Kind.DAILY).filter(unit=unit.parent_id)
    head = above.select_related("employee").first()
    return head.employee if head else None


def _head_post(unit: Unit, former: Headship | None) -> Position | None:
    """Return the position of the unit's head: the last head's, or the only leading one of the unit."""
    posts = list(unit.positions.filter(kind__in=[kind.value for kind in _LEADING]))
    if len(posts) == 1:
        return posts[0]
    held = Assignment.objects.filter(
        employee__headships__unit=unit, position__unit=unit, position__in=posts
    ).select_related("position")
    last = held.order_by("-starts").first()
    return last.position if last else None


@transaction.atomic
def appoint_head(
    *,
    unit: Unit,
    employee: Employee,
    kind: Headship.Kind,
    plan: ActingPlan,
    acting: Acting[Actor],
    until: date | None = None,
    basis: str = "",
) -> int:
    """Do ``replace_head`` and what follows from it; return how many people were handed over.

    The post of a former acting head ends. A Plt with a plan of its own gets the post as a second assignment,
    rated by the head's superior, and is no longer rated in the own one by the head who was replaced.

    :raises OrganizationRefused: as ``replace_head``; for an acting head who is no civil servant, and where
        the unit has no position to act in.
    """
    if kind is not Headship.Kind.DEFINITIVE and not employee.is_asn:
        raise OrganizationRefused("Plt dan Plh adalah pegawai ASN; pilih orang lain.")
    change = head_change(unit, employee, on=acting.on)
    moved = replace_head(
        unit=unit, employee=employee, kind=kind, acting=acting, since=acting.on, until=until, basis=basis
    )
    if kind is Headship.Kind.DAILY:
        return moved
    _end_posts(unit, acting=acting)
    if change.own_line is not None:
        set_appraiser(
            assignment=change.own_line,
            appraiser=change.superior,
            acting=acting,
            since=acting.on,
            reason=f"Kepala {unit.name} berganti",
        )
    if kind is Headship.Kind.ACTING and plan is ActingPlan.OWN_PLAN:
        _open_post(unit, employee, change, acting=acting, until=until, basis=basis)
    return moved


def _open_post(
    unit: Unit,
    employee: Employee,
    change: HeadChange,
    *,
    acting: Acting[Actor],
    until: date | None,
    basis: str,
) -> None:
    if change.post is None:
        raise OrganizationRefused(
            f"Jabatan kepala {unit.name} tidak ada dalam data, jadi tidak ada jabatan untuk SKP Plt. Catat "
            "jabatannya dahulu, atau pilih hasil kerja tambahan dalam SKP sendiri."
        )
    post = Assignment.objects.create(
        employee=employee, position=change.post, starts=acting.on, ends=until, is_acting=True
    )
    record(
        Act(
            f"assignment/{post.pk}",
            "acting-post-opened",
            after={"employee": employee.pk, "position": change.post.pk, "from": str(acting.on)},
            reason=basis.strip(),
        ),
        acting,
    )
    if change.superior is not None:
        set_appraiser(
            assignment=post,
            appraiser=change.superior,
            acting=acting,
            since=acting.on,
            reason="Penunjukan Plt",
        )


def _end_posts(unit: Unit, *, acting: Acting[Actor]) -> None:
    """End the posts of acting heads of a unit the day before another head begins."""
    last = acting.on - timedelta(days=1)
    for post in Assignment.objects.select_for_update().acting_on(last).filter(position__unit=unit):
        if post.ends is not None and post.ends <= last:
            continue
        post.ends = last
        post.save(update_fields=["ends"])
        ReportingLine.objects.filter(assignment=post, ends__isnull=True, starts__lte=last).update(ends=last)
        record(Act(f"assignment/{post.pk}", "acting-post-ended", after={"last_day": str(last)}), acting)
