"""Days of a plan that are not counted: for which indicators, for their targets or for their months alone.

The rule itself is pure (``regulation.plan_time``). Here it is decided for what it holds: an absence of a
person lowers what this person was to reach, not what a whole unit was to reach; and where the work that there
really was is known already, the same absence is not taken off a second time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from terukur.appraisal.exposure import Exposed
from terukur.appraisal.realizing import PlanInputs
from terukur.appraisal.tree import UncountedDays
from terukur.employment.uncounted import LAST
from terukur.notation.dates import day_words
from terukur.notation.numbers import display
from terukur.planning.models import Indicator, Measure
from terukur.regulation.dividing import EVEN, TargetDivision, share_due
from terukur.regulation.plan_time import Span, counted_months, is_uncounted, joined, months_until
from terukur.regulation.scales import Pace

_CONTINUES = "angka unit berjalan terus, jadi targetnya tetap"
_KNOWN = "paparan yang nyata sudah menunjukkannya, jadi target tidak dikurangi sekali lagi"


@dataclass(frozen=True, slots=True)
class Counting:
    """Days that an indicator does not count: ``months`` ask for no data, ``target`` is less by these."""

    months: tuple[UncountedDays, ...] = ()
    target: tuple[UncountedDays, ...] = ()
    steps: tuple[str, ...] = ()

    @property
    def month_spans(self) -> list[Span]:
        """The days whose months ask for no data."""
        return spans_of(self.months)

    @property
    def target_spans(self) -> list[Span]:
        """The days by which the target is lowered."""
        return spans_of(self.target)


def counting_of(indicator: Indicator, exposure: Exposed, inputs: PlanInputs) -> Counting:
    """Return the days that one indicator does not count, and the lines that say so."""
    found = tuple(inputs.uncounted)
    if not found:
        return Counting()
    before = tuple(one for one in found if not one.is_away)
    of_unit = indicator.measure is not None and indicator.measure.subject == Measure.Subject.UNIT
    stays = _CONTINUES if of_unit else _KNOWN if exposure.tells_absence else ""
    target = before if stays else found
    return Counting(before if of_unit else found, target, tuple(_steps(indicator, inputs, target, stays)))


def counted_part(counting: Counting, inputs: PlanInputs, division: TargetDivision = EVEN) -> Fraction | None:
    """Return the part of the plan's time that is counted for the target; None where it is all of it."""
    plan = inputs.version.plan
    if not joined(counting.target_spans, starts=plan.starts, ends=plan.ends):
        return None
    return share_due(
        division, starts=plan.starts, ends=plan.ends, on=plan.ends, uncounted=counting.target_spans
    )


def excuse_of(inputs: PlanInputs) -> str:
    """Return why nothing of a period can be counted, with the days; empty where some day can."""
    spans = spans_of(inputs.uncounted)
    if not is_uncounted(starts=inputs.starts, ends=inputs.ends, uncounted=spans):
        return ""
    reasons = "; ".join(_told(one, inputs.starts, inputs.ends) for one in _inside(inputs))
    return f"Tidak ada hari yang dihitung pada periode ini: {reasons}. Tidak dinilai, dan bukan nol."


def counting_lines(inputs: PlanInputs) -> tuple[str, ...]:
    """Return for the whole appraisal the days that are not counted, each with its reason."""
    return tuple(_line(one, inputs) for one in _inside(inputs, since_plan=True))


def counted_from(uncounted: Sequence[UncountedDays], *, starts: date) -> date:
    """Return the first day of a plan from which values count: they begin with the start of measuring."""
    return max([starts, *(one.ends + timedelta(days=1) for one in uncounted if not one.is_away)])


def spans_of(days: Sequence[UncountedDays]) -> list[Span]:
    """Return days that are not counted as spans."""
    return [(one.starts, one.ends) for one in days]


def is_excused(days: Sequence[UncountedDays], *, starts: date, ends: date) -> bool:
    """Return whether no day of a period is counted, so that there is nothing to rate."""
    return is_uncounted(starts=starts, ends=ends, uncounted=spans_of(days))


def uncounted_words(days: Sequence[UncountedDays]) -> list[str]:
    """Return days that are not counted as a reader is told them, one line each."""
    return [_in_words(one) for one in days]


def _in_words(one: UncountedDays) -> str:
    if not one.is_away:
        first = day_words(one.ends + timedelta(days=1))
        return f"Dihitung sejak {first} ({one.why}). Bulan sebelumnya belum diukur, bukan nol."
    last = "belum ada tanggal akhir" if one.ends == LAST else day_words(one.ends)
    return f"Tidak bertugas {day_words(one.starts)} – {last}: {one.why}. Harinya tidak dihitung."


def _steps(
    indicator: Indicator, inputs: PlanInputs, target: Sequence[UncountedDays], stays: str
) -> list[str]:
    plan, as_of = inputs.version.plan, inputs.as_of
    steps = [_line(one, inputs) for one in _inside(inputs, since_plan=True) if one in target]
    left_out = [one for one in _inside(inputs, since_plan=True) if one not in target]
    steps += [f"{_line(one, inputs)}; {stays}" for one in left_out]
    if indicator.pace == Pace.STEADY and steps and joined(spans_of(target), starts=plan.starts, ends=as_of):
        gone = months_until(as_of, plan.starts)
        left = counted_months(starts=plan.starts, ends=as_of, uncounted=spans_of(target))
        steps.append(
            f"Waktu yang dihitung sampai {day_words(as_of)}: {display(left)} dari {display(gone)} bulan"
        )
    if indicator.pace == Pace.ONCE and indicator.due is not None:
        steps += [
            f"Jatuh tempo {day_words(indicator.due)} ketika tidak bertugas; penilai mempertimbangkannya"
            for one in target
            if one.is_away and one.starts <= indicator.due <= one.ends
        ]
    return steps


def _inside(inputs: PlanInputs, *, since_plan: bool = False) -> list[UncountedDays]:
    first = inputs.version.plan.starts if since_plan else inputs.starts
    last = min(inputs.as_of, inputs.ends) if since_plan else inputs.ends
    return [one for one in inputs.uncounted if one.starts <= last and one.ends >= first]


def _line(one: UncountedDays, inputs: PlanInputs) -> str:
    if not one.is_away:
        first = day_words(one.ends + timedelta(days=1))
        return f"Dihitung sejak {first} ({one.why}); sebelumnya belum diukur, bukan nol"
    return (
        f"Tidak bertugas {_told(one, inputs.version.plan.starts, inputs.version.plan.ends)}: tidak dihitung"
    )


def _told(one: UncountedDays, starts: date, ends: date) -> str:
    first, last = max(one.starts, starts), min(one.ends, ends)
    what = one.why if one.is_away else f"belum diukur, {one.why}"
    return f"{day_words(first)} – {day_words(last)} ({what})"
