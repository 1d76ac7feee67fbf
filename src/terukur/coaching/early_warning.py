"""Forecast of an indicator weeks before the end.

The lists of employee and appraiser come from ``standing``, which reads this. A forecast continues the pace so
far; it is no suggestion of a rating and is stored nowhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from terukur.appraisal.tree import ComputedIndicator, PeriodValue
from terukur.regulation.dividing import share_due
from terukur.regulation.plan_time import joined
from terukur.regulation.scales import Direction, Pace, Scale
from terukur.statistics.forecast import forecast_total

_ALIKE = 4
_MONTHS = 12


class Outlook(Scale):
    """The result to which the pace so far leads."""

    REACHED = "reached", "sudah tercapai"
    SAFE = "safe", "akan tercapai dengan laju sekarang"
    OPEN = "open", "belum pasti tercapai"
    MISSED = "missed", "tidak tercapai dengan laju sekarang"


@dataclass(frozen=True, slots=True)
class IndicatorForecast:
    """One indicator towards the end of its plan, in the indicator's unit.

    The rest, and per week, is in ``advice``, which counts from today. ``expected_by_now`` is the expected
    total at the last data, by last year's course where it is known, else as the target divides. ``low`` and
    ``high`` are whole units that are surely full.
    """

    thread: str
    name: str
    unit: str
    target: Fraction
    reached: Fraction
    low: int
    high: int
    outlook: Outlook
    last_data: date
    expected_by_now: Fraction
    is_seasonal: bool


def forecasts_of(
    indicators: Iterable[ComputedIndicator], *, ends: date, starts: date | None = None
) -> dict[str, IndicatorForecast]:
    """Return forecasts by indicator, for totals that grow towards a target until the plan ends.

    Months without data between ``starts`` (else the first data) and ``ends`` continue at the same pace: they
    are missing, not zero. Days that are not counted do not continue. Values that hold at every moment
    (shares, indices) and one-time targets have no course; they are described by their achievement.
    """
    found = {}
    for item in indicators:
        forecast = _forecast(item, starts, ends)
        if forecast is not None:
            found[item.thread] = forecast
    return found


def _forecast(item: ComputedIndicator, starts: date | None, ends: date) -> IndicatorForecast | None:
    if (item.pace, item.direction) != (Pace.STEADY, Direction.HIGHER):
        return None
    series = item.series
    spans = [_days(entry) for entry in series]
    if not series or max(spans) - min(spans) > _ALIKE:
        return None
    values = [entry.value for entry in series]
    last = series[-1].ends
    length = Fraction(sum(spans), len(spans))
    first = starts or series[0].starts
    open_days = Fraction((ends - first).days + 1 - sum(spans) - _uncounted_days(item, first, ends))
    course = _season(item, last) or _divided(item, first, ends)
    usual, left = course or (None, open_days / length)
    total = forecast_total(
        [float(value) for value in values],
        float(left),
        usual=None if usual is None else [float(amount) for amount in usual],
    )
    if total is None:
        return None
    target, reached = item.whole_target, sum(values, Fraction(0))
    weight = sum(usual or [], Fraction(0))
    return IndicatorForecast(
        thread=item.thread,
        name=item.name,
        unit=item.unit,
        target=target,
        reached=reached,
        low=int(total.low),
        high=int(total.high),
        outlook=_outlook(reached, target, total.low, total.high),
        last_data=last,
        expected_by_now=_due(item, last) if usual is None else target * weight / (weight + left),
        is_seasonal=usual is not None,
    )


def _uncounted_days(item: ComputedIndicator, starts: date, ends: date) -> int:
    """Return how many days without a value are not counted, so that the pace does not go on in them."""
    away = joined(item.uncounted_spans, starts=starts, ends=ends)
    taken = [span for entry in item.series for span in joined(away, starts=entry.starts, ends=entry.ends)]
    return sum((last - first).days + 1 for first, last in away) - sum(
        (last - first).days + 1 for first, last in taken
    )


def _due(item: ComputedIndicator, last: date) -> Fraction:
    """Return the due target where it is of the last data, as everywhere on the page; else its even share."""
    if item.due_target is not None and item.compared_until == last:
        return item.due_target
    if item.divided.is_even:
        return item.whole_target * last.month / _MONTHS
    year = last.year
    return item.whole_target * share_due(
        item.divided, starts=date(year, 1, 1), ends=date(year, _MONTHS, 31), on=last
    )


def _season(item: ComputedIndicator, last: date) -> tuple[list[Fraction], Fraction] | None:
    """Return last year's amounts in these periods, and in those to come; None where not all is known."""
    before = {_months(entry): entry.value for entry in item.season or ()}
    keys = [_months(entry) for entry in item.series]
    months = sum(ends - starts + 1 for starts, ends in before)
    usual = [before.get(key, Fraction(0)) for key in keys]
    if months != _MONTHS or not all(amount > 0 for amount in usual):
        return None
    left = sum((amount for (starts, _), amount in before.items() if starts > last.month), Fraction(0))
    return usual, left


def _divided(item: ComputedIndicator, starts: date, ends: date) -> tuple[list[Fraction], Fraction] | None:
    """Return what the plan's own division asks for in these periods, and in those to come; None where it is
    even or asks for nothing in one of them.
    """
    division = item.divided
    if division.is_even or division.is_points:
        return None
    away = item.uncounted_spans if item.counted is not None else ()

    def share(on: date) -> Fraction:
        return share_due(division, starts=starts, ends=ends, on=on, uncounted=away)

    usual = [share(entry.ends) - share(entry.starts - timedelta(days=1)) for entry in item.series]
    left = share(ends) - sum(usual, Fraction(0))
    return (usual, left) if all(amount > 0 for amount in usual) and left >= 0 else None


def _outlook(reached: Fraction, target: Fraction, low: float, high: float) -> Outlook:
    if reached >= target:
        return Outlook.REACHED
    if low >= target:
        return Outlook.SAFE
    return Outlook.MISSED if high < target else Outlook.OPEN


def _months(entry: PeriodValue) -> tuple[int, int]:
    return entry.starts.month, entry.ends.month


def _days(entry: PeriodValue) -> int:
    return (entry.ends - entry.starts + timedelta(days=1)).days
