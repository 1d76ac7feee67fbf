"""The explanation of one appraisal: the same tree on the page, in the terminal and as JSON."""

from datetime import date
from typing import Any

from terukur.appraisal.counting import is_excused, uncounted_words
from terukur.appraisal.expectation_marks import markable, ratings_marked, why_unmarked
from terukur.appraisal.explained_figures import explained, number, rating
from terukur.appraisal.models import Appraisal, ExpectationMark
from terukur.appraisal.tree import AppliedPolicy, ComputedResult
from terukur.appraisal.tree_json import to_json
from terukur.appraisal.yardstick import Quarter, Yardstick, yardstick_of
from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.regulation.citations import Citation, cite
from terukur.regulation.grade import grade_of
from terukur.regulation.rating import BehaviorMarkDraft, behavior_reason_needed, results_reason_needed
from terukur.regulation.scales import Rating


def explanation_of(
    appraisal: Appraisal, *, with_ratings: bool = True, figures_only: bool = False
) -> dict[str, Any]:
    """Return everything that led to the rating, in the shape of ``explain --json``.

    ``with_ratings`` is false for a reader who may not see ratings before they are delivered; ``figures_only``
    leaves out the judgement and the expected rating.
    """
    tree = appraisal.tree
    employee = appraisal.plan.assignment.employee
    shown = with_ratings and not figures_only and bool(appraisal.result_rating)
    is_marked = with_ratings and not figures_only and bool(markable(appraisal))
    marks = {mark.value: mark for mark in appraisal.marks.all()} if shown else {}
    given = {str(one.thread): one for one in appraisal.expectation_marks.all()} if is_marked else {}
    yardstick = Yardstick(None) if figures_only else yardstick_of(appraisal)
    return {
        "employee": {
            "number": employee.number,
            "name": employee.name,
            "position": appraisal.plan.assignment.post,
            "unit": appraisal.plan.assignment.position.unit.name,
            "appraiser": appraisal.appraiser.name if appraisal.appraiser else None,
        },
        "period": str(appraisal.period),
        "period_label": appraisal.period.label,
        "starts": appraisal.starts.isoformat(),
        "ends": appraisal.ends.isoformat(),
        "status": str(appraisal.status),
        "status_label": appraisal.get_status_display(),
        "is_trial": appraisal.is_trial,
        "is_provisional": appraisal.is_provisional,
        "policy": _policy(tree.policy) if tree else None,
        **_organization_grade(appraisal),
        "results": [_result(result, tree.policy, given.get(result.thread)) for result in tree.results]
        if tree
        else [],
        **rating("suggested", tree.suggested if tree else None),
        "achievement": number(tree.achievement, beside=tree.policy.limits) if tree else None,
        "coverage": number(tree.coverage, beside=[tree.policy.minimum_evidence]) if tree else None,
        "refusal": tree.refusal if tree else None,
        "steps": list(tree.steps) if tree else [],
        **rating("result_rating", appraisal.result_rating if shown else None),
        "behavior": [
            {
                "value": value.code,
                "label": value.name,
                **rating("mark", marks[value.code].mark if value.code in marks else None),
                "examples": (
                    [{"text": marks[value.code].example, "on": _day(marks[value.code].example_on)}]
                    if value.code in marks and marks[value.code].example
                    else []
                ),
            }
            for value in BEHAVIOR_VALUES
        ],
        **rating("behavior_rating", appraisal.behavior_rating if shown else None),
        **rating("expected", yardstick.results),
        "head_steps": list(yardstick.head_steps),
        "quarters": [_quarter(quarter) for quarter in yardstick.quarters],
        "rests_on": list(yardstick.rests_on),
        "excused": is_excused(tree.uncounted if tree else (), starts=appraisal.starts, ends=appraisal.ends),
        "uncounted": uncounted_words(tree.uncounted) if tree else [],
        "missing": (yardstick.missing or (why_unmarked(appraisal) if is_marked else ""))
        if appraisal.is_ratable
        else "",
        "to_mark": len(markable(appraisal)),
        "reasons": _reasons(appraisal, yardstick) if shown else [],
        "grade": appraisal.grade or None,
        "grade_label": appraisal.get_grade_display() or None,
        "grade_steps": _grade_steps(appraisal) if with_ratings and not figures_only else [],
        "citations": [citation.as_json() for citation in citations_of(appraisal)],
    }


def citations_of(appraisal: Appraisal) -> tuple[Citation, ...]:
    """Return the articles on which this appraisal rests."""
    computed = appraisal.tree.citations if appraisal.tree else ()
    keys = [*computed, "behavior", "grade-matrix", "evaluation-steps", "objection"]
    return cite(*dict.fromkeys(keys))


def _policy(policy: AppliedPolicy) -> dict[str, Any]:
    return {
        "version": policy.version,
        "basis": policy.basis,
        "cap": number(policy.cap),
        "meets_low": number(policy.meets_low),
        "meets_high": number(policy.meets_high),
        "minimum_evidence": number(policy.minimum_evidence),
    }


def _organization_grade(appraisal: Appraisal) -> dict[str, str | None]:
    grade = appraisal.unit_grade
    return {
        "organization_grade": grade.grade if grade else None,
        "organization_grade_label": grade.get_grade_display() if grade else None,
        "organization_grade_reason": grade.reason if grade else None,
    }


def _expectation(result: ComputedResult, given: ExpectationMark | None) -> dict[str, Any] | None:
    """Return a result in words: what was expected, what the employee wrote, and the appraiser's mark."""
    found = result.expectation
    if found is None:
        return None
    return {
        "text": found.text,
        "origin": found.origin,
        "accounts": [
            {
                "starts": one.starts.isoformat(),
                "ends": one.ends.isoformat(),
                "on": _day(one.happened_on),
                "text": one.text,
                "source": to_json(one.source),
            }
            for one in found.accounts
        ],
        "steps": list(found.steps),
        **rating("mark", given.mark if given else None),
        "reason": given.reason if given else None,
        "example_on": _day(given.example_on) if given else None,
    }


def _result(result: ComputedResult, policy: AppliedPolicy, given: ExpectationMark | None) -> dict[str, Any]:
    return {
        "thread": result.thread,
        "title": result.title,
        "kind": result.kind,
        "weight": number(result.weight),
        "achievement": number(result.achievement, beside=policy.limits),
        **rating("suggested", result.suggested),
        "indicators": [explained(item, policy) for item in result.indicators],
        "expectation": _expectation(result, given),
    }


def _quarter(quarter: Quarter) -> dict[str, Any]:
    given = quarter.appraisal if quarter.is_given else None
    return {
        "period": str(quarter.period),
        "period_label": quarter.period.label,
        "excuse": "" if quarter.is_given else quarter.excuse,
        "appraisal": quarter.appraisal.pk if quarter.appraisal else None,
        **rating("result_rating", given.result_rating if given else None),
        **rating("behavior_rating", given.behavior_rating if given else None),
        "grade": given.grade if given else None,
        "grade_label": given.get_grade_display() if given else None,
    }


def _reasons(appraisal: Appraisal, yardstick: Yardstick) -> list[dict[str, Any]]:
    marks = {
        mark.value: BehaviorMarkDraft(Rating(mark.mark), mark.example, mark.example_on)
        for mark in appraisal.marks.all()
    }
    reasons = [
        (
            "results",
            "Hasil kerja",
            appraisal.result_reason,
            results_reason_needed(
                Rating(appraisal.result_rating),
                yardstick.results,
                yardstick.ratings,
                ratings_marked(appraisal),
            ),
        ),
        (
            "behavior",
            "Perilaku kerja",
            appraisal.behavior_reason,
            behavior_reason_needed(Rating(appraisal.behavior_rating), marks, yardstick.ratings),
        ),
    ]
    return [
        {"about": about, "label": label, "text": text, "required_because": why}
        for about, label, text, why in reasons
        if text
    ]


def _grade_steps(appraisal: Appraisal) -> list[str]:
    if not appraisal.grade:
        return []
    decision = grade_of(results=Rating(appraisal.result_rating), behavior=Rating(appraisal.behavior_rating))
    return list(decision.steps)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
