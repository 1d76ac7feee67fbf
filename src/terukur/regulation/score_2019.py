"""The numeric model of PP 30/2019, for records from before the model of 2022."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from terukur.notation.numbers import display, display_beside
from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision, InputRefused
from terukur.regulation.parameters import parameter
from terukur.regulation.scales import Grade2019

_VERY_GOOD, _GOOD, _FAIR = Fraction(110), Fraction(90), Fraction(70)


@dataclass(frozen=True, slots=True)
class Score2019:
    """Final score in points (0 to 120) and its grade."""

    score: Fraction
    grade: Grade2019


def score_2019(
    *, skp: Fraction, behavior: Fraction, peers: bool, new_idea: bool, on: date
) -> Decision[Score2019]:
    """Return the score and grade of PP 30/2019 Pasal 41.

    Pasal 41(2)-(4), CONFIRMED: 70 % SKP and 30 % behavior, or 60 % and 40 % where the opinion of
    peers and subordinates is used. Pasal 41(5): Very Good from 110 with a new idea, Good from 90,
    Cukup from 70 (CONFIRMED); the limit below is the parameter ``score_2019.poor_low`` (UNSURE).
    Points above ``score_2019.cap`` (SINGLE) count as the cap.

    :raises InputRefused: for negative points.
    """
    for field, points in (("skp", skp), ("behavior", behavior)):
        if points < 0:
            raise InputRefused(field, "nilai tidak boleh di bawah nol.")
    cap = parameter("score_2019.cap", on=on)
    low = parameter("score_2019.poor_low", on=on)
    share = Fraction(60 if peers else 70, 100)
    capped = [min(points, cap.amount) for points in (skp, behavior)]
    score = capped[0] * share + capped[1] * (1 - share)
    grade = _grade(score, new_idea=new_idea, poor_low=low.amount)
    steps = (
        f"SKP {display(capped[0])} × {display(share * 100)} % + perilaku {display(capped[1])} × "
        f"{display((1 - share) * 100)} % = "
        f"{display_beside(score, (_VERY_GOOD, _GOOD, _FAIR, low.amount))}",
        f"Ide baru: {'ada' if new_idea else 'tidak ada'}",
        f"Predikat: {grade.label}",
    )
    return Decision(Score2019(score, grade), steps, (*cite("score-2019"), cap.citation, low.citation))


def _grade(score: Fraction, *, new_idea: bool, poor_low: Fraction) -> Grade2019:
    if score >= _VERY_GOOD and new_idea:
        return Grade2019.VERY_GOOD
    if score >= _GOOD:
        return Grade2019.GOOD
    if score >= _FAIR:
        return Grade2019.FAIR
    return Grade2019.POOR if score >= poor_low else Grade2019.VERY_POOR
