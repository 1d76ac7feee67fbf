"""Krippendorff's alpha: agreement beyond chance with any number of raters and any missing value.

Krippendorff, Content Analysis (2004), chapter 11: α = 1 − observed ÷ expected disagreement.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
METRICS = ("nominal", "ordinal", "interval", "ratio")


def krippendorff_alpha(scores: Floats, metric: str) -> float:
    """Return alpha of a table of units in rows and raters in columns; NaN is a missing value.

    A unit with one value has no pair and tells nothing. Where all values are the same there is nothing to
    agree about: NaN.

    :raises ValueError: for an unknown metric, or negative values on a ratio scale.
    """
    if metric not in METRICS:
        raise ValueError(f"unknown metric {metric}")
    pairable = scores[np.isfinite(scores).sum(axis=1) >= 2]
    values = pairable[np.isfinite(pairable)]
    if values.size == 0 or np.all(values == values[0]):
        return float("nan")
    if metric == "ratio" and values.min() < 0:
        raise ValueError("a ratio scale has no negative values")
    observed, expected = _DISAGREEMENT[metric](pairable, values)
    return 1 - observed / expected


def _squared(table: Floats, values: Floats) -> tuple[float, float]:
    """Return δ² = (c − k)², by sums: Σ over pairs is 2 (m Σ x² − (Σ x)²)."""
    size = np.isfinite(table).sum(axis=1)
    squares = np.nansum(table**2, axis=1)
    sums = np.nansum(table, axis=1)
    within = 2 * (size * squares - sums**2) / (size - 1)
    n = values.size
    overall = 2 * (n * float((values**2).sum()) - float(values.sum()) ** 2) / (n - 1)
    return float(within.sum()), overall


def _interval(table: Floats, values: Floats) -> tuple[float, float]:
    center = values.mean()
    return _squared(table - center, values - center)


def _ordinal(table: Floats, values: Floats) -> tuple[float, float]:
    """Return n between two ranks, half of each end counted: that is the difference of their middle ranks."""
    kinds, counts = np.unique(values, return_counts=True)
    middle = np.cumsum(counts) - counts / 2
    ranked = np.full(table.shape, np.nan)
    known = np.isfinite(table)
    ranked[known] = middle[np.searchsorted(kinds, table[known])]
    return _interval(ranked, ranked[known])


def _nominal(table: Floats, values: Floats) -> tuple[float, float]:
    size = np.isfinite(table).sum(axis=1)
    kinds, counts = np.unique(values, return_counts=True)
    alike = sum(
        float(((same := (table == kind).sum(axis=1)) * (same - 1) / (size - 1)).sum()) for kind in kinds
    )
    n = values.size
    return n - alike, n - float((counts * (counts - 1)).sum()) / (n - 1)


def _ratio(table: Floats, values: Floats) -> tuple[float, float]:
    """Return δ² = ((c − k) ÷ (c + k))²."""
    size = np.isfinite(table).sum(axis=1)
    columns = table.T
    within = sum(np.nan_to_num(_relative(one, other)) for one in columns for other in columns) / (size - 1)
    kinds, counts = np.unique(values, return_counts=True)
    overall = sum(
        count * float(counts @ _relative(kinds, np.full_like(kinds, kind)))
        for kind, count in zip(kinds, counts, strict=True)
    )
    return float(np.sum(within)), overall / (values.size - 1)


def _relative(one: Floats, other: Floats) -> Floats:
    total = one + other
    return np.divide(one - other, total, out=np.zeros_like(total), where=total != 0) ** 2


_DISAGREEMENT: dict[str, Callable[[Floats, Floats], tuple[float, float]]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}
