"""Tables of joint review: rounds, blind ratings, second opinions, standard cases."""

from terukur.calibration.models.blind import BlindDraw, BlindRating
from terukur.calibration.models.cases import Case, CaseAnswer, CaseVersion
from terukur.calibration.models.rounds import Calibrator, Opinion, Remark, Round, RoundRow
from terukur.calibration.models.second_opinion import SecondOpinion, SecondOpinionAnswer

__all__ = [
    "BlindDraw",
    "BlindRating",
    "Calibrator",
    "Case",
    "CaseAnswer",
    "CaseVersion",
    "Opinion",
    "Remark",
    "Round",
    "RoundRow",
    "SecondOpinion",
    "SecondOpinionAnswer",
]
