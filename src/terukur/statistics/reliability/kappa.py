"""Fleiss' kappa for categories, also where not every unit has the same number of raters."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def fleiss_kappa(scores: Floats) -> float:
    """Return (observed − by chance) ÷ (1 − by chance); units in rows, raters in columns, NaN is missing.

    Observed: over units with two values or more, the share of pairs that agree. By chance: Σ π², with π the
    mean share of a category over all units with a value. With equal numbers of raters this is Fleiss
    (1971); otherwise the extension of Gwet's Handbook of Inter-Rater Reliability. NaN where all agree on
    one category.
    """
    rated = scores[np.isfinite(scores).any(axis=1)]
    if rated.size == 0:
        return float("nan")
    kinds = np.unique(rated[np.isfinite(rated)])
    counts = np.stack([(rated == kind).sum(axis=1) for kind in kinds], axis=1)
    size = counts.sum(axis=1)
    paired = size >= 2
    if not paired.any():
        return float("nan")
    alike = (counts * (counts - 1)).sum(axis=1)[paired] / (size * (size - 1))[paired]
    chance = float((((counts / size[:, None]).mean(axis=0)) ** 2).sum())
    return float("nan") if chance >= 1 else float((alike.mean() - chance) / (1 - chance))
