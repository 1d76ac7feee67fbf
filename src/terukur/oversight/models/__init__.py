"""What people look at together: patterns, calibration rounds, blind re-ratings, second opinions, cases."""

from terukur.oversight.models.blind import BlindDraw, BlindRating
from terukur.oversight.models.cases import Case, CaseAnswer, CaseVersion
from terukur.oversight.models.patterns import Pattern, PatternNote, PatternRun
from terukur.oversight.models.rounds import Calibrator, Opinion, Remark, Round, RoundRow
from terukur.oversight.models.second_opinion import SecondOpinion, SecondOpinionAnswer

__all__ = [
    "BlindDraw",
    "BlindRating",
    "Calibrator",
    "Case",
    "CaseAnswer",
    "CaseVersion",
    "Opinion",
    "Pattern",
    "PatternNote",
    "PatternRun",
    "Remark",
    "Round",
    "RoundRow",
    "SecondOpinion",
    "SecondOpinionAnswer",
]
