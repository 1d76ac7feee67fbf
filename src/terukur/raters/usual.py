"""The usual ratings in the agency for measured results: the line of ratings, and their spread."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from terukur.raters.record import RunRecord
from terukur.statistics.expectation import Expectation

_STEPS = 12


@dataclass(frozen=True, slots=True)
class UsualPoint:
    """The usual score for a result in percent: the middle, and the ends of 80 % of scores."""

    result: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class OthersCell:
    """The number of forms of the agency with a result in percent and a score in these ranges."""

    results: tuple[float, float]
    scores: tuple[float, float]
    forms: int


def others_of(record: RunRecord) -> list[OthersCell]:
    """Where the forms of the whole agency lie, in cells of enough people."""
    return [
        OthersCell((100 * low, 100 * high), cell.score, cell.forms)
        for cell in record.cloud
        for low, high in [cell.result]
    ]


def usual_period(record: RunRecord, *, periods: Collection[str], families: Collection[str]) -> str:
    """Return the newest of these periods with a level of one of the families, or of any; empty if none.

    The running quarter has too few forms for a level, so it would have no line.
    """
    levels = record.expectation.levels if record.expectation else {}
    for wanted in (families, levels):
        known = {period for name in levels if name in wanted for period in levels[name]}
        if found := known & set(periods):
            return max(found)
    return ""


def usual_points(
    record: RunRecord, *, results: Sequence[float], families: Collection[str], period: str
) -> list[UsualPoint]:
    """Return the line over these results in percent: the mean of these families, or of all."""
    expectation = record.expectation
    if expectation is None or not results:
        return []
    known = [family for family in expectation.levels if period in expectation.levels[family]]
    told = [family for family in known if family in families] or known
    if not told:
        return []
    low, high = min(*results, 80.0), max(*results, 120.0)
    return [
        _usual_at(expectation, told, period, low + (high - low) * step / _STEPS) for step in range(_STEPS + 1)
    ]


def _usual_at(expectation: Expectation, families: Sequence[str], period: str, result: float) -> UsualPoint:
    parts = []
    for family in families:
        middle = expectation.expected(family=family, period=period, result=result / 100)
        ends = expectation.interval(family=family, period=period, result=result / 100)
        if middle is not None and ends is not None:
            parts.append((ends[0], middle, ends[1]))
    low, middle, high = (sum(part) / len(parts) for part in zip(*parts, strict=True))
    return UsualPoint(result, low, middle, high)
