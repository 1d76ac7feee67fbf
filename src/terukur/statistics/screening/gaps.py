"""The gap between two groups of a whole agency, given measured results; never of one appraiser.

One appraiser has too few people of each group: a test would accuse by chance and find nothing. An agency
can know.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
LEAST_PER_GROUP = 100
# Errors are clustered by appraiser: of fewer clusters they are not known.
LEAST_RATERS = 10
EQUIVALENT = 0.05
_Z90, _Z95 = 1.6448536269514722, 1.959963984540054


class GapStatus(StrEnum):
    """The verdict on the interval of a gap."""

    NOT_ENOUGH_DATA = "NOT_ENOUGH_DATA"
    RESULT_NOT_KNOWN = "RESULT_NOT_KNOWN"
    EQUIVALENT = "EQUIVALENT"
    UNCERTAIN = "UNCERTAIN"
    DIFFERENT = "DIFFERENT"


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap in units of the score, positive where the group is rated higher; numbers None if too few."""

    status: GapStatus
    people: int
    others: int
    gap: float | None
    se: float | None


def conditional_gap(
    score: Floats,
    covariates: Floats,
    in_group: npt.NDArray[np.bool_],
    unit: Codes,
    rater: Codes,
    *,
    person: Codes,
    bound: float = EQUIVALENT,
    reliability: float = 1.0,
) -> Gap:
    """Return the gap by y ~ measured results + group + unit, standard errors clustered by appraiser.

    Units are taken off by their means (a fixed effect each). ``EQUIVALENT``: the 90 % interval lies within ±
    ``bound`` (two one-sided tests); ``DIFFERENT``: the 95 % interval leaves it; else nothing is known
    for sure. ``reliability`` of the results, within units: their error is taken out of their own variance
    (errors in variables), since a shaky result leaves part of its own gap in the ratings. Look at the gap
    in the results themselves too: a biased target hides a gap in ratings.
    """
    people = len(np.unique(person[in_group]))
    others = len(np.unique(person[~in_group]))
    if min(people, others) < LEAST_PER_GROUP:
        return Gap(GapStatus.NOT_ENOUGH_DATA, people, others, None, None)
    x = np.column_stack([in_group.astype(float), covariates])
    x, y = _less_unit(x, unit), _less_unit(score[:, None], unit)[:, 0]
    kept = [0, *[column for column in range(1, x.shape[1]) if np.ptp(x[:, column]) > 0]]
    x = x[:, kept]
    squares = x.T @ x
    results = np.arange(1, len(squares))
    squares[results, results] *= reliability
    if np.linalg.eigvalsh(squares)[0] <= 0:
        return Gap(GapStatus.UNCERTAIN, people, others, None, None)
    inverse: Floats = np.asarray(np.linalg.pinv(squares), dtype=float)
    b = inverse @ (x.T @ y)
    se = _clustered(x, y - x @ b, rater, inverse)
    if not np.isfinite(se) or se <= 0:
        return Gap(GapStatus.UNCERTAIN, people, others, None, None)
    return Gap(_status(float(b[0]), se, bound), people, others, float(b[0]), se)


def _status(gap: float, se: float, bound: float) -> GapStatus:
    if abs(gap) + _Z90 * se < bound:
        return GapStatus.EQUIVALENT
    return GapStatus.DIFFERENT if abs(gap) - _Z95 * se > 0 else GapStatus.UNCERTAIN


def _less_unit(table: Floats, unit: Codes) -> Floats:
    count = np.maximum(np.bincount(unit), 1)
    means = np.column_stack([np.bincount(unit, column) / count for column in table.T])
    return np.asarray(table - means[unit])


def _clustered(x: Floats, left: Floats, cluster: Codes, inverse: Floats) -> float:
    """Return Liang and Zeger's sandwich with the usual correction for few clusters (CR1)."""
    scores = np.column_stack([np.bincount(cluster, column * left) for column in x.T])
    clusters = len(np.unique(cluster))
    rows, columns = x.shape
    if clusters < 2:
        return float("nan")
    factor = clusters / (clusters - 1) * (rows - 1) / (rows - columns)
    variance = factor * (inverse @ (scores.T @ scores) @ inverse)[0, 0]
    return float(np.sqrt(max(0.0, variance)))
