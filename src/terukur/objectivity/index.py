"""The objectivity index: how well founded the process of one appraisal was. It scores no person.

It changes no rating, no grade and no money. Components are always shown; the headline is a band.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import yaml

_FILE = Path(__file__).parent / "data" / "index_weights.yaml"


class EvidenceQuality(StrEnum):
    """The quality of a figure's evidence."""

    SYSTEM_OF_RECORD = "system-of-record"
    THIRD_PARTY = "third-party"
    APPRAISER = "appraiser"
    ATTACHED = "attached"
    NONE = "none"


_QUALITY = {
    EvidenceQuality.SYSTEM_OF_RECORD: Fraction(1),
    EvidenceQuality.THIRD_PARTY: Fraction(4, 5),
    EvidenceQuality.APPRAISER: Fraction(1, 2),
    EvidenceQuality.ATTACHED: Fraction(1, 5),
    EvidenceQuality.NONE: Fraction(0),
}


class Consistency(StrEnum):
    """The relation of a rating to the prediction of measured results."""

    INSIDE = "inside"
    REASON_AND_SECOND_READER = "reason-and-second-reader"
    REASON = "reason"
    NO_REASON = "no-reason"


_CONSISTENCY = {
    Consistency.INSIDE: Fraction(1),
    Consistency.REASON_AND_SECOND_READER: Fraction(1),
    Consistency.REASON: Fraction(1, 2),
    Consistency.NO_REASON: Fraction(0),
}


class Calibration(StrEnum):
    """The state of the appraiser's calibration; a state of the process, never a statistic."""

    VALID = "valid"
    NONE_OR_EXPIRED = "none-or-expired"
    OPEN_REVIEW = "open-review"
    UNRESOLVED_FINDING = "unresolved-finding"


_CALIBRATION = {
    Calibration.VALID: Fraction(1),
    Calibration.NONE_OR_EXPIRED: Fraction(3, 5),
    Calibration.OPEN_REVIEW: Fraction(2, 5),
    Calibration.UNRESOLVED_FINDING: Fraction(0),
}


@dataclass(frozen=True, slots=True)
class WeightedResult:
    """One result of the plan: its weight, whether it is measured, and its evidence."""

    weight: Fraction
    is_measured: bool
    evidence: EvidenceQuality


@dataclass(frozen=True, slots=True)
class IndexComponents:
    """Each from 0 to 1, or None where it does not apply to this appraisal."""

    measured_share: Fraction | None
    verified_evidence: Fraction | None
    continuity: Fraction | None
    consistency: Fraction | None
    justification: Fraction | None
    panel_agreement: Fraction | None
    calibration: Fraction | None

    def known(self) -> dict[str, Fraction]:
        """Return the components that apply, by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Weights:
    """One version of the weights and limits."""

    version: str
    weights: Mapping[str, int]
    bands: Mapping[str, int]
    cap: int
    least_panel: int


@dataclass(frozen=True, slots=True)
class Index:
    """The value from 0 to 100, its band, and its components.

    ``is_capped`` where it would be higher, but nothing is measured or nothing has evidence.
    """

    value: Fraction
    band: str
    is_capped: bool
    components: IndexComponents
    version: str


@dataclass(frozen=True, slots=True)
class UnitIndex:
    """The middle of a unit's appraisals and the share of the lowest band; None where they are too few."""

    appraisals: int
    median: Fraction | None
    share_of_d: Fraction | None


@cache
def current_weights() -> Weights:
    """Return the newest version of the weights."""
    entry: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))[-1]
    return Weights(
        entry["version"],
        entry["weights"],
        entry["bands"],
        entry["cap_without_measure_or_evidence"],
        entry["least_panel"],
    )


def measured_share(results: Sequence[WeightedResult]) -> Fraction | None:
    """Return the share of the weight whose results have number, target, unit, period and source."""
    return _weighted(results, lambda one: Fraction(one.is_measured))


def verified_evidence(results: Sequence[WeightedResult]) -> Fraction | None:
    """Return the weighted quality: system of record 1, third party .8, appraiser .5, attached .2, none 0."""
    return _weighted(results, lambda one: _QUALITY[one.evidence])


def continuity(*, months_with_entry: int, months: int, entries: int, late_entries: int) -> Fraction | None:
    """Return months with a dated entry ÷ months × (1 − max(0, late share − .2) ÷ .8)."""
    if months <= 0:
        return None
    late = Fraction(late_entries, entries) if entries else Fraction(0)
    rush = max(Fraction(0), late - Fraction(1, 5)) / Fraction(4, 5)
    return Fraction(months_with_entry, months) * (1 - rush)


def consistency(state: Consistency | None) -> Fraction | None:
    """Return 1 inside the predicted interval, or outside with reason and second reader; .5 with a reason."""
    return None if state is None else _CONSISTENCY[state]


def justification(*, off_center: int, with_example: int) -> Fraction | None:
    """Return the share of the values off the middle with a dated example; None where none is off it."""
    return Fraction(with_example, off_center) if off_center else None


def panel_agreement(gap: Fraction | None, *, raters: int, weights: Weights | None = None) -> Fraction | None:
    """Return max(0, 1 − max(0, |gap| − .25)), from four raters on."""
    if gap is None or raters < (weights or current_weights()).least_panel:
        return None
    return max(Fraction(0), 1 - max(Fraction(0), abs(gap) - Fraction(1, 4)))


def calibration(state: Calibration | None) -> Fraction | None:
    """Return valid 1, none or expired .6, open review .4, unresolved confirmed finding 0."""
    return None if state is None else _CALIBRATION[state]


def objectivity_index(components: IndexComponents, *, weights: Weights | None = None) -> Index:
    """Return the weighted mean of what applies, × 100; at most 39 without any measure or any evidence.

    :raises ValueError: where nothing applies, or a component is not between 0 and 1.
    """
    weights = weights or current_weights()
    known = components.known()
    if not known or not all(0 <= value <= 1 for value in known.values()):
        raise ValueError("components lie between 0 and 1, and at least one applies")
    total = sum(weights.weights[name] for name in known)
    value = sum((weights.weights[name] * part for name, part in known.items()), Fraction(0)) * Fraction(
        100, total
    )
    lacks = 0 in (components.measured_share, components.verified_evidence)
    capped = min(value, Fraction(weights.cap)) if lacks else value
    return Index(capped, band_of(capped, weights), capped != value, components, weights.version)


def band_of(value: Fraction, weights: Weights | None = None) -> str:
    """Return the band: A from 80, B from 60, C from 40, else D."""
    bands = (weights or current_weights()).bands
    return next((band for band, least in bands.items() if value >= least), "D")


def unit_index(indexes: Sequence[Index], *, least: int) -> UnitIndex:
    """Return the median and the share of D; nothing below ``least`` appraisals, where people could be
    told."""
    if len(indexes) < least:
        return UnitIndex(len(indexes), None, None)
    lowest = sum(index.band == "D" for index in indexes)
    return UnitIndex(len(indexes), median(index.value for index in indexes), Fraction(lowest, len(indexes)))


def _weighted(results: Sequence[WeightedResult], part: Any) -> Fraction | None:
    total = sum((one.weight for one in results), Fraction(0))
    if total == 0:
        return None
    return sum((one.weight * part(one) for one in results), Fraction(0)) / total
