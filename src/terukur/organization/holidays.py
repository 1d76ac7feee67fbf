"""The agency's calendar: fixed holidays are parameters, moving ones and collective leave are entered."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.ledger.operations import Act, record
from terukur.organization.access import is_performance_team
from terukur.organization.models import Agency, Holiday
from terukur.organization.operations import OrganizationRefused
from terukur.regulation.working_calendar import WorkingCalendar, default_calendar


@dataclass(frozen=True, slots=True)
class HolidayDraft:
    """One day off as it was written."""

    day: date
    name: str
    kind: Holiday.Kind


def office_calendar(*, on: date) -> WorkingCalendar:
    """Return the working calendar of the agency: that of the parameters, and the days entered for it."""
    default = default_calendar(on=on)
    entered = frozenset(Holiday.objects.values_list("day", flat=True))
    return replace(default, holidays=default.holidays | entered)


def read_holidays(text: str, kind: Holiday.Kind) -> list[HolidayDraft]:
    """Return the days as pasted from a decree, one a line: ``2026-03-20 Idulfitri``.

    :raises OrganizationRefused: naming the first line that cannot be read.
    """
    return list(_read(text, kind))


def _read(text: str, kind: Holiday.Kind) -> Iterator[HolidayDraft]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        day, _, name = line.strip().partition(" ")
        try:
            written = date.fromisoformat(day)
        except ValueError as error:
            raise OrganizationRefused(
                f"Baris {number}: “{day[:40]}” bukan tanggal. Tulis seperti 2026-03-20 Idulfitri."
            ) from error
        if not name.strip():
            raise OrganizationRefused(f"Baris {number}: tulis nama hari liburnya sesudah tanggal.")
        yield HolidayDraft(written, name.strip()[:200], kind)


@transaction.atomic
def add_holidays(*, drafts: list[HolidayDraft], agency: Agency, acting: Acting[User]) -> int:
    """Store days off; one that is there already takes the new name. Return how many were given.

    Steps that already have their days keep them: no deadline moves by a new holiday.

    :raises OrganizationRefused: from anybody but the performance team, or without a day.
    """
    if not is_performance_team(acting.by, on=acting.on):
        raise OrganizationRefused("Kalender diisi pengelola kinerja.")
    if not drafts:
        raise OrganizationRefused("Tulis sedikitnya satu hari, misalnya 2026-03-20 Idulfitri.")
    for draft in drafts:
        Holiday.objects.update_or_create(day=draft.day, defaults={"name": draft.name, "kind": draft.kind})
    told = [[str(draft.day), draft.name] for draft in drafts]
    record(Act(f"agency/{agency.pk}", "holidays-added", after={"days": told}), acting)
    return len(drafts)


@transaction.atomic
def remove_holiday(*, holiday: Holiday, agency: Agency, acting: Acting[User]) -> None:
    """Remove a day off that was entered by mistake.

    :raises OrganizationRefused: from anybody but the performance team.
    """
    if not is_performance_team(acting.by, on=acting.on):
        raise OrganizationRefused("Kalender diisi pengelola kinerja.")
    before = {"day": str(holiday.day), "name": holiday.name}
    holiday.delete()
    record(Act(f"agency/{agency.pk}", "holiday-removed", before=before), acting)
