"""Rights that acts themselves check, whoever calls them: of the performance team, and of two people."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from terukur.accounts.guards import CodesWanted, CodeWanted
from terukur.accounts.models import User
from terukur.ledger.acting import Acting, Actor
from terukur.organization.models import RoleGrant, RoleGrantQuerySet
from terukur.organization.reach import is_below, unit_of_user, units_of_users

# Holders of these roles see or decide more than a position gives: granting one takes two people.
HIGHER_ROLES = tuple(RoleGrant.Role)


def acts_for_team(by: Actor, *, at: datetime) -> bool:
    """Return whether an actor is of the agency's performance team on that day, or a command of the server.

    A role that is limited to a unit is not enough: see ``acts_for_units``.
    """
    return by.identity is None or _of_team(by, at).everywhere().exists()


def acts_for_units(acting: Acting[Actor], units: Iterable[int]) -> bool:
    """Return whether an actor is of the performance team for each of these units, by its reach."""
    if acts_for_team(acting.by, at=acting.at):
        return True
    asked = set(units)
    tops = set(_of_team(acting.by, acting.at).values_list("unit_id", flat=True))
    return bool(asked and tops) and all(is_below(unit, tops) for unit in asked)


def acts_for_person(acting: Acting[Actor], user: User) -> bool:
    """Return whether an actor is of the performance team for the unit in which a user works."""
    if acts_for_team(acting.by, at=acting.at):
        return True
    unit = unit_of_user(user.pk, on=_day(acting.at))
    return unit is not None and acts_for_units(acting, [unit])


def _of_team(by: Actor, at: datetime) -> RoleGrantQuerySet:
    held = RoleGrant.objects.on(_day(at))
    return held.filter(user=by.identity, role=RoleGrant.Role.PERFORMANCE_TEAM)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def only_team_imports(kind: str, acting: Acting[Actor]) -> str:
    """Return why a person may not load a file, empty where they may."""
    return "" if acts_for_team(acting.by, at=acting.at) else "Berkas dimuat oleh pengelola kinerja."


def higher_roles_of(user: User, *, at: datetime) -> list[str]:
    """Return the labels of the higher roles that a user holds on that day, limited ones too."""
    held = RoleGrant.objects.on(_day(at))
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
    if not acts_for_person(acting, wanted.user):
        return "Kode aktivasi diterbitkan oleh pengelola kinerja instansi atau unit orang itu."
    higher = higher_roles_of(wanted.user, at=acting.at)
    if higher and not are_two_of_team(acting.by, wanted.second, at=acting.at):
        return (
            f"{wanted.user.name} memegang peran {', '.join(higher)}. Kode untuk akun seperti itu diminta "
            "seorang pengelola kinerja dan disetujui pengelola lain, di “Organisasi › Peran dan akses”."
        )
    return ""


def many_codes_need_team(wanted: CodesWanted, acting: Acting[Actor]) -> str:
    """Return why codes for many are not issued; by the rules of one code, asked in a few statements."""
    if not wanted.users:
        return "Tidak ada orang yang memerlukan kode."
    if not acts_for_team(acting.by, at=acting.at):
        on = _day(acting.at)
        units = units_of_users(wanted.users, on=on)
        if set(units) != set(wanted.users) or not acts_for_units(acting, units.values()):
            return "Kode aktivasi diterbitkan oleh pengelola kinerja instansi atau unit orang-orang itu."
    if (
        acting.by.identity is not None
        and RoleGrant.objects.on(_day(acting.at)).filter(user__in=wanted.users).exists()
    ):
        return "Di antaranya ada pemegang peran khusus; kode mereka memerlukan dua orang."
    return ""
