"""Acts on placements: a transfer with its effects, taken back while nothing was done in the new position."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.notation.dates import written_day
from terukur.organization.models import AppraiserRequest, Assignment, Employee, Headship, ReportingLine, Unit
from terukur.organization.operations import OrganizationRefused, set_appraiser
from terukur.organization.position_ends import ASSIGNMENTS_UNDONE, FOLLOW_UPS, POSITION_ENDS, PositionEnd
from terukur.organization.positions import Post, ensure_position
from terukur.organization.team import only_team, written_reason

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Move:
    """A transfer: the placement before and the one that followed it without a gap."""

    before: Assignment
    after: Assignment


def newest_placement(employee: Employee) -> Assignment | None:
    """Return the last own placement of an employee, whether it has ended or not; no post acted in."""
    found = Assignment.objects.own().filter(employee=employee).select_related("position__unit", "employee")
    return found.order_by("-starts").first()


def last_move(employee: Employee) -> Move | None:
    """Return the transfer that led to the present placement; None where there was none."""
    found = Assignment.objects.own().filter(employee=employee).select_related("position__unit", "employee")
    return move_in(list(found.order_by("-starts")[:2]))


def move_in(found: Sequence[Assignment]) -> Move | None:
    """Return the transfer in placements, newest first; None where a gap lies before the present one."""
    if len(found) < 2 or found[0].ends is not None or found[1].ends != found[0].starts - _DAY:
        return None
    return Move(before=found[1], after=found[0])


def default_appraiser(unit: Unit, employee: Employee | None, *, on: date) -> Employee | None:
    """Return the head in office of a unit, or of the nearest unit above it, who is somebody else."""
    above: Unit | None = unit
    while above is not None:
        headship = (
            Headship.objects.on(on)
            .exclude(kind=Headship.Kind.DAILY)
            .select_related("employee")
            .filter(unit=above)
            .first()
        )
        if headship is not None and headship.employee != employee and not headship.employee.left_on:
            return headship.employee
        above = above.parent
    return None


def led_units(employee: Employee, last_day: date, *, but: Unit | None = None) -> list[Headship]:
    """Return the headships of an employee that go on after a day.

    Of one who moves to ``but`` only those in office, of other units: an acting head (Plt, Plh) goes on.
    """
    found = Headship.objects.filter(employee=employee).exclude(ends__lte=last_day).select_related("unit")
    if but is not None:
        found = found.filter(kind=Headship.Kind.DEFINITIVE).exclude(unit=but)
    return list(found.order_by("unit__name"))


def end_headships(headships: list[Headship], last_day: date) -> None:
    """Let headships end on a day; those that had not begun by then are removed."""
    for headship in headships:
        if headship.starts > last_day:
            headship.delete()
        else:
            headship.ends = last_day
            headship.save(update_fields=["ends"])


def end_assignment(assignment: Assignment, last_day: date) -> None:
    """Let an assignment and its appraisers end on a day."""
    assignment.ends = max(last_day, assignment.starts)
    assignment.save(update_fields=["ends"])
    lines = ReportingLine.objects.filter(assignment=assignment)
    lines.filter(starts__gt=assignment.ends).delete()
    lines.filter(Q(ends__isnull=True) | Q(ends__gt=assignment.ends)).update(ends=assignment.ends)


def end_position(end: PositionEnd, acting: Acting[Actor]) -> None:
    """End a placement with all that follows from it in other areas.

    :raises OrganizationRefused: where one of them holds something against it.
    """
    refusal = POSITION_ENDS.refusal(end, acting)
    if refusal:
        raise OrganizationRefused(refusal)
    end_assignment(end.assignment, end.last_day)
    AppraiserRequest.objects.filter(assignment=end.assignment, status=AppraiserRequest.Status.OPEN).update(
        status=AppraiserRequest.Status.DECLINED,
        answer=f"Jabatan ini berakhir {written_day(end.last_day)}.",
        decided_at=acting.at,
        decided_by=acting.by.identity,
    )
    for follow_up in FOLLOW_UPS:
        follow_up.carry_out(end, acting)


def resume_position(end: PositionEnd, acting: Acting[Actor]) -> None:
    """Let a placement go on as if it had not ended: its appraiser, the unit led, plans and appraisals."""
    assignment = end.assignment
    assignment.ends = None
    assignment.save(update_fields=["ends"])
    ReportingLine.objects.filter(assignment=assignment, ends=end.last_day).update(ends=None)
    for headship in Headship.objects.filter(employee=assignment.employee_id, ends=end.last_day):
        others = Headship.objects.filter(unit=headship.unit_id, starts__gt=end.last_day)
        if headship.kind == Headship.Kind.DEFINITIVE and not others.exists():
            headship.ends = None
            headship.save(update_fields=["ends"])
    for follow_up in FOLLOW_UPS:
        follow_up.take_back(end, acting)


@transaction.atomic
def transfer(
    *,
    employee: Employee,
    to: Post,
    since: date,
    reason: str,
    acting: Acting[Actor],
    appraiser: Employee | None = None,
) -> Assignment:
    """Place an employee in another position from a day on; the present one ends the day before.

    What it does beyond: ``position_ends.effects_of``. The units led from the former position get no new head
    by it.

    :raises OrganizationRefused: from outside the performance team, without a reason, for somebody without a
        position, the same position, a closed one, a day not after the beginning of the present one, or where
        a higher area holds something against it.
    """
    only_team(acting)
    reason = written_reason(reason, example="nomor dan tanggal SK mutasi")
    Employee.objects.select_for_update().get(pk=employee.pk)
    present = newest_placement(employee)
    if present is None or present.ends is not None:
        raise OrganizationRefused(
            f"{employee.name} sedang tidak memegang jabatan; pakai “Kembali bertugas”.", field="since"
        )
    position = ensure_position(post=to, acting=acting, like=present.position)
    if present.position_id == position.pk:
        raise OrganizationRefused(
            f"Ia sudah menjabat {position.title} di {position.unit.name}.", field="title"
        )
    if since <= present.starts:
        raise OrganizationRefused(
            f"Ia di jabatan sekarang sejak {written_day(present.starts)}; isi tanggal sesudahnya.",
            field="since",
        )
    end = PositionEnd(present, since - _DAY)
    end_headships(led_units(employee, end.last_day, but=position.unit), end.last_day)
    end_position(end, acting)
    placed = Assignment.objects.create(employee=employee, position=position, starts=since)
    record(
        Act(
            f"employee/{employee.pk}",
            "transferred",
            before={"position": present.position_id},
            after={"position": position.pk, "from": str(since)},
            reason=reason,
        ),
        acting,
    )
    if appraiser is not None:
        set_appraiser(assignment=placed, appraiser=appraiser, acting=acting, since=since, reason=reason)
    return placed


@transaction.atomic
def undo_transfer(*, employee: Employee, acting: Acting[Actor]) -> Assignment:
    """Take back the last transfer while nothing was done in the new position; return the former placement.

    :raises OrganizationRefused: from outside the performance team, where there is no transfer to take back,
        or where a plan in the new position has begun.
    """
    only_team(acting)
    Employee.objects.select_for_update().get(pk=employee.pk)
    move = last_move(employee)
    if move is None:
        raise OrganizationRefused("Tidak ada kepindahan yang dapat dibatalkan.")
    refusal = ASSIGNMENTS_UNDONE.refusal(move.after, acting)
    if refusal:
        raise OrganizationRefused(refusal)
    position, starts = move.after.position_id, move.after.starts
    move.after.delete()
    resume_position(PositionEnd(move.before, starts - _DAY), acting)
    record(
        Act(
            f"employee/{employee.pk}",
            "transfer-taken-back",
            before={"position": position, "from": str(starts)},
            after={"position": move.before.position_id},
        ),
        acting,
    )
    return move.before
