"""Changes of ratings, before and after; nothing is delivered over an open question."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from terukur.appraisal.models import Appraisal
from terukur.calibration.models import Remark, RoundRow
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.models import Entry
from terukur.regulation.scales import Rating


@dataclass(frozen=True, slots=True)
class ReRating:
    """One re-rating: old beside new, who changed it, when, and why."""

    results_before: Rating
    results: Rating
    behavior_before: Rating
    behavior: Rating
    by: str
    at: datetime
    reason: str


def moves_since(moments: Mapping[int, datetime]) -> dict[int, list[ReRating]]:
    """Return for appraisals by key the changes of their ratings from a moment on, oldest first."""
    entries = Entry.objects.filter(
        chain__in=[f"appraisal/{pk}" for pk in moments], act="rated", before__isnull=False
    )
    found: dict[int, list[ReRating]] = {}
    for entry in entries.order_by("at", "id"):
        key = int(entry.chain.split("/")[1])
        move = _move(entry)
        if move is not None and entry.at >= moments[key]:
            found.setdefault(key, []).append(move)
    return found


def _move(entry: Entry) -> ReRating | None:
    before: dict[str, Any] = entry.before or {}
    after: dict[str, Any] = entry.after or {}
    old, new = [(str(state.get("results", "")), str(state.get("behavior", ""))) for state in (before, after)]
    if not all(old) or old == new:
        return None
    reasons = (after.get("results_reason"), after.get("behavior_reason"))
    return ReRating(
        Rating(old[0]),
        Rating(new[0]),
        Rating(old[1]),
        Rating(new[1]),
        entry.actor_name,
        entry.at,
        " ".join(reason for reason in reasons if reason),
    )


@dataclass(frozen=True, slots=True)
class Afterwards:
    """The facts shown after a delivery: how the rating changed before, and who was asked about it."""

    moves: list[ReRating]
    grounds: list[str]
    asked: str


def told_afterwards(appraisal: Appraisal) -> Afterwards:
    """Return how a delivered rating changed after a round was opened, and who gave a second opinion.

    Recommendations are shown by their reason alone, and only where the rating changed after them. Before the
    delivery nothing is shown.
    """
    if appraisal.is_ratable:
        return Afterwards([], [], "")
    opened = RoundRow.objects.filter(appraisal=appraisal).order_by("round__opened_at")
    grounds = Remark.objects.filter(
        row__appraisal=appraisal, kind=Remark.Kind.RECOMMENDED, at__lte=OuterRef("at")
    )
    entries = (
        Entry.objects.filter(
            Q(act="second-opinion-asked")
            | Q(act="rated", before__isnull=False, at__gte=Subquery(opened.values("round__opened_at")[:1])),
            chain=f"appraisal/{appraisal.pk}",
        )
        .annotate(grounds=ArraySubquery(grounds.order_by("at").values("text")))
        .order_by("at", "id")
    )
    moved = [(entry, move) for entry in entries if (move := _move(entry)) is not None]
    asked = [entry.after["name"] for entry in entries if entry.act != "rated" and entry.after]
    return Afterwards(
        [move for _entry, move in moved], moved[-1][0].grounds if moved else [], "".join(asked[:1])
    )


def waiting_recommendations() -> QuerySet[Remark]:
    """Return the recommendations that wait for the appraiser: no answer, and no re-rating since."""
    return Remark.objects.filter(
        row__appraisal__rated_at__lte=F("at"),
        kind=Remark.Kind.RECOMMENDED,
        answer__isnull=True,
        round__closed_at__isnull=True,
        row__appraisal__status=Appraisal.Status.RATED,
    ).select_related("by")


def unanswered_recommendation(appraisal: Appraisal, acting: Acting[Actor]) -> str:
    """Return why an appraisal cannot be delivered: a recommendation of a running round without an answer.

    ``deliver`` itself asks this, whoever calls it (``appraisal.guards``).
    """
    if not waiting_recommendations().filter(row__appraisal=appraisal).exists():
        return ""
    return (
        "Ada usulan kalibrasi yang belum Anda jawab. Nilai ulang, atau pertahankan rating dan tulis "
        "mengapa; sesudah itu sampaikan."
    )


def is_newer(remark: Remark, appraisal: Appraisal) -> bool:
    """Return whether there was no re-rating since the remark."""
    return appraisal.rated_at is None or appraisal.rated_at <= remark.at
