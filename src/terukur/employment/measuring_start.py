"""The act that says from which day of a year on the agency, or one employee, is measured."""

from datetime import date

from django.db import transaction

from terukur.employment.models import MeasuringStart
from terukur.employment.rights import EmploymentRefused, refuse_others
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.organization.models import Employee
from terukur.organization.queries import lock_agency
from terukur.regulation.letters import PHRASE_LETTERS, has_letters


@transaction.atomic
def set_measuring_start(
    *, employee: Employee | None, starts: date, reason: str, acting: Acting[Actor]
) -> MeasuringStart:
    """Store the first counted day of its year, of the whole agency where no employee is named.

    January 1 takes an earlier one back. Appraisals that were delivered keep their figures; what would differ
    is shown beside them.

    :raises EmploymentRefused: from outside the performance team, or without a reason.
    """
    refuse_others(acting)
    if not has_letters(reason, PHRASE_LETTERS):
        raise EmploymentRefused("Tulis alasannya; semua yang dinilai membacanya.", field="reason")
    agency = lock_agency()
    if agency is None:
        raise EmploymentRefused("Belum ada instansi.")
    row = MeasuringStart.objects.filter(employee=employee, year=starts.year).first()
    before = {"from": str(row.starts)} if row else None
    row = row or MeasuringStart(employee=employee, year=starts.year)
    row.starts, row.reason = starts, reason.strip()
    row.save()
    chain = f"employee/{employee.pk}" if employee else f"agency/{agency.pk}"
    record(
        Act(chain, "measuring-start-set", before=before, after={"from": str(starts)}, reason=row.reason),
        acting,
    )
    return row
