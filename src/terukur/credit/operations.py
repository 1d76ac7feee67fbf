"""Acts on points that documents give: recorded with their document, or withdrawn as a mistake."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from terukur.credit.models import RecordedCredit
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.organization.models import Employee
from terukur.organization.rights import acts_for_team
from terukur.regulation.decision import Refused
from terukur.regulation.letters import PHRASE_LETTERS, has_letters
from terukur.regulation.scales import CreditKind, EmploymentKind, FunctionalLevel

# A career of the highest coefficient comes to 450 in a level; more is a comma in the wrong place.
MOST_POINTS = Decimal(1000)


class CreditRefused(Refused):
    """The act is not possible; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class CreditDraft:
    """Points as they are to be recorded."""

    employee: Employee
    kind: CreditKind
    level: FunctionalLevel
    points: Decimal
    given_on: date
    document: str


@transaction.atomic
def record_credit(*, draft: CreditDraft, acting: Acting[Actor]) -> RecordedCredit:
    """Store points by the document that gives them.

    :raises CreditRefused: from outside the performance team, for somebody who is no PNS, without a document,
        for a day to come, or a second time.
    """
    _refuse_others(acting)
    Employee.objects.select_for_update().get(pk=draft.employee.pk)
    field, problem = _wrong_with(draft, acting.on)
    if problem:
        raise CreditRefused(problem, field=field)
    row = RecordedCredit.objects.create(
        employee=draft.employee,
        kind=draft.kind,
        level=draft.level,
        points=draft.points,
        given_on=draft.given_on,
        document=draft.document.strip(),
    )
    record(Act(f"employee/{row.employee_id}", "credit-recorded", after=_state(row)), acting)
    return row


@transaction.atomic
def withdraw_credit(*, credit: RecordedCredit, reason: str, acting: Acting[Actor]) -> RecordedCredit:
    """Withdraw points that were recorded by mistake; they stay readable with the reason.

    :raises CreditRefused: from outside the performance team, without a reason, or a second time.
    """
    _refuse_others(acting)
    row = RecordedCredit.objects.select_for_update().get(pk=credit.pk)
    if row.withdrawn_on is not None:
        raise CreditRefused("Catatan ini sudah dibatalkan.")
    if not has_letters(reason, PHRASE_LETTERS):
        raise CreditRefused("Tulis mengapa catatan ini keliru.", field="reason")
    row.withdrawn_on, row.withdrawn_reason = acting.on, reason.strip()
    row.save()
    act = Act(
        f"employee/{row.employee_id}", "credit-withdrawn", before=_state(row), reason=row.withdrawn_reason
    )
    record(act, acting)
    return row


def _refuse_others(acting: Acting[Actor]) -> None:
    if not acts_for_team(acting.by, at=acting.at):
        raise CreditRefused("Angka kredit dicatat oleh pengelola kinerja.")


def _wrong_with(draft: CreditDraft, on: date) -> tuple[str, str]:
    """Return the field that does not fit and why; two blanks where the points can be recorded."""
    valid = RecordedCredit.objects.valid().filter(employee=draft.employee, level=draft.level)
    if draft.employee.kind != EmploymentKind.PNS:
        return "", f"{draft.employee.name} bukan PNS; angka kredit untuk kenaikan pangkat hanya bagi PNS."
    if not 0 < draft.points <= MOST_POINTS:
        return "points", f"Isi angka di atas 0 sampai {MOST_POINTS}."
    if draft.given_on > on:
        return "given_on", "Tanggal dokumennya belum tiba."
    if not draft.document.strip():
        return "document", "Tulis dokumennya: nomor PAK atau surat keputusan."
    if valid.filter(kind=draft.kind, document=draft.document.strip()).exists():
        return "document", "Dokumen ini sudah dicatat untuk jenis dan jenjang yang sama."
    if draft.kind is CreditKind.BASE and valid.filter(kind=CreditKind.BASE).exists():
        return "kind", "Angka kredit dasar jenjang ini sudah dicatat; batalkan dahulu yang itu bila keliru."
    return "", ""


def _state(row: RecordedCredit) -> dict[str, object]:
    return {
        "kind": row.kind,
        "level": row.level,
        "points": str(row.points),
        "given": str(row.given_on),
        "document": row.document,
    }
