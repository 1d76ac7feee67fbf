"""Intervals as small drawings: in letters for a terminal, as SVG for a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from terukur.notation.numbers import fixed

_ROW = 22
_LEFT, _PLOT, _RIGHT = 190, 420, 70


@dataclass(frozen=True)
class Interval:
    """A value with an inner and an outer interval, both around it."""

    name: str
    value: float
    inner: tuple[float, float]
    outer: tuple[float, float]
    is_marked: bool = False


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


def svg_of(intervals: Sequence[Interval], *, title: str, limit: float) -> str:
    """Return a forest plot: thin lines for 95 %, thick for 80 %, the band within ``limit`` shaded."""
    scale = scale_of(intervals, limit * 1.5)
    height = _ROW * (len(intervals) + 2)
    width = _LEFT + _PLOT + _RIGHT

    def x(value: float) -> float:
        return round(_LEFT + (value / scale + 1) / 2 * _PLOT, 1)

    parts = [
        f'<svg role="img" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f"<title>{escape(title)}</title>",
        f'<rect class="band" x="{x(-limit)}" y="{_ROW}" width="{x(limit) - x(-limit):.1f}" '
        f'height="{_ROW * len(intervals)}"/>',
        f'<line class="zero" x1="{x(0)}" x2="{x(0)}" y1="{_ROW}" y2="{height - _ROW}"/>',
    ]
    for value in (-limit, 0.0, limit):
        parts.append(f'<text class="tick" x="{x(value)}" y="{height - 6}">{written(value)}</text>')
    for number, one in enumerate(intervals):
        y = _ROW * (number + 1.5)
        kind = "marked" if one.is_marked else "plain"
        parts.append(
            f'<g class="{kind}">'
            f'<text class="name" x="{_LEFT - 10}" y="{y + 4}">{escape(one.name[:26])}</text>'
            f'<line x1="{x(one.outer[0])}" x2="{x(one.outer[1])}" y1="{y}" y2="{y}"/>'
            f'<line class="inner" x1="{x(one.inner[0])}" x2="{x(one.inner[1])}" y1="{y}" y2="{y}"/>'
            f'<circle cx="{x(one.value)}" cy="{y}" r="4"/>'
            f'<text x="{width - _RIGHT + 12}" y="{y + 4}">{written(one.value)}</text></g>'
        )
    return "".join([*parts, "</svg>"])
