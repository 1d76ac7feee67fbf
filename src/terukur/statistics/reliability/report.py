"""All coefficients of one table at once."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from terukur.statistics.carrying import ScaleUse, scale_of
from terukur.statistics.reliability.alpha import METRICS, krippendorff_alpha
from terukur.statistics.reliability.generalizability import Generalizability, study
from terukur.statistics.reliability.icc import Estimate, MeanSquares, intraclass, mean_squares
from terukur.statistics.reliability.kappa import fleiss_kappa
from terukur.statistics.reliability.resampling import bootstrap_interval

Floats = npt.NDArray[np.float64]
LEAST_SUBJECTS = 30
LEAST_RATERS = 3
RELY, TENTATIVE = 0.800, 0.667
_MOST_VALUES = 40


class AgreementTrust(StrEnum):
    """The trust in agreement: below 30 subjects or 3 raters at most tentative."""

    RELIABLE = "RELIABLE"
    TENTATIVE = "TENTATIVE"
    TOO_LOW = "TOO_LOW"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class Reliability:
    """The coefficients of one table; ``None`` where a coefficient does not exist for it.

    ``complete`` subjects have a value of every rater; only they enter the intraclass correlations.
    Intervals are of 95 %. ``is_enough`` is false below 30 subjects or 3 raters.
    """

    subjects: int
    raters: int
    complete: int
    squares: MeanSquares | None
    icc: dict[str, Estimate]
    alpha: dict[str, Estimate | None]
    kappa: Estimate | None
    study: Generalizability | None
    dependability: Estimate | None
    seed: int
    scale: ScaleUse

    @property
    def without_interval(self) -> list[str]:
        """The coefficients that have a value and no interval that holds it."""
        named = {**self.alpha, "kappa": self.kappa, "Φ": self.dependability}
        return [name for name, one in named.items() if one and not np.isfinite(one.low)]

    @property
    def is_enough(self) -> bool:
        """Return whether there are enough subjects and raters to lean on the figures."""
        return self.subjects >= LEAST_SUBJECTS and self.raters >= LEAST_RATERS

    @property
    def is_enough_complete(self) -> bool:
        """The same for the intraclass correlations, which use complete subjects only."""
        return self.complete >= LEAST_SUBJECTS and self.raters >= LEAST_RATERS

    @property
    def standing(self) -> AgreementTrust:
        """The verdict of Krippendorff's limits on the ordinal alpha, if there is enough data."""
        alpha = self.alpha.get("ordinal")
        if alpha is None:
            return AgreementTrust.UNKNOWN
        if alpha.value < TENTATIVE:
            return AgreementTrust.TOO_LOW
        return AgreementTrust.RELIABLE if alpha.value >= RELY and self.is_enough else AgreementTrust.TENTATIVE


def reliability_of(scores: Floats, *, seed: int = 1, draws: int = 1000) -> Reliability:
    """Return the agreement in a table of subjects in rows and raters in columns; NaN is a missing score."""
    # Drawn subjects depend on their places; sorted, the order of the rows changes nothing.
    table = scores[np.lexsort(np.nan_to_num(scores, nan=-np.inf).T[::-1])]
    table = table[np.isfinite(table).any(axis=1)]
    complete = table[np.isfinite(table).all(axis=1)]
    scale = scale_of(table[np.isfinite(table)].tolist())
    if not scale.shows_difference:
        nothing: dict[str, Estimate | None] = dict.fromkeys(METRICS)
        return Reliability(
            len(table), table.shape[1], len(complete), None, {}, nothing, None, None, None, seed, scale
        )
    can_square = len(complete) >= 2 and table.shape[1] >= 2
    squares = mean_squares(complete) if can_square else None
    return Reliability(
        subjects=len(table),
        raters=table.shape[1],
        complete=len(complete),
        squares=squares,
        icc=intraclass(squares) if squares else {},
        alpha={metric: _alpha(table, metric, seed, draws) for metric in METRICS},
        kappa=_kappa(table, seed, draws),
        study=_study(table),
        dependability=_dependability(table, seed, draws),
        seed=seed,
        scale=scale,
    )


def _holding(value: float, ends: tuple[float, float]) -> Estimate:
    """Return the estimate with its interval, without one where the interval does not hold it.

    Drawing subjects again makes ties, and with few subjects of many values that alone moves a coefficient:
    such an interval tells of the drawing, not of the raters.
    """
    low, high = ends
    return Estimate(value, low, high) if low <= value <= high else Estimate(value, np.nan, np.nan)


def _alpha(table: Floats, metric: str, seed: int, draws: int) -> Estimate | None:
    if metric == "ratio" and np.nanmin(table, initial=0) < 0:
        return None
    value = krippendorff_alpha(table, metric)
    if not np.isfinite(value):
        return None
    few = len(np.unique(table[np.isfinite(table)])) <= _MOST_VALUES
    if not few and metric in ("nominal", "ratio"):
        return Estimate(value, np.nan, np.nan)
    ends = bootstrap_interval(table, lambda drawn: krippendorff_alpha(drawn, metric), seed=seed, draws=draws)
    return _holding(value, ends)


def _kappa(table: Floats, seed: int, draws: int) -> Estimate | None:
    value = fleiss_kappa(table)
    if not np.isfinite(value) or len(np.unique(table[np.isfinite(table)])) > _MOST_VALUES:
        return None
    return _holding(value, bootstrap_interval(table, fleiss_kappa, seed=seed, draws=draws))


def _study(table: Floats) -> Generalizability | None:
    try:
        return study(table) if len(table) >= 2 and table.shape[1] >= 2 else None
    except ValueError:
        return None


def _dependability(table: Floats, seed: int, draws: int) -> Estimate | None:
    """Return Φ of the mean of as many raters as the table has."""
    raters = table.shape[1]

    def coefficient(drawn: Floats) -> float:
        found = _study(drawn)
        return found.absolute(raters) if found else float("nan")

    value = coefficient(table)
    if not np.isfinite(value):
        return None
    return _holding(value, bootstrap_interval(table, coefficient, seed=seed, draws=draws))
