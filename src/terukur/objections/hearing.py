"""Answering an objection, hearing both, and deciding (PP 30/2019 Pasal 59; form sections 7 and 8)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from terukur.accounts.models import User
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import locked_appraisal, step, whose_turn
from terukur.delivery.closing import settle
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.notation.dates import written_day
from terukur.objections.access import may_answer, may_decide_objection
from terukur.objections.decider import can_act, decider_of
from terukur.objections.models import Objection, ObjectionAnswer, ObjectionDecision
from terukur.objections.operations import ObjectionRefused
from terukur.objections.workflow import OBJECTION_WORKFLOW, ObjectionState, ObjectionTurn
from terukur.organization.models import Employee
from terukur.regulation.grade import grade_of
from terukur.regulation.letters import SENTENCE_LETTERS, has_letters
from terukur.regulation.objection import ObjectionClock, objection_clock
from terukur.regulation.scales import Rating
from terukur.regulation.workflow import Party


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """The hearing of both by the superior, the decision, and its reason."""

    heard: str
    reason: str
    results: Rating
    behavior: Rating


def clock_of(objection: Objection) -> ObjectionClock:
    """Return the days by which the appraiser answers and the superior decides.

    The decision counts from the answer, or from the last day for it where there is none.
    """
    received = timezone.localtime(objection.appraisal.received_at or objection.filed_at).date()
    answer = getattr(objection, "answer", None)
    return objection_clock(
        received=received,
        filed=timezone.localtime(objection.filed_at).date(),
        answered=timezone.localtime(answer.at).date() if answer else None,
    ).result


def turn_of(objection: Objection, *, on: date) -> ObjectionTurn:
    """Return whose turn a running objection is.

    It is the superior's once the last day for an explanation is past, and at once where the appraiser left:
    nobody is there who could explain.
    """
    if objection.state != ObjectionState.FILED:
        return OBJECTION_WORKFLOW.turns[objection.state]
    explains = on <= clock_of(objection).answer_by and not appraiser_left(objection, on=on)
    return OBJECTION_WORKFLOW.turns[ObjectionState.FILED if explains else ObjectionState.ANSWERED]


def appraiser_left(objection: Objection, *, on: date) -> bool:
    """Return whether the appraiser who gave the rating does not work here any more, and cannot explain it."""
    appraiser = objection.appraisal.appraiser
    return appraiser is None or not can_act(appraiser, on=on)


@transaction.atomic
def answer_objection(*, objection: Objection, text: str, acting: Acting[User]) -> ObjectionAnswer:
    """Store the appraiser's written explanation. A late explanation is kept and shown as late.

    :raises ObjectionRefused: from anybody else, a second time, without words, or once decided.
    """
    locked = locked_appraisal(objection.appraisal_id)
    if not may_answer(acting.by, objection):
        raise ObjectionRefused("Penjelasan diberikan pejabat penilai yang menilai.")
    if locked.status != Appraisal.Status.OBJECTED:
        raise ObjectionRefused("Keberatan ini sudah diputus. " + whose_turn(locked))
    if ObjectionAnswer.objects.filter(objection=objection).exists():
        raise ObjectionRefused("Penjelasan sudah diberikan dan tidak diubah lagi.")
    if not has_letters(text, SENTENCE_LETTERS):
        raise ObjectionRefused("Jelaskan dasar rating Anda; pegawai dan atasan Anda membacanya.")
    answer = ObjectionAnswer.objects.create(
        objection=objection,
        text=text.strip(),
        by=acting.by,
        at=acting.at,
        answer_by=clock_of(objection).answer_by,
    )
    record(
        Act(f"appraisal/{locked.pk}", "objection-answered", reason=answer.text, rows=fingerprints(answer)),
        acting,
    )
    return answer


@transaction.atomic
def decide_objection(
    *, objection: Objection, draft: DecisionDraft, acting: Acting[User]
) -> ObjectionDecision:
    """Store the superior's decision after hearing both; the result is final, its grade follows the matrix.

    :raises ObjectionRefused: from anybody else, a second time, before the appraiser has answered or the time
        to answer has passed, or without the hearing and the reason.
    """
    locked = locked_appraisal(objection.appraisal_id)
    if not may_decide_objection(acting.by, objection, on=acting.on):
        raise ObjectionRefused("Keberatan diputus oleh atasan pejabat penilai.")
    if locked.status != Appraisal.Status.OBJECTED:
        raise ObjectionRefused("Keberatan ini sudah diputus. " + whose_turn(locked))
    clock = clock_of(objection)
    if turn_of(objection, on=acting.on).who is not Party.SUPERIOR:
        raise ObjectionRefused(
            f"Pejabat penilai belum menjelaskan; waktunya sampai {written_day(clock.answer_by)}. Dengarkan "
            "keduanya lebih dahulu."
        )
    if not all(has_letters(text, SENTENCE_LETTERS) for text in (draft.heard, draft.reason)):
        raise ObjectionRefused("Tulis apa yang disampaikan keduanya, dan alasan keputusan Anda.")
    grade = grade_of(results=draft.results, behavior=draft.behavior).result
    decision = ObjectionDecision.objects.create(
        objection=objection,
        heard=draft.heard.strip(),
        reason=draft.reason.strip(),
        result_before=locked.result_rating,
        result_after=draft.results.value,
        behavior_before=locked.behavior_rating,
        behavior_after=draft.behavior.value,
        grade_before=locked.grade,
        grade_after=grade.value,
        by=acting.by,
        at=acting.at,
        decide_by=clock.decide_by,
    )
    locked.result_rating, locked.behavior_rating = draft.results, draft.behavior
    locked.grade = grade
    step(locked, Appraisal.Status.DECIDED)
    locked.save()
    record(
        Act(
            f"appraisal/{locked.pk}",
            "objection-granted" if decision.is_granted else "objection-rejected",
            before={
                "results": decision.result_before,
                "behavior": decision.behavior_before,
                "grade": decision.grade_before,
            },
            after={
                "results": decision.result_after,
                "behavior": decision.behavior_after,
                "grade": decision.grade_after,
            },
            reason=decision.reason,
            rows=fingerprints(decision),
        ),
        acting,
    )
    settle(locked, acting=acting)
    return decision


def objection_on(appraisal: Appraisal) -> Objection | None:
    """Return the objection that was filed in time, with its answer and decision."""
    return (
        appraisal.objections.filter(is_late=False, withdrawn_at__isnull=True)
        .select_related("answer__by", "decision__by", "appraisal__appraiser")
        .prefetch_related("parts", "evidence")
        .first()
    )


def waiting_objections(employee: Employee, *, on: date) -> list[Objection]:
    """Return objections whose next step is this person's: to answer, or to decide."""
    running = (
        Objection.objects.filter(
            Q(appraisal__appraiser=employee)
            | Q(appraisal__appraiser__assignments__reporting_lines__appraiser=employee)
            | Q(named_deciders__employee=employee),
            is_late=False,
            withdrawn_at__isnull=True,
            appraisal__status=Appraisal.Status.OBJECTED,
        )
        .select_related(
            "answer", "decision", "appraisal__appraiser__user", "appraisal__plan__assignment__employee"
        )
        .distinct()
    )
    return [objection for objection in running if _waits_for(objection, employee, on)]


def _waits_for(objection: Objection, employee: Employee, on: date) -> bool:
    if objection.appraisal.appraiser_id == employee.pk and objection.state == ObjectionState.FILED:
        return True
    may_be_decided = turn_of(objection, on=on).who is Party.SUPERIOR
    return may_be_decided and decider_of(objection, on=on) == employee
