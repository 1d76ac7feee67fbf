"""The real amount of work beside the planned one, and its source."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from terukur.measurement.models import ExposureChange, Observation
from terukur.measurement.queries import awaits_second_person
from terukur.notation.numbers import display
from terukur.planning.models import Indicator, Measure, Plan
from terukur.regulation.plan_time import Span, elapsed_share
from terukur.regulation.scales import Combination


@dataclass(frozen=True, slots=True)
class Exposed:
    """The exposure that a target is scaled to; ``value`` is None where it is as planned.

    ``rows`` are the observations that it comes from, ``reason`` the words of a change by hand.
    ``tells_absence`` is true where an absence of the person shows in it already.
    """

    value: Fraction | None = None
    reason: str = ""
    since: date | None = None
    tells_absence: bool = False
    rows: Sequence[Observation] = field(default_factory=list)
    steps: tuple[str, ...] = ()


def exposed(
    indicator: Indicator,
    *,
    change: ExposureChange | None,
    observations: Sequence[Observation],
    plan: Plan,
    as_of: date,
    uncounted: Sequence[Span] = (),
) -> Exposed:
    """Return the exposure: a change by hand, with its reason, before data; data before the plan.

    ``uncounted`` are days before the start of measuring, of which no rows are there.
    """
    if change is not None:
        return Exposed(Fraction(change.exposure), change.reason, change.since, tells_absence=True)
    measure, planned = indicator.exposure_measure, indicator.exposure_planned
    rows = [row for row in observations if row.measure_id == indicator.exposure_measure_id]
    if measure is None or planned is None or not rows:
        return Exposed()
    if awaits_second_person(rows, measured=plan.assignment.employee.user_id):
        return Exposed(steps=("Data paparan dimuat oleh yang diukur sendiri; belum dikonfirmasi",))
    last = min(as_of, rows[-1].ends)
    share = elapsed_share(starts=plan.starts, ends=plan.ends, on=last, uncounted=uncounted)
    if measure.combination == Combination.LATEST:
        # A state at a time comes from the newest figure alone, so only its file is named.
        rows = rows[-1:]
    amounts = [row.amount for row in rows]
    total, combination = sum(amounts, Fraction(0)), Combination(measure.combination)
    seen, expected = amounts[-1], Fraction(planned)
    if combination is Combination.SUM:
        if share == 0:
            return Exposed()
        # A sum over months is compared with the part of the plan that is over.
        seen, expected = total, Fraction(planned) * share
    elif combination is Combination.MEAN:
        seen = total / len(amounts)
    value = Fraction(planned) * seen / expected
    step = f"Paparan dari data “{measure.name}”: {display(seen)}, direncanakan {display(expected)}"
    return Exposed(
        value,
        tells_absence=measure.subject == Measure.Subject.EMPLOYEE,
        rows=rows,
        since=rows[0].starts,
        steps=(step,),
    )
