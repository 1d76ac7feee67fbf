"""Acts on leaving: with a last day and a reason, taken back as a mistake, or brought back later."""

from datetime import date

from django.db import transaction

from terukur.accounts.models import User
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.notation.dates import written_day
from terukur.organization.models import Assignment, Employee, RoleGrant
from terukur.organization.operations import OrganizationRefused, set_appraiser
from terukur.organization.placements import (
    end_headships,
    end_position,
    led_units,
    newest_placement,
    resume_position,
)
from terukur.organization.position_ends import PositionEnd
from terukur.organization.positions import Post, ensure_position
from terukur.organization.team import only_team, written_reason


@transaction.atomic
def leave_service(*, employee: Employee, last_day: date, reason: str, acting: Acting[Actor]) -> None:
    """Store that an employee leaves after a day: position, posts acted in, units led,
    roles and sign-in end with it.

    :raises OrganizationRefused: from outside the performance team, without a reason, for somebody who left
        already, a day before the present position began, or the last of the performance team.
    """
    only_team(acting)
    reason = written_reason(reason, example="pensiun, dengan nomor SK-nya")
    locked = Employee.objects.select_for_update().get(pk=employee.pk)
    if locked.left_on is not None:
        raise OrganizationRefused(f"{locked.name} sudah dicatat berhenti {written_day(locked.left_on)}.")
    present = newest_placement(locked)
    acted_in = list(Assignment.objects.filter(employee=locked, is_acting=True).exclude(ends__lte=last_day))
    earliest = max((post.starts for post in acted_in), default=last_day)
    if present is not None:
        earliest = max(earliest, present.ends or present.starts)
    if last_day < earliest:
        raise OrganizationRefused(
            f"Jabatannya yang terakhir berlaku {written_day(earliest)}; isi hari itu atau sesudahnya.",
            field="last_day",
        )
    _refuse_last_of_team(locked.user_id, last_day)
    end_headships(led_units(locked, last_day), last_day)
    if present is not None and present.ends is None:
        end_position(PositionEnd(present, last_day), acting)
    for post in acted_in:
        end_position(PositionEnd(post, last_day), acting)
    _end_roles(locked.user_id, last_day)
    locked.left_on, locked.left_reason = last_day, reason
    locked.save(update_fields=["left_on", "left_reason"])
    User.objects.filter(pk=locked.user_id).update(is_active=last_day >= acting.on)
    after = {"last_day": str(last_day)}
    record(Act(f"employee/{locked.pk}", "employee-left", after=after, reason=reason), acting)


def _refuse_last_of_team(user: int, last_day: date) -> None:
    team = RoleGrant.objects.filter(role=RoleGrant.Role.PERFORMANCE_TEAM).exclude(ends__lte=last_day)
    if team.filter(user=user).exists() and not team.exclude(user=user).exists():
        raise OrganizationRefused(
            "Ia pengelola kinerja yang terakhir; beri peran itu kepada orang lain dahulu."
        )


def _end_roles(user: int, last_day: date) -> None:
    held = RoleGrant.objects.filter(user=user)
    held.filter(starts__gt=last_day).delete()
    held.exclude(ends__lte=last_day).update(ends=last_day)


@transaction.atomic
def undo_leaving(*, employee: Employee, acting: Acting[Actor]) -> None:
    """Take back a leaving that was recorded by mistake: everything goes on as before, but for roles.

    :raises OrganizationRefused: from outside the performance team, or for somebody who did not leave.
    """
    only_team(acting)
    locked = Employee.objects.select_for_update().get(pk=employee.pk)
    if locked.left_on is None:
        raise OrganizationRefused(f"{locked.name} tidak dicatat berhenti.")
    last = newest_placement(locked)
    before = {"last_day": str(locked.left_on)}
    if last is not None and last.ends == locked.left_on:
        resume_position(PositionEnd(last, locked.left_on), acting)
    _back_in_service(locked)
    record(Act(f"employee/{locked.pk}", "leaving-taken-back", before=before), acting)


def _back_in_service(employee: Employee) -> None:
    User.objects.filter(pk=employee.user_id).update(is_active=True)
    employee.left_on, employee.left_reason = None, ""
    employee.save(update_fields=["left_on", "left_reason"])


@transaction.atomic
def bring_back(
    *,
    employee: Employee,
    to: Post,
    since: date,
    reason: str,
    acting: Acting[Actor],
    appraiser: Employee | None = None,
) -> Assignment:
    """Place somebody who left, or has no position, in a position from a day on; the time between stays empty.

    :raises OrganizationRefused: from outside the performance team, without a reason, for somebody in a
        position, a closed one, or a day not after the last one.
    """
    only_team(acting)
    reason = written_reason(reason, example="nomor dan tanggal SK aktif kembali")
    locked = Employee.objects.select_for_update().get(pk=employee.pk)
    last = newest_placement(locked)
    if last is not None and last.ends is None:
        raise OrganizationRefused(f"{locked.name} masih memegang jabatan; pakai “Pindahkan”.")
    ended = max(filter(None, [last.ends if last else None, locked.left_on]), default=None)
    if ended is not None and since <= ended:
        raise OrganizationRefused(
            f"Hari terakhirnya {written_day(ended)}; isi tanggal sesudahnya.", field="since"
        )
    position = ensure_position(post=to, acting=acting, like=last.position if last else None)
    before = {"last_day": str(locked.left_on or "")}
    _back_in_service(locked)
    placed = Assignment.objects.create(employee=locked, position=position, starts=since)
    record(
        Act(
            f"employee/{locked.pk}",
            "brought-back",
            before=before,
            after={"position": position.pk, "from": str(since)},
            reason=reason,
        ),
        acting,
    )
    if appraiser is not None:
        set_appraiser(assignment=placed, appraiser=appraiser, acting=acting, since=since, reason=reason)
    return placed
