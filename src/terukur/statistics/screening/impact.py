"""The rate of favorable ratings of two groups: base rates, their ratio, and how rare it is by chance."""

from dataclasses import dataclass
from math import comb, exp, log, sqrt

_Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Impact:
    """The rate of the first group ÷ that of the other, its 95 % interval, and Fisher's two-sided p.

    ``ratio`` and ``interval`` are None where a group has no favorable rating: there is no ratio to nothing.
    """

    ratio: float | None
    interval: tuple[float, float] | None
    p: float

    @property
    def below_four_fifths(self) -> bool:
        """The rule of thumb, which alone misfires in small groups: read it with ``p``."""
        return self.ratio is not None and self.ratio < 0.8


def impact_ratio(*, favorable: int, people: int, other_favorable: int, others: int) -> Impact:
    """Return the ratio with Katz's interval of its logarithm (1978), and Fisher's exact test.

    :raises ValueError: where a group is empty or has more favorable ratings than people.
    """
    if not (0 <= favorable <= people and 0 <= other_favorable <= others and people and others):
        raise ValueError("each group needs people, and no more favorable ratings than people")
    p = _fisher(favorable, people, other_favorable, others)
    if favorable == 0 or other_favorable == 0:
        return Impact(None, None, p)
    rate, other = favorable / people, other_favorable / others
    half = _Z95 * sqrt((1 - rate) / favorable + (1 - other) / other_favorable)
    middle = log(rate / other)
    return Impact(rate / other, (exp(middle - half), exp(middle + half)), p)


def _fisher(favorable: int, people: int, other_favorable: int, others: int) -> float:
    """Return the chance of all tables with the same margins that are as rare as this one, or rarer."""
    good = favorable + other_favorable
    least, most = max(0, good - others), min(people, good)
    weights = [comb(people, k) * comb(others, good - k) for k in range(least, most + 1)]
    seen, total = weights[favorable - least], sum(weights)
    rare = sum(weight for weight in weights if weight <= seen)
    return rare / total
