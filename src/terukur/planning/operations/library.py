"""Acts on the library of indicators: the performance team adds, changes, withdraws and brings back."""

from dataclasses import asdict
from typing import Any

from django.db import transaction

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.organization.rights import acts_for_team
from terukur.planning.indicator_library import LibraryItem, LibraryText, library_item, shipped_entries
from terukur.planning.library_models import LibraryEntry
from terukur.planning.operations.versions import PlanRefused


@transaction.atomic
def save_library_entry(*, key: str, text: LibraryText, is_new: bool, acting: Acting[Actor]) -> LibraryEntry:
    """Store a new entry, or the agency's words in place of the present ones.

    :raises PlanRefused: from outside the performance team, for a key that is taken or none at all, or with
        an empty part.
    """
    before = _item_for(key, acting)
    if is_new and before is not None:
        raise PlanRefused("Kunci ini sudah dipakai entri lain; pilih kunci lain.", field="key")
    if not is_new and before is None:
        raise PlanRefused("Entri ini tidak ada lagi di pustaka.")
    empty = [name for name, value in asdict(text).items() if not str(value).strip() and name != "positions"]
    if empty:
        raise PlanRefused("Isi semua bagian entri ini.", field=empty[0])
    entry = _written(key, text, is_rewritten=True, is_withdrawn=bool(before and before.is_withdrawn))
    record(
        Act(f"library/{entry.pk}", "library-entry-saved", before=_before(before), after=_after(entry)), acting
    )
    return entry


@transaction.atomic
def withdraw_library_entry(*, key: str, acting: Acting[Actor]) -> None:
    """Withdraw an entry; plans that took it keep their words.

    :raises PlanRefused: from outside the performance team, or where it is not there to be withdrawn.
    """
    before = _item_for(key, acting)
    if before is None or before.is_withdrawn:
        raise PlanRefused("Entri ini sudah tidak ditawarkan.")
    entry = _written(key, before.text, is_rewritten=before.is_rewritten, is_withdrawn=True)
    record(
        Act(f"library/{entry.pk}", "library-entry-withdrawn", before=_before(before), after=_after(entry)),
        acting,
    )


@transaction.atomic
def offer_library_entry(*, key: str, acting: Acting[Actor]) -> None:
    """Offer a withdrawn entry again.

    :raises PlanRefused: from outside the performance team, or where it is not withdrawn.
    """
    before = _item_for(key, acting)
    if before is None or not before.is_withdrawn:
        raise PlanRefused("Entri ini masih ditawarkan.")
    entry = _written(key, before.text, is_rewritten=before.is_rewritten, is_withdrawn=False)
    record(
        Act(f"library/{entry.pk}", "library-entry-offered", before=_before(before), after=_after(entry)),
        acting,
    )


@transaction.atomic
def restore_shipped_entry(*, key: str, acting: Acting[Actor]) -> None:
    """Show the shipped words again in place of the agency's.

    :raises PlanRefused: from outside the performance team, or where the entry is not a rewritten shipped one.
    """
    before = _item_for(key, acting)
    if before is None or not before.is_shipped or not before.is_rewritten:
        raise PlanRefused("Entri ini tidak mempunyai isi bawaan yang diganti.")
    text = shipped_entries()[key]
    entry = _written(key, text, is_rewritten=False, is_withdrawn=before.is_withdrawn)
    record(
        Act(f"library/{entry.pk}", "library-entry-restored", before=_before(before), after=_after(entry)),
        acting,
    )


def _item_for(key: str, acting: Acting[Actor]) -> LibraryItem | None:
    if not acts_for_team(acting.by, at=acting.at):
        raise PlanRefused("Pustaka indikator diubah oleh pengelola kinerja.")
    LibraryEntry.objects.select_for_update().filter(key=key).first()
    return library_item(key)


def _written(key: str, text: LibraryText, *, is_rewritten: bool, is_withdrawn: bool) -> LibraryEntry:
    told: dict[str, Any] = asdict(text) | {"is_rewritten": is_rewritten, "is_withdrawn": is_withdrawn}
    entry, _created = LibraryEntry.objects.update_or_create(key=key, defaults=told)
    return entry


def _before(item: LibraryItem | None) -> dict[str, str] | None:
    if item is None:
        return None
    told = {name: str(value) for name, value in asdict(item.text).items()}
    return told | {"withdrawn": str(item.is_withdrawn)}


def _after(entry: LibraryEntry) -> dict[str, str]:
    told = {name: str(getattr(entry, name)) for name in LibraryText.__slots__}
    return told | {"key": entry.key, "withdrawn": str(entry.is_withdrawn)}
