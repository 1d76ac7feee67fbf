"""Requests of people who lost their password; asked without an account, given by the unit's officer."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from terukur.accounts.models import CodeRequest, User

KEPT_FOR = timedelta(days=14)


def ask_for_code(*, number: str, at: datetime) -> None:
    """Store that somebody with this number asked for a code; the same statement for every number."""
    CodeRequest.objects.bulk_create(
        [CodeRequest(number=number, asked_at=at)],
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["asked_at"],
    )


def known_requests() -> QuerySet[CodeRequest]:
    """Return the requests for numbers that an active account has, oldest first."""
    owner = User.objects.filter(username=OuterRef("number"), is_active=True)
    return CodeRequest.objects.filter(Exists(owner)).order_by("asked_at")


def forget_requests(*, at: datetime) -> None:
    """Delete the requests for numbers that nobody has, and those that nobody answered in time."""
    known = known_requests().filter(asked_at__gt=at - KEPT_FOR)
    CodeRequest.objects.exclude(pk__in=known.values("pk")).delete()
