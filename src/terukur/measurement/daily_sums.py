"""Sums of the amounts that were written for an indicator in a month, beside what was confirmed of them.

A sum is offered, never stored by itself: an entry without an amount adds nothing, and is told. What was
corrected after the confirmation shows as another sum now; the confirmed one stays until the owner confirms
again.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncMonth

from terukur.measurement.daily import standing_entries
from terukur.measurement.models import CountedEntry, DailyProgress, EvidenceFreeze, Realization
from terukur.organization.models import Employee
from terukur.planning.models import Indicator, PlanVersion
from terukur.regulation.periods import Period
from terukur.regulation.scales import Combination


@dataclass(frozen=True, slots=True)
class DailySum:
    """A sum, of how many entries, and how many more had no amount."""

    total: int
    counted: int
    without_amount: int


def add_up(amounts: Iterable[int | None]) -> DailySum:
    """Return the sum of the amounts that are there; a missing one is neither zero nor anything else."""
    stated = list(amounts)
    known = [amount for amount in stated if amount is not None]
    return DailySum(sum(known), len(known), len(stated) - len(known))


class SumState(StrEnum):
    """How the entries of a month stand to the realization of the same month."""

    RUNNING = "running"
    OPEN = "open"
    EMPTY = "empty"
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    TYPED = "typed"
    LONGER = "longer"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class MonthSum:
    """The entries of a month for an indicator, what they come to, and the realization that is there."""

    plan: int
    indicator: Indicator
    month: Period
    entries: Sequence[DailyProgress]
    sum: DailySum
    realization: Realization | None
    state: SumState

    @property
    def can_be_confirmed(self) -> bool:
        """True where the owner's confirmation would store something."""
        return self.state in (SumState.OPEN, SumState.CHANGED, SumState.TYPED) and self.sum.counted > 0

    @property
    def mark(self) -> str:
        """The mark of exactly these entries; a confirmation names what its reader saw."""
        return mark_of(self.entries)


def mark_of(entries: Iterable[DailyProgress]) -> str:
    """Return the mark of these versions of entries, in whatever order."""
    keys = sorted(entry.pk for entry in entries)
    return hashlib.sha256(",".join(map(str, keys)).encode()).hexdigest()[:16]


def month_sums(employee: Employee, *, on: date) -> list[MonthSum]:
    """Return the sums of this year and the last for an employee's indicators, newest month first."""
    own = DailyProgress.objects.filter(plan__assignment__employee=employee)
    since = date(on.year - 1, 1, 1)
    by_month: dict[tuple[int, UUID, Period], list[DailyProgress]] = defaultdict(list)
    for entry in standing_entries(own, since, on).select_related("file"):
        if entry.indicator is not None:
            by_month[entry.plan_id, entry.indicator, Period.month_of(entry.day)].append(entry)
    stated = _stated(employee, since)
    months = set(by_month) | {
        (one.plan_id, one.thread, Period.month_of(one.starts))
        for one in stated
        if one.is_sum  # type: ignore[attr-defined]
    }
    if not months:
        return []
    indicators = {(one.result.version.plan_id, one.thread): one for one in _indicators(months)}
    frozen = _frozen({plan for plan, _thread, _month in months})
    found = []
    for plan, thread, month in sorted(months, key=lambda key: (key[2].starts, str(key[1])), reverse=True):
        indicator = indicators.get((plan, thread))
        if indicator is None:
            continue
        entries = by_month.get((plan, thread, month), [])
        near = [
            one
            for one in stated
            if (one.plan_id, one.thread) == (plan, thread)
            and one.starts <= month.ends
            and one.ends >= month.starts
        ]
        found.append(_month_sum(indicator, plan, month, entries, near, frozen.get(plan), on))
    return found


def _month_sum(
    indicator: Indicator,
    plan: int,
    month: Period,
    entries: Sequence[DailyProgress],
    near: Sequence[Realization],
    frozen: date | None,
    on: date,
) -> MonthSum:
    told = add_up(entry.amount for entry in entries)
    same = next((one for one in near if (one.starts, one.ends) == (month.starts, month.ends)), None)
    state = _state(month, told, same, bool(near), on)
    if frozen is not None and frozen >= month.starts and state not in (SumState.CONFIRMED, SumState.LONGER):
        state = SumState.FROZEN
    return MonthSum(plan, indicator, month, entries, told, same, state)


def _state(month: Period, told: DailySum, same: Realization | None, is_near: bool, on: date) -> SumState:
    if same is not None:
        if same.value == told.total:
            return SumState.CONFIRMED
        return SumState.CHANGED if same.is_sum else SumState.TYPED  # type: ignore[attr-defined]
    if is_near:
        return SumState.LONGER
    if on < month.ends:
        return SumState.RUNNING
    return SumState.OPEN if told.counted else SumState.EMPTY


def _stated(employee: Employee, since: date) -> list[Realization]:
    """Return the newest realization of each span, with whether it is a sum of daily entries."""
    return list(
        Realization.objects.filter(plan__assignment__employee=employee, starts__gte=since)
        .annotate(is_sum=Exists(CountedEntry.objects.filter(realization=OuterRef("pk"))))
        .order_by("plan_id", "thread", "starts", "ends", "-version")
        .distinct("plan_id", "thread", "starts", "ends")
    )


def _indicators(months: Iterable[tuple[int, UUID, Period]]) -> QuerySet[Indicator]:
    keys = list(months)
    return (
        _countable()
        .filter(
            thread__in={thread for _plan, thread, _month in keys},
            result__version__plan__in={plan for plan, _thread, _month in keys},
        )
        .select_related("result__version")
    )


def _countable() -> QuerySet[Indicator]:
    """Return the indicators in force that are filled by hand and add up."""
    return Indicator.objects.filter(
        result__version__status=PlanVersion.Status.SET, measure=None, combination=Combination.SUM
    )


def _frozen(plans: Iterable[int]) -> dict[int, date | None]:
    newest = (
        EvidenceFreeze.objects.filter(plan__in=list(plans)).order_by("plan_id", "-pk").distinct("plan_id")
    )
    return {freeze.plan_id: freeze.until for freeze in newest}


def waiting_entries(employee: Employee, *, on: date) -> QuerySet[DailyProgress]:
    """Return the entries with an amount, of months gone by, for which no realization is there yet."""
    own = DailyProgress.objects.filter(plan__assignment__employee=employee)
    stated = Realization.objects.filter(
        plan=OuterRef("plan"),
        thread=OuterRef("indicator"),
        starts__lte=OuterRef("day"),
        ends__gte=OuterRef("day"),
    )
    countable = _countable().filter(thread=OuterRef("indicator"), result__version__plan=OuterRef("plan"))
    newest = EvidenceFreeze.objects.filter(plan=OuterRef("plan")).order_by("-pk")
    first_open = Subquery(newest.values("until")[:1])
    gone = Period.month_of(on).previous.ends
    return (
        standing_entries(own, date(on.year - 1, 1, 1), gone)
        .filter(Exists(countable), ~Exists(stated), indicator__isnull=False, amount__isnull=False)
        .annotate(frozen=Coalesce(first_open, date(1950, 1, 1)))
        .filter(Q(frozen__lt=TruncMonth(F("day"))))
    )


def sum_now(realization: Realization) -> DailySum | None:
    """Return what the entries of a confirmed sum come to now; None for a realization that is no such sum."""
    if not realization.counted.exists():
        return None
    own = DailyProgress.objects.filter(plan=realization.plan_id)
    now = standing_entries(own, realization.starts, realization.ends).filter(indicator=realization.thread)
    return add_up(entry.amount for entry in now)
