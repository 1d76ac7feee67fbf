"""Granted roles: who holds which since when, and their end."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.ledger.operations import Act, record
from terukur.organization.models import Agency, RoleGrant
from terukur.organization.operations import OrganizationRefused
from terukur.organization.rights import acts_for_team
from terukur.regulation.letters import PHRASE_LETTERS, has_letters


def grants_in_force(*, on: date) -> QuerySet[RoleGrant]:
    """Return the granted roles on a day, the whole agency's first, then by name."""
    return (
        RoleGrant.objects.on(on)
        .select_related("user", "unit")
        .order_by(F("unit__code").asc(nulls_first=True), "user__name")
    )


@transaction.atomic
def end_grant(*, grant: RoleGrant, reason: str, acting: Acting[User]) -> None:
    """End a granted role at once; what was done under it stays on record.

    Unlike granting it takes one person, because a stolen account must lose its rights the same minute: one of
    the performance team, or the holder.

    :raises OrganizationRefused: from anybody else, without a reason, where it is over, or for the last of the
        agency's performance team, after whom nobody could grant anything.
    """
    if acting.by.pk != grant.user_id and not acts_for_team(acting.by, at=acting.at):
        raise OrganizationRefused("Peran diakhiri oleh pengelola kinerja atau pemegangnya sendiri.")
    if not has_letters(reason, PHRASE_LETTERS):
        raise OrganizationRefused("Tulis alasannya; pemegang peran dan auditor membacanya.", field="reason")
    # Two who end each other at once take turns, so that one of the team remains.
    Agency.objects.select_for_update(no_key=True).order_by("pk").first()
    held = RoleGrant.objects.select_for_update(of=("self",)).on(acting.on).select_related("user", "unit")
    locked = held.filter(pk=grant.pk).first()
    if locked is None:
        raise OrganizationRefused("Peran ini sudah berakhir.")
    _refuse_last_of_team(locked, acting.on)
    before = {
        "role": locked.role,
        "since": str(locked.starts),
        **({"unit": locked.unit.code} if locked.unit else {}),
    }
    if locked.starts == acting.on:
        locked.delete()
    else:
        locked.ends = acting.on - timedelta(days=1)
        locked.save(update_fields=["ends"])
    act = Act(f"user/{grant.user_id}", "role-ended", before=before, reason=reason.strip()[:500])
    record(act, acting)


def _refuse_last_of_team(grant: RoleGrant, on: date) -> None:
    team = RoleGrant.Role.PERFORMANCE_TEAM
    if grant.role != team or grant.unit_id is not None:
        return
    others = RoleGrant.objects.on(on).everywhere().filter(role=team, user__is_active=True)
    if not others.exclude(user=grant.user_id).exists():
        raise OrganizationRefused(
            "Ia satu-satunya pengelola kinerja instansi. Beri peran itu kepada orang lain dahulu."
        )
