"""Help with typing: a colleague types realizations, and the owner confirms them."""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.measurement.models import Helper, OwnerConfirmation, Realization
from terukur.measurement.operations import MeasurementRefused
from terukur.measurement.queries import awaits_owner
from terukur.organization.models import Assignment, Employee
from terukur.organization.queries import appraiser_of, assignment_on


@transaction.atomic
def name_helper(*, owner: Employee, helper: Employee, acting: Acting[User]) -> Helper:
    """Let a colleague of the same unit type one's realizations from a day on.

    :raises MeasurementRefused: for anybody but the owner, and for a helper who may not be one: the owner and
        the appraiser.
    """
    if owner.user_id != acting.by.pk or owner == helper:
        raise MeasurementRefused("Pembantu ditunjuk oleh pegawainya sendiri, dan orang lain.")
    assignment = assignment_on(owner.pk, acting.on)
    if assignment is None or helper not in colleagues_of(assignment, on=acting.on):
        raise MeasurementRefused("Pilih rekan dari unit yang sama.")
    if appraiser_of(assignment, on=acting.on) == helper:
        raise MeasurementRefused("Pejabat penilai memeriksa bukti, jadi tidak dapat mengetiknya.")
    named, is_new = Helper.objects.get_or_create(
        owner=owner, helper=helper, ends=None, defaults={"starts": acting.on}
    )
    if is_new:
        told = {"helper": helper.pk, "since": str(acting.on)}
        record(Act(f"employee/{owner.pk}", "helper-named", after=told), acting)
    return named


@transaction.atomic
def end_help(*, named: Helper, acting: Acting[User]) -> None:
    """End a helper's right to type; today was the last day.

    :raises MeasurementRefused: for anybody but the owner.
    """
    if named.owner.user_id != acting.by.pk:
        raise MeasurementRefused("Hanya pegawainya sendiri yang mengakhiri bantuan.")
    named.ends = acting.on
    named.save(update_fields=["ends"])
    told = {"helper": named.helper_id, "until": str(acting.on)}
    record(Act(f"employee/{named.owner_id}", "helper-ended", after=told), acting)


@transaction.atomic
def confirm_realization(*, realization: Realization, acting: Acting[User]) -> None:
    """Confirm what a helper typed; from now on it counts like the owner's own entry.

    :raises MeasurementRefused: for anybody but the owner, or where nothing waits.
    """
    if realization.plan.assignment.employee.user_id != acting.by.pk:
        raise MeasurementRefused("Hanya pegawainya sendiri yang mengesahkan.")
    if not awaits_owner(realization):
        raise MeasurementRefused("Realisasi ini tidak menunggu pengesahan.")
    confirmation = OwnerConfirmation.objects.create(realization=realization, at=acting.at)
    record(
        Act(
            f"plan/{realization.plan_id}",
            "realization-confirmed",
            after={"realization": realization.pk},
            rows=fingerprints(confirmation),
        ),
        acting,
    )


def colleagues_of(assignment: Assignment, *, on: date) -> QuerySet[Employee]:
    """Return everybody else who works in the same unit on a day."""
    there = Assignment.objects.on(on).filter(position__unit=assignment.position.unit_id)
    return (
        Employee.objects.filter(pk__in=there.values("employee"))
        .exclude(pk=assignment.employee_id)
        .order_by("name")
    )


def helpers_of(owner: Employee, *, on: date) -> list[Helper]:
    """Return the helpers of an employee on a day."""
    return list(
        Helper.objects.filter(owner=owner)
        .filter(Q(ends=None) | Q(ends__gt=on))
        .select_related("helper")
        .order_by("starts")
    )


def helped_by(helper: Employee, *, on: date) -> list[Helper]:
    """Return the people for whom an employee types on a day."""
    named = Helper.objects.on(on).filter(helper=helper)
    return list(named.select_related("owner").order_by("owner__name"))
