"""What if: other realizations and another behavior rating, through the same rules. Nothing is stored."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from terukur.appraisal.replaying import achievement_from, suggestion_from
from terukur.regulation.grade import grade_of
from terukur.regulation.scales import Grade, Origin, Rating


@dataclass(frozen=True, slots=True)
class Imagined:
    """What would follow: the tree with its new achievements, the suggestion, and the grade.

    ``suggested`` and ``grade`` are None where there is too little evidence; ``refusal`` says so.
    """

    body: dict[str, Any]
    suggested: Rating | None
    refusal: str
    grade: Grade | None
    steps: tuple[str, ...]


def imagine(body: dict[str, Any], *, realizations: Mapping[str, Fraction], behavior: Rating) -> Imagined:
    """The same rules on the same plan and policy, with some realizations replaced by thread.

    A figure that is missing so far counts as verified once it is imagined. The grade takes the
    suggested rating as given; the appraiser may decide otherwise, with a reason.
    """
    tree = deepcopy(body)
    for result in tree["results"]:
        for item in result["indicators"]:
            given = realizations.get(item["thread"])
            if given is None or not item["is_due"]:
                continue
            item["realization"] = str(given)
            _fill(item)
            item["achievement"] = str(achievement_from(item).result)
            if item["origin"] == Origin.NONE:
                item["origin"] = Origin.VERIFIED.value
    decision = suggestion_from(tree)
    suggested = decision.result.rating
    grade = grade_of(results=suggested, behavior=behavior).result if suggested else None
    return Imagined(tree, suggested, decision.result.refusal or "", grade, tuple(decision.steps))


def _fill(item: dict[str, Any]) -> None:
    """A period without data is imagined whole: with all of its months, and what is due at its end."""
    months = item.get("months")
    if months and Fraction(months["share"]) == 0:
        item["due_target"] = item["due_by_calendar"]
        months["share"] = "1"
