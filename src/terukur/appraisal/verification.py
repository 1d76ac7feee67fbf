"""Checks of suggestions and grades, computed again from the data kept with them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from terukur.appraisal.computing import seal_of
from terukur.appraisal.models import Appraisal, Computation
from terukur.appraisal.replaying import achievement_from, suggestion_from
from terukur.appraisal.tree import ComputedIndicator
from terukur.ledger.models import Entry
from terukur.ledger.verification import Broken, Checked, run_check
from terukur.regulation.grade import grade_of
from terukur.regulation.scales import Rating

_BATCH = 500


def check_computations(*, since: date | None = None) -> Checked:
    """Check every computation: its seal, each achievement from its figures, and the suggestion."""
    rows = Computation.objects.order_by("pk")
    if since is not None:
        rows = rows.filter(computed_at__date__gte=since)
    return run_check("Hitungan", (_computation(row) for row in rows.iterator(_BATCH)))


def check_ratings(*, since: date | None = None) -> Checked:
    """Check every rating, reason, mark and grade against the acts on the appraisal."""
    rows = Appraisal.objects.select_related("computation").order_by("pk")
    if since is not None:
        rows = rows.filter(rated_at__date__gte=since)
    return run_check("Rating", _ratings(rows))


def check_grades(*, since: date | None = None) -> Checked:
    """Check every given grade, from its two ratings."""
    rows = Appraisal.objects.exclude(grade="").order_by("pk")
    if since is not None:
        rows = rows.filter(delivered_at__date__gte=since)
    return run_check("Predikat", (_grade(row) for row in rows.iterator(_BATCH)))


def _ratings(rows: QuerySet[Appraisal]) -> Iterator[Broken | None]:
    last = 0
    while batch := list(rows.filter(pk__gt=last).prefetch_related("marks", "expectation_marks")[:_BATCH]):
        told: dict[str, dict[str, Any]] = defaultdict(dict)
        acts = Entry.objects.filter(chain__in=[f"appraisal/{row.pk}" for row in batch])
        for chain, act, at, after in acts.order_by("chain", "number").values_list(
            "chain", "act", "at", "after"
        ):
            told[chain].update(after or {})
            if act == "read":
                told[chain]["read_at"] = at
        for row in batch:
            yield _told_otherwise(row, told[f"appraisal/{row.pk}"])
        last = batch[-1].pk


def _told_otherwise(row: Appraisal, told: dict[str, Any]) -> Broken | None:
    """Return what differs from the newest act on each thing: a decision on an objection comes after the
    rating."""
    marks = {mark.value: [mark.mark, mark.example, str(mark.example_on or "")] for mark in row.marks.all()}
    expected = {
        str(one.thread): [one.mark, one.reason, str(one.example_on)] for one in row.expectation_marks.all()
    }
    stands = (
        ("rating hasil kerja", row.result_rating, told.get("results", "")),
        ("alasan rating hasil kerja", row.result_reason, told.get("results_reason", "")),
        ("rating perilaku", row.behavior_rating, told.get("behavior", "")),
        ("alasan rating perilaku", row.behavior_reason, told.get("behavior_reason", "")),
        ("nilai perilaku", marks, told.get("marks", {})),
        ("nilai ekspektasi", expected, told.get("expectation_marks", {})),
        ("predikat", row.grade, told.get("grade", "")),
        ("hitungan", row.computation and row.computation.inputs, told.get("inputs")),
        ("waktu dibaca", row.read_at, told.get("read_at")),
    )
    for name, value, entry in stands:
        if value != entry:
            return Broken(f"penilaian {row.pk}", f"{name}-nya lain dari yang tercatat diberikan.")
    return None


def _computation(row: Computation) -> Broken | None:
    where = f"hitungan {row.pk} dari penilaian {row.appraisal_id}"
    if seal_of(row.body) != row.inputs:
        return Broken(where, "isinya tidak cocok dengan segelnya.")
    for item in row.tree.indicators():
        if any(told != again for told, again in _achievements(item)):
            return Broken(where, f"capaian “{item.name}” tidak sama ketika dihitung ulang.")
    suggestion = suggestion_from(row.tree.results, row.tree.policy).result
    if any(told != suggestion.rating for told in (row.tree.suggested, row.suggested or None)):
        return Broken(where, "sarannya tidak sama ketika dihitung ulang.")
    return None


def _achievements(item: ComputedIndicator) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield every stated achievement of an indicator, beside the one computed again from its figures."""
    for told in (item.achievement, item.reached.achievement if item.reached else None):
        if told is not None:
            yield told, achievement_from(item, item.direction)
    if item.own is not None and item.own.achievement is not None:
        yield item.own.achievement, achievement_from(item.own, item.direction)


def _grade(row: Appraisal) -> Broken | None:
    grade = grade_of(results=Rating(row.result_rating), behavior=Rating(row.behavior_rating)).result
    if grade.value == row.grade:
        return None
    return Broken(f"penilaian {row.pk}", f"predikatnya seharusnya {grade.label}.")
