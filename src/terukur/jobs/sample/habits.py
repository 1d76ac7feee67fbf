"""Habits of the sample's appraisers in marking behavior: mostly alike, one strict, one mild.

The two of them answer the standard cases in the same way, which shows that the team is not the reason.
"""

import random
from datetime import date, timedelta

from terukur.jobs.sample.people import SampleAgency
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.rating import BehaviorMarkDraft
from terukur.regulation.scales import Rating

STRICT, MILD = "197005012009031001", "197506012009031001"
_SEVERITY = {STRICT: 0.8, MILD: -0.8}
_SCALE = tuple(Rating)
_SEEN = {
    Rating.BELOW: "Dua kali diingatkan dan belum berubah; tercatat di buku harian unit.",
    Rating.ABOVE: "Membantu rekan tanpa diminta sampai selesai; tercatat di buku harian unit.",
}


def compared(agency: SampleAgency) -> set[str]:
    """Return the heads of schools, by number: enough of like jobs for a statistical statement."""
    return {p.number for p in agency.people if p.is_head and p.unit.startswith("SDN-")}


def severity_of(number: str) -> float:
    """Return how many steps of the scale an appraiser marks below others."""
    dice = random.Random(f"severity {number}")
    return _SEVERITY.get(number, dice.gauss(0, 0.08))


def nearest(place: float) -> Rating:
    """Return the rating nearest to a place from 0 to 2."""
    return _SCALE[min(max(round(place), 0), len(_SCALE) - 1)]


def marks_of(appraiser: str, employee: str, *, ends: date) -> dict[str, BehaviorMarkDraft]:
    """Return the seven marks of an employee in a period: one's own habit, the appraiser's, and chance."""
    merit = random.Random(f"merit {employee}").gauss(0, 0.15)
    dice = random.Random(f"{appraiser} {employee} {ends}")
    found = {}
    for code in BEHAVIOR_CODES:
        mark = nearest(1.05 + merit - severity_of(appraiser) + dice.gauss(0, 0.4))
        seen = ends - timedelta(days=dice.randrange(5, 80))
        found[code] = (
            BehaviorMarkDraft(mark) if mark is Rating.MEETS else BehaviorMarkDraft(mark, _SEEN[mark], seen)
        )
    return found


def behavior_of(marks: dict[str, BehaviorMarkDraft]) -> Rating:
    """Return the rating that most marks have, the middle one where it is among the most."""
    given = [entry.mark for entry in marks.values()]
    return max(Rating, key=lambda rating: (given.count(rating), rating is Rating.MEETS))
