"""Policy, organization grades, appraisals with their computations and marks."""

from terukur.appraisal.models.appraisals import (
    Appraisal,
    AppraisalDraft,
    BehaviorMark,
    Computation,
    ExpectationMark,
)
from terukur.appraisal.models.figures import BasisChange, FigureAnswer, FigureReport
from terukur.appraisal.models.periods import EvaluationRun, PeriodStep, TrialPeriod
from terukur.appraisal.models.policy import Policy, UnitGrade
from terukur.appraisal.models.self_assessment import SelfAssessment
from terukur.appraisal.models.surveys import BehaviorSurvey, SurveyInvitation
from terukur.appraisal.models.years import YearClosing, YearReopening, in_closed_year

__all__ = [
    "Appraisal",
    "AppraisalDraft",
    "BasisChange",
    "BehaviorMark",
    "BehaviorSurvey",
    "Computation",
    "EvaluationRun",
    "ExpectationMark",
    "FigureAnswer",
    "FigureReport",
    "PeriodStep",
    "Policy",
    "SelfAssessment",
    "SurveyInvitation",
    "TrialPeriod",
    "UnitGrade",
    "YearClosing",
    "YearReopening",
    "in_closed_year",
]
