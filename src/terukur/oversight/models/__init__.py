"""What people look at together: patterns, calibration rounds, blind re-ratings, second opinions, cases, and
what was found about how appraisers rate.
"""

from terukur.oversight.models.blind import BlindDraw, BlindRating
from terukur.oversight.models.cases import Case, CaseAnswer, CaseVersion
from terukur.oversight.models.objectivity import Finding, FindingNote, ObjectivityRun, RaterResult
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
    "Finding",
    "FindingNote",
    "ObjectivityRun",
    "Opinion",
    "Pattern",
    "PatternNote",
    "PatternRun",
    "RaterResult",
    "Remark",
    "Round",
    "RoundRow",
    "SecondOpinion",
    "SecondOpinionAnswer",
]
