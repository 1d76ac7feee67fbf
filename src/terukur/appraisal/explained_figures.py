"""The figures of one indicator for the explanation: the total, the period's own value, the months."""

from collections.abc import Collection
from fractions import Fraction
from typing import Any

from terukur.appraisal.tree import (
    AppliedPolicy,
    ComputedIndicator,
    DataMonths,
    ExposureFigure,
    FileSource,
    OwnFigure,
    ReachedTotal,
)
from terukur.appraisal.tree_json import to_json
from terukur.notation.numbers import as_json
from terukur.regulation.scales import Rating

_AS_STORED = (
    "thread name aspect unit direction pace origin measure is_due due_on compared_until steps sources "
    "series season"
).split()
_NUMBERS = "weight target target_high due_target due_target_high realization last_year".split()


def explained(indicator: ComputedIndicator, policy: AppliedPolicy) -> dict[str, Any]:
    """Return one indicator of a computation in the shape promised for ``explain --json``."""
    return {
        **{name: to_json(getattr(indicator, name)) for name in _AS_STORED},
        **{name: number(getattr(indicator, name)) for name in _NUMBERS},
        **_achieved(indicator, policy),
        "reached": _reached(indicator.reached, policy) if indicator.reached else None,
        "own": _own(indicator.own, policy) if indicator.own else None,
        "months": _months(indicator.months),
        "is_countable": indicator.is_countable,
        "adjusted_target": number(indicator.adjusted_target),
        "exposure": _exposure(indicator.exposure) if indicator.exposure else None,
        **_newest_file(indicator),
    }


def number(exact: Fraction | None, *, beside: Collection[Fraction] = ()) -> dict[str, str] | None:
    """Return a number of a tree for the doors.

    Beside limits it is a percentage: one decimal, and more where it would seem to cross one of them.
    """
    return as_json(exact, beside=beside, places=1 if beside else 2)


def rating(name: str, value: str | None) -> dict[str, str | None]:
    """Return a rating and, beside it, its official label."""
    return {name: value or None, f"{name}_label": Rating(value).label if value else None}


def _achieved(figures: ComputedIndicator | ReachedTotal | OwnFigure, policy: AppliedPolicy) -> dict[str, Any]:
    """Return an achievement with its place in the band of the policy."""
    return {
        "achievement": number(figures.achievement, beside=policy.limits),
        **rating("place", policy.place(figures.achievement)),
    }


def _reached(reached: ReachedTotal, policy: AppliedPolicy) -> dict[str, Any]:
    """Return the achievement of the total at its last data, with the months of these data."""
    return {
        "starts": to_json(reached.starts),
        "ends": to_json(reached.ends),
        "label": reached.label,
        "origin": reached.origin,
        **_achieved(reached, policy),
    }


def _own(own: OwnFigure, policy: AppliedPolicy) -> dict[str, Any]:
    """Return the period's own value with exactly its own files and rows."""
    return {
        "label": own.label,
        **{name: to_json(getattr(own, name)) for name in ("starts", "ends", "step", "sources")},
        **{name: number(getattr(own, name)) for name in ("value", "due_target", "due_target_high")},
        **_achieved(own, policy),
    }


def _months(months: DataMonths | None) -> dict[str, Any]:
    return {
        "covered": to_json(months.covered) if months else [],
        "missing": to_json(months.missing) if months else [],
        "covered_label": months.covered_label if months else "",
        "missing_label": months.missing_label if months else "",
        "share": number(months.share) if months else None,
        "fills_back": months is None or months.fills_back,
    }


def _exposure(exposure: ExposureFigure) -> dict[str, Any]:
    return {
        "name": exposure.name,
        "planned": number(exposure.planned),
        "actual": number(exposure.actual),
        "reason": exposure.reason,
        "sources": to_json(exposure.sources or ()),
    }


def _newest_file(indicator: ComputedIndicator) -> dict[str, Any]:
    files = [source for source in indicator.sources if isinstance(source, FileSource)]
    newest = files[-1] if files else None
    return {
        "source": newest.file if newest else None,
        "sha256": newest.sha256 if newest else None,
        "rows": to_json(newest.rows) if newest else [],
        "counted_rows": newest.counted if newest else 0,
    }
