"""Feedback between two people: written at any time, answered by its receiver, shared by either."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from terukur.accounts.models import User
from terukur.coaching.models import (
    ANSWER_LENGTH,
    FEEDBACK_FIELDS,
    FEEDBACK_LENGTHS,
    Feedback,
    FeedbackAnswer,
    FeedbackRequest,
    FeedbackShare,
)
from terukur.coaching.subjects import FeedbackSubject, UnknownSubject, name_of
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.organization.queries import appraiser_of
from terukur.planning.access import is_appraiser, is_owner
from terukur.planning.models import Plan
from terukur.regulation.decision import Refused
from terukur.regulation.letters import PHRASE_LETTERS, has_letters


class FeedbackRefused(Refused):
    """The feedback cannot be written, answered or shared; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class FeedbackDraft:
    """Feedback as written: ``observed`` or free ``text`` is needed, all else may be left out."""

    subject: FeedbackSubject
    tone: Feedback.Tone
    situation: str = ""
    observed: str = ""
    effect: str = ""
    next_step: str = ""
    text: str = ""

    @property
    def written(self) -> dict[str, str]:
        """The written parts, by field."""
        return {name: getattr(self, name).strip() for name in (*FEEDBACK_FIELDS, "text")}


@transaction.atomic
def write_feedback(
    *, plan: Plan, draft: FeedbackDraft, acting: Acting[User], request: FeedbackRequest | None = None
) -> Feedback:
    """Store feedback from the appraiser to the employee, the other way round, or from a colleague asked.

    It settles the employee's request to this author about the same subject.

    :raises FeedbackRefused: for anybody else, without a receiver, without words, with words that are too
        long, or on a subject that is not in the plan.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    asked = _asked(plan, draft.subject, acting.by, request)
    receiver = receiver_of(plan, acting.by, on=acting.on, is_asked=asked is not None)
    written = draft.written
    if not written["observed"] and not written["text"]:
        raise FeedbackRefused("Tulis apa yang terlihat; satu kalimat sudah cukup.")
    for name, words in written.items():
        if len(words) > FEEDBACK_LENGTHS[name]:
            raise FeedbackRefused(
                f"“{FEEDBACK_FIELDS.get(name, 'Tulisan bebas')}” terlalu panjang; ringkaskan."
            )
    if draft.tone not in Feedback.Tone.values:
        raise FeedbackRefused("Pilih pujian atau saran.")
    feedback = Feedback.objects.create(
        plan=plan,
        thread=draft.subject.thread,
        value=draft.subject.value,
        day=draft.subject.day,
        about=_about(plan, draft.subject),
        tone=draft.tone,
        author=acting.by,
        receiver=receiver,
        request=asked,
        at=acting.at,
        **written,
    )
    if asked is not None:
        asked.settled_at = acting.at
        asked.save(update_fields=["settled_at"])
    record(
        Act(chain_of(feedback), "feedback-written", after={"plan": plan.pk}, rows=fingerprints(feedback)),
        acting,
    )
    return feedback


def receiver_of(plan: Plan, author: User, *, on: date, is_asked: bool = False) -> User:
    """Return the receiver of an author's feedback about a plan.

    :raises FeedbackRefused: for an author without the right to write, and for an employee without an
        appraiser.
    """
    if is_owner(author, plan):
        appraiser = appraiser_of(plan.assignment, on=on)
        if appraiser is None or appraiser.user_id == author.pk:
            raise FeedbackRefused("Anda belum punya pejabat penilai yang dapat menerimanya.")
        return appraiser.user
    if is_asked or is_appraiser(author, plan, on=on):
        return plan.assignment.employee.user
    raise FeedbackRefused(
        "Umpan balik ditulis oleh pegawai, pejabat penilainya, atau rekan yang diminta pegawai itu."
    )


@transaction.atomic
def answer_feedback(*, feedback: Feedback, outcome: str, text: str, acting: Acting[User]) -> FeedbackAnswer:
    """Store the receiver's answer or its outcome; a further answer may follow at any time.

    :raises FeedbackRefused: from anybody else, without anything, or for nothing done without a reason.
    """
    locked = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if not Feedback.objects.filter(pk=locked.pk).received_by(acting.by).exists():
        raise FeedbackRefused("Umpan balik dijawab oleh yang menerimanya.")
    words = text.strip()
    if outcome and outcome not in FeedbackAnswer.Outcome.values:
        raise FeedbackRefused("Pilih salah satu jawaban.")
    if not outcome and not words:
        raise FeedbackRefused("Pilih apa yang Anda lakukan dengannya, atau tulis jawaban.")
    if outcome == FeedbackAnswer.Outcome.NOT_DONE and not has_letters(words, PHRASE_LETTERS):
        raise FeedbackRefused("Tulis singkat mengapa tidak Anda lakukan.")
    if len(words) > ANSWER_LENGTH:
        raise FeedbackRefused("Jawaban terlalu panjang; ringkaskan.")
    answer = FeedbackAnswer.objects.create(
        feedback=locked, outcome=outcome, text=words, by=acting.by, at=acting.at
    )
    record(Act(chain_of(locked), "feedback-answered", rows=fingerprints(answer)), acting)
    return answer


@transaction.atomic
def share_feedback(*, feedback: Feedback, acting: Acting[User]) -> FeedbackShare:
    """Let the appraisers above the employee read it, and with the appraisal oversight; this is permanent.

    :raises FeedbackRefused: from anybody but the two, or a second time.
    """
    locked = Feedback.objects.select_for_update().get(pk=feedback.pk)
    if not Feedback.objects.filter(pk=locked.pk).between_two(acting.by).exists():
        raise FeedbackRefused("Umpan balik dibagikan oleh yang menulis atau yang menerimanya.")
    if FeedbackShare.objects.filter(feedback=locked).exists():
        raise FeedbackRefused("Umpan balik ini sudah dibagikan.")
    share = FeedbackShare.objects.create(feedback=locked, by=acting.by, at=acting.at)
    # On the plan's chain: from now on those who read the history may also read the message.
    record(
        Act(
            f"plan/{locked.plan_id}",
            "feedback-shared",
            after={"feedback": locked.pk},
            rows=fingerprints(share),
        ),
        acting,
    )
    return share


@transaction.atomic
def mark_read(*, feedback: Feedback, acting: Acting[User]) -> None:
    """Store that its receiver has opened it."""
    unread = Feedback.objects.filter(pk=feedback.pk, read_at__isnull=True).received_by(acting.by)
    if unread.update(read_at=acting.at):
        record(Act(chain_of(feedback), "feedback-read"), acting)


def chain_of(feedback: Feedback) -> str:
    """Return the ledger's own chain of one message: pages show it to the two only."""
    return f"feedback/{feedback.pk}"


def _about(plan: Plan, subject: FeedbackSubject) -> str:
    try:
        return name_of(plan, subject)
    except UnknownSubject as error:
        raise FeedbackRefused(str(error)) from error


def _asked(
    plan: Plan, subject: FeedbackSubject, by: User, request: FeedbackRequest | None
) -> FeedbackRequest | None:
    """Return the open request that this feedback answers: the one named, or one on the same subject."""
    waiting = FeedbackRequest.objects.select_for_update().filter(
        plan=plan,
        asked=by.pk,
        settled_at__isnull=True,
        thread=subject.thread,
        value=subject.value,
        day=subject.day,
    )
    found = waiting.first()
    if request is not None and (found is None or found.pk != request.pk):
        raise FeedbackRefused("Permintaan ini sudah dijawab atau bukan untuk Anda.")
    return found
