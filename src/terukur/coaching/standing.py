"""Standing of each indicator today: one list of those behind, and one sentence, for every page.

Home, team, talk list, talk sheet, digest and appraisal all read their figures from here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from terukur.coaching.advice import Advice, advice_on, target_of
from terukur.coaching.early_warning import IndicatorForecast, Outlook, forecasts_of
from terukur.coaching.figure_words import amount_words, day_words, figure_words, place_words, reached_words
from terukur.planning.models import Plan
from terukur.regulation.achievement import elapsed_share
from terukur.regulation.measured_months import measured_months, month_names
from terukur.regulation.scales import Pace, Rating, Scale


class Status(Scale):
    """The status of measured work today, by the policy's band and the forecast of its pace."""

    BEHIND = "behind", "tertinggal"
    UNMEASURED = "unmeasured", "belum terukur"
    ON_TRACK = "on-track", "sesuai jalur"
    AHEAD = "ahead", "di depan"


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator today, with its words.

    ``until`` is its last day with data and ``not_loaded`` names the months over since. ``expected`` is the
    amount due today, ``target`` that of the whole plan, each in words.
    """

    thread: str
    name: str
    item: Mapping[str, Any]
    status: Status
    until: date | None
    not_loaded: str
    figure: str
    expected: str
    target: str
    why: str
    forecast: IndicatorForecast | None
    advice: Advice | None

    @property
    def is_behind(self) -> bool:
        """Return whether it lags: the one test of every page."""
        return self.status is Status.BEHIND

    @property
    def percent(self) -> str:
        """The achievement in percent, with the decimals that explain its verdict; empty without one."""
        reached = self.item["reached"]
        achieved = reached and reached["achievement"]
        return f"{achieved['display']} %" if achieved else ""

    @property
    def own(self) -> str:
        """The period's own value with its months, where the total spans more: ``Juli–September saja: …``."""
        own = self.item["own"]
        if own is None or own["label"] == self.item["reached"]["label"]:
            return ""
        return f"{own['label']} saja: {reached_words(self.item, Fraction(own['value']['value']))}"

    @property
    def summary(self) -> str:
        """The figure with its months, its percent, and the period's own value beside it."""
        if self.status is Status.UNMEASURED:
            return self.why
        told = f"{self.figure} ({self.item['reached']['label']}; {self.percent})"
        return f"{told}; {self.own}" if self.own else told

    @property
    def missing(self) -> str:
        """The months that are over and have no data, in words; empty where there are none."""
        return _missing(self.item, self.not_loaded)

    @property
    def words(self) -> str:
        """The whole standing in a sentence: figure, period, verdict and the rest."""
        if self.status is Status.UNMEASURED:
            return self.why
        told = f"{self.summary}; {self.why}"
        return f"{told}. Masih dapat dikejar: {self.advice.words}" if self.advice else told


def standings_of(explanation: Mapping[str, Any], *, plan: Plan, on: date) -> list[Standing]:
    """Return the indicators of one appraisal's figures as of today, those behind first."""
    forecasts = forecasts_of(explanation, starts=plan.starts, ends=plan.ends)
    found = [
        _standing(item, plan, on, forecasts.get(item["thread"]))
        for result in explanation["results"]
        for item in result["indicators"]
    ]
    order = list(Status)
    return sorted(found, key=lambda one: order.index(one.status))


def behind(standings: Iterable[Standing]) -> list[Standing]:
    """Return the indicators that lag, the heaviest first."""
    return sorted((one for one in standings if one.is_behind), key=_loss, reverse=True)


def status_of(standings: Sequence[Standing], overall: Rating | None) -> Status:
    """Return the status of a person: behind with any indicator behind, never "on track" then.

    ``overall`` is the place of the average in the policy's band.
    """
    if any(one.is_behind for one in standings) or overall is Rating.BELOW:
        return Status.BEHIND
    if overall is None and all(one.status is Status.UNMEASURED for one in standings):
        return Status.UNMEASURED
    return Status.AHEAD if overall is Rating.ABOVE else Status.ON_TRACK


def last_data(standings: Iterable[Standing]) -> date | None:
    """Return the day up to which the newest of the indicators have data; None without any."""
    return max((one.until for one in standings if one.until), default=None)


def _standing(item: Mapping[str, Any], plan: Plan, on: date, forecast: IndicatorForecast | None) -> Standing:
    reached = item["reached"]
    until = date.fromisoformat(reached["ends"]) if reached else None
    not_loaded = _not_loaded(item, until, plan, on)
    status = _status(reached, forecast)
    runs = on < plan.last_day
    return Standing(
        thread=item["thread"],
        name=item["name"],
        item=item,
        status=status,
        until=until,
        not_loaded=not_loaded,
        figure=figure_words(item),
        expected=_expected(item, plan, on) if runs else "",
        target=_target(item),
        why=_why(item, status, forecast, not_loaded),
        forecast=forecast,
        advice=advice_on(item, ends=plan.last_day, on=on, not_loaded=not_loaded)
        if runs and not _is_safe(status, forecast)
        else None,
    )


def _is_safe(status: Status, forecast: IndicatorForecast | None) -> bool:
    """Return whether no remark is needed: it is not behind, and its pace surely leads to the target."""
    if status is Status.BEHIND:
        return False
    return forecast is None or forecast.outlook in (Outlook.REACHED, Outlook.SAFE)


def _status(reached: Mapping[str, Any] | None, forecast: IndicatorForecast | None) -> Status:
    if reached is None or reached["achievement"] is None:
        return Status.UNMEASURED
    place = Rating(reached["place"])
    if place is Rating.BELOW or (forecast is not None and forecast.outlook is Outlook.MISSED):
        return Status.BEHIND
    return Status.AHEAD if place is Rating.ABOVE else Status.ON_TRACK


def _why(item: Mapping[str, Any], status: Status, forecast: IndicatorForecast | None, not_loaded: str) -> str:
    if status is Status.UNMEASURED:
        if not item["is_due"] and item["due_on"]:
            return f"jatuh tempo {day_words(date.fromisoformat(item['due_on']))}"
        missing = _missing(item, not_loaded)
        return f"belum ada data; {missing}" if missing else "belum ada data"
    place = Rating(item["reached"]["place"])
    if status is Status.BEHIND and place is not Rating.BELOW and forecast is not None:
        return forecast.outlook.label
    return place_words(item, place)


def _missing(item: Mapping[str, Any], not_loaded: str) -> str:
    if not not_loaded:
        return ""
    return f"{not_loaded} {'belum dimuat' if item['measure'] else 'belum diisi'}"


def _not_loaded(item: Mapping[str, Any], until: date | None, plan: Plan, on: date) -> str:
    """Return the months of the plan that are over and have no data, nor a later value to stand for them."""
    if item["pace"] == Pace.ONCE:
        return ""
    stands_for = until is not None and item["months"]["fills_back"]
    told = measured_months(
        [(date.fromisoformat(one["starts"]), date.fromisoformat(one["ends"])) for one in item["series"]],
        starts=until + timedelta(days=1) if until and stands_for else plan.starts,
        ends=plan.last_day,
        as_of=min(on, plan.last_day),
    )
    return month_names(told.missing)


def _expected(item: Mapping[str, Any], plan: Plan, on: date) -> str:
    """Return the amount due today of a target that grows; empty for others."""
    if item["pace"] != Pace.STEADY or item["target"] is None or on < plan.starts:
        return ""
    share = elapsed_share(starts=plan.starts, ends=plan.ends, on=on)
    return amount_words(item, target_of(item) * share)


def _target(item: Mapping[str, Any]) -> str:
    """Return the target of the whole plan; where the exposure changed it, both are named."""
    if item["target"] is None:
        return ""
    agreed = amount_words(item, Fraction(item["target"]["value"]))
    if item["adjusted_target"] is None:
        return agreed
    exposure = item["exposure"]
    return (
        f"{amount_words(item, target_of(item))}, disesuaikan dari {agreed} karena "
        f"{exposure['name'].lower()} {exposure['actual']['display']}, direncanakan "
        f"{exposure['planned']['display']}"
    )


def _loss(standing: Standing) -> Fraction:
    item = standing.item
    weight = Fraction(item["weight"]["value"]) if item["weight"] else Fraction(0)
    return weight * (100 - Fraction(item["reached"]["achievement"]["value"]))
