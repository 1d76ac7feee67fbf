"""Reads of feedback; the right to read is ``FeedbackQuerySet.readable_by``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from terukur.accounts.models import User
from terukur.coaching.models import Feedback, FeedbackAnswer, FeedbackQuerySet, FeedbackRequest
from terukur.planning.access import is_appraiser, is_owner
from terukur.planning.models import Plan, PlanVersion

_LISTED = 50
_SHARED_LATELY = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class LastWords:
    """The newest feedback to a person, for a page that shows little of it."""

    pk: int
    about: str
    text: str
    author: User
    at: datetime


def feedback_on(plan_id: int, *, reader: User, on: date) -> FeedbackQuerySet:
    """Return the feedback about a plan that the reader may read, newest first, with the last answer."""
    return _shown(reader).filter(plan=plan_id).readable_by(reader, on=on)


def unanswered_on(plan: Plan, *, reader: User, on: date) -> list[Feedback]:
    """Return the feedback about a plan without an answer yet, as far as the reader may read it."""
    found = _shown(reader).filter(plan=plan).readable_by(reader, on=on)
    return list(found.filter(answers__isnull=True)[:5])


def feedback_for(reader: User, pk: int, *, on: date) -> Feedback | None:
    """Return one message, if this user may read it; otherwise None."""
    return _shown(reader).readable_by(reader, on=on).filter(pk=pk).first()


def answers_to(feedback: Feedback, *, reader: User) -> list[FeedbackAnswer]:
    """Return the answers to a message that this reader may read, as far as they are open to them."""
    return list(feedback.answers.readable_by(reader).select_related("by"))


def received(user: User) -> list[Feedback]:
    """Return the newest messages to a user, those not yet opened first."""
    found = list(_shown(user).received_by(user)[:_LISTED])
    return sorted(found, key=lambda one: one.read_at is not None)


def given(user: User) -> list[Feedback]:
    """Return the newest messages that a user wrote."""
    return list(_shown(user).filter(author=user.pk)[:_LISTED])


def shared_from_below(user: User, *, on: date) -> list[Feedback]:
    """Return the messages that others have lately shared with a user above them."""
    found = _shown(user).is_shared().filter(share__at__date__gte=on - _SHARED_LATELY)
    return list(found.readable_by(user, on=on).exclude(author=user.pk).exclude(receiver=user.pk)[:10])


def latest_feedback(plan_ids: Iterable[int], *, excluding_author: int) -> LastWords | None:
    """Return the last feedback of another author on one of these plans, for their employee."""
    found = (
        Feedback.objects.filter(plan__in=list(plan_ids))
        .exclude(author=excluding_author)
        .select_related("author")
        .first()
    )
    if found is None:
        return None
    return LastWords(found.pk, found.about, found.words, found.author, found.at)


def own_texts(author: User, *, limit: int = 300) -> QuerySet[Feedback]:
    """Return an author's earlier texts, newest first, to compare a new text with."""
    return Feedback.objects.filter(author=author.pk).select_related("receiver", "plan__assignment__employee")[
        :limit
    ]


def plan_to_talk_about(user: User, pk: int, *, on: date) -> Plan | None:
    """Return a plan for feedback by the user: the own one, one of the team, or one of a request."""
    plan = (
        Plan.objects.select_related("assignment__employee__user", "assignment__position__unit")
        .annotate(
            asks_me=Exists(
                FeedbackRequest.objects.filter(plan=OuterRef("pk"), asked=user.pk, settled_at__isnull=True)
            )
        )
        .filter(pk=pk)
        .first()
    )
    if plan is None or not (is_owner(user, plan) or plan.asks_me or is_appraiser(user, plan, on=on)):
        return None
    return plan


def own_plan(user: User, *, on: date) -> Plan | None:
    """Return the plan in force for which a user may ask for feedback."""
    return (
        Plan.objects.filter(
            assignment__employee__user=user.pk,
            starts__lte=on,
            ends__gte=on,
            closed_on=None,
            versions__status=PlanVersion.Status.SET,
        )
        .order_by("-starts")
        .first()
    )


def _shown(reader: User) -> FeedbackQuerySet:
    last = FeedbackAnswer.objects.filter(feedback=OuterRef("pk")).readable_by(reader)
    last = last.order_by("-id")
    return Feedback.objects.select_related(
        "author", "receiver", "share", "plan__assignment__employee"
    ).annotate(
        last_outcome=Subquery(last.values("outcome")[:1]), last_answer=Subquery(last.values("text")[:1])
    )
