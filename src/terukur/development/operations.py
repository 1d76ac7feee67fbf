"""Acts on the development plan: propose, agree, drop, finish with a certificate, confirm or refuse it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from terukur.accounts.models import User
from terukur.development.access import is_learner, may_agree, may_check_certificate
from terukur.development.certificate_files import refuse_certificate_file
from terukur.development.models import Certificate, LearningItem, PlanItem
from terukur.development.queries import free_places
from terukur.development.ranking import Need, Recommendation
from terukur.development.workflow import LEARNING_WORKFLOW, LearningStatus
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record, store_file
from terukur.measurement.operations import EvidenceDraft, MeasurementRefused, PersonalDataFound
from terukur.notation.dates import written_day
from terukur.organization.models import Employee
from terukur.regulation.decision import Refused
from terukur.tables.numerals import write_number


class DevelopmentRefused(Refused):
    """The act is not possible; the message says why and what to do."""


class PersonalDataInCertificate(DevelopmentRefused):
    """The file seems to name citizens; the employee is asked before it is kept."""

    asks_about_personal_data = True


@dataclass(frozen=True, slots=True)
class CertificateDraft:
    """The proof that learning was finished; ``hours_why`` says why the hours are not the catalogue's."""

    hours: Decimal
    issued_on: date
    evidence: EvidenceDraft
    hours_why: str = ""


def gap_of(need: Need) -> dict[str, Any]:
    """Return a need in the form in which a plan keeps it."""
    return {
        "kind": str(need.kind),
        "key": need.key,
        "name": need.name,
        "period": need.period,
        "measure": need.measure,
        "level": need.level,
        "size": str(need.size),
        "words": need.words,
        "evidence": list(need.evidence),
    }


@transaction.atomic
def choose(
    *, employee: Employee, need: Need, recommendation: Recommendation, acting: Acting[User]
) -> PlanItem:
    """Store a recommended item in a plan: the employee proposes; an item added by the appraiser is agreed.

    :raises DevelopmentRefused: from anybody else, for an item that is planned already, over or full.
    """
    is_own = is_learner(acting.by, employee)
    if not is_own and not may_agree(acting.by, employee, on=acting.on):
        raise DevelopmentRefused("Rencana diisi pegawai sendiri atau pejabat penilainya.")
    # One at a time: two at once would take the same last place.
    item = LearningItem.objects.select_for_update(no_key=True).get(code=recommendation.item.code)
    _refuse_unavailable(item, acting.on)
    if (
        PlanItem.objects.filter(employee=employee, item=item, year=acting.on.year)
        .exclude(status=LearningStatus.DROPPED)
        .exists()
    ):
        raise DevelopmentRefused("Pembelajaran ini sudah ada di rencana tahun ini.")
    planned = PlanItem.objects.create(
        employee=employee,
        year=acting.on.year,
        item=item,
        gap=gap_of(need),
        identity=need.identity,
        reason="\n".join(recommendation.why)[:2000],
        proposed_by=acting.by,
        proposed_at=acting.at,
        status=LearningStatus.PROPOSED if is_own else LearningStatus.AGREED,
        agreed_by=None if is_own else acting.by,
        agreed_at=None if is_own else acting.at,
    )
    record(
        Act(
            f"development/{planned.pk}",
            "learning-proposed" if is_own else "learning-added",
            after={"item": item.code, "need": need.identity},
            reason=planned.reason,
        ),
        acting,
    )
    return planned


def _refuse_unavailable(item: LearningItem, on: date) -> None:
    if item.ends is not None and item.ends < on:
        raise DevelopmentRefused(f"“{item.title}” sudah berakhir {written_day(item.ends)}; pilih yang lain.")
    free = free_places(item)
    if free is not None and free <= 0:
        raise DevelopmentRefused(f"Tempat pada “{item.title}” sudah habis; pilih yang lain.")


@transaction.atomic
def agree(*, planned: PlanItem, acting: Acting[User]) -> PlanItem:
    """Agree to a proposed item as the appraiser; it takes its place from now on.

    :raises DevelopmentRefused: from anybody else, or where it is not proposed, over or full.
    """
    locked = _locked(planned)
    if not may_agree(acting.by, locked.employee, on=acting.on):
        raise DevelopmentRefused("Rencana disepakati pejabat penilai.")
    item = LearningItem.objects.select_for_update(no_key=True).get(pk=locked.item_id)
    _step(locked, LearningStatus.AGREED, only_from=LearningStatus.PROPOSED)
    _refuse_unavailable(item, acting.on)
    locked.agreed_by, locked.agreed_at = acting.by, acting.at
    locked.save()
    record(Act(f"development/{locked.pk}", "learning-agreed"), acting)
    return locked


@transaction.atomic
def drop(*, planned: PlanItem, why: str, acting: Acting[User]) -> PlanItem:
    """Take an item out of the plan with a reason: as the appraiser, or the employee before agreement.

    :raises DevelopmentRefused: from anybody else, without words, or once it was finished.
    """
    locked = _locked(planned)
    is_own = is_learner(acting.by, locked.employee) and locked.status == LearningStatus.PROPOSED
    if not is_own and not may_agree(acting.by, locked.employee, on=acting.on):
        raise DevelopmentRefused("Yang sudah disepakati dibatalkan oleh pejabat penilai.")
    if not why.strip():
        raise DevelopmentRefused("Tulis mengapa; keduanya membacanya.")
    _step(locked, LearningStatus.DROPPED)
    locked.dropped_why = why.strip()[:500]
    locked.save()
    record(Act(f"development/{locked.pk}", "learning-dropped", reason=locked.dropped_why), acting)
    return locked


@transaction.atomic
def finish(*, planned: PlanItem, draft: CertificateDraft, acting: Acting[User]) -> Certificate:
    """Finish an agreed item as the employee, with a certificate or another proof of it.

    Its hours count once another person has confirmed it.

    :raises DevelopmentRefused: from anybody else, before it was agreed, without a file that can be a
        certificate, for a day to come, for more hours than the catalogue gives, or fewer without a reason.
    """
    locked = _locked(planned)
    if not is_learner(acting.by, locked.employee):
        raise DevelopmentRefused("Bukti belajar diunggah oleh yang belajar.")
    if not draft.evidence.content:
        raise DevelopmentRefused("Lampirkan sertifikat, atau catatan coaching yang ditandatangani.")
    _refuse_hours(draft, locked.item)
    if draft.issued_on > acting.on:
        raise DevelopmentRefused("Tanggal selesai belum tiba.")
    _refuse_file(draft.evidence)
    _step(locked, LearningStatus.FINISHED)
    locked.finished_on = draft.issued_on
    locked.save()
    stored = store_file(content=draft.evidence.content, name=draft.evidence.file_name, acting=acting)
    certificate = Certificate.objects.create(
        plan_item=locked,
        file=stored,
        file_name=draft.evidence.file_name[:255],
        hours=draft.hours,
        hours_why=draft.hours_why.strip()[:500],
        issued_on=draft.issued_on,
        by=acting.by,
        at=acting.at,
    )
    record(
        Act(
            f"development/{locked.pk}",
            "learning-finished",
            after={"hours": str(draft.hours), "on": str(draft.issued_on)},
            rows=fingerprints(certificate, stored),
        ),
        acting,
    )
    return certificate


def _refuse_hours(draft: CertificateDraft, item: LearningItem) -> None:
    most = write_number(item.hours)
    if not 0 < draft.hours <= item.hours:
        raise DevelopmentRefused(f"Jam pelajaran antara 0 dan {most}, sebanyak yang ada di katalog.")
    if draft.hours != item.hours and not draft.hours_why.strip():
        raise DevelopmentRefused(
            f"Katalog memberi {most} JP. Tulis mengapa jamnya lain; yang memeriksa membacanya."
        )


def _refuse_file(evidence: EvidenceDraft) -> None:
    try:
        refuse_certificate_file(evidence)
    except PersonalDataFound as error:
        raise PersonalDataInCertificate(str(error), field="file") from error
    except MeasurementRefused as error:
        raise DevelopmentRefused(str(error)) from error


@transaction.atomic
def confirm_certificate(*, certificate: Certificate, acting: Acting[User]) -> Certificate:
    """Confirm a certificate as the appraiser or the performance team; its hours count from now on.

    :raises DevelopmentRefused: from anybody else, the employee too, or where it was looked at already.
    """
    _, found = _to_review(certificate, acting)
    return _reviewed(found, acting)


@transaction.atomic
def refuse_certificate(*, certificate: Certificate, why: str, acting: Acting[User]) -> Certificate:
    """Refuse a certificate as the appraiser or the performance team; the employee may bring another one.

    :raises DevelopmentRefused: from anybody else, without words, or where it was looked at already.
    """
    planned, found = _to_review(certificate, acting)
    if not why.strip():
        raise DevelopmentRefused("Tulis mengapa ditolak; pegawai membacanya.")
    _step(planned, LearningStatus.AGREED, only_from=LearningStatus.FINISHED)
    planned.finished_on = None
    planned.save()
    found.refused_why = why.strip()[:500]
    return _reviewed(found, acting)


def _to_review(certificate: Certificate, acting: Acting[User]) -> tuple[PlanItem, Certificate]:
    planned = _locked(PlanItem(pk=certificate.plan_item_id))
    found = Certificate.objects.get(pk=certificate.pk)
    if not may_check_certificate(acting.by, planned.employee, on=acting.on):
        raise DevelopmentRefused(
            "Sertifikat diperiksa pejabat penilai atau pengelola kinerja, bukan oleh yang belajar."
        )
    if found.accepted is not None:
        raise DevelopmentRefused("Sertifikat ini sudah diperiksa; muat ulang halaman ini.")
    return planned, found


def _reviewed(certificate: Certificate, acting: Acting[User]) -> Certificate:
    certificate.accepted = not certificate.refused_why
    certificate.reviewed_by, certificate.reviewed_at = acting.by, acting.at
    certificate.save()
    record(
        Act(
            f"development/{certificate.plan_item_id}",
            "certificate-confirmed" if certificate.accepted else "certificate-refused",
            after={"hours": str(certificate.hours)},
            reason=certificate.refused_why,
            rows=fingerprints(certificate),
        ),
        acting,
    )
    return certificate


_LATE = {
    LearningStatus.AGREED: "Usulan ini sudah diputuskan; muat ulang halaman ini.",
    LearningStatus.FINISHED: "Pembelajaran ini belum disepakati penilai, sudah selesai, atau dibatalkan.",
    LearningStatus.DROPPED: "Pembelajaran ini sudah selesai atau dibatalkan.",
}


def _step(planned: PlanItem, to: LearningStatus, *, only_from: LearningStatus | None = None) -> None:
    """Change the status, here alone; ``only_from`` where one act of several that lead there is meant."""
    is_meant = only_from in (None, planned.status)
    if not is_meant or not LEARNING_WORKFLOW.allows(planned.status, to):
        raise DevelopmentRefused(_LATE[to])
    planned.status = to


def _locked(planned: PlanItem) -> PlanItem:
    return (
        PlanItem.objects.select_for_update(of=("self",), no_key=True)
        .select_related("employee", "item")
        .get(pk=planned.pk)
    )
