"""Acts on realizations by hand, their verification, and exposure."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.models import ImportRecord, StoredFile
from terukur.ledger.operations import Act, record, store_file
from terukur.measurement.access import may_change_exposure, may_confirm_import, may_declare, may_verify
from terukur.measurement.evidence_files import EvidenceFileRefused, Inspected, inspect_evidence
from terukur.measurement.models import (
    Evidence,
    EvidenceFreeze,
    ExposureChange,
    ImportConfirmation,
    Realization,
    Verification,
)
from terukur.measurement.queries import awaits_owner, frozen_until
from terukur.notation.dates import written_day
from terukur.organization.access import is_performance_team
from terukur.planning.access import is_owner
from terukur.planning.models import Indicator, Plan, PlanVersion
from terukur.regulation.decision import Refused
from terukur.regulation.periods import Period

MAX_EVIDENCE = 10 * 1024 * 1024


class MeasurementRefused(Refused):
    """The act is not possible; the message says why and what to do."""


class PersonalDataFound(MeasurementRefused):
    """The file seems to name citizens; the owner is asked before it is kept."""

    asks_about_personal_data = True


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """A file (name and bytes) or an address, and where it comes from.

    ``personal_data_checked``: the owner has looked and says that it contains no citizen's data.
    """

    file_name: str = ""
    content: bytes = b""
    address: str = ""
    personal_data_checked: bool = False
    origin: Evidence.Origin = Evidence.Origin.OWN_FILE


@transaction.atomic
def declare_realization(
    *,
    plan: Plan,
    thread: UUID,
    period: Period,
    value: Decimal,
    note: str,
    evidence: EvidenceDraft,
    acting: Acting[User],
) -> Realization:
    """Store a realization of the employee with its evidence; a second one is a newer version.

    An entry typed by a helper counts once the employee confirms it.

    :raises MeasurementRefused: without evidence, outside the plan, or for an indicator that is measured from
        data.
    """
    if not may_declare(acting.by, plan, on=timezone.localtime(acting.at).date()):
        raise MeasurementRefused("Hanya pemilik SKP atau pembantunya yang mengisi realisasi.")
    # One at a time: two at once would both state "the next version".
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    refuse_frozen(plan, period)
    _refuse_undeclarable(plan, thread, period, acting.at)
    if not evidence.content and not evidence.address:
        raise MeasurementRefused("Lampirkan bukti: berkas atau alamat. Tanpa bukti, angka tidak dihitung.")
    if value < 0:
        raise MeasurementRefused(
            "Realisasi tidak di bawah nol. Untuk hal yang dapat negatif, minta pengelola kinerja "
            "membuat ukuran katalog yang mengizinkannya."
        )
    refuse_evidence_file(evidence)
    refuse_overlap(plan, thread, period)
    last = Realization.objects.filter(
        plan=plan, thread=thread, starts=period.starts, ends=period.ends
    ).aggregate(last=Max("version"))["last"]
    realization = Realization.objects.create(
        plan=plan,
        thread=thread,
        starts=period.starts,
        ends=period.ends,
        value=value,
        note=note,
        version=(last or 0) + 1,
        declared_by=acting.by,
        declared_at=acting.at,
    )
    attached = attach_evidence(realization, evidence, acting)
    record(
        Act(
            f"plan/{plan.pk}",
            "realization-declared",
            after={"indicator": str(thread), "period": str(period), "value": str(value)},
            rows=fingerprints(realization, *attached),
        ),
        acting,
    )
    return realization


def refuse_frozen(plan: Plan, period: Period) -> None:
    """Refuse a statement for days whose rating was delivered.

    :raises MeasurementRefused: naming the day up to which all is closed.
    """
    until = frozen_until(plan)
    if until is not None and period.starts <= until:
        raise MeasurementRefused(
            f"Bukti sampai {written_day(until)} sudah dibekukan karena penilaiannya sudah disampaikan. Bila "
            "ada yang keliru, ajukan keberatan, atau minta pengelola kinerja membukanya lagi."
        )


@transaction.atomic
def reopen_evidence(*, plan: Plan, reason: str, acting: Acting[User]) -> None:
    """Let the employee state and correct realizations again, for a stated reason.

    :raises MeasurementRefused: for anybody but the performance team, for one's own plan, without a
        reason, or where nothing is frozen.
    """
    if is_owner(acting.by, plan) or not is_performance_team(acting.by, on=acting.on):
        raise MeasurementRefused("Bukti dibuka lagi oleh pengelola kinerja, bukan pemiliknya.")
    if not reason.strip():
        raise MeasurementRefused("Tulis mengapa bukti dibuka lagi; keduanya membacanya.")
    until = frozen_until(plan)
    if until is None:
        raise MeasurementRefused("Bukti pada SKP ini tidak dibekukan.")
    opened = EvidenceFreeze.objects.create(plan=plan, reason=reason.strip()[:500], at=acting.at)
    record(
        Act(
            f"plan/{plan.pk}",
            "evidence-reopened",
            before={"until": str(until)},
            reason=reason,
            rows=fingerprints(opened),
        ),
        acting,
    )


def freeze_evidence(*, plan: Plan, until: date, at: datetime) -> EvidenceFreeze:
    """Close statements by hand up to a day, because a rating rests on them now.

    The caller's act names the row.
    """
    return EvidenceFreeze.objects.create(plan=plan, until=until, at=at)


def unfreeze_evidence(*, plan: Plan, reason: str, at: datetime) -> EvidenceFreeze:
    """Open statements by hand again, because the delivery that closed them was taken back.

    The caller's act names the row.
    """
    return EvidenceFreeze.objects.create(plan=plan, reason=reason.strip()[:500], at=at)


def _refuse_undeclarable(plan: Plan, thread: UUID, period: Period, at: datetime) -> None:
    indicator = (
        Indicator.objects.filter(
            thread=thread, result__version__plan=plan, result__version__status=PlanVersion.Status.SET
        )
        .select_related("measure")
        .first()
    )
    if indicator is None:
        raise MeasurementRefused("Indikator ini tidak ada di SKP yang berlaku.")
    if indicator.measure is not None:
        raise MeasurementRefused(
            f"Indikator ini diukur dari data “{indicator.measure.name}”, tidak diisi dengan tangan. "
            "Bila angkanya keliru, sampaikan kepada pengelola kinerja."
        )
    if period.ends < plan.starts or period.starts > plan.ends:
        raise MeasurementRefused("Periode itu di luar masa SKP.")
    if period.starts > timezone.localtime(at).date():
        raise MeasurementRefused("Periode itu belum dimulai.")


def refuse_evidence_file(evidence: EvidenceDraft) -> None:
    """Refuse a file, if there is one, by its bytes, before it is kept.

    :raises MeasurementRefused: for a file that is too large or not acceptable.
    :raises PersonalDataFound: where it seems to name citizens and was not checked.
    """
    if evidence.content:
        refuse_personal_data(inspected(evidence), evidence)


def inspected(evidence: EvidenceDraft) -> Inspected:
    """Return the kind of a file by its bytes.

    :raises MeasurementRefused: for a file that is too large or not acceptable.
    """
    if len(evidence.content) > MAX_EVIDENCE:
        raise MeasurementRefused("Berkas bukti paling besar 10 MB. Perkecil atau bagi berkasnya.")
    try:
        return inspect_evidence(evidence.content)
    except EvidenceFileRefused as error:
        raise MeasurementRefused(str(error)) from error


def refuse_personal_data(found: Inspected, evidence: EvidenceDraft) -> None:
    """Ask about a file that seems to name citizens, unless it was checked.

    :raises PersonalDataFound: where it was not.
    """
    if evidence.personal_data_checked or not (found.citizen_numbers or found.lists_patients):
        return
    what = f"{found.citizen_numbers} NIK" if found.citizen_numbers else "daftar pasien atau warga"
    raise PersonalDataFound(
        f"Berkas ini tampaknya memuat {what}. Hapus atau samarkan data warga, "
        "lalu unggah lagi; bila sudah diperiksa dan memang bukan, beri tanda di bawah."
    )


def refuse_overlap(plan: Plan, thread: UUID, period: Period) -> None:
    """Refuse a statement whose days another of the same thread has in part.

    :raises MeasurementRefused: naming the other's days.
    """
    clash = (
        Realization.objects.filter(plan=plan, thread=thread, starts__lte=period.ends, ends__gte=period.starts)
        .exclude(starts=period.starts, ends=period.ends)
        .first()
    )
    if clash is not None:
        raise MeasurementRefused(
            f"Sudah ada realisasi {written_day(clash.starts)} sampai {written_day(clash.ends)} yang "
            "bertumpang tindih. Pakai panjang periode yang sama supaya tidak terhitung dua kali."
        )


def attach_evidence(
    realization: Realization, evidence: EvidenceDraft, acting: Acting[User]
) -> list[Evidence | StoredFile]:
    """Store the evidence of a realization; return the rows."""
    attached: list[Evidence | StoredFile] = []
    if evidence.content:
        stored = store_file(content=evidence.content, name=evidence.file_name, acting=acting)
        with_file = Evidence.objects.create(
            realization=realization, file=stored, file_name=evidence.file_name[:255], origin=evidence.origin
        )
        attached += [stored, with_file]
    if evidence.address:
        attached.append(
            Evidence.objects.create(realization=realization, address=evidence.address, origin=evidence.origin)
        )
    return attached


@transaction.atomic
def verify_realization(
    *, realization: Realization, accepted: bool, note: str, acting: Acting[User]
) -> Verification:
    """Store the verdict of another person than the employee on whether the evidence supports the value.

    :raises MeasurementRefused: for the employee, for a value already looked at, or where a
        refusal has no note.
    """
    if not may_verify(acting.by, realization, on=acting.on):
        raise MeasurementRefused("Bukti diperiksa oleh pejabat penilai atau pengelola, bukan pemiliknya.")
    if Verification.objects.filter(realization=realization).exists():
        raise MeasurementRefused("Bukti ini sudah diperiksa.")
    if not accepted and not note.strip():
        raise MeasurementRefused("Tulis apa yang tidak sesuai; pegawai membacanya.")
    if awaits_owner(realization):
        raise MeasurementRefused("Pegawai belum mengesahkan yang diketik pembantunya.")
    verification = Verification.objects.create(
        realization=realization, accepted=accepted, note=note.strip(), by=acting.by, at=acting.at
    )
    record(
        Act(
            f"plan/{realization.plan_id}",
            "evidence-accepted" if accepted else "evidence-refused",
            after={"realization": realization.pk},
            reason=note,
            rows=fingerprints(verification),
        ),
        acting,
    )
    return verification


@transaction.atomic
def change_exposure(
    *, plan: Plan, thread: UUID, since: date, exposure: Decimal, reason: str, acting: Acting[User]
) -> ExposureChange:
    """Store another exposure for the target from a day on, with the reason.

    :raises MeasurementRefused: for the employee, without a reason, or where the indicator counts
        on no exposure.
    """
    if not may_change_exposure(acting.by, plan, on=acting.on):
        raise MeasurementRefused("Paparan diubah oleh pejabat penilai atau pengelola kinerja.")
    if not reason.strip():
        raise MeasurementRefused("Tulis alasannya: cuti, kekosongan, perpindahan, atau data sasaran.")
    if exposure <= 0:
        raise MeasurementRefused("Paparan harus lebih besar dari nol.")
    indicator = Indicator.objects.filter(
        thread=thread, result__version__plan=plan, exposure_planned__isnull=False
    ).first()
    if indicator is None:
        raise MeasurementRefused("Indikator ini tidak memakai paparan.")
    change = ExposureChange.objects.create(
        plan=plan,
        thread=thread,
        since=since,
        exposure=exposure,
        reason=reason.strip(),
        by=acting.by,
        at=acting.at,
    )
    record(
        Act(
            f"plan/{plan.pk}",
            "exposure-changed",
            before={"planned": str(indicator.exposure_planned)},
            after={"indicator": str(thread), "exposure": str(exposure), "since": str(since)},
            reason=reason,
            rows=fingerprints(change),
        ),
        acting,
    )
    return change


@transaction.atomic
def confirm_import(*, source: ImportRecord, acting: Acting[User]) -> None:
    """Confirm the figures of a file whose loader is measured by it.

    :raises MeasurementRefused: for the loader, a stranger, or a file that was confirmed before.
    """
    if not may_confirm_import(acting.by, source, on=acting.on):
        raise MeasurementRefused("Berkas ini dikonfirmasi orang lain: pengelola kinerja atau atasan pemuat.")
    confirmation, is_new = ImportConfirmation.objects.get_or_create(
        source=source, defaults={"by": acting.by, "at": acting.at}
    )
    if not is_new:
        raise MeasurementRefused("Berkas ini sudah dikonfirmasi.")
    record(Act(f"import/{source.pk}", "confirmed", rows=fingerprints(confirmation)), acting)
