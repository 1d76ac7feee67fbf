"""The nine boxes of talent management (PermenPANRB 3/2020)."""

from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision
from terukur.regulation.scales import Potential, Rating

_BOXES = {
    (Rating.ABOVE, Potential.HIGH): 9,
    (Rating.MEETS, Potential.HIGH): 8,
    (Rating.ABOVE, Potential.MEDIUM): 7,
    (Rating.BELOW, Potential.HIGH): 6,
    (Rating.MEETS, Potential.MEDIUM): 5,
    (Rating.ABOVE, Potential.LOW): 4,
    (Rating.BELOW, Potential.MEDIUM): 3,
    (Rating.MEETS, Potential.LOW): 2,
    (Rating.BELOW, Potential.LOW): 1,
}


def performance_axis(results: Rating, behavior: Rating) -> Rating:
    """Return the place of two ratings on the vertical axis: the lower one.

    It orders people as the official matrix does: above needs both above ("Sangat Baik"), and one below is
    never "Baik". The agency's own rule may say otherwise (PermenPANRB 3/2020 leaves it; POLICY).
    """
    return min(results, behavior, key=lambda rating: rating.position)


def talent_box(*, performance: Rating, potential: Potential) -> Decision[int]:
    """Return the box (1 to 9) of performance and potential.

    PermenPANRB 3/2020; axes and boxes CONFIRMED. Performance is the rating itself and never a score,
    because a score of 80 for "Baik" would lift everybody into the upper band.
    """
    box = _BOXES[performance, potential]
    steps = (f"Kinerja: {performance.label}", f"Potensi: {potential.label}", f"Kotak {box}")
    return Decision(box, steps, cite("talent-box"))
