"""Writing feedback; it may be given at any time and is never edited."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from terukur.accounts.models import User
from terukur.coaching.models import Feedback
from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.operations import Act, record
from terukur.planning.access import is_appraiser, is_owner
from terukur.planning.models import Indicator, Plan, PlannedResult
from terukur.regulation.behaviors import BEHAVIOR_NAMES


class FeedbackRefused(ValueError):
    """The feedback cannot be stored; the message says why."""


@transaction.atomic
def write_feedback(
    *, plan: Plan, thread: UUID | None, value: str, text: str, by: User, on: date, at: datetime
) -> Feedback:
    """Feedback between the employee and the appraiser on one result, indicator or value.

    :raises FeedbackRefused: for anybody else, without text, or on something not in the plan.
    """
    if not is_owner(by, plan) and not is_appraiser(by, plan, on=on):
        raise FeedbackRefused("Umpan balik ini hanya antara pegawai dan pejabat penilainya.")
    if not text.strip():
        raise FeedbackRefused("Tulis umpan baliknya.")
    feedback = Feedback.objects.create(
        plan=plan, thread=thread, value=value, about=_about(plan, thread, value),
        text=text.strip(), author=by, at=at,
    )  # fmt: skip
    record(
        Act(
            f"plan/{plan.pk}", "feedback-written", after={"id": feedback.pk},
            rows=fingerprints(feedback),
        ),
        by=by.actor, at=at,
    )  # fmt: skip
    return feedback


@transaction.atomic
def mark_read(*, plan: Plan, by: User, at: datetime) -> None:
    """The user has seen what the other wrote."""
    Feedback.objects.filter(plan=plan, read_at__isnull=True).exclude(author=by).update(read_at=at)


def _about(plan: Plan, thread: UUID | None, value: str) -> str:
    if value in BEHAVIOR_NAMES:
        return BEHAVIOR_NAMES[value]
    if thread is not None:
        result = PlannedResult.objects.filter(version__plan=plan, thread=thread).last()
        if result is not None:
            return result.title[:300]
        indicator = Indicator.objects.filter(result__version__plan=plan, thread=thread).last()
        if indicator is not None:
            return indicator.name
    raise FeedbackRefused("Pilih hasil kerja, indikator, atau nilai perilaku yang dibicarakan.")
