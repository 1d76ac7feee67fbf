"""What helps somebody today: one thing that goes well, one that needs attention, one next step."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Any

from terukur.appraisal.early_warning import IndicatorForecast, Outlook, warnings_of
from terukur.regulation.numbers import display
from terukur.regulation.scales import Rating, Scale


class Step(Scale):
    """Where the next step is taken."""

    PACE = "pace", "Catat progres hari ini"
    TALK = "talk", "Buka lembar percakapan"
    FEEDBACK = "feedback", "Minta umpan balik"


@dataclass(frozen=True, slots=True)
class Highlights:
    """One sentence each; ``good`` and ``attention`` are empty where the figures tell of none."""

    good: str
    attention: str
    next_step: str
    step: Step


def highlights_of(
    explanation: Mapping[str, Any], forecasts: Mapping[str, IndicatorForecast]
) -> Highlights | None:
    """The three sentences from the figures of one appraisal; None where nothing is measured yet.

    What weighs most is told first, and the same indicator is never praised and warned of.
    """
    items = [
        item
        for result in explanation["results"]
        for item in result["indicators"]
        if item["achievement"] is not None
    ]
    if not items:
        return None
    warning = next(warnings_of(dict(forecasts)), None)
    behind = _furthest_behind(items)
    good = _going_well(items, forecasts)
    if warning is not None:
        weekly = f"{display(Fraction(ceil(warning.needed_per_week)), 0)} {warning.unit}"
        return Highlights(
            good,
            f"{warning.name}: {warning.outlook.label}.",
            f"Mulai minggu ini {weekly} per minggu; selama ini "
            f"{display(warning.present_per_week, 1)}.",
            Step.PACE,
        )
    if behind is not None:
        return Highlights(
            good,
            f"{behind['name']}: capaian {behind['achievement']['display']} %, di bawah yang diharapkan.",
            "Bicarakan dengan penilai apa yang menghambat dan apa yang dapat dibantu.",
            Step.TALK,
        )
    return Highlights(good, "", "Minta umpan balik tentang satu hasil kerja Anda.", Step.FEEDBACK)


def _weight(item: Mapping[str, Any]) -> Fraction:
    return Fraction(item["weight"]["value"]) if item["weight"] else Fraction(0)


def _furthest_behind(items: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    behind = [item for item in items if item["place"] == Rating.BELOW]
    return max(
        behind,
        key=lambda item: _weight(item) * (100 - Fraction(item["achievement"]["value"])),
        default=None,
    )


def _going_well(items: list[Mapping[str, Any]], forecasts: Mapping[str, IndicatorForecast]) -> str:
    fine = [
        item
        for item in items
        if item["place"] in (Rating.MEETS, Rating.ABOVE)
        and not (item["thread"] in forecasts and forecasts[item["thread"]].is_warning)
    ]
    if not fine:
        return ""
    best = max(fine, key=lambda item: (item["place"] == Rating.ABOVE, _weight(item)))
    forecast = forecasts.get(best["thread"])
    words = f"{best['name']}: capaian {best['achievement']['display']} %"
    if forecast is not None and forecast.outlook in (Outlook.REACHED, Outlook.SAFE):
        return f"{words}, {forecast.outlook.label}."
    above = best["place"] == Rating.ABOVE
    return f"{words}, {'di atas yang diharapkan' if above else 'sesuai yang diharapkan'}."
