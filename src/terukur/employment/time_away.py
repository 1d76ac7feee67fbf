"""Acts on absences: recorded by a decision that was given, ended earlier, or withdrawn as a mistake."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from terukur.employment.models import TimeAway
from terukur.employment.rights import EmploymentRefused, refuse_others
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.notation.dates import day_words
from terukur.organization.models import Employee
from terukur.regulation.letters import PHRASE_LETTERS, has_letters
from terukur.regulation.time_away import AwayKind


@dataclass(frozen=True, slots=True)
class AwayDraft:
    """An absence as it is to be recorded; without ``ends`` it goes on until it is ended."""

    employee: Employee
    kind: AwayKind
    starts: date
    ends: date | None
    basis: str


@transaction.atomic
def record_time_away(*, draft: AwayDraft, acting: Acting[Actor]) -> TimeAway:
    """Store an absence by the decision that gives it.

    :raises EmploymentRefused: from outside the performance team, without a decision, or where the person is
        away on one of these days already.
    """
    refuse_others(acting)
    if draft.ends is not None and draft.ends < draft.starts:
        raise EmploymentRefused("Hari terakhir mendahului hari pertama.", field="ends")
    if not has_letters(draft.basis, PHRASE_LETTERS):
        raise EmploymentRefused(
            "Tulis keputusannya: nomor, tanggal, dan pejabat yang memberikannya.", field="basis"
        )
    Employee.objects.select_for_update().get(pk=draft.employee.pk)
    other = overlapping(draft)
    if other is not None:
        raise EmploymentRefused(f"{draft.employee.name} {told(other)}. Akhiri atau batalkan dahulu yang itu.")
    row = TimeAway.objects.create(
        employee=draft.employee,
        kind=draft.kind,
        starts=draft.starts,
        ends=draft.ends,
        basis=draft.basis.strip(),
    )
    record(Act(f"employee/{row.employee_id}", "away-recorded", after=state(row), reason=row.basis), acting)
    return row


@transaction.atomic
def end_time_away(*, away: TimeAway, last_day: date, reason: str, acting: Acting[Actor]) -> TimeAway:
    """Store another last day of an absence: the person came back, or it was made longer.

    :raises EmploymentRefused: from outside the performance team, without a reason, or where it would meet
        another absence.
    """
    refuse_others(acting)
    row = _locked(away)
    if not has_letters(reason, PHRASE_LETTERS):
        raise EmploymentRefused("Tulis alasannya, misalnya nomor surat aktif kembali.", field="reason")
    if last_day < row.starts:
        raise EmploymentRefused(
            f"Hari terakhir paling awal {day_words(row.starts)}. Bila ia tidak pernah pergi, batalkan.",
            field="last_day",
        )
    draft = AwayDraft(row.employee, AwayKind(row.kind), row.starts, last_day, row.basis)
    other = overlapping(draft, leave_out=row.pk)
    if other is not None:
        raise EmploymentRefused(f"{row.employee.name} {told(other)}.", field="last_day")
    before = state(row)
    row.ends = last_day
    row.save()
    record(
        Act(
            f"employee/{row.employee_id}",
            "away-ended",
            before=before,
            after=state(row),
            reason=reason.strip(),
        ),
        acting,
    )
    return row


@transaction.atomic
def withdraw_time_away(*, away: TimeAway, reason: str, acting: Acting[Actor]) -> None:
    """Mark an absence as a mistake: its days are counted again, and the row stays readable.

    :raises EmploymentRefused: from outside the performance team, without a reason, or a second time.
    """
    refuse_others(acting)
    row = _locked(away)
    if not has_letters(reason, PHRASE_LETTERS):
        raise EmploymentRefused("Tulis mengapa catatan ini keliru.", field="reason")
    row.withdrawn_on, row.withdrawn_reason = acting.on, reason.strip()
    row.save()
    record(
        Act(f"employee/{row.employee_id}", "away-withdrawn", before=state(row), reason=reason.strip()), acting
    )


def overlapping(draft: AwayDraft, *, leave_out: int | None = None) -> TimeAway | None:
    """Return an absence of the same person that shares a day with this one."""
    rows = TimeAway.objects.valid().filter(employee=draft.employee)
    return next((row for row in rows if row.pk != leave_out and is_together(row, draft)), None)


def is_together(row: TimeAway | AwayDraft, other: AwayDraft) -> bool:
    """Return whether two absences share a day."""
    starts_in = other.ends is None or row.starts <= other.ends
    return starts_in and (row.ends is None or other.starts <= row.ends)


def told(row: TimeAway) -> str:
    """Return an absence in words: ``cuti besar 1 Maret 2026 – 31 Maret 2026``."""
    last = day_words(row.ends) if row.ends else "belum ditentukan"
    return f"sudah tercatat {AwayKind(row.kind).label.lower()}, {day_words(row.starts)} – {last}"


def state(row: TimeAway) -> dict[str, object]:
    """Return an absence as the ledger states it."""
    return {"kind": str(row.kind), "from": str(row.starts), "to": str(row.ends or "")}


def _locked(away: TimeAway) -> TimeAway:
    row = TimeAway.objects.select_for_update(of=("self",)).select_related("employee").get(pk=away.pk)
    if row.withdrawn_on is not None:
        raise EmploymentRefused("Catatan ini sudah dibatalkan.")
    return row
