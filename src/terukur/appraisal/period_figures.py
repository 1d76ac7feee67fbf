"""The figures of an indicator in a period: months with data, own value, and the target to compare with.

A value belongs to its period. The total since the plan began is compared with the target of the months that
have data, like with like; a period without any data is not measured in it.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from terukur.appraisal.counting import Counting
from terukur.appraisal.realizing import PlanInputs, Realized
from terukur.appraisal.tree import DataMonths, OwnFigure, ReachedTotal
from terukur.regulation.achievement import DueTarget, Target, achievement_of, target_due
from terukur.regulation.dividing import share_due
from terukur.regulation.measured_months import (
    MeasuredMonths,
    covered_months,
    measured_months,
    month_names,
    months_between,
)
from terukur.regulation.scales import Pace

PAST = ("Selesai sebelum periode ini dan dihitung pada periodenya.",)


def months_of(realized: Realized, inputs: PlanInputs, counting: Counting) -> MeasuredMonths:
    """Return the months of the period with and without data."""
    return measured_months(
        realized.spans,
        starts=inputs.starts,
        ends=inputs.ends,
        as_of=inputs.as_of,
        fills_back=realized.fills_back,
        uncounted=counting.month_spans,
    )


def compared_until(realized: Realized, inputs: PlanInputs) -> date:
    """Return the day up to which realization and target are compared: the last one that has data.

    Months whose data have not come in are not measured, never zero, whether the period runs or is over.
    """
    if not realized.series:
        return inputs.as_of
    return min(inputs.as_of, max(ends for _, ends in realized.spans))


def due_of(
    target: Target, realized: Realized, inputs: PlanInputs, until: date, counting: Counting
) -> DueTarget | None:
    """Return the target for the months that have data; one-time targets are due by the calendar."""
    plan = inputs.version.plan
    on = inputs.as_of if target.pace is Pace.ONCE else until
    share = None
    if realized.series and not realized.fills_back:
        share = share_due(
            target.division,
            starts=plan.starts,
            ends=plan.ends,
            on=on,
            uncounted=counting.target_spans,
            months=set(covered_months(realized.spans)),
        )
    return target_due(
        target, starts=plan.starts, ends=plan.ends, on=on, share=share, uncounted=counting.target_spans
    )


def is_of_the_past(target: Target, realized: Realized, inputs: PlanInputs) -> bool:
    """Return whether a one-time target was due, and reached or missed, before the period began."""
    if target.pace is not Pace.ONCE or target.due is None or not realized.series:
        return False
    return max(target.due, *(ends for _, ends in realized.spans)) < inputs.starts


def month_steps(
    months: MeasuredMonths, realized: Realized, is_measured: bool, due: DueTarget | None
) -> Iterator[str]:
    """Yield the missing months, in words, where there are any."""
    if due is None or not months.missing:
        return
    yield f"Bulan periode ini tanpa data: {month_names(months.missing)}; tidak dihitung nol"
    if realized.value is not None and not is_measured:
        yield "Periode ini belum terukur: angka di atas berasal dari bulan-bulan sebelumnya"


def data_months(months: MeasuredMonths, share: Fraction, realized: Realized) -> DataMonths:
    """Return the months of the period as the tree keeps them."""
    return DataMonths(
        due=tuple(months.due),
        covered=tuple(months.covered),
        missing=tuple(months.missing),
        share=share if realized.series else Fraction(0),
        fills_back=realized.fills_back,
    )


def total_reached(achievement: Fraction | None, realized: Realized, until: date) -> ReachedTotal | None:
    """Return the achievement of the total at the last data, whether or not these lie in the period."""
    if not realized.series:
        return None
    first = realized.spans[-1][0] if realized.is_state else min(s for s, _ in realized.spans)
    return ReachedTotal(first, until, achievement, realized.origin)


def own_figure(
    realized: Realized, target: Target, inputs: PlanInputs, counting: Counting
) -> OwnFigure | None:
    """Return the period's own value beside its own part of the target, with its own rows alone."""
    own, plan = realized.own, inputs.version.plan
    if own is None:
        return None
    until = min(inputs.as_of, max(ends for _, ends in own.spans))
    months = (
        months_between(min(starts for starts, _ in own.spans), until)
        if realized.fills_back
        else covered_months(own.spans)
    )
    share = share_due(
        target.division,
        starts=plan.starts,
        ends=plan.ends,
        on=until,
        uncounted=counting.target_spans,
        months=set(months),
    )
    due = (
        None
        if target.pace is Pace.ONCE
        else target_due(target, starts=plan.starts, ends=plan.ends, on=until, share=share)
    )
    achievement = None
    if due is not None and due.low:
        achievement = achievement_of(
            realization=own.value, low=due.low, high=due.high, direction=target.direction
        ).result
    first = own.spans[-1][0] if realized.is_state else min(s for s, _ in own.spans)
    return OwnFigure(
        value=own.value,
        starts=first,
        ends=until,
        due_target=due.low if due else None,
        due_target_high=due.high if due else None,
        achievement=achievement,
        step=own.step,
        sources=own.sources,
    )
