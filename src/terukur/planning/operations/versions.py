"""Acts on the versions of a plan: start, submission, return, setting, revision."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from terukur.accounts.models import User
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import IMPORTS, Act, record
from terukur.notation.dates import written_day
from terukur.organization.models import Assignment
from terukur.organization.queries import appraiser_of
from terukur.planning.access import is_appraiser, may_edit
from terukur.planning.copying import copy_all
from terukur.planning.guards import PLAN_YEARS
from terukur.planning.models import BehaviorExpectation, Indicator, Plan, PlanVersion
from terukur.planning.own_plans import why_too_early
from terukur.planning.queries import snapshot, versions_with_content
from terukur.planning.workflow import PLAN_WORKFLOW, PlanStatus
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.decision import Refused
from terukur.regulation.plan import check_submittable

_STATUS = PlanVersion.Status


class PlanRefused(Refused):
    """The act is not possible now; ``findings`` names the obstacles."""


def step(version: PlanVersion, to: PlanStatus) -> None:
    """Change a version's status; this is the only place that does."""
    current = _STATUS(version.status)
    if not PLAN_WORKFLOW.allows(current, to):
        raise PlanRefused(f"SKP ini tidak dapat menjadi “{to.label}”. {_whose_turn(version)}")
    version.status = to


def _whose_turn(version: PlanVersion) -> str:
    current = _STATUS(version.status)
    return f"Statusnya “{current.label}”; berikutnya {PLAN_WORKFLOW.turns[current].words}."


def editable_version(version_id: int, by: User) -> PlanVersion:
    """Return the version, locked for a change.

    :raises PlanRefused: where the user may not edit it.
    """
    version = PlanVersion.objects.select_for_update().get(pk=version_id)
    if not may_edit(by, version):
        raise PlanRefused(f"SKP ini hanya diubah pemiliknya, selama menjadi konsep. {_whose_turn(version)}")
    return version


@transaction.atomic
def start_plan(*, assignment: Assignment, year: int, acting: Acting[User]) -> PlanVersion:
    """Return an empty draft for the part of the year that the assignment covers.

    It contains all seven behavior values from the beginning. A second start returns the existing draft.

    :raises PlanRefused: from anybody else, where the assignment does not touch the year, or before the year's
        planning is open.
    """
    if assignment.employee.user_id != acting.by.pk:
        raise PlanRefused("SKP dimulai oleh pegawainya sendiri.")
    starts = max(assignment.starts, date(year, 1, 1))
    ends = min(assignment.ends or date(year, 12, 31), date(year, 12, 31))
    if starts > ends:
        raise PlanRefused(f"Jabatan ini tidak dipegang pada tahun {year}.")
    _refuse_year(year, acting)
    too_early = why_too_early(year, on=acting.on)
    if too_early:
        raise PlanRefused(too_early)
    plan, created = Plan.objects.get_or_create(
        assignment=assignment, year=year, defaults={"starts": starts, "ends": ends}
    )
    if not created:
        return plan.versions.latest("number")
    version = PlanVersion.objects.create(plan=plan, number=1)
    BehaviorExpectation.objects.bulk_create(
        [BehaviorExpectation(version=version, value=code) for code in BEHAVIOR_CODES]
    )
    record(Act(f"plan/{plan.pk}", "plan-started"), acting)
    return version


@transaction.atomic
def submit_plan(*, version: PlanVersion, acting: Acting[User]) -> None:
    """Submit the plan, signed by the employee; the guards of PermenPANRB 6/2022 must hold.

    :raises PlanRefused: with the findings.
    """
    locked = editable_version(version.pk, acting.by)
    _refuse_year(locked.plan.year, acting)
    _refuse_closed(locked.plan, acting.on)
    appraiser = appraiser_of(locked.plan.assignment, on=acting.on)
    findings = check_submittable(snapshot(_with_content(locked), has_appraiser=appraiser is not None))
    if findings:
        raise PlanRefused(f"SKP belum dapat diajukan: {len(findings)} hal perlu dibereskan.", findings)
    before = locked.status
    step(locked, _STATUS.SUBMITTED)
    locked.submitted_at = acting.at
    locked.return_reason = ""
    locked.save()
    record_step(locked, before, acting, "")


@transaction.atomic
def return_plan(
    *, version: PlanVersion, reason: str, acting: Acting[User], remarks: Mapping[int, str] | None = None
) -> None:
    """Return the plan to the employee with the appraiser's reason, or with remarks by indicator (its key).

    Indicators without a remark are left unmarked: nothing is asked about them.

    :raises PlanRefused: without a reason or remark, from anybody else, or in another status.
    """
    locked = PlanVersion.objects.select_for_update().get(pk=version.pk)
    if not is_appraiser(acting.by, locked.plan, on=acting.on):
        raise PlanRefused("Hanya pejabat penilai yang dapat mengembalikan SKP ini.")
    before = locked.status
    step(locked, _STATUS.RETURNED)
    marked = _remarked(locked, remarks or {})
    if not reason.strip() and not marked:
        raise PlanRefused("Tulis alasan pengembalian; pegawai membacanya.")
    locked.return_reason = reason.strip() or f"{len(marked)} indikator perlu diperbaiki; catatannya di bawah."
    locked.save()
    told = {"remarks": {one.name: one.returned_because for one in marked}} if marked else {}
    record_step(locked, before, acting, reason, told)


def _remarked(version: PlanVersion, remarks: Mapping[int, str]) -> list[Indicator]:
    """Store the remarks, in place of former ones; return the indicators that have one."""
    indicators = list(Indicator.objects.filter(result__version=version).order_by("result__number", "number"))
    for indicator in indicators:
        indicator.returned_because = remarks.get(indicator.pk, "").strip()[:500]
    if set(remarks) - {indicator.pk for indicator in indicators}:
        raise PlanRefused("Indikator yang ditandai tidak ada di SKP ini. Muat ulang halamannya.")
    Indicator.objects.bulk_update(indicators, ["returned_because"])
    return [indicator for indicator in indicators if indicator.returned_because]


@transaction.atomic
def set_plan(*, version: PlanVersion, acting: Acting[User]) -> None:
    """Set the plan as its appraiser (Pasal 14); an earlier version is replaced from this day on.

    A first version holds from the plan's beginning, a revision from the day it is set, and never before the
    plan begins.

    :raises PlanRefused: from anybody else, or in another status.
    """
    locked = PlanVersion.objects.select_for_update().get(pk=version.pk)
    if not is_appraiser(acting.by, locked.plan, on=acting.on):
        raise PlanRefused("Hanya pejabat penilai yang dapat menetapkan SKP ini.")
    _refuse_year(locked.plan.year, acting)
    before = locked.status
    step(locked, _STATUS.SET)
    former = locked.plan.versions.filter(status=_STATUS.SET).first()
    # A revision of a plan that has not begun holds from its beginning.
    since = max(acting.on, locked.plan.starts) if former else locked.plan.starts
    if former is not None:
        step(former, _STATUS.SUPERSEDED)
        former.replaced_on = since
        former.save()
    Indicator.objects.filter(result__version=locked).exclude(returned_because="").update(returned_because="")
    locked.set_at = acting.at
    locked.set_by = acting.by
    locked.in_force_from = since
    locked.save()
    record_step(locked, before, acting, locked.revision_reason)


@transaction.atomic
def revise_plan(*, plan: Plan, reason: str, acting: Acting[User]) -> PlanVersion:
    """Open the next version as a copy of the one in force, with the employee's reason.

    :raises PlanRefused: without a reason, without a set version, or while another is open.
    """
    if plan.assignment.employee.user_id != acting.by.pk:
        raise PlanRefused("Hanya pemilik SKP yang dapat merevisinya.")
    if not reason.strip():
        raise PlanRefused("Tulis alasan revisi: apa yang berubah pada strategi, tugas, atau jabatan.")
    return _next_version(plan, reason.strip(), acting)


def _next_version(plan: Plan, reason: str, acting: Acting[Actor]) -> PlanVersion:
    _refuse_year(plan.year, acting)
    _refuse_closed(plan, acting.on)
    current = plan.versions.select_for_update().filter(status=_STATUS.SET).first()
    if current is None:
        raise PlanRefused("Belum ada SKP yang ditetapkan; ubah konsepnya saja.")
    if plan.versions.filter(status__in=["draft", "submitted", "returned"]).exists():
        raise PlanRefused("Sudah ada revisi yang sedang dibuat.")
    version = PlanVersion.objects.create(plan=plan, number=current.number + 1, revision_reason=reason[:500])
    copy_all(current, version)
    record(Act(f"plan/{plan.pk}", "revision-started", reason=reason), acting)
    return version


@transaction.atomic
def revise_from_document(*, plan: Plan, document: str, acting: Acting[Actor]) -> PlanVersion:
    """Open the next version for a document that says something else than the one in force.

    :raises PlanRefused: from somebody who may not load plans, or where ``revise_plan`` refuses too.
    """
    _refuse_loader(acting)
    return _next_version(plan, f"Dimuat dari {document}", acting)


@transaction.atomic
def submit_from_document(*, version: PlanVersion, acting: Acting[Actor]) -> None:
    """Lay a version that a document filled before its appraiser, who sets or returns it.

    :raises PlanRefused: from somebody who may not load plans, or with the findings.
    """
    _refuse_loader(acting)
    locked = PlanVersion.objects.select_for_update().get(pk=version.pk)
    _refuse_year(locked.plan.year, acting)
    _refuse_closed(locked.plan, acting.on)
    findings = check_submittable(snapshot(_with_content(locked), has_appraiser=True))
    if findings:
        raise PlanRefused(f"SKP belum dapat diajukan: {len(findings)} hal perlu dibereskan.", findings)
    before = locked.status
    step(locked, _STATUS.SUBMITTED)
    locked.submitted_at = acting.at
    locked.return_reason = ""
    locked.save()
    record_step(locked, before, acting, locked.revision_reason)


@transaction.atomic
def set_from_document(*, version: PlanVersion, document: str, acting: Acting[Actor]) -> None:
    """Set a first version that both signed elsewhere, as the document says.

    :raises PlanRefused: from somebody who may not load plans, for a revision, or with the findings.
    """
    _refuse_loader(acting)
    locked = PlanVersion.objects.select_for_update().get(pk=version.pk)
    _refuse_year(locked.plan.year, acting)
    if locked.number > 1:
        raise PlanRefused("Revisi ditetapkan oleh pejabat penilai.")
    if locked.status != _STATUS.SUBMITTED:
        submit_from_document(version=locked, acting=acting)
        locked.refresh_from_db()
    before = locked.status
    step(locked, _STATUS.SET)
    locked.set_at = acting.at
    locked.set_by_document = f"Dimuat dari {document}"[:200]
    locked.in_force_from = locked.plan.starts
    locked.save()
    record_step(locked, before, acting, locked.set_by_document)


def _refuse_loader(acting: Acting[Actor]) -> None:
    refusal = IMPORTS.refusal("plans", acting)
    if refusal:
        raise PlanRefused(refusal)


def _refuse_year(year: int, acting: Acting[Actor]) -> None:
    refusal = PLAN_YEARS.refusal(year, acting)
    if refusal:
        raise PlanRefused(refusal)


def _refuse_closed(plan: Plan, on: date) -> None:
    if plan.closed_on is not None and plan.closed_on < on:
        raise PlanRefused(
            f"SKP ini berakhir {written_day(plan.closed_on)} bersama jabatannya. Susun SKP untuk jabatan "
            "baru."
        )


def record_step(
    version: PlanVersion,
    before: str,
    acting: Acting[Actor],
    reason: str,
    told: Mapping[str, object] | None = None,
) -> None:
    """Record a change of status, with what else it tells."""
    record(
        Act(
            f"plan/{version.plan_id}",
            f"plan-{version.status}",
            before={"status": str(before)},
            after={"status": str(version.status), "version": version.number, **(told or {})},
            reason=reason,
            rows=fingerprints(version) if version.status == _STATUS.SET else None,
        ),
        acting,
    )


def _with_content(version: PlanVersion) -> PlanVersion:
    return versions_with_content().get(pk=version.pk)
