"""The rest of a plan's target, counted from today, in units that people work in.

Only here a figure is given per week. Home, talk sheet, digest, appraisal and team take it from here, so that
the same figure is the same everywhere.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from terukur.appraisal.tree import ComputedIndicator
from terukur.coaching.figure_words import amount_words
from terukur.notation.dates import day_and_month
from terukur.notation.numbers import display
from terukur.regulation.plan_time import joined
from terukur.regulation.scales import Direction, Pace

_WEEK = 7
# Below this number a week the whole rest is shown: "4 laporan lagi", not "1 laporan per minggu".
_FEW = 3


@dataclass(frozen=True, slots=True)
class TargetAdvice:
    """The rest of a target that grows until the plan ends, from today on.

    ``weeks`` is counted in halves. ``per_week`` is None where few pieces are left, or less than a week.
    """

    remaining: Fraction
    until: date
    weeks: Fraction
    per_week: Fraction | None
    words: str


def advice_on(item: ComputedIndicator, *, ends: date, on: date, not_loaded: str) -> TargetAdvice | None:
    """Return the amount that still reaches the target; None where it is reached, over, or of another kind.

    ``not_loaded`` names the months whose data may hold a part of it already.
    """
    if (item.pace, item.direction) != (Pace.STEADY, Direction.HIGHER):
        return None
    if item.realization is None or on >= ends:
        return None
    remaining = item.whole_target - item.realization
    if remaining <= 0:
        return None
    away = joined(item.uncounted_spans, starts=on + timedelta(days=1), ends=ends)
    days = (ends - on).days - sum((last - first).days + 1 for first, last in away)
    weeks = Fraction(round(Fraction(days * 2, _WEEK)), 2)
    per_week = _per_week(item, remaining, weeks)
    words = f"{amount_words(item, remaining)} lagi sampai {day_and_month(ends)}"
    if per_week is not None:
        words += f" ({display(per_week, 1)} per minggu selama {weeks_words(weeks)})"
    if not_loaded:
        first = "muat dulu data" if item.measure else "isi dulu angka"
        words += f", atau {first} {not_loaded}"
    return TargetAdvice(remaining, ends, weeks, per_week, words)


def weeks_words(weeks: Fraction) -> str:
    """Return weeks in halves as people say them: ``4½ minggu``."""
    half = "½" if weeks.denominator == 2 else ""
    return f"{int(weeks) or ''}{half} minggu"


def _per_week(item: ComputedIndicator, remaining: Fraction, weeks: Fraction) -> Fraction | None:
    if weeks < 1:
        return None
    needed = remaining / weeks
    if item.is_countable:
        needed = Fraction(ceil(needed))
    return None if needed < _FEW else needed
