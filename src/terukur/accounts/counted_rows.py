"""Counts of several queries in one statement."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from terukur.accounts.models import User


def counted(user: User, found: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """Return how many rows each query finds, in one statement."""
    if not found:
        return {}
    counts = {name: _count(query) for name, query in found.items()}
    row: dict[str, int] = User.objects.filter(pk=user.pk).values(**counts).get()  # type: ignore[assignment]
    return row


def _count(query: QuerySet[Any]) -> Coalesce:
    whole = query.order_by().select_related(None).values(whole=Value(1)).annotate(n=Count("pk"))
    return Coalesce(Subquery(whole.values("n"), output_field=IntegerField()), 0)
