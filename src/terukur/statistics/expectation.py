"""The rating that measured results predict, with the range in which most ratings of such results lie.

It says what is usual here, never what would be right. This module loads no numpy, so that pages may use it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Expectation:
    """For each job family a level in each period and a slope on results (1.0 is the target reached).

    ``sd`` is what one rating differs by from that line, in steps of the scale; ``lowest`` and ``highest``
    are its ends.
    """

    levels: Mapping[str, Mapping[str, float]]
    slopes: Mapping[str, float]
    sd: float
    lowest: float = 1.0
    highest: float = 3.0

    def expected(self, *, family: str, period: str, result: float) -> float | None:
        """Return the usual rating of such results; None for a family or period that nobody was rated in."""
        level = self.levels.get(family, {}).get(period)
        if level is None:
            return None
        return self._within(level + self.slopes.get(family, 0.0) * result)

    def interval(
        self, *, family: str, period: str, result: float, share: float = 0.80
    ) -> tuple[float, float] | None:
        """Return the range that holds ``share`` of the ratings of such results."""
        middle = self.expected(family=family, period=period, result=result)
        if middle is None:
            return None
        reach = _NORMAL.inv_cdf((1 + share) / 2) * self.sd
        return self._within(middle - reach), self._within(middle + reach)

    def _within(self, value: float) -> float:
        return min(max(value, self.lowest), self.highest)
