"""The rules on the figures of a tree alone: to compute it, to verify it, or to ask "what if"."""

from collections.abc import Sequence
from fractions import Fraction

from terukur.appraisal.tree import ComputedIndicator, ComputedResult, OwnFigure
from terukur.regulation.achievement import achievement_of
from terukur.regulation.decision import Decision
from terukur.regulation.scales import Direction
from terukur.regulation.suggestion import (
    IndicatorOutcome,
    ResultOutcome,
    Suggestion,
    SuggestionPolicy,
    suggest_results_rating,
)


def achievement_from(figures: ComputedIndicator | OwnFigure, direction: Direction) -> Fraction:
    """Return the achievement of an indicator, or of a period's own value, from value and due target.

    :raises ValueError: where one of the two is missing.
    """
    value = figures.value if isinstance(figures, OwnFigure) else figures.realization
    if value is None or figures.due_target is None:
        raise ValueError("There is no achievement without a value and a due target.")
    return achievement_of(
        realization=value, low=figures.due_target, high=figures.due_target_high, direction=direction
    ).result


def suggestion_from(results: Sequence[ComputedResult], policy: SuggestionPolicy) -> Decision[Suggestion]:
    """Return the suggestion from the achievements of results under a policy."""
    return suggest_results_rating([_outcome(result) for result in results], policy)


def _outcome(result: ComputedResult) -> ResultOutcome:
    return ResultOutcome(
        result.title,
        result.kind,
        tuple(
            IndicatorOutcome(one.weight, one.achievement, one.origin, one.is_due, one.share)
            for one in result.indicators
        ),
    )
