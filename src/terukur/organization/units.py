"""Acts on units: added, renamed with the former name kept, moved under another one, closed, reopened."""

import hashlib
from datetime import date, timedelta

from django.db import transaction

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.notation.dates import written_day
from terukur.organization.models import Assignment, FormerUnitName, Headship, Unit
from terukur.organization.operations import OrganizationRefused
from terukur.organization.queries import lock_agency, subtree
from terukur.organization.team import only_team, written_reason
from terukur.tables.names import normalize_header

_CODE = 40
_SEAL = 6


def unit_name_on(unit: Unit, day: date) -> str:
    """Return the name that a unit had on a day; documents of that time print it."""
    former = unit.former_names.filter(until__gte=day).order_by("until").first()
    return former.name if former else unit.name


@transaction.atomic
def add_unit(*, name: str, parent: Unit, acting: Acting[Actor], code: str = "") -> Unit:
    """Store a unit under another one; without a code it gets one from its name.

    The same name under another parent is another unit.

    :raises OrganizationRefused: from outside the performance team, for a code or a name under this parent
        that is there already, or below a closed unit.
    """
    only_team(acting)
    lock_agency()
    parent = Unit.objects.select_for_update().get(pk=parent.pk)
    name = " ".join(name.split())
    _refuse_closed(parent)
    _refuse_same_name(name, parent)
    code = code.strip() or _code_of(name, parent)
    taken = Unit.objects.filter(agency=parent.agency_id, code=code).first()
    if taken is not None:
        raise OrganizationRefused(f"Kode {code} sudah dipakai {taken.name}; tulis kode lain.", field="code")
    unit = Unit.objects.create(agency_id=parent.agency_id, parent=parent, code=code, name=name)
    after = {"code": code, "name": name, "parent": parent.pk}
    record(Act(f"unit/{unit.pk}", "unit-added", after=after), acting)
    return unit


def _code_of(name: str, parent: Unit) -> str:
    """Return a code from the name, with a hash of name and parent where it would be cut or is taken."""
    code = normalize_header(name).replace(" ", "-")
    taken = Unit.objects.filter(agency=parent.agency_id, code=code).exists()
    if code and len(code) <= _CODE and not taken:
        return code
    seal = hashlib.sha256(f"{name}\0{parent.code}".encode()).hexdigest()[:_SEAL]
    return f"{code[: _CODE - _SEAL - 1]}-{seal}"


def _refuse_closed(parent: Unit) -> None:
    if parent.closed_on is not None:
        raise OrganizationRefused(f"{parent.name} sudah ditutup; pilih unit lain.", field="parent")


def _refuse_same_name(name: str, parent: Unit | None, unit: Unit | None = None) -> None:
    if parent is None:
        return
    same = Unit.objects.filter(parent=parent, name__iexact=name, closed_on__isnull=True).first()
    if same is not None and same != unit:
        raise OrganizationRefused(f"Di bawah {parent.name} sudah ada unit bernama {name}.", field="name")


@transaction.atomic
def rename_unit(
    *, unit: Unit, name: str, reason: str, acting: Acting[Actor], since: date | None = None
) -> bool:
    """Give a unit another name from a day on, or correct a name that was always wrong; return if it changed.

    The name before ``since`` stays on record, and documents of that time print it. Without ``since`` the name
    is corrected for all time.

    :raises OrganizationRefused: from outside the performance team, without a reason, for a name that another
        unit under the same parent has, a day to come, or one before the last change of name.
    """
    only_team(acting)
    locked = Unit.objects.select_for_update(of=("self",)).select_related("parent").get(pk=unit.pk)
    name, before = " ".join(name.split()), locked.name
    if name == before:
        return False
    reason = written_reason(reason, example="nomor peraturan kepala daerah, atau salah ketik")
    _refuse_same_name(name, locked.parent, locked)
    if since is not None:
        _keep_name(locked, since, acting.on)
    locked.name = name
    locked.save(update_fields=["name"])
    after = {"name": name, **({"from": str(since)} if since else {})}
    record(
        Act(f"unit/{locked.pk}", "unit-renamed", before={"name": before}, after=after, reason=reason), acting
    )
    return True


def _keep_name(unit: Unit, since: date, on: date) -> None:
    if since > on:
        raise OrganizationRefused("Hari itu belum tiba; ganti namanya mulai hari itu.", field="since")
    last = unit.former_names.order_by("-until").first()
    until = since - timedelta(days=1)
    if last is not None and until <= last.until:
        raise OrganizationRefused(
            f"Nama sekarang berlaku sejak {written_day(last.until + timedelta(days=1))}; isi tanggal "
            "sesudahnya, "
            "atau kosongkan bila hanya salah tulis.",
            field="since",
        )
    FormerUnitName.objects.create(unit=unit, name=unit.name, until=until)


@transaction.atomic
def move_unit(*, unit: Unit, parent: Unit, reason: str, acting: Acting[Actor]) -> None:
    """Place a unit, with all below it, under another one; appraisers stay as they are.

    :raises OrganizationRefused: from outside the performance team, without a reason, under itself or a unit
        below it, under a closed unit, or beside one of the same name.
    """
    only_team(acting)
    lock_agency()
    locked = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    parent = Unit.objects.get(pk=parent.pk)
    if locked.parent_id is None:
        raise OrganizationRefused("Unit paling atas tidak dapat dipindahkan.")
    if locked.parent_id == parent.pk:
        raise OrganizationRefused(f"{locked.name} sudah berada di bawah {parent.name}.", field="parent")
    if parent.pk in subtree(locked.pk):
        raise OrganizationRefused(
            f"{parent.name} berada di dalam {locked.name}; susunannya akan berputar.", field="parent"
        )
    _refuse_closed(parent)
    _refuse_same_name(locked.name, parent, locked)
    reason = written_reason(reason, example="nomor peraturan susunan organisasi")
    before, locked.parent = locked.parent_id, parent
    locked.save(update_fields=["parent"])
    record(
        Act(
            f"unit/{locked.pk}",
            "unit-moved",
            before={"parent": before},
            after={"parent": parent.pk},
            reason=reason,
        ),
        acting,
    )


@transaction.atomic
def close_unit(*, unit: Unit, last_day: date, reason: str, acting: Acting[Actor]) -> None:
    """Close a unit in which nobody works any more after a day; its head ends with it.

    :raises OrganizationRefused: from outside the performance team, without a reason, for the unit at the
        top, or while a person or an open unit is in it after that day.
    """
    only_team(acting)
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if locked.parent_id is None:
        raise OrganizationRefused("Unit paling atas tidak dapat ditutup.")
    if locked.closed_on is not None:
        raise OrganizationRefused(f"{locked.name} sudah ditutup {written_day(locked.closed_on)}.")
    inside = people_after(locked, last_day)
    if inside:
        raise OrganizationRefused(
            f"Sesudah {written_day(last_day)} masih ada {inside} orang di unit ini; pindahkan mereka dahulu.",
            field="last_day",
        )
    if below := locked.children.filter(closed_on__isnull=True).first():
        raise OrganizationRefused(f"{below.name} di bawahnya masih buka; pindahkan atau tutup dahulu.")
    reason = written_reason(reason, example="nomor peraturan yang menghapus unit ini")
    locked.closed_on = last_day
    locked.save(update_fields=["closed_on"])
    Headship.objects.filter(unit=locked, starts__gt=last_day).delete()
    Headship.objects.filter(unit=locked).exclude(ends__lte=last_day).update(ends=last_day)
    act = Act(f"unit/{locked.pk}", "unit-closed", after={"last_day": str(last_day)}, reason=reason)
    record(act, acting)


def people_after(unit: Unit, day: date) -> int:
    """Return how many hold or will hold a position of the unit itself after a day."""
    return Assignment.objects.filter(position__unit=unit).exclude(ends__lte=day).count()


@transaction.atomic
def reopen_unit(*, unit: Unit, acting: Acting[Actor]) -> None:
    """Open a closed unit again; its head is named anew.

    :raises OrganizationRefused: from outside the performance team, below a closed unit, or where another
        unit under the same parent took its name.
    """
    only_team(acting)
    locked = Unit.objects.select_for_update(of=("self",)).select_related("parent").get(pk=unit.pk)
    if locked.parent is not None:
        _refuse_closed(locked.parent)
    _refuse_same_name(locked.name, locked.parent, locked)
    locked.closed_on = None
    locked.save(update_fields=["closed_on"])
    record(Act(f"unit/{locked.pk}", "unit-reopened"), acting)
