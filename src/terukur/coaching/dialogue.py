"""Talks between an employee and the appraiser: recorded by one, confirmed by the other, with agreements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from terukur.accounts.models import User
from terukur.coaching.models import Agreement, AgreementReview, Dialogue, DialogueConfirmation
from terukur.ledger.acting import Acting
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.organization.holidays import office_calendar
from terukur.organization.models import Employee, ReportingLine
from terukur.planning.access import is_appraiser, is_owner, may_read_plan
from terukur.planning.models import Plan
from terukur.regulation.decision import Refused
from terukur.regulation.letters import SENTENCE_LETTERS, has_letters
from terukur.regulation.parameters import number
from terukur.regulation.periods import Period


class DialogueRefused(Refused):
    """The talk cannot be recorded or confirmed; the message says why."""


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """An act that one of the two promises until a day."""

    text: str
    owner: Agreement.Owner
    due: date


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """The state of an earlier agreement; ``due`` where it continues."""

    outcome: AgreementReview.Outcome
    due: date | None = None


@dataclass(frozen=True, slots=True)
class DialogueDraft:
    """A talk as one of the two records it; ``reviews`` by the agreement's key."""

    kind: Dialogue.Kind
    period: Period
    held_on: date
    summary: str
    agreements: Sequence[AgreementDraft]
    reviews: Mapping[int, ReviewDraft]


@dataclass(frozen=True, slots=True)
class OpenAgreement:
    """An agreement that no talk has closed, with the day it is due now."""

    agreement: Agreement
    due: date


@transaction.atomic
def record_dialogue(*, plan: Plan, draft: DialogueDraft, acting: Acting[User]) -> Dialogue:
    """Store a talk. Every open agreement is carried on, done, or dropped: none is forgotten.

    :raises DialogueRefused: from anybody but the two, about a day to come, without words, or where an
        agreement is left without a word or with a day that has passed.
    """
    if not is_party(acting.by, plan, on=acting.on):
        raise DialogueRefused("Percakapan dicatat oleh pegawai atau pejabat penilainya.")
    if draft.held_on > acting.on:
        raise DialogueRefused("Tanggal percakapan belum tiba.")
    if not has_letters(draft.summary, SENTENCE_LETTERS):
        raise DialogueRefused("Tulis singkat apa yang dibicarakan; keduanya membacanya.")
    if any(not item.text.strip() or item.due < draft.held_on for item in draft.agreements):
        raise DialogueRefused("Tiap kesepakatan perlu isi dan tanggal sesudah percakapan.")
    Plan.objects.select_for_update().get(pk=plan.pk)
    open_now = open_agreements(plan.assignment.employee_id)
    unsaid = [item for item in open_now if item.agreement.pk not in draft.reviews]
    if unsaid:
        raise DialogueRefused(
            f"{len(unsaid)} kesepakatan lama belum dijawab: “{unsaid[0].agreement.text}”. "
            "Pilih terlaksana, dilanjutkan, atau tidak diperlukan lagi."
        )
    reviews = [
        AgreementReview(
            agreement=item.agreement,
            outcome=draft.reviews[item.agreement.pk].outcome,
            due=draft.reviews[item.agreement.pk].due,
        )
        for item in open_now
    ]
    continued = AgreementReview.Outcome.CONTINUED
    if any(r.outcome == continued and (r.due is None or r.due < draft.held_on) for r in reviews):
        raise DialogueRefused("Kesepakatan yang dilanjutkan perlu tanggal baru sesudah percakapan.")
    dialogue = Dialogue.objects.create(
        plan=plan,
        kind=draft.kind,
        period=draft.period,
        held_on=draft.held_on,
        summary=draft.summary.strip(),
        recorded_by=acting.by,
        recorded_at=acting.at,
    )
    Agreement.objects.bulk_create(
        Agreement(dialogue=dialogue, text=item.text.strip(), owner=item.owner, due=item.due)
        for item in draft.agreements
    )
    for review in reviews:
        review.dialogue = dialogue
        review.due = review.due if review.outcome == continued else None
    AgreementReview.objects.bulk_create(reviews)
    record(
        Act(
            f"plan/{plan.pk}",
            "dialogue-recorded",
            after={
                "dialogue": dialogue.pk,
                "kind": dialogue.kind,
                "period": str(dialogue.period),
                "held_on": str(dialogue.held_on),
                "agreements": len(draft.agreements),
            },
            rows=fingerprints(dialogue),
        ),
        acting,
    )
    return dialogue


@transaction.atomic
def confirm_dialogue(
    *, dialogue: Dialogue, agrees: bool, note: str, acting: Acting[User]
) -> DialogueConfirmation:
    """Store whether the talk was held like this, by the one who did not record it.

    :raises DialogueRefused: from anybody else, a second time, or in disagreement without a reason.
    """
    plan = Plan.objects.select_for_update().get(pk=dialogue.plan_id)
    if acting.by.pk == dialogue.recorded_by_id or not is_party(acting.by, plan, on=acting.on):
        raise DialogueRefused("Percakapan dibenarkan oleh pihak yang lain dari yang mencatatnya.")
    if DialogueConfirmation.objects.filter(dialogue=dialogue).exists():
        raise DialogueRefused("Percakapan ini sudah dijawab.")
    if not agrees and not has_letters(note, SENTENCE_LETTERS):
        raise DialogueRefused("Tulis apa yang tidak sesuai dengan catatan ini.")
    confirmation = DialogueConfirmation.objects.create(
        dialogue=dialogue, agrees=agrees, note=note.strip(), by=acting.by, at=acting.at
    )
    record(
        Act(
            f"plan/{plan.pk}",
            "dialogue-confirmed" if agrees else "dialogue-disputed",
            after={"dialogue": dialogue.pk},
            reason=confirmation.note,
            rows=fingerprints(confirmation),
        ),
        acting,
    )
    return confirmation


def is_party(user: User, plan: Plan, *, on: date) -> bool:
    """Return whether the user is one of the two: the employee or the appraiser."""
    return is_owner(user, plan) or is_appraiser(user, plan, on=on)


def counts_from(dialogue: Dialogue) -> date | None:
    """Return the day from which a talk counts as held; None where the other side says it was not.

    Silence is not a veto: without an answer it counts after ``dialogue.confirm_days`` working days.
    """
    confirmation = getattr(dialogue, "confirmation", None)
    if confirmation is not None:
        return timezone.localtime(confirmation.at).date() if confirmation.agrees else None
    day = timezone.localtime(dialogue.recorded_at).date()
    days = int(number("dialogue.confirm_days", on=day))
    return office_calendar(on=day).add_working_days(day, days + 1)


@dataclass(frozen=True, slots=True)
class TalkPlan:
    """A plan for a reader of its talks; ``is_party``: one of the two who hold them."""

    plan: Plan
    is_party: bool


def talk_plan(user: User, pk: int, *, on: date) -> TalkPlan | None:
    """Return the plan whose talks the user may read; otherwise None."""
    plan = (
        Plan.objects.select_related("assignment__employee", "assignment__position__unit")
        .filter(pk=pk)
        .first()
    )
    if plan is None:
        return None
    if is_party(user, plan, on=on):
        return TalkPlan(plan, is_party=True)
    return TalkPlan(plan, is_party=False) if may_read_plan(user, plan, on=on) else None


def talks_of(plan: Plan, *, period: Period | None = None) -> QuerySet[Dialogue]:
    """Return the recorded talks about a plan, newest first, with all that belongs to them."""
    found = Dialogue.objects.filter(plan=plan)
    if period is not None:
        found = found.filter(period=period)
    return found.select_related("recorded_by", "confirmation__by").prefetch_related(
        "agreements", "reviews__agreement"
    )


def talks_to_confirm(employee: Employee) -> QuerySet[Dialogue]:
    """Return the talks that the other side recorded and this one has not answered."""
    lines = ReportingLine.objects.filter(appraiser=employee, ends__isnull=True)
    own = Q(plan__assignment__employee=employee)
    return (
        Dialogue.objects.filter(own | Q(plan__assignment__in=lines.values("assignment")))
        .filter(confirmation__isnull=True)
        .exclude(recorded_by=employee.user_id)
    )


def open_agreements(employee_id: int, *, at: datetime | None = None) -> list[OpenAgreement]:
    """Return the agreements of a person and the appraisers that no talk has closed, the nearest day first.

    ``at``: as they were at that moment; a talk recorded later neither adds nor closes any.
    """
    known = Q(dialogue__recorded_at__lte=at) if at else Q()
    agreements = Agreement.objects.filter(
        known, dialogue__plan__assignment__employee=employee_id
    ).select_related("dialogue")
    agreements = agreements.prefetch_related(Prefetch("reviews", AgreementReview.objects.filter(known)))
    found = []
    for agreement in agreements:
        last = list(agreement.reviews.all())[-1:]
        if not last:
            found.append(OpenAgreement(agreement, agreement.due))
        elif last[0].outcome == AgreementReview.Outcome.CONTINUED and last[0].due:
            found.append(OpenAgreement(agreement, last[0].due))
    return sorted(found, key=lambda item: (item.due, item.agreement.pk))
