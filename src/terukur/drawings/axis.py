"""From values to places in a drawing, and the words written at them."""

from dataclasses import dataclass
from math import ceil, floor

from terukur.notation.numbers import written

WIDTH = 320
MARGIN = 10
# A letter at the size of drawings, in units of the drawing; generous.
LETTER = 7.2
_EDGE = 2
_STEPS = (0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 20, 25, 50, 100, 200, 500)


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis with its label."""

    at: float
    words: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from ``low`` to ``high`` lie between two places; values outside lie at its ends."""

    low: float
    high: float
    start: float = MARGIN
    end: float = WIDTH - MARGIN

    def at(self, value: float) -> float:
        """Return the place of a value."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + min(max(share, 0.0), 1.0) * (self.end - self.start), 1)

    def span(self, low: float, high: float) -> tuple[float, float]:
        """Return the beginning of a range, and its length."""
        return self.at(low), round(self.at(high) - self.at(low), 1)

    def holds(self, value: float) -> bool:
        """Return whether a value lies on the axis itself."""
        return self.low <= value <= self.high

    def ticks(self, *, most: int = 5, unit: str = "") -> list[Tick]:
        """Return at most so many round values, those at the edges written inwards."""
        step = next(s for s in _STEPS if (self.high - self.low) / s < most)
        first, last = ceil(self.low / step - 1e-9), floor(self.high / step + 1e-9)
        values = [round(place * step, 2) for place in range(first, last + 1)]
        return [self.tick(value, written(value) + unit) for value in values]

    def tick(self, value: float, words: str) -> Tick:
        """Return the words at a value, kept inside the drawing."""
        return placed(self.at(value), words)


def placed(at: float, words: str) -> Tick:
    """Return the words around a place, or at the edge where they would leave the drawing."""
    half = len(words) * LETTER / 2
    if at - half < _EDGE:
        return Tick(_EDGE, words, "start")
    return Tick(WIDTH - _EDGE, words, "end") if at + half > WIDTH - _EDGE else Tick(at, words)


def fitting(*ways: str) -> str:
    """Return the first of several wordings that fits into a drawing; the last one is cut if none does."""
    most = int((WIDTH - 2 * MARGIN) / LETTER)
    told = next((words for words in ways if len(words) <= most), ways[-1])
    return told if len(told) <= most else f"{told[: most - 1].rstrip()}…"


def around(values: list[float], *, least: float, step: float) -> tuple[float, float]:
    """Return round ends around all values, ``least`` apart or more."""
    low, high = min(values), max(values)
    missing = max(least - (high - low), 0.0) / 2
    low, high = low - missing, high + missing
    return floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step
