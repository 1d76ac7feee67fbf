"""Counts of several queries in one statement."""

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from terukur.accounts.models import User


def counted(user: User, found: Mapping[str, QuerySet[Any]], **beside: ArraySubquery) -> dict[str, Any]:
    """Return how many rows each query finds, and the lists ``beside`` them, in one statement."""
    if not found:
        return {}
    counts = {name: _count(query) for name, query in found.items()} | beside
    row: dict[str, Any] = User.objects.filter(pk=user.pk).values(**counts).get()  # type: ignore[assignment]
    return row


def _count(query: QuerySet[Any]) -> Coalesce:
    whole = query.order_by().select_related(None).values(whole=Value(1)).annotate(n=Count("pk"))
    return Coalesce(Subquery(whole.values("n"), output_field=IntegerField()), 0)
