"""Observations, realizations by hand, evidence, daily progress, surveys. All append-only."""

from terukur.measurement.models.daily import CountedEntry, DailyProgress
from terukur.measurement.models.evidence import (
    AddressLook,
    Evidence,
    EvidenceCheck,
    EvidenceDraw,
    EvidenceFreeze,
    Helper,
    OwnerConfirmation,
    Realization,
    Verification,
)
from terukur.measurement.models.immunization import AreaOfficer, ImmunizationFigure, ServiceArea
from terukur.measurement.models.observations import (
    ExposureChange,
    ImportConfirmation,
    MappedImport,
    Observation,
    SourceMapping,
)
from terukur.measurement.models.services import ServiceStandard, SurveyAnswer, SurveyMinute, SurveyPoint

__all__ = [
    "AddressLook",
    "AreaOfficer",
    "CountedEntry",
    "DailyProgress",
    "Evidence",
    "EvidenceCheck",
    "EvidenceDraw",
    "EvidenceFreeze",
    "ExposureChange",
    "Helper",
    "ImmunizationFigure",
    "ImportConfirmation",
    "MappedImport",
    "Observation",
    "OwnerConfirmation",
    "Realization",
    "ServiceArea",
    "ServiceStandard",
    "SourceMapping",
    "SurveyAnswer",
    "SurveyMinute",
    "SurveyPoint",
    "Verification",
]
