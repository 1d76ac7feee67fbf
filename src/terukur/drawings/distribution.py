"""The distribution of grades: expected from results, given, and beside the pattern."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from terukur.drawings.axis import MARGIN, Axis
from terukur.notation.numbers import written_percent

# The words at the end of the longest bar still fit.
_END = 170
_STEP, _HEAD, _GAP = 19, 22, 10


@dataclass(frozen=True, slots=True)
class Column:
    """One distribution: the number in each category. Expected counts may have fractions."""

    name: str
    counts: Mapping[str, float]

    @property
    def total(self) -> int:
        """The sum, in whole people."""
        return round(sum(self.counts.values()))

    def share(self, category: str) -> float:
        """Return the percent of a category; 0 of nobody."""
        total = sum(self.counts.values())
        return 100 * self.counts.get(category, 0) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A bar with its own words, so that no legend is needed. ``place`` counts the columns from 1."""

    place: int
    y: float
    width: float
    text_x: float
    words: str


@dataclass(frozen=True, slots=True)
class Group:
    """One category with a bar for each column."""

    name: str
    y: float
    bars: list[ShareBar]


@dataclass(frozen=True, slots=True)
class DistributionPlot:
    """The drawing; ``pattern`` holds the words of the pattern's expectation."""

    title: str
    sentence: str
    height: float
    groups: list[Group]
    columns: Sequence[Column]
    rows: list[tuple[str, list[str]]]
    pattern: Sequence[str]
    template: ClassVar[str] = "drawings/distribution.html"


def distribution_plot(
    categories: Sequence[tuple[str, str]],
    columns: Sequence[Column],
    *,
    pattern: Sequence[str] = (),
    title: str = "Distribusi predikat",
    sentence: str = "",
) -> DistributionPlot:
    """Return bars of each category, given as pairs of key and label; up to three columns.

    :raises ValueError: for a count in no category: it would be lost silently.
    """
    keys = {key for key, _ in categories}
    lost = {key for column in columns for key, count in column.counts.items() if count} - keys
    if lost:
        raise ValueError(f"no category for {sorted(lost)}")
    axis = Axis(0, 100, MARGIN, _END)
    groups, y = [], 0.0
    for key, label in categories:
        bars = [
            _bar(place, column, key, y + _HEAD + (place - 1) * _STEP, axis)
            for place, column in enumerate(columns, start=1)
        ]
        groups.append(Group(label, y + 14, bars))
        y += _HEAD + len(columns) * _STEP + _GAP
    return DistributionPlot(
        title,
        sentence or _sentence(columns),
        y,
        groups,
        columns,
        [(label, [_cell(column, key) for column in columns]) for key, label in categories],
        pattern,
    )


def _bar(place: int, column: Column, key: str, y: float, axis: Axis) -> ShareBar:
    start, width = axis.span(0, column.share(key))
    return ShareBar(place, y, width, start + width + 6, f"{written_percent(column.share(key))} {column.name}")


def _cell(column: Column, key: str) -> str:
    return f"{written_percent(column.share(key), 1)} ({round(column.counts.get(key, 0))})"


def _sentence(columns: Sequence[Column]) -> str:
    told = ", ".join(f"{column.name} ({column.total} orang)" for column in columns)
    return f"Persen orang tiap predikat, berdampingan: {told}. Ini untuk dibaca bersama, bukan kuota."
