"""Reads of feedback; who may read what is ``FeedbackQuerySet.readable_by``."""

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
    """The newest thing that somebody was told, for a page that shows little of it."""

    pk: int
    about: str
    text: str
    author: User
    at: datetime


def feedback_on(plan_id: int, *, reader: User, on: date) -> FeedbackQuerySet:
    """What a reader may read about a plan, newest first, with the last answer."""
    return _shown(reader).filter(plan=plan_id).readable_by(reader, on=on)


def unanswered_on(plan: Plan, *, reader: User, on: date) -> list[Feedback]:
    """What was said about a plan and the receiver has not answered yet, as far as the reader may read it."""
    found = _shown(reader).filter(plan=plan).readable_by(reader, on=on)
    return list(found.filter(answers__isnull=True)[:5])


def feedback_for(reader: User, pk: int, *, on: date) -> Feedback | None:
    """One message, if this user may read it; otherwise as if there were none."""
    return _shown(reader).readable_by(reader, on=on).filter(pk=pk).first()


def answers_to(feedback: Feedback, *, reader: User) -> list[FeedbackAnswer]:
    """What was answered to a message that this reader may read, as far as it is open to them."""
    return list(feedback.answers.readable_by(reader).select_related("by"))


def received(user: User) -> list[Feedback]:
    """The newest messages to somebody, those not yet opened first."""
    found = list(_shown(user).received_by(user)[:_LISTED])
    return sorted(found, key=lambda one: one.read_at is not None)


def given(user: User) -> list[Feedback]:
    """The newest messages that somebody wrote."""
    return list(_shown(user).filter(author=user.pk)[:_LISTED])


def shared_from_below(user: User, *, on: date) -> list[Feedback]:
    """What others have shared lately with somebody who stands above them."""
    found = _shown(user).is_shared().filter(share__at__date__gte=on - _SHARED_LATELY)
    return list(found.readable_by(user, on=on).exclude(author=user.pk).exclude(receiver=user.pk)[:10])


def latest_feedback(plan_ids: Iterable[int], *, excluding_author: int) -> LastWords | None:
    """The last thing somebody else wrote on one of these plans, for the employee whose plans they are."""
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
    """What somebody has written before, newest first, to compare a new text with."""
    return Feedback.objects.filter(author=author.pk).select_related("receiver", "plan__assignment__employee")[
        :limit
    ]


def plan_to_talk_about(user: User, pk: int, *, on: date) -> Plan | None:
    """A plan that somebody may write feedback about: the own one, of one's team, or where one was asked."""
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
    """The plan in force that somebody may ask for feedback on."""
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
