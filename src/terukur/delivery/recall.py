"""Recall of a delivery that nobody has read, and of an acceptance while the time still runs."""

from datetime import date

from django.db import transaction

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import AppraisalRefused, locked_appraisal, step, whose_turn
from terukur.delivery.closing import last_day_for, talks_about
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.measurement.operations import unfreeze_evidence
from terukur.planning.access import is_appraiser, is_owner
from terukur.regulation.letters import PHRASE_LETTERS, has_letters

_STATUS = Appraisal.Status


def may_recall(appraisal: Appraisal) -> bool:
    """Return whether nobody knows of a delivered result yet: not opened, told of, or talked about."""
    return (
        appraisal.status == _STATUS.DELIVERED
        and appraisal.read_at is None
        and appraisal.received_at is None
        and not appraisal.notices.exists()
        and not talks_about(appraisal)
    )


@transaction.atomic
def recall_delivery(*, appraisal: Appraisal, reason: str, acting: Acting[User]) -> None:
    """Take back a delivered result that the employee has not opened: rated again, without a grade.

    :raises AppraisalRefused: from anybody but the appraiser, without a reason, or once the employee has
        opened it or was told of it.
    """
    locked = locked_appraisal(appraisal.pk)
    if is_owner(acting.by, locked.plan) or not is_appraiser(acting.by, locked.plan, on=acting.on):
        raise AppraisalRefused("Hasil ditarik kembali oleh pejabat penilai.")
    if not may_recall(locked):
        raise AppraisalRefused(
            "Hasil ini tidak dapat ditarik lagi: pegawai sudah membukanya atau sudah diberi tahu. "
            + whose_turn(locked)
        )
    if not has_letters(reason, PHRASE_LETTERS):
        raise AppraisalRefused("Tulis mengapa hasil ini ditarik kembali, misalnya apa yang keliru.")
    before = {"grade": locked.grade, "delivered_at": str(locked.delivered_at)}
    step(locked, _STATUS.RATED)
    locked.grade, locked.unit_grade, locked.delivered_at = "", None, None
    locked.save()
    opened = unfreeze_evidence(plan=locked.plan, reason=reason, at=acting.at)
    record(
        Act(
            f"appraisal/{locked.pk}",
            "delivery-recalled",
            before=before,
            reason=reason.strip(),
            rows=fingerprints(opened),
        ),
        acting,
    )


def may_withdraw_acceptance(appraisal: Appraisal, *, on: date) -> bool:
    """Return whether an acceptance can still be taken back: not final, and the time to object runs."""
    last_day = last_day_for(appraisal)
    return appraisal.status == _STATUS.ACCEPTED and last_day is not None and on <= last_day


@transaction.atomic
def withdraw_acceptance(*, appraisal: Appraisal, acting: Acting[User]) -> None:
    """Withdraw an acceptance, as the employee: the result waits for an answer again, until its last day.

    :raises AppraisalRefused: from anybody else, once it is final, or past the last day to object.
    """
    locked = locked_appraisal(appraisal.pk)
    if not is_owner(acting.by, locked.plan):
        raise AppraisalRefused("Hanya pegawai yang menerima hasil ini yang dapat menariknya.")
    if not may_withdraw_acceptance(locked, on=acting.on):
        raise AppraisalRefused(
            "Penerimaan tidak dapat ditarik lagi: hasilnya sudah final, atau waktu keberatan sudah lewat. "
            + whose_turn(locked)
        )
    step(locked, _STATUS.DELIVERED)
    locked.answered_at = None
    locked.save()
    record(Act(f"appraisal/{locked.pk}", "acceptance-withdrawn"), acting)
