"""Reads of feedback."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from terukur.coaching.models import Feedback


def feedback_on(plan_id: int, *, until: date | None = None) -> QuerySet[Feedback]:
    """Feedback on a plan, newest first; up to a day where one is given."""
    found = Feedback.objects.filter(plan=plan_id).select_related("author")
    return found.filter(at__date__lte=until) if until else found


def latest_feedback(plan_ids: Iterable[int], *, excluding_author: int) -> Feedback | None:
    """The last thing somebody else wrote on one of these plans."""
    return (
        Feedback.objects.filter(plan__in=list(plan_ids))
        .exclude(author=excluding_author)
        .select_related("author")
        .first()
    )
