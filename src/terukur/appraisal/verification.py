"""Computing suggestions and grades again from what was kept with them."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from terukur.appraisal.computing import seal_of
from terukur.appraisal.models import Appraisal, Computation
from terukur.appraisal.replaying import achievement_from, suggestion_from
from terukur.ledger.verification import Broken, Checked, run_check
from terukur.regulation.grade import grade_of
from terukur.regulation.scales import Rating

_BATCH = 500


def check_computations(*, since: date | None = None) -> Checked:
    """Every computation: its seal, each achievement from its figures, and the suggestion."""
    rows = Computation.objects.order_by("pk")
    if since is not None:
        rows = rows.filter(computed_at__date__gte=since)
    return run_check("Hitungan", (_computation(row) for row in rows.iterator(_BATCH)))


def check_grades(*, since: date | None = None) -> Checked:
    """Every grade that was given, from its two ratings."""
    rows = Appraisal.objects.exclude(grade="").order_by("pk")
    if since is not None:
        rows = rows.filter(delivered_at__date__gte=since)
    return run_check("Predikat", (_grade(row) for row in rows.iterator(_BATCH)))


def _computation(row: Computation) -> Broken | None:
    where = f"hitungan {row.pk} dari penilaian {row.appraisal_id}"
    if seal_of(row.body) != row.inputs:
        return Broken(where, "isinya tidak cocok dengan segelnya.")
    for differing in _differing_achievements(row.body):
        return Broken(where, f"capaian “{differing}” tidak sama ketika dihitung ulang.")
    suggestion = suggestion_from(row.body).result
    told = (row.body["suggested"], row.suggested or None)
    if any(word != (suggestion.rating and suggestion.rating.value) for word in told):
        return Broken(where, "sarannya tidak sama ketika dihitung ulang.")
    return None


def _differing_achievements(body: dict[str, Any]) -> Iterator[str]:
    for result in body["results"]:
        for item in result["indicators"]:
            if item["achievement"] is None:
                continue
            again = achievement_from(item).result
            if again != Fraction(item["achievement"]):
                yield item["name"]


def _grade(row: Appraisal) -> Broken | None:
    grade = grade_of(results=Rating(row.result_rating), behavior=Rating(row.behavior_rating)).result
    if grade.value == row.grade:
        return None
    return Broken(f"penilaian {row.pk}", f"predikatnya seharusnya {grade.label}.")
