"""The rules once more, from the tree of a computation alone: to verify it, or to ask "what if"."""

from fractions import Fraction
from typing import Any

from terukur.regulation.achievement import achievement_of
from terukur.regulation.decision import Decision
from terukur.regulation.scales import Direction, Origin, ResultKind
from terukur.regulation.suggestion import (
    IndicatorOutcome,
    Policy,
    ResultOutcome,
    Suggestion,
    suggest_results_rating,
)


def achievement_from(item: dict[str, Any]) -> Decision[Fraction]:
    """The achievement of one indicator of a tree, from its realization and due target."""
    return achievement_of(
        realization=Fraction(item["realization"]),
        low=Fraction(item["due_target"]),
        high=Fraction(item["due_target_high"]) if item["due_target_high"] else None,
        direction=Direction(item["direction"]),
    )


def own_achievement_from(own: dict[str, Any], direction: str) -> Fraction:
    """Return the achievement of a period's own value, from it and its own part of the target."""
    return achievement_of(
        realization=Fraction(own["value"]),
        low=Fraction(own["due_target"]),
        high=Fraction(own["due_target_high"]) if own["due_target_high"] else None,
        direction=Direction(direction),
    ).result


def suggestion_from(body: dict[str, Any]) -> Decision[Suggestion]:
    """The suggestion from the achievements and the policy of a tree."""
    policy = body["policy"]
    names = ("cap", "meets_low", "meets_high", "minimum_evidence")
    rule = Policy(policy["version"], *(Fraction(policy[name]) for name in names))
    return suggest_results_rating([_outcome(result) for result in body["results"]], rule)


def _outcome(result: dict[str, Any]) -> ResultOutcome:
    return ResultOutcome(
        result["title"],
        ResultKind(result["kind"]),
        tuple(
            IndicatorOutcome(
                Fraction(item["weight"]),
                None if item["achievement"] is None else Fraction(item["achievement"]),
                Origin(item["origin"]),
                item["is_due"],
                # Rules 2026.1 knew no months: every indicator with data counted whole.
                Fraction(item["months"]["share"]) if item.get("months") else Fraction(1),
            )
            for item in result["indicators"]
        ),
    )
