"""Rights that acts themselves check, whoever calls them: of the performance team, and of two people."""

from datetime import datetime

from django.utils import timezone

from terukur.accounts.guards import CodeWanted
from terukur.accounts.models import User
from terukur.ledger.acting import Acting, Actor
from terukur.organization.models import RoleGrant

# Holders of these roles see or decide more than a position gives: granting one takes two people.
HIGHER_ROLES = (RoleGrant.Role.PERFORMANCE_TEAM, RoleGrant.Role.AUDITOR, RoleGrant.Role.CALIBRATION_PANEL)


def acts_for_team(by: Actor, *, at: datetime) -> bool:
    """Return whether an actor is of the performance team on that day, or a command of the server."""
    if by.identity is None:
        return True
    held = RoleGrant.objects.on(timezone.localtime(at).date())
    return held.filter(user=by.identity, role=RoleGrant.Role.PERFORMANCE_TEAM).exists()


def only_team_imports(kind: str, acting: Acting[Actor]) -> str:
    """Return why a person may not load a file, empty where they may."""
    return "" if acts_for_team(acting.by, at=acting.at) else "Berkas dimuat oleh pengelola kinerja."


def higher_roles_of(user: User, *, at: datetime) -> list[str]:
    """Return the labels of the higher roles that a user holds on that day."""
    held = RoleGrant.objects.on(timezone.localtime(at).date())
    found = held.filter(user=user, role__in=HIGHER_ROLES).values_list("role", flat=True)
    return sorted({str(RoleGrant.Role(role).label) for role in found})


def are_two_of_team(by: Actor, second: Actor | None, *, at: datetime) -> bool:
    """Return whether an act comes from two different people of the performance team, or from the server."""
    if by.identity is None:
        return True
    return (
        second is not None
        and second.identity != by.identity
        and acts_for_team(by, at=at)
        and acts_for_team(second, at=at)
    )


def code_needs_team(wanted: CodeWanted, acting: Acting[Actor]) -> str:
    """Return why a code is not issued: not by the performance team, or for a higher account by one alone."""
    if not acts_for_team(acting.by, at=acting.at):
        return "Kode aktivasi diterbitkan oleh pengelola kinerja."
    higher = higher_roles_of(wanted.user, at=acting.at)
    if higher and not are_two_of_team(acting.by, wanted.second, at=acting.at):
        return (
            f"{wanted.user.name} memegang peran {', '.join(higher)}. Kode untuk akun seperti itu diminta "
            "seorang pengelola kinerja dan disetujui pengelola lain, di “Organisasi › Akses khusus”."
        )
    return ""
