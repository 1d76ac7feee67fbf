"""Weeks before the end: where an indicator is heading, and what would still reach its target.

The lists of employee and appraiser come from here alike. A forecast says what the pace so far leads
to; it is no suggestion of a rating and is stored nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from terukur.objectivity.forecast import forecast_total
from terukur.regulation.scales import Direction, Pace, Scale

_ALIKE = 4
_MONTHS = 12


class Outlook(Scale):
    """Where the pace so far leads."""

    REACHED = "reached", "sudah tercapai"
    SAFE = "safe", "akan tercapai dengan laju sekarang"
    OPEN = "open", "belum pasti tercapai"
    MISSED = "missed", "tidak tercapai dengan laju sekarang"


@dataclass(frozen=True, slots=True)
class IndicatorForecast:
    """One indicator towards the end of its plan; a week's amounts in the indicator's unit.

    Weeks are counted from the last data on: what was done since and not yet recorded is part of them.
    ``expected_by_now`` is where the total should stand at the last data, by last year's course where it
    is known, else by even months. ``low`` and ``high`` are whole units that are surely full.
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
    weeks_left: int
    needed_per_week: Fraction
    present_per_week: Fraction
    expected_by_now: Fraction
    is_seasonal: bool

    @property
    def is_warning(self) -> bool:
        """Whether somebody should know now."""
        return self.outlook in (Outlook.OPEN, Outlook.MISSED)


def forecasts_of(explanation: dict[str, Any], *, ends: date) -> dict[str, IndicatorForecast]:
    """Forecasts by indicator, for totals that grow towards a target until the plan ends.

    Values that hold at every moment (shares, indices) and one-time targets have no course to
    follow; they are told by their achievement.
    """
    found = {}
    for result in explanation["results"]:
        for item in result["indicators"]:
            forecast = _forecast(item, ends)
            if forecast is not None:
                found[item["thread"]] = forecast
    return found


def warnings_of(forecasts: dict[str, IndicatorForecast]) -> Iterator[IndicatorForecast]:
    """Those that somebody should know of now, the surest misses first."""
    order = (Outlook.MISSED, Outlook.OPEN)
    return iter(
        sorted(
            (f for f in forecasts.values() if f.is_warning), key=lambda f: order.index(f.outlook)
        )
    )


def _forecast(item: dict[str, Any], ends: date) -> IndicatorForecast | None:
    if (item["pace"], item["direction"]) != (Pace.STEADY.value, Direction.HIGHER.value):
        return None
    series = item["series"] or []
    spans = [_days(entry) for entry in series]
    if not series or max(spans) - min(spans) > _ALIKE or item["target"] is None:
        return None
    values = [Fraction(entry["value"]) for entry in series]
    last = date.fromisoformat(series[-1]["ends"])
    length = Fraction(sum(spans), len(spans))
    usual, left = _season(item, last) or (None, Fraction((ends - last).days) / length)
    total = forecast_total(
        [float(value) for value in values], float(left),
        usual=None if usual is None else [float(amount) for amount in usual],
    )  # fmt: skip
    if total is None:
        return None
    target, reached = _target(item), sum(values, Fraction(0))
    weight = sum(usual or [], Fraction(0))
    weeks = (ends - last).days // 7
    missing = max(Fraction(0), target - reached)
    return IndicatorForecast(
        thread=item["thread"],
        name=item["name"],
        unit=item["unit"],
        target=target,
        reached=reached,
        low=int(total.low),
        high=int(total.high),
        outlook=_outlook(reached, target, total.low, total.high),
        last_data=last,
        weeks_left=weeks,
        needed_per_week=missing / weeks if weeks else missing,
        present_per_week=reached / sum(spans) * 7,
        expected_by_now=_due(item, last) if usual is None else target * weight / (weight + left),
        is_seasonal=usual is not None,
    )


def _target(item: dict[str, Any]) -> Fraction:
    """The target of the whole plan, scaled to the work that there really is."""
    target, exposure = Fraction(item["target"]["value"]), item["exposure"]
    if exposure is None:
        return target
    return target * Fraction(exposure["actual"]["value"]) / Fraction(exposure["planned"]["value"])


def _due(item: dict[str, Any], last: date) -> Fraction:
    """The due target where it is of the last data, as everywhere on the page; else its even share."""
    if item["due_target"] and item["compared_until"] == last.isoformat():
        return Fraction(item["due_target"]["value"])
    return _target(item) * last.month / _MONTHS


def _season(item: dict[str, Any], last: date) -> tuple[list[Fraction], Fraction] | None:
    """What last year had in each of these periods, and in those to come; None where not all is known."""
    before = {
        (entry["starts"][5:7], entry["ends"][5:7]): Fraction(entry["value"])
        for entry in item.get("season") or []
    }
    keys = [(entry["starts"][5:7], entry["ends"][5:7]) for entry in item["series"]]
    months = sum(int(ends) - int(starts) + 1 for starts, ends in before)
    usual = [before.get(key, Fraction(0)) for key in keys]
    if months != _MONTHS or not all(amount > 0 for amount in usual):
        return None
    left = sum(
        (amount for (starts, _), amount in before.items() if int(starts) > last.month), Fraction(0)
    )
    return usual, left


def _outlook(reached: Fraction, target: Fraction, low: float, high: float) -> Outlook:
    if reached >= target:
        return Outlook.REACHED
    if low >= target:
        return Outlook.SAFE
    return Outlook.MISSED if high < target else Outlook.OPEN


def _days(entry: dict[str, str]) -> int:
    starts, ends = (date.fromisoformat(entry[name]) for name in ("starts", "ends"))
    return (ends - starts + timedelta(days=1)).days
