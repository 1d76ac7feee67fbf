"""From an estimate to one of five words: cautious on purpose, for each appraiser alone."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from terukur.statistics.severity.verdict import SeverityStatus

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FlagRule:
    """The limit of a material difference, and the least data before any statement."""

    material: float = 0.25
    chance: float = 0.95
    employees: int = 8
    forms: int = 16
    periods: int = 2
    reliability: float = 0.70
    shown_employees: int = 5
    shown_forms: int = 10


@dataclass(frozen=True)
class Amount:
    """The amount of data about each rater; ``periods`` is None where forms have no period."""

    employees: Codes
    forms: Codes
    periods: Codes | None


def chance_beyond(severity: Floats, sd: Floats, limit: float) -> Floats:
    """Return P(|s| > limit) of a normal posterior."""
    sd = np.maximum(sd, 1e-300)
    return np.asarray(ndtr((severity - limit) / sd) + ndtr((-limit - severity) / sd))


def statuses(
    severity: Floats, sd: Floats, reliability: Floats, identified: Flags, amount: Amount, rule: FlagRule
) -> npt.NDArray[np.str_]:
    """Return the status of every rater.

    A difference is material only if it is larger than the limit with 95 % for *that* rater, and known with
    reliability; it is not material if it is smaller with 95 %; else nothing is known for sure.
    """
    chance = chance_beyond(severity, sd, rule.material)
    enough = (amount.employees >= rule.employees) & (amount.forms >= rule.forms)
    if amount.periods is not None:
        enough &= amount.periods >= rule.periods
    return np.select(
        [
            ~identified,
            ~enough,
            (chance >= rule.chance) & (reliability >= rule.reliability),
            chance <= 1 - rule.chance,
        ],
        [
            SeverityStatus.NOT_IDENTIFIED.value,
            SeverityStatus.NOT_ENOUGH_DATA.value,
            SeverityStatus.MATERIAL_DIFFERENCE.value,
            SeverityStatus.NO_MATERIAL_DIFFERENCE.value,
        ],
        SeverityStatus.UNCERTAIN.value,
    )


@dataclass(frozen=True, slots=True)
class Shrunk:
    """The estimate of one appraiser alone with one team, in closed form."""

    weight: float
    severity: float
    sd: float
    chance: float


def shrunk_alone(
    residual: float,
    *,
    employees: int,
    periods: int,
    rater: float,
    team: float,
    ratee: float,
    error: float,
    material: float = 0.25,
) -> Shrunk:
    """Return an estimate that can be computed by hand: λ = V_s ÷ (V_s + V_g + (V_m + V_e ÷ T) ÷ n).

    Severity is −λ r, its sd √(V_s (1 − λ)). ``team`` is V_g where rater and team were never apart, 0
    where they were. ``residual`` is the mean of ratings less what results predict.
    """
    weight = rater / (rater + team + (ratee + error / periods) / employees)
    severity, sd = -weight * residual, (rater * (1 - weight)) ** 0.5
    chance = float(chance_beyond(np.array([severity]), np.array([sd]), material)[0])
    return Shrunk(weight, severity, sd, chance)
