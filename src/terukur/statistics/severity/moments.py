"""Variance components by the method of moments: one pass, no iteration.

Sums of squares about the means of a factor's levels are linear in the variances, with coefficients that
are counts (for crossed effects: Gao and Owen, 2017). Good as a start, and from hundreds of thousands of
employees on nearly as good as likelihood.
"""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from terukur.statistics.severity.equations import Equations
from terukur.statistics.severity.system import Variances

Floats = npt.NDArray[np.float64]
LEAST_SHARE = 1e-3


def moment_variances(equations: Equations) -> Variances:
    """Return variances that reproduce the sums of squares about overall, employee, rater and team means.

    No component is below a thousandth of the whole: the equations need positive variances.
    """
    names, counts, sums, tables = _levels(equations)
    b = np.linalg.solve(equations.xx, equations.xy) if equations.fixed else np.zeros(0)
    total = float(equations.yy - b @ equations.xy)
    rows = float(equations.rows)
    left, right = [_about_zero(equations, counts)], [total]
    for place in range(len(names)):
        share = 1 / np.maximum(counts[place], 1)
        row = [rows - float(np.count_nonzero(counts[place]))]
        row += [rows - float(share @ _squares(tables[place][other])) for other in range(len(names))]
        left.append(row)
        right.append(total - float(share @ sums[place] ** 2))
    found = np.linalg.lstsq(np.array(left), np.array(right), rcond=None)[0]
    found = np.maximum(found, LEAST_SHARE * total / rows)
    named = dict(zip(names, found[1:].tolist(), strict=True))
    ratee = named.pop("ratee", 0.0)
    return Variances(float(found[0]), ratee, named)


def _about_zero(equations: Equations, counts: list[Floats]) -> list[float]:
    """Return the expected square of all residuals: the intercept takes about Σ n² ÷ N of each factor."""
    rows = float(equations.rows)
    return [rows - equations.fixed, *[rows - float(n @ n) / rows for n in counts]]


def _levels(
    equations: Equations,
) -> tuple[list[str], list[Floats], list[Floats], list[list[sparse.csr_matrix]]]:
    """Return each factor's counts, sums of residuals, and its tables of counts against every factor."""
    b = np.linalg.solve(equations.xx, equations.xy) if equations.fixed else np.zeros(0)
    by_level = equations.wy - equations.wx @ b
    blocks = [equations.block(name) for name in equations.factors]
    names = list(equations.factors)
    counts = [equations.ww.diagonal()[block] for block in blocks]
    sums = [by_level[block] for block in blocks]
    tables = [[equations.ww[one, other] for other in blocks] for one in blocks]
    if equations.ratees:
        own = [equations.zw[:, block] for block in blocks]
        tables = [[table.T.tocsr(), *row] for table, row in zip(own, tables, strict=True)]
        tables.insert(0, [sparse.diags(equations.zn).tocsr(), *own])
        names.insert(0, "ratee")
        counts.insert(0, equations.zn)
        sums.insert(0, equations.zy - equations.zx @ b)
    return names, counts, sums, tables


def _squares(table: sparse.csr_matrix) -> Floats:
    return np.asarray(table.multiply(table).sum(axis=1)).ravel()
