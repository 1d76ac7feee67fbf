"""The months of a period with data, those that are missing, and the share of the period that is measured.

A month that was never loaded is missing: neither zero nor done. POLICY, the same for everybody.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from terukur.notation.dates import month_name
from terukur.regulation.plan_time import Span, counted_months, is_uncounted, months_until


@dataclass(frozen=True, slots=True)
class MeasuredMonths:
    """The months of a period, each by its first day, in the order of time.

    ``due`` are over by the day of comparison (or run and have data already), ``covered`` have data,
    ``missing`` are due without any. ``share`` is the part of the period that counts as measured.
    """

    due: tuple[date, ...]
    covered: tuple[date, ...]
    missing: tuple[date, ...]
    share: Fraction


def measured_months(
    spans: Sequence[Span],
    *,
    starts: date,
    ends: date,
    as_of: date,
    fills_back: bool = False,
    uncounted: Sequence[Span] = (),
) -> MeasuredMonths:
    """Return the months of a period with and without data as of a day.

    ``spans`` are the days of each value. Where ``fills_back`` is true a value also stands for the months
    before it (a state at a time, or a statement by hand): only the months after the last value lower the
    share, though all months without a value of their own are named. A month that the plan cuts is due only
    where it has data: files have whole months. A month of which no day is counted is neither due nor missing.
    """
    months = tuple(months_between(starts, ends))
    with_data = set(covered_months(spans))
    covered = tuple(month for month in months if month in with_data and month <= as_of)
    over = min(as_of, ends)
    due = tuple(
        month
        for month in months
        if month in covered
        or (
            starts <= month <= _end_of(month) <= over
            and not is_uncounted(starts=month, ends=_end_of(month), uncounted=uncounted)
        )
    )
    missing = tuple(month for month in due if month not in with_data)
    stands_for = [month for month in due if covered and month <= covered[-1]]
    counted = len(stands_for if fills_back else covered)
    return MeasuredMonths(due, covered, missing, Fraction(counted, len(due)) if due else Fraction(0))


def covered_months(spans: Sequence[Span]) -> Iterator[date]:
    """Return the first day of every month that a value lies in."""
    for starts, ends in spans:
        yield from months_between(starts, ends)


def months_between(starts: date, ends: date) -> Iterator[date]:
    """Return the first day of every month from one day to another."""
    month = starts.replace(day=1)
    while month <= ends:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def share_of_plan(
    covered: Collection[date], *, starts: date, ends: date, on: date, uncounted: Sequence[Span] = ()
) -> Fraction:
    """Return the part of a plan's time that lies in the covered months, until the end of ``on``.

    With all months covered it is what ``elapsed_share`` gives.
    """
    whole = months_until(ends, starts)
    parts = (
        counted_months(starts=max(month, starts), ends=min(_end_of(month), ends, on), uncounted=uncounted)
        for month in set(covered)
        if max(month, starts) <= min(ends, on) and _end_of(month) >= starts
    )
    return sum(parts, Fraction(0)) / whole


def month_names(months: Sequence[date]) -> str:
    """Return months as people say them: ``Februari, April–Juni``; empty for none."""
    runs: list[list[date]] = []
    for month in months:
        follows = runs and (runs[-1][-1].year * 12 + runs[-1][-1].month + 1) == (
            month.year * 12 + month.month
        )
        if follows:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(_run_name(run) for run in runs)


def _run_name(run: list[date]) -> str:
    first, last = month_name(run[0].month), month_name(run[-1].month)
    return first if len(run) == 1 else f"{first}–{last}"


def _end_of(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])
