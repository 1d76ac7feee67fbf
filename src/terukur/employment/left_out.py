"""The act by which a year does not wait for a quarter that was not rated, and whom it holds for."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from terukur.accounts.models import User
from terukur.employment.models import LeftOutQuarter
from terukur.employment.rights import EmploymentRefused, refuse_others
from terukur.ledger.acting import Acting
from terukur.ledger.operations import Act, record
from terukur.notation.dates import day_words
from terukur.organization.cadence import cadence_in
from terukur.organization.models import Employee, Unit
from terukur.organization.queries import lock_agency, subtree
from terukur.regulation.letters import SENTENCE_LETTERS, has_letters
from terukur.regulation.periods import Period


@dataclass(frozen=True, slots=True)
class LeftOutFor:
    """The reach of a left-out quarter: one employee, a unit with all below it, or the whole agency."""

    unit: Unit | None = None
    employee: Employee | None = None


@transaction.atomic
def leave_out_quarter(*, period: Period, reach: LeftOutFor, reason: str, acting: Acting[User]) -> int:
    """Store that the year does not wait for a quarter, with the reason; return how many rows say so.

    A quarter that was delivered counts all the same. The reason cannot be changed: all who are rated read it.

    :raises EmploymentRefused: from outside the performance team, for anything but a period of the year's
        cadence that is over,
        without a reason, or a second time.
    """
    refuse_others(acting)
    agency = lock_agency()
    if agency is None:
        raise EmploymentRefused("Belum ada instansi.")
    cadence = cadence_in(period.year)
    if period not in cadence.periods(period.year):
        example = cadence.periods(period.year)[0]
        raise EmploymentRefused(
            f"Pilih {cadence.word} dari tahun itu, misalnya {example.label} ({example}).", field="period"
        )
    if period.ends >= acting.on:
        raise EmploymentRefused(
            f"{period.label} berakhir {day_words(period.ends)}; yang belum lewat masih dapat dinilai.",
            field="period",
        )
    if not has_letters(reason, SENTENCE_LETTERS):
        raise EmploymentRefused(
            f"Tulis alasannya, paling sedikit {SENTENCE_LETTERS} huruf; semua yang dinilai membacanya.",
            field="reason",
        )
    units: list[int | None] = [*subtree(reach.unit.pk)] if reach.unit else [None]
    known = set(LeftOutQuarter.objects.filter(period=period).values_list("unit", "employee"))
    employee = reach.employee.pk if reach.employee else None
    fresh = [
        LeftOutQuarter(
            period=period,
            unit_id=unit,
            employee_id=employee,
            reason=reason.strip(),
            by=acting.by,
            at=acting.at,
        )
        for unit in units
        if (unit, employee) not in known
    ]
    if not fresh:
        raise EmploymentRefused(f"{period.label} sudah tidak ditunggu di sini.", field="period")
    LeftOutQuarter.objects.bulk_create(fresh)
    chain = f"agency/{agency.pk}"
    if reach.employee:
        chain = f"employee/{reach.employee.pk}"
    elif reach.unit:
        chain = f"unit/{reach.unit.pk}"
    record(
        Act(
            chain,
            "quarter-left-out",
            after={"period": str(period), "rows": len(fresh)},
            reason=reason.strip(),
        ),
        acting,
    )
    return len(fresh)


def left_out_reasons(
    periods: Collection[Period], *, units: Collection[int], employees: Collection[int]
) -> dict[tuple[Period, int | None, int | None], str]:
    """Return the reasons of quarters that are not waited for, by period, unit and employee."""
    rows = LeftOutQuarter.objects.filter(
        Q(unit__isnull=True, employee__isnull=True) | Q(unit__in=units) | Q(employee__in=employees),
        period__in=periods,
    )
    return {(row.period, row.unit_id, row.employee_id): row.reason for row in rows}
