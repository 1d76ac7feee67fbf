"""The time of a plan in months, and the days of it that are not counted: before the start, or away.

Nothing here is law: PermenPANRB 6/2022 does not say how a target follows an absence, so the rule is the
agency's policy (POLICY), the same for everybody. A day that is not counted lowers what was to be reached by
its own share of its month. It never adds anything to what was reached, and it is never a zero.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from terukur.notation.dates import day_and_month
from terukur.notation.numbers import display
from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision, InputRefused

Span = tuple[date, date]
_DAY = timedelta(days=1)


def months_until(day: date, starts: date) -> Fraction:
    """Return the months from the beginning of ``starts`` to the end of ``day``."""

    def position(year: int, month: int, days: int) -> Fraction:
        length = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
        return Fraction(year * 12 + month) + Fraction(days, length)

    return position(day.year, day.month, day.day) - position(starts.year, starts.month, starts.day - 1)


def joined(spans: Iterable[Span], *, starts: date, ends: date) -> list[Span]:
    """Return the days of some spans inside others' limits, each day once, neighbors joined."""
    found: list[Span] = []
    for first, last in sorted((max(first, starts), min(last, ends)) for first, last in spans):
        if first > last:
            continue
        if found and first <= found[-1][1] + _DAY:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def counted_months(*, starts: date, ends: date, uncounted: Sequence[Span] = ()) -> Fraction:
    """Return the months from one day to another, without the days that are not counted."""
    if ends < starts:
        return Fraction(0)
    away = joined(uncounted, starts=starts, ends=ends)
    return months_until(ends, starts) - sum((months_until(last, first) for first, last in away), Fraction(0))


def is_uncounted(*, starts: date, ends: date, uncounted: Sequence[Span]) -> bool:
    """Return whether no day from one to another is counted."""
    return joined(uncounted, starts=starts, ends=ends) == [(starts, ends)]


def elapsed_share(*, starts: date, ends: date, on: date, uncounted: Sequence[Span] = ()) -> Fraction:
    """Return the share of the plan's days over at the end of ``on``, from 0 to 1; each month weighs the same.

    A plan is cut by months, as targets are agreed by months: March 31 of a year's plan is 3/12,
    whatever the number of days. Inside a month the days of that month count evenly. Days that are not counted
    are taken off, so that the share of the last day stays below 1.
    """
    if on < starts:
        return Fraction(0)
    over = counted_months(starts=starts, ends=min(on, ends), uncounted=uncounted)
    return over / months_until(ends, starts)


@dataclass(frozen=True, slots=True)
class CountedTime:
    """The counted months of a period, of all its months, and the share of a yearly target that is left."""

    months: Fraction
    of: Fraction
    share: Fraction


def counted_time(*, starts: date, ends: date, away: str = "") -> Decision[CountedTime]:
    """Return how much of a period is counted for somebody who was away on some days of it.

    A target that grows with time is due for the counted part; one that holds at every moment stays as it is.
    Whoever is away on every day has no period to rate: it is nobody's late duty, and no zero. Which kinds of
    leave there are is law (PP 11/2017 Pasal 310); what they do to a target is POLICY: none says it.

    ``away`` are spans such as ``2026-03-01..2026-03-31``, with commas between them.

    :raises InputRefused: for a span that is none, or a period that ends before it begins.
    """
    if ends < starts:
        raise InputRefused("ends", "hari terakhir mendahului hari pertama.")
    spans = [_span(written) for written in away.split(",") if written.strip()]
    whole = months_until(ends, starts)
    months = counted_months(starts=starts, ends=ends, uncounted=spans)
    steps = [
        f"Tidak dihitung: {day_and_month(first)} – {day_and_month(last)}"
        for first, last in joined(spans, starts=starts, ends=ends)
    ]
    steps.append(f"Dihitung: {display(months)} dari {display(whole)} bulan")
    return Decision(
        CountedTime(months, whole, months / whole), tuple(steps), cite("kinds-of-leave", "counted-time")
    )


def _span(written: str) -> Span:
    first, _, last = written.partition("..")
    try:
        span = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
    except ValueError as error:
        raise InputRefused("away", f"“{written}” bukan rentang; tulis 2026-03-01..2026-03-31.") from error
    if span[1] < span[0]:
        raise InputRefused("away", f"“{written}”: hari terakhir mendahului hari pertama.")
    return span
