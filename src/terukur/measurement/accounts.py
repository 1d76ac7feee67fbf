"""Accounts: realizations in words of results in the qualitative form, each with a day and evidence."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from terukur.accounts.models import User
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.measurement.access import may_declare
from terukur.measurement.models import Realization
from terukur.measurement.operations import (
    EvidenceDraft,
    MeasurementRefused,
    attach_evidence,
    refuse_evidence_file,
    refuse_frozen,
    refuse_overlap,
)
from terukur.notation.dates import written_day
from terukur.planning.models import Plan, PlannedResult, PlanVersion
from terukur.regulation.letters import SENTENCE_LETTERS, has_letters
from terukur.regulation.periods import Period


@transaction.atomic
def declare_account(
    *,
    plan: Plan,
    thread: UUID,
    period: Period,
    account: str,
    account_on: date,
    evidence: EvidenceDraft,
    acting: Acting[User],
) -> Realization:
    """Store in words what became of an expectation, with its day and evidence.

    A second one is a newer version. It is declared until another person has looked at the evidence, and no
    number is made of it.

    :raises MeasurementRefused: from anybody else, without evidence or enough words, for a day outside of the
        period, or for a result that is measured by indicators.
    """
    if not may_declare(acting.by, plan, on=acting.on):
        raise MeasurementRefused("Hanya pemilik SKP atau pembantunya yang menulis realisasi.")
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    refuse_frozen(plan, period)
    _refuse_unexpected(plan, thread, period, acting.on)
    if not has_letters(account, SENTENCE_LETTERS):
        raise MeasurementRefused(
            f"Tulis apa yang tercapai dengan contohnya, paling sedikit {SENTENCE_LETTERS} huruf."
        )
    if not period.starts <= account_on <= min(period.ends, acting.on):
        last = min(period.ends, acting.on)
        raise MeasurementRefused(
            f"Tanggal contohnya harus antara {written_day(period.starts)} dan {written_day(last)}."
        )
    if not evidence.content and not evidence.address:
        raise MeasurementRefused("Lampirkan bukti: berkas atau alamat. Tanpa bukti, uraian tidak dinilai.")
    refuse_evidence_file(evidence)
    refuse_overlap(plan, thread, period)
    last_version = Realization.objects.filter(
        plan=plan, thread=thread, starts=period.starts, ends=period.ends
    ).aggregate(last=Max("version"))["last"]
    realization = Realization.objects.create(
        plan=plan,
        thread=thread,
        starts=period.starts,
        ends=period.ends,
        account=account.strip(),
        account_on=account_on,
        version=(last_version or 0) + 1,
        declared_by=acting.by,
        declared_at=acting.at,
    )
    attached = attach_evidence(realization, evidence, acting)
    record(
        Act(
            f"plan/{plan.pk}",
            "account-declared",
            after={"result": str(thread), "period": str(period), "on": str(account_on)},
            rows=fingerprints(realization, *attached),
        ),
        acting,
    )
    return realization


def _refuse_unexpected(plan: Plan, thread: UUID, period: Period, on: date) -> None:
    found = PlannedResult.objects.filter(
        thread=thread, version__plan=plan, version__status=PlanVersion.Status.SET
    ).exclude(expectation="")
    if not found.exists():
        raise MeasurementRefused("Hasil kerja dengan uraian ini tidak ada di SKP yang berlaku.")
    if period.ends < plan.starts or period.starts > plan.ends:
        raise MeasurementRefused("Periode itu di luar masa SKP.")
    if period.starts > on:
        raise MeasurementRefused("Periode itu belum dimulai.")
