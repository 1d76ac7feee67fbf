"""Reads of measured values: the newest version of each, with its source."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from terukur.ledger.models import ImportRecord
from terukur.measurement.models import Evidence, EvidenceFreeze, ExposureChange, Observation, Realization
from terukur.planning.models import Plan


def current_observations() -> QuerySet[Observation]:
    """Return the observations that no newer version replaces."""
    newer = Observation.objects.filter(
        Q(employee=OuterRef("employee")) | Q(unit=OuterRef("unit")),
        measure=OuterRef("measure"),
        starts=OuterRef("starts"),
        ends=OuterRef("ends"),
        version__gt=OuterRef("version"),
    )
    return (
        Observation.objects.filter(~Exists(newer))
        .select_related("source__file", "measure")
        .order_by("starts")
    )


def observations_for(
    *, measures: Iterable[int], employees: Iterable[int], units: Iterable[int], starts: date, ends: date
) -> list[Observation]:
    """Return the current observations of these measures and subjects that lie inside a span of days."""
    found = (
        Observation.objects.filter(
            Q(employee__in=list(employees)) | Q(unit__in=list(units)),
            measure__in=list(measures),
            starts__gte=starts,
            ends__lte=ends,
        )
        .select_related("source__file", "source__confirmation")
        .order_by("measure_id", "employee_id", "unit_id", "starts", "ends", "-version")
        .distinct("measure_id", "employee_id", "unit_id", "starts", "ends")
    )
    return list(found)


def realizations_for(plans: Iterable[int], *, ends: date) -> list[Realization]:
    """Return the current by-hand realizations of these plans up to a day, with verification and evidence."""
    return list(
        Realization.objects.filter(plan__in=list(plans), ends__lte=ends)
        .select_related(
            "verification__by", "declared_by", "draw__finding", "confirmation", "plan__assignment__employee"
        )
        .prefetch_related("evidence__file")
        .order_by("plan_id", "thread", "starts", "ends", "-version")
        .distinct("plan_id", "thread", "starts", "ends")
    )


def frozen_until(plan: Plan) -> date | None:
    """Return the day up to which nothing is stated by hand any more; None where all is open."""
    newest = plan.freezes.order_by("-pk").first()
    return newest.until if newest is not None else None


def freezes_of(employee_id: int) -> list[EvidenceFreeze]:
    """Return the present freezes of an employee's plans."""
    newest = (
        EvidenceFreeze.objects.filter(plan__assignment__employee=employee_id)
        .select_related("plan")
        .order_by("plan_id", "-pk")
        .distinct("plan_id")
    )
    return [freeze for freeze in newest if freeze.until is not None]


def awaits_owner(realization: Realization) -> bool:
    """Return whether a helper typed it and the owner has not confirmed it."""
    owner = realization.plan.assignment.employee.user_id
    return realization.declared_by_id != owner and not hasattr(realization, "confirmation")


def to_confirm_by(employee_id: int) -> list[Realization]:
    """Return the realizations that helpers typed for an employee and that are not confirmed, oldest first."""
    return list(
        Realization.objects.filter(plan__assignment__employee=employee_id, confirmation__isnull=True)
        .exclude(declared_by=F("plan__assignment__employee__user"))
        .select_related("declared_by")
        .prefetch_related("evidence__file")
        .order_by("declared_at")
    )


def is_disputed(realization: Realization) -> bool:
    """Return whether the third person who opened its evidence did not agree with the verification."""
    draw = getattr(realization, "draw", None)
    finding = getattr(draw, "finding", None)
    return finding is not None and not finding.agrees


def exposures_for(plans: Iterable[int], *, on: date) -> list[ExposureChange]:
    """Return the changes of exposure that hold on a day; the last one of an indicator counts."""
    return list(
        ExposureChange.objects.filter(plan__in=list(plans), since__lte=on)
        .select_related("by")
        .order_by("plan_id", "thread", "-since", "-id")
        .distinct("plan_id", "thread")
    )


def unverified(plans: Iterable[int]) -> QuerySet[Realization]:
    """Return the realizations of these plans that are not verified or refused yet."""
    return (
        Realization.objects.filter(plan__in=list(plans), verification__isnull=True)
        .select_related("plan__assignment__employee", "declared_by")
        .order_by("declared_at")
    )


def realization_of(pk: int) -> Realization | None:
    """Return one realization with its employee."""
    return (
        Realization.objects.select_related(
            "plan__assignment__employee",
            "declared_by",
            "verification__by",
            "draw__finding__by",
            "confirmation",
        )
        .prefetch_related("evidence__file", "evidence__looks")
        .filter(pk=pk)
        .first()
    )


def evidence(pk: int) -> Evidence | None:
    """Return one piece of evidence with its employee."""
    return (
        Evidence.objects.select_related("file", "realization__plan__assignment__employee")
        .filter(pk=pk)
        .first()
    )


def is_confirmed(source: ImportRecord) -> bool:
    """Return whether a second person confirmed a file."""
    return hasattr(source, "confirmation")


def awaits_second_person(rows: Iterable[Observation], *, measured: int) -> bool:
    """Return whether the measured user loaded one of these rows and no other person has confirmed it."""
    return any(row.source.by_id == measured and not is_confirmed(row.source) for row in rows)


def measures_its_loader(source: ImportRecord) -> bool:
    """Return whether a file holds figures of the person who loaded it."""
    return (
        source.by_id is not None
        and Observation.objects.filter(source=source, employee__user_id=source.by_id).exists()
    )


def imports_to_confirm() -> QuerySet[ImportRecord]:
    """Return files that measure their own loader and are not confirmed by another person, newest first."""
    own = Observation.objects.filter(source=OuterRef("pk"), employee__user_id=OuterRef("by_id"))
    return ImportRecord.objects.filter(Exists(own), confirmation__isnull=True)


def other_uses(realization: Realization) -> QuerySet[Evidence]:
    """Return evidence of other indicators, people or periods that is the very same file."""
    files = [entry.file_id for entry in realization.evidence.all() if entry.file_id is not None]
    return (
        Evidence.objects.filter(file__in=files)
        .exclude(
            realization__plan=realization.plan_id,
            realization__thread=realization.thread,
            realization__starts=realization.starts,
        )
        .select_related("realization__plan__assignment__employee")
        .order_by("realization__declared_at")
    )
