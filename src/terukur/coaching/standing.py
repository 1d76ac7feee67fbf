"""Standing of each indicator today: one list of those behind, and one sentence, for every page.

Home, team, talk list, talk sheet, digest and appraisal all read their figures from here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from terukur.appraisal.tree import AppliedPolicy, ComputationTree, ComputedIndicator
from terukur.coaching.advice import TargetAdvice, advice_on
from terukur.coaching.early_warning import IndicatorForecast, Outlook, forecasts_of
from terukur.coaching.figure_words import amount_words, figure_words, own_and_total_words, place_words
from terukur.notation.dates import day_and_month
from terukur.notation.numbers import display, percent_beside
from terukur.planning.models import Plan
from terukur.regulation.dividing import point_due, share_due
from terukur.regulation.measured_months import measured_months, month_names
from terukur.regulation.scales import Pace, Rating, Scale


class StandingStatus(Scale):
    """The status of measured work today, by the policy's band and the forecast of its pace."""

    BEHIND = "behind", "tertinggal"
    UNMEASURED = "unmeasured", "belum terukur"
    ON_TRACK = "on-track", "sesuai jalur"
    AHEAD = "ahead", "di depan"


@dataclass(frozen=True, slots=True)
class IndicatorStanding:
    """One indicator today, with its words.

    ``place`` is where its total stands in the band, and ``percent`` the achievement with the decimals that
    explain this; None and empty without one. ``until`` is its last day with data and ``not_loaded`` names
    the months over since. ``expected`` is what should be reached today, ``target`` what the whole plan asks
    for, each in words.
    """

    thread: str
    name: str
    item: ComputedIndicator
    status: StandingStatus
    place: Rating | None
    percent: str
    until: date | None
    not_loaded: str
    figure: str
    expected: str
    target: str
    why: str
    forecast: IndicatorForecast | None
    advice: TargetAdvice | None

    @property
    def is_behind(self) -> bool:
        """Return whether it lags: the one test of every page."""
        return self.status is StandingStatus.BEHIND

    @property
    def own(self) -> str:
        """The period's own value and the total, each with its days, where the total spans more."""
        return own_and_total_words(self.item, self.target)

    @property
    def months(self) -> str:
        """Return the months that the total comes from; empty without data."""
        return self.item.reached.label if self.item.reached else ""

    @property
    def summary(self) -> str:
        """The figure with its months, its percent, and the period's own value beside it."""
        if self.status is StandingStatus.UNMEASURED:
            return self.why
        told = f"{self.figure} ({self.months}; {self.percent})"
        return f"{told}; {self.own}" if self.own else told

    @property
    def missing(self) -> str:
        """The months that are over and have no data, in words; empty where there are none."""
        return _missing(self.item, self.not_loaded)

    @property
    def words(self) -> str:
        """The whole standing in a sentence: figure, period, verdict and the rest."""
        if self.status is StandingStatus.UNMEASURED:
            return self.why
        told = f"{self.summary}; {self.why}"
        return f"{told}. Masih dapat dikejar: {self.advice.words}" if self.advice else told


def standings_of(tree: ComputationTree | None, *, plan: Plan, on: date) -> list[IndicatorStanding]:
    """Return the indicators of one computation as of today, those behind first; none without one."""
    if tree is None:
        return []
    indicators = tree.indicators()
    forecasts = forecasts_of(indicators, starts=plan.starts, ends=plan.ends)
    found = [_standing(item, tree.policy, plan, on, forecasts.get(item.thread)) for item in indicators]
    order = list(StandingStatus)
    return sorted(found, key=lambda one: order.index(one.status))


def behind(standings: Iterable[IndicatorStanding]) -> list[IndicatorStanding]:
    """Return the indicators that lag, the heaviest first."""
    return sorted((one for one in standings if one.is_behind), key=_loss, reverse=True)


def status_of(standings: Sequence[IndicatorStanding], overall: Rating | None) -> StandingStatus:
    """Return the status of a person: behind with any indicator behind, never "on track" then.

    ``overall`` is the place of the average in the policy's band.
    """
    if any(one.is_behind for one in standings) or overall is Rating.BELOW:
        return StandingStatus.BEHIND
    if overall is None and all(one.status is StandingStatus.UNMEASURED for one in standings):
        return StandingStatus.UNMEASURED
    return StandingStatus.AHEAD if overall is Rating.ABOVE else StandingStatus.ON_TRACK


def last_data(standings: Iterable[IndicatorStanding]) -> date | None:
    """Return the day up to which the newest of the indicators have data; None without any."""
    return max((one.until for one in standings if one.until), default=None)


def _standing(
    item: ComputedIndicator, policy: AppliedPolicy, plan: Plan, on: date, forecast: IndicatorForecast | None
) -> IndicatorStanding:
    until = item.reached.ends if item.reached else None
    achievement = item.reached.achievement if item.reached else None
    place = policy.place(achievement)
    not_loaded = _not_loaded(item, until, plan, on)
    status = _status(place, forecast)
    runs = on < plan.last_day
    return IndicatorStanding(
        thread=item.thread,
        name=item.name,
        item=item,
        status=status,
        place=place,
        percent="" if achievement is None else percent_beside(achievement, policy.limits),
        until=until,
        not_loaded=not_loaded,
        figure=figure_words(item),
        expected=_expected(item, plan, on) if runs else "",
        target=_target(item),
        why=_why(item, place, forecast, not_loaded),
        forecast=forecast,
        advice=advice_on(item, ends=plan.last_day, on=on, not_loaded=not_loaded)
        if runs and not _is_safe(status, forecast)
        else None,
    )


def _is_safe(status: StandingStatus, forecast: IndicatorForecast | None) -> bool:
    """Return whether no remark is needed: it is not behind, and its pace surely leads to the target."""
    if status is StandingStatus.BEHIND:
        return False
    return forecast is None or forecast.outlook in (Outlook.REACHED, Outlook.SAFE)


def _status(place: Rating | None, forecast: IndicatorForecast | None) -> StandingStatus:
    if place is None:
        return StandingStatus.UNMEASURED
    if place is Rating.BELOW or (forecast is not None and forecast.outlook is Outlook.MISSED):
        return StandingStatus.BEHIND
    return StandingStatus.AHEAD if place is Rating.ABOVE else StandingStatus.ON_TRACK


def _why(
    item: ComputedIndicator, place: Rating | None, forecast: IndicatorForecast | None, not_loaded: str
) -> str:
    if place is None:
        if not item.is_due and item.due_on is not None:
            return f"jatuh tempo {day_and_month(item.due_on)}"
        missing = _missing(item, not_loaded)
        return f"belum ada data; {missing}" if missing else "belum ada data"
    if place is not Rating.BELOW and forecast is not None and forecast.outlook is Outlook.MISSED:
        return forecast.outlook.label
    return place_words(item, place)


def _missing(item: ComputedIndicator, not_loaded: str) -> str:
    if not not_loaded:
        return ""
    return f"{not_loaded} {'belum dimuat' if item.measure else 'belum diisi'}"


def _not_loaded(item: ComputedIndicator, until: date | None, plan: Plan, on: date) -> str:
    """Return the months of the plan that are over and have no data, nor a later value to stand for them."""
    if item.pace is Pace.ONCE:
        return ""
    told = measured_months(
        [(one.starts, one.ends) for one in item.series],
        starts=until + timedelta(days=1) if until and item.fills_back else plan.starts,
        ends=plan.last_day,
        as_of=min(on, plan.last_day),
        uncounted=item.uncounted_spans,
    )
    return month_names(told.missing)


def _expected(item: ComputedIndicator, plan: Plan, on: date) -> str:
    """Return the amount due today of a target that grows; empty for others."""
    if on < plan.starts or (item.pace is not Pace.STEADY and not item.divided.is_points):
        return ""
    away = item.uncounted_spans if item.counted is not None else ()
    if item.divided.is_points:
        point = point_due(item.divided, starts=plan.starts, ends=plan.ends, on=on)
        return "" if point is None else amount_words(item, point * item.full_time_target / item.target)
    share = share_due(item.divided, starts=plan.starts, ends=plan.ends, on=on, uncounted=away)
    return amount_words(item, item.full_time_target * share)


def _target(item: ComputedIndicator) -> str:
    """Return the target of the whole plan; where the exposure or days away changed it, both are named."""
    told = _scaled_target(item)
    if item.whole_target == item.full_time_target:
        return told
    return f"{amount_words(item, item.whole_target)} untuk waktu yang dihitung, dari {told} setahun penuh"


def _scaled_target(item: ComputedIndicator) -> str:
    agreed, exposure = amount_words(item, item.target), item.exposure
    if item.adjusted_target is None or exposure is None:
        return agreed
    return (
        f"{amount_words(item, item.adjusted_target)}, disesuaikan dari {agreed} karena "
        f"{exposure.name.lower()} {display(exposure.actual)}, direncanakan {display(exposure.planned)}"
    )


def _loss(standing: IndicatorStanding) -> Fraction:
    reached = standing.item.reached
    achieved = reached.achievement if reached else None
    return standing.item.weight * (100 - (achieved or 0))
