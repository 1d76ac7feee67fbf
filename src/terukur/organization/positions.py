"""Acts on positions: found or made in a unit, corrected for all who hold them, closed, opened again."""

from dataclasses import dataclass

from django.db import transaction

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.organization.models import Assignment, Position, Unit
from terukur.organization.operations import OrganizationRefused
from terukur.organization.team import only_team, written_reason
from terukur.regulation.scales import FormFamily, PositionKind


@dataclass(frozen=True, slots=True)
class Post:
    """A position as it is written: found in the unit by its title, or made with kind, level and form.

    For one that is made, what is not given comes from the position held before, where that has its title.
    """

    unit: Unit
    title: str
    kind: PositionKind | None = None
    level: str = ""
    form: FormFamily | None = None


_FIELDS = ("title", "kind", "level", "form_family")


def find_position(unit: Unit, title: str) -> Position | None:
    """Return the position of a unit with this title, in whatever case and spacing."""
    return Position.objects.filter(unit=unit, title__iexact=" ".join(title.split())).first()


@transaction.atomic
def ensure_position(*, post: Post, acting: Acting[Actor], like: Position | None = None) -> Position:
    """Return the position that is written, made where the unit has none of that title.

    ``like`` is the position held before: a transfer to the same one elsewhere keeps kind, level and form. One
    that is there already must not say otherwise.

    :raises OrganizationRefused: from outside the performance team, where the unit or position is closed,
        without a kind that could be known, or where the position has another kind or level.
    """
    only_team(acting)
    unit, title = post.unit, " ".join(post.title.split())
    if unit.closed_on is not None:
        raise OrganizationRefused(f"{unit.name} sudah ditutup; pilih unit lain.", field="unit")
    found = find_position(unit, title)
    if found is not None:
        _refuse_another(found, post.kind, post.level)
        return found
    same = like if like is not None and like.title.casefold() == title.casefold() else None
    known = post.kind or (PositionKind(same.kind) if same else None)
    if known is None:
        raise OrganizationRefused(
            f"“{title}” belum ada di {unit.name}; pilih jenis jabatannya.", field="kind"
        )
    made = Position.objects.create(
        unit=unit,
        title=title,
        kind=known,
        level=post.level or (same.level if same else ""),
        form_family=post.form or (same.form_family if same else _form_of(known)),
    )
    record(Act(f"position/{made.pk}", "position-added", after=_state(made)), acting)
    return made


def _form_of(kind: PositionKind) -> FormFamily:
    return FormFamily.LEADER if kind is PositionKind.HIGH_LEADER else FormFamily.STAFF


def _refuse_another(found: Position, kind: PositionKind | None, level: str) -> None:
    if found.closed_on is not None:
        raise OrganizationRefused(
            f"Jabatan {found.title} di {found.unit.name} sudah ditutup; buka lagi di daftar jabatannya.",
            field="title",
        )
    if (kind and kind != found.kind) or (level and level != found.level):
        words = ", ".join(filter(None, [found.get_kind_display(), found.level]))
        raise OrganizationRefused(
            f"{found.title} di {found.unit.name} sudah ada ({words}). Kosongkan jenis dan jenjang, atau "
            "perbaiki jabatannya dahulu.",
            field="kind" if kind and kind != found.kind else "level",
        )


@transaction.atomic
def correct_position(
    *,
    position: Position,
    title: str,
    kind: PositionKind,
    level: str,
    form: FormFamily,
    reason: str,
    acting: Acting[Actor],
) -> bool:
    """Correct title, kind, level and form of a position for all who hold or held it; return if it changed.

    What changes from a day on is no correction: a person who rises to another level is transferred.

    :raises OrganizationRefused: from outside the performance team, without a reason, or where the unit has
        another position of that title.
    """
    only_team(acting)
    locked = Position.objects.select_for_update(of=("self",)).select_related("unit").get(pk=position.pk)
    before = _state(locked)
    locked.title, locked.level = " ".join(title.split()), " ".join(level.split())
    locked.kind, locked.form_family = kind, form
    if _state(locked) == before:
        return False
    reason = written_reason(reason, example="salah ketik pada berkas pertama")
    other = find_position(locked.unit, locked.title)
    if other is not None and other.pk != locked.pk:
        raise OrganizationRefused(
            f"{locked.unit.name} sudah punya jabatan {other.title}; pindahkan orangnya ke sana.",
            field="title",
        )
    locked.save(update_fields=_FIELDS)
    record(
        Act(
            f"position/{locked.pk}", "position-corrected", before=before, after=_state(locked), reason=reason
        ),
        acting,
    )
    return True


def _state(position: Position) -> dict[str, str]:
    return {name: str(getattr(position, name)) for name in _FIELDS}


@transaction.atomic
def close_position(*, position: Position, acting: Acting[Actor]) -> None:
    """Close a position from the day after ``on``: nobody is given it any more.

    :raises OrganizationRefused: from outside the performance team, or while somebody holds it.
    """
    only_team(acting)
    locked = Position.objects.select_for_update().get(pk=position.pk)
    held = (
        Assignment.objects.filter(position=locked)
        .exclude(ends__lte=acting.on)
        .select_related("employee")
        .first()
    )
    if held is not None:
        raise OrganizationRefused(f"Masih dijabat {held.employee.name}; pindahkan orangnya dahulu.")
    locked.closed_on = locked.closed_on or acting.on
    locked.save(update_fields=["closed_on"])
    act = Act(f"position/{locked.pk}", "position-closed", after={"last_day": str(locked.closed_on)})
    record(act, acting)


@transaction.atomic
def reopen_position(*, position: Position, acting: Acting[Actor]) -> None:
    """Open a closed position again.

    :raises OrganizationRefused: from outside the performance team, or where its unit is closed.
    """
    only_team(acting)
    locked = Position.objects.select_for_update(of=("self",)).select_related("unit").get(pk=position.pk)
    if locked.unit.closed_on is not None:
        raise OrganizationRefused(f"{locked.unit.name} sudah ditutup; buka unitnya dahulu.")
    locked.closed_on = None
    locked.save(update_fields=["closed_on"])
    record(Act(f"position/{locked.pk}", "position-reopened"), acting)
