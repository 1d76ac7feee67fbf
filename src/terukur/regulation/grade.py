"""Predikat kinerja pegawai: where the two ratings meet (PermenPANRB 6/2022, kuadran)."""

from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision
from terukur.regulation.scales import Grade, Rating

_MATRIX = {
    (Rating.ABOVE, Rating.ABOVE): Grade.VERY_GOOD,
    (Rating.ABOVE, Rating.MEETS): Grade.GOOD,
    (Rating.ABOVE, Rating.BELOW): Grade.POOR,
    (Rating.MEETS, Rating.ABOVE): Grade.GOOD,
    (Rating.MEETS, Rating.MEETS): Grade.GOOD,
    (Rating.MEETS, Rating.BELOW): Grade.POOR,
    (Rating.BELOW, Rating.ABOVE): Grade.NEEDS_IMPROVEMENT,
    (Rating.BELOW, Rating.MEETS): Grade.NEEDS_IMPROVEMENT,
    (Rating.BELOW, Rating.BELOW): Grade.VERY_POOR,
}


def grade_of(*, results: Rating, behavior: Rating) -> Decision[Grade]:
    """Return the grade from the rating of results and the rating of behavior.

    PermenPANRB 6/2022, annex, quadrant of employee performance: a fixed table, total over both
    scales. Status of the nine cells: CONFIRMED.
    """
    grade = _MATRIX[results, behavior]
    steps = (
        f"Rating hasil kerja: {results.label}",
        f"Rating perilaku kerja: {behavior.label}",
        f"Kuadran: {results.label} × {behavior.label} = {grade.label}",
    )
    return Decision(grade, steps, cite("grade-matrix", "ratings"))
