"""Intervals as small drawings in letters, for a terminal."""

from collections.abc import Sequence
from dataclasses import dataclass

from terukur.notation.numbers import fixed


@dataclass(frozen=True)
class Interval:
    """A value with an inner and an outer interval, both around it."""

    name: str
    value: float
    inner: tuple[float, float]
    outer: tuple[float, float]


def written(value: float | None, places: int = 2) -> str:
    """Return a number in Indonesian notation, a dash where there is none."""
    if value is None or value != value:
        return "–"
    return fixed(value, places)


def scale_of(intervals: Sequence[Interval], least: float) -> float:
    """Return the end of an axis about zero on which all intervals fit."""
    ends = [abs(end) for one in intervals for end in one.outer]
    return max([least, *ends]) * 1.05


def line_of(interval: Interval, scale: float, width: int = 31) -> str:
    """Return a line such as `` ├──●──┤ ┊ ``: the inner interval and the value, zero marked."""

    def place(value: float) -> int:
        return round((value / scale + 1) / 2 * (width - 1))

    line = [" "] * width
    low, high = place(interval.inner[0]), place(interval.inner[1])
    for position in range(low, high + 1):
        line[position] = "─"
    line[low], line[high] = "├", "┤"
    line[width // 2] = "┊" if line[width // 2] == " " else "┼"
    line[place(interval.value)] = "●"
    return "".join(line)
