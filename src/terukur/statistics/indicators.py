"""Signs that figures were not measured: heaps at a threshold, round numbers, easy targets, sudden stops.

Each is a reason to look, never a proof. Benford's law is not among them: achievements are percentages around
a target, not numbers of all magnitudes. All look at the many figures of a unit or of an agency.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import comb, exp, log, sqrt
from statistics import NormalDist, median

LEAST_ACHIEVEMENTS = 100
BUNCHING_LEVEL = 0.01
BUNCHING_WIDTH = 5
LEAST_VALUES = 20
ROUND_LEVEL = 0.001
ROUND_STEPS = 50
LEAST_PEERS = 20
LEAST_QUARTERS = 4
EASY = -2.5
LEAST_COUNTED = 20
LEAST_AFTER = 2
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Bunching:
    """Values just above and just below a threshold; ``expected`` is the share above by the neighbors."""

    above: int
    below: int
    expected: float
    z: float
    p: float


def threshold_bunching(
    values: Sequence[float], *, threshold: float = 100.0, width: float = BUNCHING_WIDTH
) -> Bunching | None:
    """Return the excess in [t, t + w) over [t − w, t); None below 100 values, or with none near.

    The density is taken as log-linear from the two outer rings, [t − 2w, t − w) and [t + w, t + 2w), three
    widths apart: b = ln(right ÷ left) ÷ 3, expected share e^b ÷ (1 + e^b). The variance has the binomial
    part and that of b. ``p`` is one-sided: many just below are nobody's gain.
    """
    if len(values) < LEAST_ACHIEVEMENTS:
        return None

    def ring(start: float) -> int:
        return sum(threshold + start * width <= v < threshold + (start + 1) * width for v in values)

    left, below, above, right = ring(-2), ring(-1), ring(0), ring(1)
    near = above + below
    if near == 0:
        return None
    slope = log((right + 0.5) / (left + 0.5)) / 3
    slope_variance = (1 / (right + 0.5) + 1 / (left + 0.5)) / 9
    expected = exp(slope) / (1 + exp(slope))
    binomial = expected * (1 - expected)
    z = (above / near - expected) / sqrt(binomial / near + binomial**2 * slope_variance)
    return Bunching(above, below, expected, z, 1 - _NORMAL.cdf(z))


@dataclass(frozen=True, slots=True)
class Roundness:
    """The number of round values, and how rare so many are by chance."""

    values: int
    round_values: int
    chance: float

    @property
    def is_rare(self) -> bool:
        """Return whether so many are rarer than 1 in 1,000."""
        return self.chance < ROUND_LEVEL


def round_numbers(
    values: Sequence[Fraction], *, resolution: Fraction, step: Fraction | None = None
) -> Roundness | None:
    """Return the count of whole multiples of ``step`` (50 resolutions if not given); None below 20 values.

    Of measured values about resolution ÷ step end there by themselves; the chance of as many or more is
    the exact binomial tail. Only values above the step count: small counts are often zero.
    """
    step = step or ROUND_STEPS * resolution
    large = [value for value in values if abs(value) >= step]
    if len(large) < LEAST_VALUES:
        return None
    found = sum(value % step == 0 for value in large)
    return Roundness(len(large), found, _tail(found, len(large), Fraction(resolution, step)))


def target_difficulty(targets: Sequence[tuple[float, Sequence[float]]]) -> list[float | None]:
    """Return a robust z for each (target, own values of the last quarters): below −2.5 the target is easy.

    d = ln(target) − ln(own mean), against median and 1.4826 × median distance of comparable targets. None for
    all below 20 comparable ones, and for a person with fewer than four quarters or no positive value.
    """
    apart = [
        log(target) - log(sum(own) / len(own))
        if target > 0 and len(own) >= LEAST_QUARTERS and sum(own) > 0
        else None
        for target, own in targets
    ]
    known = [value for value in apart if value is not None]
    if len(known) < LEAST_PEERS:
        return [None] * len(apart)
    middle = median(known)
    scale = 1.4826 * median(abs(value - middle) for value in known)
    if scale == 0:
        return [None] * len(apart)
    return [None if value is None else (value - middle) / scale for value in apart]


def sudden_stop(amounts: Sequence[int], *, target: int) -> float | None:
    """Return the chance that so little comes after the target if the pace had stayed; None if unknown.

    Of all that was counted, what comes after is binomial with the share of periods after. It needs 20
    counted and two periods on each side.
    """
    totals = list(accumulate(amounts))
    reached = next((place for place, sofar in enumerate(totals, 1) if sofar >= target), None)
    if reached is None:
        return None
    total, everything = totals[reached - 1], totals[-1]
    rest = amounts[reached:]
    if min(reached, len(rest)) < LEAST_AFTER or everything < LEAST_COUNTED:
        return None
    share = Fraction(reached, len(amounts))
    return _tail(total, everything, share)


def _tail(found: int, tries: int, share: Fraction) -> float:
    """Return P(X ≥ found), X binomial, exact."""
    over, under = share.numerator, share.denominator - share.numerator
    ways = sum(comb(tries, k) * over**k * under ** (tries - k) for k in range(found, tries + 1))
    return float(Fraction(ways, share.denominator**tries))
