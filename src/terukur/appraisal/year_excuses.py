"""Reasons why the rating of a year does not wait for one of its periods."""

from collections.abc import Sequence
from datetime import date

from terukur.appraisal.models import Appraisal
from terukur.employment.left_out import left_out_reasons
from terukur.employment.uncounted import UncountedSpan, uncounted_spans
from terukur.regulation.periods import Period
from terukur.regulation.plan_time import is_uncounted


def excuses_of(years: Sequence[Appraisal], periods: Sequence[Period]) -> dict[int, dict[Period, str]]:
    """Return for each appraisal of a year the periods of it that it need not wait for, with the reason.

    There was nothing to rate in them, or the performance team wrote why they are not there. Three statements.
    """
    if not years:
        return {}
    year = years[0].period.year
    people = {a.plan.assignment.employee_id for a in years}
    units = {a.plan.assignment.position.unit_id for a in years}
    away = uncounted_spans(people, starts=date(year, 1, 1), ends=date(year, 12, 31))
    reasons = left_out_reasons(periods, units=units, employees=people)
    return {a.pk: _excuses(a, periods, away.get(a.plan.assignment.employee_id, []), reasons) for a in years}


def _excuses(
    appraisal: Appraisal,
    periods: Sequence[Period],
    away: list[UncountedSpan],
    reasons: dict[tuple[Period, int | None, int | None], str],
) -> dict[Period, str]:
    plan = appraisal.plan
    place = plan.assignment
    found: dict[Period, str] = {}
    for quarter in periods:
        starts, ends = max(quarter.starts, plan.starts), min(quarter.ends, plan.last_day)
        if starts > ends:
            continue
        if is_uncounted(starts=starts, ends=ends, uncounted=[(one.starts, one.ends) for one in away]):
            inside = [one.why for one in away if one.starts <= ends and one.ends >= starts]
            found[quarter] = "tidak ada hari yang dihitung (" + "; ".join(inside) + ")"
            continue
        for key in (
            (quarter, None, place.employee_id),
            (quarter, place.position.unit_id, None),
            (quarter, None, None),
        ):
            if key in reasons:
                found[quarter] = reasons[key]
                break
    return found
