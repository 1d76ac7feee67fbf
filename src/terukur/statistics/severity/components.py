"""Variance components: the shipped ones, and their conversion to another scale of scores."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent / "data" / "components.yaml"


@dataclass(frozen=True, slots=True)
class VarianceComponents:
    """Variances, in squared units of the score, and where they come from.

    ``rater`` and ``team`` are between their levels, ``ratee`` between employees, ``error`` of one form;
    ``case_effect`` is what one appraiser does otherwise on standard cases, ``case_error`` of one case.
    """

    rater: float
    team: float
    ratee: float
    error: float
    case_effect: float
    case_error: float
    source: str

    @property
    def total(self) -> float:
        """The variance of one form, given measured results."""
        return self.rater + self.team + self.ratee + self.error

    def times(self, factor: float, *, source: str) -> "VarianceComponents":
        """Return the same shares with all variances multiplied, for another unit of the score."""
        return VarianceComponents(
            self.rater * factor,
            self.team * factor,
            self.ratee * factor,
            self.error * factor,
            self.case_effect * factor,
            self.case_error * factor,
            source,
        )

    def without(self, *, team: bool = False, ratee: bool = False) -> "VarianceComponents":
        """Return the components without a term; what employees differ by then counts as error."""
        kept = replace(self, team=0.0) if team else self
        return replace(kept, ratee=0.0, error=kept.error + kept.ratee) if ratee else kept


@dataclass(frozen=True, slots=True)
class DefaultComponents:
    """The shipped components with the scale that they belong to."""

    components: VarianceComponents
    lowest: float
    highest: float
    is_provisional: bool


@cache
def default_components() -> DefaultComponents:
    """Return the newest version of the shipped components."""
    entry: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))[-1]
    names = ("rater", "team", "ratee", "error", "case_effect", "case_error")
    lowest, highest = entry["scale"]
    return DefaultComponents(
        VarianceComponents(
            **{name: float(entry[name]) for name in names}, source=f"default {entry['version']}"
        ),
        float(lowest),
        float(highest),
        entry["status"] == "PROVISIONAL",
    )
