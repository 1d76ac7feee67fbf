"""Acts and reads of work agreements: recorded with number and days, and listed before they end."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from terukur.employment.models import WorkAgreement
from terukur.employment.rights import EmploymentRefused, refuse_others
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.notation.dates import day_words
from terukur.organization.models import Employee
from terukur.regulation.scales import EmploymentKind

FURTHEST_DAYS = 730


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """A work agreement as it is to be recorded; ``targets`` are its own words."""

    employee: Employee
    number: str
    starts: date
    ends: date
    targets: str = ""


@transaction.atomic
def record_agreement(*, draft: AgreementDraft, acting: Acting[Actor]) -> WorkAgreement:
    """Store a work agreement; the same number of the same person is corrected, with both states on record.

    :raises EmploymentRefused: from outside the performance team, for a PNS, without a number, or where
        another agreement holds on one of its days.
    """
    refuse_others(acting)
    problem = wrong_with(draft)
    if problem is not None:
        raise EmploymentRefused(problem[1], field=problem[0])
    Employee.objects.select_for_update().get(pk=draft.employee.pk)
    known = list(WorkAgreement.objects.filter(employee=draft.employee))
    row = next((one for one in known if one.number == draft.number), None)
    other = next((one for one in known if one is not row and is_together(one, draft)), None)
    if other is not None:
        raise EmploymentRefused(f"{draft.employee.name} {told(other)}.", field="starts")
    before = state(row) if row else None
    row = row or WorkAgreement(employee=draft.employee, number=draft.number)
    row.starts, row.ends, row.targets = draft.starts, draft.ends, draft.targets.strip()
    row.save()
    record(Act(f"employee/{row.employee_id}", "agreement-recorded", before=before, after=state(row)), acting)
    return row


def wrong_with(draft: AgreementDraft) -> tuple[str, str] | None:
    """Return the field that does not fit and why; None where the agreement is possible."""
    if draft.employee.kind == EmploymentKind.PNS:
        return "employee", f"{draft.employee.name} tercatat PNS; perjanjian kerja hanya bagi PPPK."
    if not draft.number.strip():
        return "number", "Tulis nomor perjanjian kerjanya."
    if draft.ends < draft.starts:
        return "ends", "Hari terakhir mendahului hari pertama."
    return None


def is_together(one: WorkAgreement | AgreementDraft, other: AgreementDraft) -> bool:
    """Return whether two agreements hold on one day."""
    return one.starts <= other.ends and other.starts <= one.ends


def told(row: WorkAgreement) -> str:
    """Return an agreement in words, for a refusal."""
    return f"sudah punya perjanjian {row.number}, {day_words(row.starts)} – {day_words(row.ends)}"


def state(row: WorkAgreement) -> dict[str, object]:
    """Return an agreement as the ledger states it."""
    return {"number": row.number, "from": str(row.starts), "to": str(row.ends), "targets": bool(row.targets)}


def ending_within(days: int, *, on: date) -> QuerySet[WorkAgreement]:
    """Return the agreements whose last day lies between today and so many days on, the nearest first.

    One that a later agreement follows, and one of somebody who has left, is not among them.
    """
    later = WorkAgreement.objects.filter(employee=OuterRef("employee"), starts__gt=OuterRef("ends"))
    return (
        WorkAgreement.objects.filter(ends__gte=on, ends__lte=on + timedelta(days=days))
        .filter(~Exists(later), employee__left_on__isnull=True)
        .select_related("employee")
        .order_by("ends", "employee__name")
    )


def agreement_for(employee: Employee, *, starts: date, ends: date) -> WorkAgreement | None:
    """Return the agreement that states targets for a plan of these days: the latest of them."""
    if employee.kind == EmploymentKind.PNS:
        return None
    return (
        WorkAgreement.objects.filter(employee=employee, starts__lte=ends, ends__gte=starts)
        .exclude(targets="")
        .order_by("-starts")
        .first()
    )
