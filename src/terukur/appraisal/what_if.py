"""Computation of other realizations and another behavior rating through the same rules. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from terukur.appraisal.replaying import achievement_from, suggestion_from
from terukur.appraisal.tree import ComputationTree, ComputedIndicator
from terukur.regulation.grade import grade_of
from terukur.regulation.scales import Grade, Origin, Rating


@dataclass(frozen=True, slots=True)
class Imagined:
    """The imagined result: the tree with its new achievements, the suggestion, and the grade.

    ``suggested`` and ``grade`` are None where there is too little evidence; ``refusal`` says so.
    """

    tree: ComputationTree
    suggested: Rating | None
    refusal: str
    grade: Grade | None
    steps: tuple[str, ...]


def imagine(tree: ComputationTree, *, realizations: Mapping[str, Fraction], behavior: Rating) -> Imagined:
    """Return what the same rules give with some realizations replaced, by thread.

    A figure that is missing so far counts as verified once it is imagined. The grade takes the
    suggested rating as given; the appraiser may decide otherwise, with a reason.
    """
    results = tuple(
        replace(
            result, indicators=tuple(_with(item, realizations.get(item.thread)) for item in result.indicators)
        )
        for result in tree.results
    )
    decision = suggestion_from(results, tree.policy)
    suggested = decision.result.rating
    grade = grade_of(results=suggested, behavior=behavior).result if suggested else None
    return Imagined(
        replace(tree, results=results), suggested, decision.result.refusal or "", grade, decision.steps
    )


def _with(item: ComputedIndicator, realization: Fraction | None) -> ComputedIndicator:
    if realization is None or not item.is_due:
        return item
    moved = replace(
        _whole(item),
        realization=realization,
        origin=Origin.VERIFIED if item.origin is Origin.NONE else item.origin,
    )
    return replace(moved, achievement=achievement_from(moved, moved.direction))


def _whole(item: ComputedIndicator) -> ComputedIndicator:
    """Return an indicator without data in the period with all of its months, and the target at its end."""
    if item.months is None or item.months.share:
        return item
    return replace(item, due_target=item.due_by_calendar, months=replace(item.months, share=Fraction(1)))
