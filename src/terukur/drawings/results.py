"""Measured result against the rating given, with the usual rating for such results."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import ClassVar

from terukur.drawings.axis import WIDTH, Axis, Tick, around
from terukur.notation.numbers import written, written_percent
from terukur.regulation.periods import Period
from terukur.regulation.scales import Rating

# Beyond these one result would press all others together; it stands at the edge, and in the table.
_LOWEST, _HIGHEST = 0.0, 160.0
_LEFT, _TOP, _BOTTOM = 68, 10, 244
_SHORT = {Rating.BELOW: "Di bawah", Rating.MEETS: "Sesuai", Rating.ABOVE: "Di atas"}


@dataclass(frozen=True, slots=True)
class RatedResult:
    """One rating: the measured result in percent, the rating from 1 to 3, whether it is of the own team."""

    result: float
    rating: float
    period: str
    is_own: bool = True
    label: str = ""

    @property
    def period_label(self) -> str:
        """The period as people say it."""
        return Period.parse(self.period).label

    @property
    def cells(self) -> list[str]:
        """The result and rating as the table writes them."""
        return [written_percent(self.result, 1), written(self.rating)]


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual rating for a result: the middle of ratings, and the range that holds 80 % of them."""

    result: float
    low: float
    middle: float
    high: float

    @property
    def cells(self) -> list[str]:
        """The cells as the table writes them."""
        return [
            written_percent(self.result),
            f"{written(self.middle)} ({written(self.low)}–{written(self.high)})",
        ]


@dataclass(frozen=True, slots=True)
class Cell:
    """The number of others with a result and a rating in these ranges."""

    results: tuple[float, float]
    ratings: tuple[float, float]
    people: int

    @property
    def cells(self) -> list[str]:
        """The cells as the table writes them; no rating is above the scale, even in the last range."""
        low, high = (min(end, Rating.ABOVE.position + 1) for end in self.ratings)
        return [
            f"{written(self.results[0], 0)}–{written(self.results[1], 0)} %",
            f"{written(low)}–{written(high)}" if low < high else written(low),
            str(self.people),
        ]


@dataclass(frozen=True, slots=True)
class Spot:
    """One or more ratings at a place."""

    x: float
    y: float
    radius: float
    count: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of the others: larger for more people."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class ResultsPlot:
    """The drawing: others as gray squares, the usual band and line, one's own ratings on top."""

    title: str
    sentence: str
    own_words: str
    others_words: str
    left: float
    bottom: float
    height: float
    levels: list[Tick]
    ticks: list[Tick]
    target: float | None
    band: str
    line: str
    squares: list[Square]
    spots: list[Spot]
    outside: int
    points: list[RatedResult]
    usual: list[Usual]
    cloud: list[Cell]
    template: ClassVar[str] = "drawings/results.html"

    @property
    def has_others(self) -> bool:
        """Return whether ratings of other teams are among the points."""
        return not all(point.is_own for point in self.points)


def results_plot(
    points: Sequence[RatedResult],
    *,
    least: int,
    usual: Sequence[Usual] = (),
    cloud: Sequence[Cell] = (),
    title: str = "Hasil terukur dan nilai",
    sentence: str = "",
    own_words: str = "tim Anda",
    others_words: str = "tim lain",
) -> ResultsPlot:
    """Return the drawing; cells of fewer than ``least`` people are neither drawn nor in the table."""
    told = [cell for cell in cloud if cell.people >= least]
    results = [p.result for p in points] + [u.result for u in usual]
    results += [end for cell in told for end in cell.results]
    held = [min(max(result, _LOWEST), _HIGHEST) for result in results] or [80.0, 120.0]
    across = Axis(*around(held, least=40, step=10), _LEFT, WIDTH - 22)
    up = Axis(0.9, 3.1, _BOTTOM, _TOP)
    line = sorted((one for one in usual if across.holds(one.result)), key=lambda one: one.result)
    edge = [(u.result, u.high) for u in line] + [(u.result, u.low) for u in reversed(line)]
    return ResultsPlot(
        title=title,
        sentence=sentence or _sentence(points, own_words),
        own_words=own_words,
        others_words=others_words,
        left=across.start,
        bottom=up.start,
        height=up.start + 44,
        levels=[Tick(up.at(rating.position + 1), words, "start") for rating, words in _SHORT.items()],
        ticks=across.ticks(unit=" %"),
        target=across.at(100) if across.holds(100) else None,
        band=_path(edge, across, up),
        line=_path([(u.result, u.middle) for u in line], across, up),
        squares=_squares(told, across, up),
        spots=_spots(points, across, up),
        outside=sum(not across.holds(point.result) for point in points),
        points=sorted(points, key=lambda p: (not p.is_own, p.period, p.label, p.result)),
        usual=line,
        cloud=told,
    )


def _path(pairs: Sequence[tuple[float, float]], across: Axis, up: Axis) -> str:
    return " ".join(f"{across.at(result)},{up.at(rating)}" for result, rating in pairs)


def _squares(cloud: Sequence[Cell], across: Axis, up: Axis) -> list[Square]:
    most = max((cell.people for cell in cloud), default=1)
    found = []
    for cell in cloud:
        left, wide = across.span(*cell.results)
        bottom, down = up.span(*cell.ratings)
        # Area, not side, tells the count; a small one stays visible.
        share = max(sqrt(cell.people / most), 0.25)
        width, height = wide * share, -down * share
        found.append(
            Square(
                round(left + (wide - width) / 2, 1),
                round(bottom + (down - height) / 2, 1),
                round(width, 1),
                round(height, 1),
            )
        )
    return found


def _spots(points: Sequence[RatedResult], across: Axis, up: Axis) -> list[Spot]:
    at = Counter((p.is_own, across.at(p.result), up.at(p.rating)) for p in points)
    return [
        Spot(x, y, round(4.5 * sqrt(count), 1) if count < 5 else 10.0, count, is_own)
        for (is_own, x, y), count in sorted(at.items())
    ]


def _sentence(points: Sequence[RatedResult], own_words: str) -> str:
    own = sum(point.is_own for point in points)
    return (
        f"Tiap titik satu penilaian ({own_words}: {own}): makin ke kanan hasil terukurnya makin tinggi, "
        "makin ke atas nilainya. Garis menunjukkan nilai yang biasa untuk hasil itu, bukan yang seharusnya."
    )
