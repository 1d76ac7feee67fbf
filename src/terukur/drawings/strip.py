"""One's own figure on the bar of the middle half of the colleagues."""

from dataclasses import dataclass
from typing import ClassVar

from terukur.drawings.axis import Axis, Tick, placed


@dataclass(frozen=True, slots=True)
class Strip:
    """The drawing. The sentence has every number in it, so no table stands below."""

    title: str
    sentence: str
    box: tuple[float, float]
    middle: float
    own: Tick
    others: Tick
    track: tuple[float, float]
    template: ClassVar[str] = "drawings/strip.html"


def strip(
    own: float,
    quartiles: tuple[float, float, float],
    *,
    sentence: str,
    title: str = "",
    own_words: str = "Anda",
    others_words: str = "separuh rekan",
) -> Strip:
    """Return own figure and quartiles on an own axis, with a quarter of its length free on both sides."""
    low, middle, high = quartiles
    ends = (min(own, low), max(own, high))
    free = (ends[1] - ends[0]) / 4 or 0.5
    axis = Axis(ends[0] - free, ends[1] + free)
    return Strip(
        title or f"{own_words} di antara {others_words}",
        sentence,
        axis.span(low, high),
        axis.at(middle),
        placed(axis.at(own), own_words),
        placed(axis.at((low + high) / 2), others_words),
        (axis.start, axis.end - axis.start),
    )
