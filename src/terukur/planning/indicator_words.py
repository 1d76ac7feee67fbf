"""Hints on the indicators of a plan, from what is stored of them."""

from collections.abc import Iterable
from fractions import Fraction
from uuid import UUID

from terukur.planning.models import Indicator, Plan
from terukur.regulation.indicator_hints import IndicatorHint, IndicatorWords, indicator_hints
from terukur.regulation.scales import Combination, Direction

_WHOLE_YEAR = 360


def hints_in(indicators: Iterable[Indicator], plan: Plan) -> dict[UUID, list[IndicatorHint]]:
    """Return the hints of each indicator that has any, by thread."""
    told = {one.thread: hints_of(one, plan) for one in indicators}
    return {thread: hints for thread, hints in told.items() if hints}


def hints_of(indicator: Indicator, plan: Plan) -> list[IndicatorHint]:
    """Return what is worth a second look in an indicator."""
    return indicator_hints(
        IndicatorWords(
            name=indicator.name,
            unit=indicator.unit,
            direction=Direction(indicator.direction),
            target=_fraction(indicator.target),
            target_high=_fraction(indicator.target_high),
            source=indicator.source,
            is_measured=indicator.measure_id is not None,
            worst_last_year=_fraction(indicator.last_year_value) if _compares(indicator, plan) else None,
        )
    )


def _compares(indicator: Indicator, plan: Plan) -> bool:
    """Return whether last year's value is of as much time and work as the target."""
    if indicator.combined_by is not Combination.SUM:
        return True
    return indicator.exposure_planned is None and (plan.ends - plan.starts).days >= _WHOLE_YEAR


def _fraction(value: object) -> Fraction | None:
    return None if value is None else Fraction(str(value))
