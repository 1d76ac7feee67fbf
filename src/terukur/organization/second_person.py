"""Opening of a higher account, which takes two people of the performance team; the owner is told."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from terukur.accounts.models import User
from terukur.accounts.operations import issue_activation_code
from terukur.ledger.acting import Acting
from terukur.ledger.operations import Act, record
from terukur.organization.models import LIMITED_ROLES, AccessRequest, RoleGrant, Unit
from terukur.organization.operations import TWO_PERSON_ROLES, OrganizationRefused, grant_role
from terukur.organization.rights import acts_for_team, higher_roles_of
from terukur.regulation.letters import PHRASE_LETTERS, has_letters

_KIND = AccessRequest.Kind
_OUTCOME = AccessRequest.Outcome
_TOLD_FOR = timedelta(days=30)


@transaction.atomic
def ask_for_access(
    *,
    kind: AccessRequest.Kind,
    subject: User,
    role: str,
    reason: str,
    acting: Acting[User],
    unit: Unit | None = None,
) -> AccessRequest:
    """Store a request for a code or a role (in ``unit`` or everywhere); another of the team carries it out.

    :raises OrganizationRefused: from outside the team, for oneself, without a reason, for an account that one
        alone may open, for a role that is held already or cannot be limited to a unit, or while the same is
        asked already.
    """
    if not acts_for_team(acting.by, at=acting.at):
        raise OrganizationRefused("Akses khusus diminta oleh pengelola kinerja.")
    if subject.pk == acting.by.pk:
        raise OrganizationRefused("Akses untuk diri sendiri diminta oleh pengelola lain.")
    if not has_letters(reason, PHRASE_LETTERS):
        raise OrganizationRefused(
            "Tulis alasannya, misalnya nomor surat tugas atau sebab kode hilang.", field="reason"
        )
    if kind is _KIND.ROLE and role not in TWO_PERSON_ROLES:
        raise OrganizationRefused("Pilih perannya dari daftar.")
    if unit is not None and role not in LIMITED_ROLES:
        raise OrganizationRefused(
            "Hanya pengelola kinerja dan auditor yang dapat dibatasi pada satu unit; kosongkan unitnya.",
            field="unit",
        )
    if kind is _KIND.CODE and not higher_roles_of(subject, at=acting.at):
        raise OrganizationRefused(
            f"{subject.name} tidak memegang peran khusus; terbitkan kodenya di halaman pegawai."
        )
    role, unit = (role, unit) if kind is _KIND.ROLE else ("", None)
    held = RoleGrant.objects.on(timezone.localtime(acting.at).date()).filter(role=role, unit=unit, ends=None)
    if held.filter(user=subject).exists():
        raise OrganizationRefused(f"{subject.name} sudah memegang peran itu.")
    same = AccessRequest.objects.filter(subject=subject, kind=kind, role=role, unit=unit)
    if same.filter(outcome=_OUTCOME.OPEN).exists():
        raise OrganizationRefused("Permintaan yang sama masih menunggu orang kedua.")
    asked = AccessRequest.objects.create(
        kind=kind,
        subject=subject,
        role=role,
        unit=unit,
        reason=reason.strip()[:500],
        asked_by=acting.by,
        asked_at=acting.at,
    )
    limit = {"unit": unit.code} if unit else {}
    record(
        Act(
            f"access/{asked.pk}",
            "access-asked",
            after={"kind": kind.value, "role": role, "subject": subject.pk, **limit},
            reason=asked.reason,
        ),
        acting,
    )
    return asked


@transaction.atomic
def carry_out_access(*, asked: AccessRequest, acting: Acting[User]) -> str:
    """Carry out another team member's request; return the code, empty for a role.

    :raises OrganizationRefused: from the person who asked or the one whom it is about, from outside the team,
        or a second time.
    :raises CodeRefused: as ``issue_activation_code`` does.
    """
    locked = _locked(asked)
    if acting.by.pk in (locked.asked_by_id, locked.subject_id) or not acts_for_team(acting.by, at=acting.at):
        raise OrganizationRefused(
            "Disetujui oleh pengelola kinerja lain: bukan yang meminta, bukan pula pemilik akunnya."
        )
    _decide(locked, _OUTCOME.DONE, acting)
    second = locked.asked_by
    if locked.kind == _KIND.CODE:
        return issue_activation_code(user=locked.subject, acting=acting, second=second)
    grant_role(
        user=locked.subject, role=RoleGrant.Role(locked.role), unit=locked.unit, acting=acting, second=second
    )
    return ""


@transaction.atomic
def decline_access(*, asked: AccessRequest, acting: Acting[User]) -> None:
    """Decline a request: anybody of the performance team, the one who asked, or the owner of the account.

    :raises OrganizationRefused: from anybody else, or a second time.
    """
    locked = _locked(asked)
    if acting.by.pk != locked.subject_id and not acts_for_team(acting.by, at=acting.at):
        raise OrganizationRefused("Ditolak oleh pemilik akunnya atau pengelola kinerja.")
    _decide(locked, _OUTCOME.DECLINED, acting)


def _locked(asked: AccessRequest) -> AccessRequest:
    locked = (
        AccessRequest.objects.select_for_update(of=("self",))
        .select_related("subject", "asked_by", "unit")
        .get(pk=asked.pk)
    )
    if locked.outcome != _OUTCOME.OPEN:
        raise OrganizationRefused("Permintaan ini sudah diputus.")
    return locked


def _decide(locked: AccessRequest, outcome: AccessRequest.Outcome, acting: Acting[User]) -> None:
    locked.outcome, locked.decided_by, locked.decided_at = outcome, acting.by, acting.at
    locked.save(update_fields=["outcome", "decided_by", "decided_at"])
    act = Act(f"access/{locked.pk}", "access-done" if outcome == _OUTCOME.DONE else "access-declined")
    record(act, acting)


def waiting_access(user: User) -> QuerySet[AccessRequest]:
    """Return the requests that wait for this member of the performance team as the second person."""
    return AccessRequest.objects.filter(outcome=_OUTCOME.OPEN).exclude(
        Q(asked_by=user.pk) | Q(subject=user.pk)
    )


def told_about_account(user: User, *, on: date) -> list[AccessRequest]:
    """Return codes for a user's own account that were asked for or issued in the last month."""
    since = on - _TOLD_FOR
    return [
        asked
        for asked in AccessRequest.objects.filter(subject=user.pk, kind=_KIND.CODE)
        .exclude(outcome=_OUTCOME.DECLINED)
        .select_related("asked_by", "decided_by")[:5]
        if timezone.localtime(asked.asked_at).date() >= since
    ]
