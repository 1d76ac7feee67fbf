"""Acts on the versions of a plan: start, submission, return, setting, revision."""

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
from terukur.planning.models import (
    AnnexItem,
    BehaviorExpectation,
    Indicator,
    Plan,
    PlannedResult,
    PlanVersion,
)
from terukur.planning.queries import snapshot
from terukur.planning.workflow import PLAN_WORKFLOW, PlanStatus
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.decision import Refused
from terukur.regulation.plan import check_submittable

_STATUS = PlanVersion.Status
_INDICATOR_FIELDS = (
    "thread",
    "number",
    "name",
    "aspect",
    "unit",
    "direction",
    "pace",
    "division",
    "division_parts",
    "division_name",
    "target",
    "target_high",
    "due",
    "weight",
    "exposure_name",
    "exposure_planned",
    "exposure_measure_id",
    "measure_id",
    "combination",
    "definition",
    "formula",
    "source",
    "owner",
    "last_year_value",
)


class PlanRefused(Refused):
    """The act is not possible now; ``findings`` names the obstacles."""


def _step(version: PlanVersion, to: PlanStatus) -> None:
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

    :raises PlanRefused: from anybody else, or where the assignment does not touch the year.
    """
    if assignment.employee.user_id != acting.by.pk:
        raise PlanRefused("SKP dimulai oleh pegawainya sendiri.")
    starts = max(assignment.starts, date(year, 1, 1))
    ends = min(assignment.ends or date(year, 12, 31), date(year, 12, 31))
    if starts > ends:
        raise PlanRefused(f"Jabatan ini tidak dipegang pada tahun {year}.")
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
def start_from_last_year(*, assignment: Assignment, year: int, acting: Acting[User]) -> PlanVersion:
    """Return a draft with last year's results and indicators; links and targets are to be agreed again.

    :raises PlanRefused: where there is no set plan of last year, or this year's has content.
    """
    source = (
        PlanVersion.objects.filter(
            plan__assignment__employee=assignment.employee_id, plan__year=year - 1, status=_STATUS.SET
        )
        .order_by("-plan__starts")
        .first()
    )
    if source is None:
        raise PlanRefused(f"SKP {year - 1} yang ditetapkan tidak ada. Mulailah dari kosong.")
    version = start_plan(assignment=assignment, year=year, acting=acting)
    if version.results.exists() or not version.is_editable:
        raise PlanRefused("SKP tahun ini sudah berisi; salinan tidak menimpanya.")
    _copy_content(source, version)
    version.results.update(supports=None, support_reason=f"Mengikuti SKP {year - 1}; akan ditautkan")
    return version


def _copy_content(source: PlanVersion, target: PlanVersion) -> None:
    for result in source.results.prefetch_related("indicators"):
        copy = PlannedResult.objects.create(
            version=target,
            thread=result.thread,
            number=result.number,
            kind=result.kind,
            title=result.title,
            supports_id=result.supports_id,
            supports_objective_id=result.supports_objective_id,
            support_reason=result.support_reason,
            perspective=result.perspective,
        )
        Indicator.objects.bulk_create(
            [
                Indicator(result=copy, **{name: getattr(indicator, name) for name in _INDICATOR_FIELDS})
                for indicator in result.indicators.all()
            ]
        )
    target.annex_reasons = source.annex_reasons
    target.save(update_fields=["annex_reasons"])
    AnnexItem.objects.bulk_create(
        [AnnexItem(version=target, list=item.list, text=item.text) for item in source.annex_items.all()]
    )
    for behavior in source.behaviors.all():
        BehaviorExpectation.objects.update_or_create(
            version=target, value=behavior.value, defaults={"expectation": behavior.expectation}
        )


@transaction.atomic
def submit_plan(*, version: PlanVersion, acting: Acting[User]) -> None:
    """Submit the plan, signed by the employee; the guards of PermenPANRB 6/2022 must hold.

    :raises PlanRefused: with the findings.
    """
    locked = editable_version(version.pk, acting.by)
    _refuse_closed(locked.plan, acting.on)
    appraiser = appraiser_of(locked.plan.assignment, on=acting.on)
    findings = check_submittable(snapshot(locked, has_appraiser=appraiser is not None))
    if findings:
        raise PlanRefused(f"SKP belum dapat diajukan: {len(findings)} hal perlu dibereskan.", findings)
    before = locked.status
    _step(locked, _STATUS.SUBMITTED)
    locked.submitted_at = acting.at
    locked.return_reason = ""
    locked.save()
    _record_step(locked, before, acting, "")


@transaction.atomic
def return_plan(*, version: PlanVersion, reason: str, acting: Acting[User]) -> None:
    """Return the plan to the employee with the appraiser's reason.

    :raises PlanRefused: without a reason, from anybody else, or in another status.
    """
    locked = PlanVersion.objects.select_for_update().get(pk=version.pk)
    if not is_appraiser(acting.by, locked.plan, on=acting.on):
        raise PlanRefused("Hanya pejabat penilai yang dapat mengembalikan SKP ini.")
    if not reason.strip():
        raise PlanRefused("Tulis alasan pengembalian; pegawai membacanya.")
    before = locked.status
    _step(locked, _STATUS.RETURNED)
    locked.return_reason = reason.strip()
    locked.save()
    _record_step(locked, before, acting, reason)


@transaction.atomic
def set_plan(*, version: PlanVersion, acting: Acting[User]) -> None:
    """Set the plan as its appraiser (Pasal 14); an earlier version is replaced from this day on.

    A first version holds from the plan's beginning, a revision from the day it is set.

    :raises PlanRefused: from anybody else, or in another status.
    """
    locked = PlanVersion.objects.select_for_update().get(pk=version.pk)
    if not is_appraiser(acting.by, locked.plan, on=acting.on):
        raise PlanRefused("Hanya pejabat penilai yang dapat menetapkan SKP ini.")
    before = locked.status
    _step(locked, _STATUS.SET)
    former = locked.plan.versions.filter(status=_STATUS.SET).first()
    if former is not None:
        _step(former, _STATUS.SUPERSEDED)
        former.replaced_on = acting.on
        former.save()
    locked.set_at = acting.at
    locked.set_by = acting.by
    locked.in_force_from = acting.on if former else locked.plan.starts
    locked.save()
    _record_step(locked, before, acting, locked.revision_reason)


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
    _refuse_closed(plan, acting.on)
    current = plan.versions.select_for_update().filter(status=_STATUS.SET).first()
    if current is None:
        raise PlanRefused("Belum ada SKP yang ditetapkan; ubah konsepnya saja.")
    if plan.versions.filter(status__in=["draft", "submitted", "returned"]).exists():
        raise PlanRefused("Sudah ada revisi yang sedang dibuat.")
    version = PlanVersion.objects.create(plan=plan, number=current.number + 1, revision_reason=reason[:500])
    _copy_content(current, version)
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
    _refuse_closed(locked.plan, acting.on)
    findings = check_submittable(snapshot(locked, has_appraiser=True))
    if findings:
        raise PlanRefused(f"SKP belum dapat diajukan: {len(findings)} hal perlu dibereskan.", findings)
    before = locked.status
    _step(locked, _STATUS.SUBMITTED)
    locked.submitted_at = acting.at
    locked.return_reason = ""
    locked.save()
    _record_step(locked, before, acting, locked.revision_reason)


@transaction.atomic
def set_from_document(*, version: PlanVersion, document: str, acting: Acting[Actor]) -> None:
    """Set a first version that both signed elsewhere, as the document says.

    :raises PlanRefused: from somebody who may not load plans, for a revision, or with the findings.
    """
    _refuse_loader(acting)
    locked = PlanVersion.objects.select_for_update().get(pk=version.pk)
    if locked.number > 1:
        raise PlanRefused("Revisi ditetapkan oleh pejabat penilai.")
    if locked.status != _STATUS.SUBMITTED:
        submit_from_document(version=locked, acting=acting)
        locked.refresh_from_db()
    before = locked.status
    _step(locked, _STATUS.SET)
    locked.set_at = acting.at
    locked.set_by_document = f"Dimuat dari {document}"[:200]
    locked.in_force_from = locked.plan.starts
    locked.save()
    _record_step(locked, before, acting, locked.set_by_document)


def _refuse_loader(acting: Acting[Actor]) -> None:
    refusal = IMPORTS.refusal("plans", acting)
    if refusal:
        raise PlanRefused(refusal)


def _refuse_closed(plan: Plan, on: date) -> None:
    if plan.closed_on is not None and plan.closed_on < on:
        raise PlanRefused(
            f"SKP ini berakhir {written_day(plan.closed_on)} bersama jabatannya. Susun SKP untuk jabatan "
            "baru."
        )


def _record_step(version: PlanVersion, before: str, acting: Acting[Actor], reason: str) -> None:
    record(
        Act(
            f"plan/{version.plan_id}",
            f"plan-{version.status}",
            before={"status": str(before)},
            after={"status": str(version.status), "version": version.number},
            reason=reason,
            rows=fingerprints(version) if version.status == _STATUS.SET else None,
        ),
        acting,
    )
