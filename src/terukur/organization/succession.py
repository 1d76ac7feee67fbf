"""Another appraiser for a position that has ended, where the last one has left before all was rated."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from terukur.ledger.acting import Acting, Actor
from terukur.ledger.operations import Act, record
from terukur.organization.models import Assignment, Employee, ReportingLine
from terukur.organization.operations import OrganizationRefused, refuse_outside_reach
from terukur.organization.team import written_reason

_DAY = timedelta(days=1)


@transaction.atomic
def succeed_appraiser(
    *, assignment: Assignment, appraiser: Employee, reason: str, acting: Acting[Actor]
) -> None:
    """Let another appraiser rate what is left of a position that has ended.

    The last appraiser of an ended position rates it (``queries.appraiser_of``), so the successor is recorded
    for its last day; the days before stay with whoever appraised then.

    :raises OrganizationRefused: without a reason, for a running position, while the last appraiser is in
        service, for the person rated or somebody who left, or from outside the performance team.
    """
    refuse_outside_reach([assignment.position.unit_id], acting)
    reason = written_reason(reason, example="penilai pensiun, dengan nomor suratnya")
    lines = ReportingLine.objects.select_for_update().filter(assignment=assignment)
    line = lines.select_related("appraiser").order_by("starts").last()
    if assignment.ends is None or assignment.ends >= acting.on:
        raise OrganizationRefused("Jabatan ini masih berjalan; pakai “Ganti penilai”.")
    if line is not None and _serves(line.appraiser, acting.on):
        raise OrganizationRefused(f"{line.appraiser.name} masih bertugas dan dapat menilai jabatan ini.")
    if appraiser.pk == assignment.employee_id or not _serves(appraiser, acting.on):
        raise OrganizationRefused("Pilih orang lain yang masih bertugas.", field="appraiser")
    if line is not None and line.starts == assignment.ends:
        line.delete()
    elif line is not None:
        line.ends = assignment.ends - _DAY
        line.save(update_fields=["ends"])
    ReportingLine.objects.create(
        assignment=assignment, appraiser=appraiser, starts=assignment.ends, ends=assignment.ends
    )
    assignment.__dict__.pop("_appraisers", None)
    before = {"appraiser": line.appraiser_id if line else None}
    after = {"appraiser": appraiser.pk, "from": str(assignment.ends)}
    record(Act(f"assignment/{assignment.pk}", "appraiser-succeeded", before, after, reason), acting)


def without_serving_appraiser(placements: Iterable[Assignment], *, on: date) -> set[int]:
    """Return of placements with their lines the keys of ended ones whose last appraiser has left."""
    return {
        one.pk
        for one in placements
        if one.ends is not None
        and one.ends < on
        and not any(_serves(line.appraiser, on) for line in list(one.reporting_lines.all())[-1:])
    }


def _serves(employee: Employee, on: date) -> bool:
    return employee.left_on is None or employee.left_on >= on
