"""The tree of a computation as it is stored and sealed, by whichever version of the rules."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from terukur.appraisal.tree import ComputationTree, ComputedIndicator, ReachedTotal
from terukur.notation import stored_records
from terukur.notation.stored_records import to_json

__all__ = ["from_json", "to_json"]


def from_json(body: Mapping[str, Any]) -> ComputationTree:
    """Return the tree that was stored, by whichever version of the rules."""
    tree = stored_records.from_json(ComputationTree, body)
    if not any(map(_is_of_2026_1, tree.indicators())):
        return tree
    results = [replace(one, indicators=tuple(map(_reached, one.indicators))) for one in tree.results]
    return replace(tree, results=tuple(results))


def _is_of_2026_1(indicator: ComputedIndicator) -> bool:
    return indicator.months is None and bool(indicator.series)


def _reached(indicator: ComputedIndicator) -> ComputedIndicator:
    """Rules 2026.1 counted every achievement for the period, whenever its data were from."""
    if not _is_of_2026_1(indicator):
        return indicator
    total = ReachedTotal(
        starts=indicator.series[0].starts,
        ends=max(one.ends for one in indicator.series),
        achievement=indicator.achievement,
        origin=indicator.origin,
    )
    return replace(indicator, reached=total)
