"""The mixed-model equations for given variances, employees absorbed, and their solution.

With R = V_e I + V_m Z Z' (one employee's forms belong together), A = W' R⁻¹ W + Λ⁻¹ is sparse, symmetric
and positive definite over [rater, team]. Henderson's equations then give u = A⁻¹ W' R⁻¹ (y − X b) with the
generalized least-squares b.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve

from terukur.statistics.severity.equations import Equations
from terukur.statistics.severity.gradients import block_preconditioner, conjugate_gradients

Floats = npt.NDArray[np.float64]
LARGEST_DENSE = 2_000


@dataclass(frozen=True)
class Variances:
    """Variances of the model: of a form's error, of employees, and of each factor's levels."""

    error: float
    ratee: float
    factors: Mapping[str, float]


@dataclass(frozen=True)
class ObservedLevels:
    """Direct observations of levels, beside the forms: their value and precision (0 for none).

    They share an unknown level of their own: only how raters differ on the cases is used.
    """

    value: Floats
    precision: Floats


@dataclass(frozen=True)
class Solution:
    """Fixed effects b, predicted effects u of the levels, and y'Py, the weighted square of the residuals."""

    b: Floats
    u: Floats
    ypy: float


class System:
    """The matrix A, with everything that is solved by it."""

    def __init__(
        self,
        equations: Equations,
        variances: Variances,
        observed: ObservedLevels | None = None,
        *,
        dense: bool | None = None,
        tolerance: float = 1e-9,
    ) -> None:
        self.equations, self.variances, self.observed = equations, variances, observed
        self.tolerance = tolerance
        # Z' R⁻¹ Z and its like take off so much of each employee's sums: V_m ÷ (V_e + n V_m).
        self.taken = variances.ratee / (variances.error + variances.ratee * equations.zn)
        scaled = equations.zw.multiply(self.taken[:, None]).tocsr()
        spread = np.repeat([variances.factors[name] for name in equations.factors], equations.sizes)
        self.matrix = (
            (equations.ww - equations.zw.T @ scaled) / variances.error + sparse.diags(1 / spread)
        ).tocsr()
        if observed is not None:
            self.matrix = (self.matrix + sparse.diags(observed.precision)).tocsr()
        self.is_dense = equations.levels <= LARGEST_DENSE if dense is None else dense
        self.iterations = 0

    def weighted(self, products: Floats, sums: Floats) -> Floats:
        """Return W' R⁻¹ f from W'f and Z'f."""
        return (products - self.equations.zw.T @ _by_row(self.taken, sums)) / self.variances.error

    @cached_property
    def wx(self) -> Floats:
        """The product W' R⁻¹ X; the last column is the level of the cases where there are any."""
        inner = self.weighted(self.equations.wx, self.equations.zx)
        if self.observed is None:
            return inner
        return np.column_stack([inner, self.observed.precision])

    @cached_property
    def xx(self) -> Floats:
        """The product X' R⁻¹ X."""
        e = self.equations
        inner = (e.xx - e.zx.T @ _by_row(self.taken, e.zx)) / self.variances.error
        if self.observed is None:
            return inner
        larger = np.zeros((len(inner) + 1, len(inner) + 1))
        larger[:-1, :-1] = inner
        larger[-1, -1] = self.observed.precision.sum()
        return larger

    @cached_property
    def wy(self) -> Floats:
        """The product W' R⁻¹ y."""
        inner = self.weighted(self.equations.wy, self.equations.zy)
        return inner if self.observed is None else inner + self.observed.precision * self.observed.value

    @cached_property
    def xy(self) -> Floats:
        """The product X' R⁻¹ y."""
        e = self.equations
        inner = (e.xy - e.zx.T @ (self.taken * e.zy)) / self.variances.error
        if self.observed is None:
            return inner
        return np.append(inner, self.observed.precision @ self.observed.value)

    @cached_property
    def yy(self) -> float:
        """The product y' R⁻¹ y."""
        e = self.equations
        inner = float(e.yy - (self.taken * e.zy) @ e.zy) / self.variances.error
        if self.observed is None:
            return inner
        return inner + float(self.observed.precision @ self.observed.value**2)

    @cached_property
    def factor(self) -> tuple[Floats, bool]:
        """The Cholesky factor of A, of small systems."""
        factor, lower = cho_factor(self.matrix.toarray())
        return factor, bool(lower)

    @cached_property
    def inverse(self) -> Floats:
        """The inverse A⁻¹, of small systems."""
        return np.asarray(cho_solve(self.factor, np.eye(self.equations.levels)))

    @cached_property
    def preconditioner(self) -> sparse.csr_matrix:
        """The inverse of A's blocks: raters with the teams that they are joined with."""
        sizes = self.equations.sizes
        raters = sizes[0] if len(sizes) == 2 else None
        return block_preconditioner(self.matrix, self.equations.ww, raters)

    def solve(self, right: Floats, *, tolerance: float | None = None) -> Floats:
        """Return A⁻¹ times one or several columns."""
        if self.is_dense:
            return np.asarray(cho_solve(self.factor, right))
        columns = right if right.ndim == 2 else right[:, None]
        found, iterations = conjugate_gradients(
            self.matrix, columns, self.preconditioner, tolerance=tolerance or self.tolerance
        )
        self.iterations = max(self.iterations, iterations)
        return found if right.ndim == 2 else found[:, 0]

    @cached_property
    def _base(self) -> Floats:
        return self.solve(np.column_stack([self.wx, self.wy]))

    @property
    def spread_of_fixed(self) -> Floats:
        """The product F = A⁻¹ W' R⁻¹ X: the few fixed columns as further right-hand sides."""
        return self._base[:, :-1]

    @cached_property
    def information(self) -> Floats:
        """The matrix X' V⁻¹ X, whose inverse is the covariance of the fixed effects."""
        return self.xx - self.wx.T @ self.spread_of_fixed

    def of_fixed(self, right: Floats) -> Floats:
        """Return (X' V⁻¹ X)⁻¹ times one or several columns."""
        if right.shape[0] == 0:
            return right
        return np.asarray(np.linalg.solve(self.information, right))

    @cached_property
    def solution(self) -> Solution:
        """The solution: b, u and y'Py."""
        alone = self._base[:, -1]
        b = self.of_fixed(self.xy - self.wx.T @ alone)
        u = alone - self.spread_of_fixed @ b
        return Solution(b, u, float(self.yy - b @ self.xy - u @ self.wy))

    @property
    def variance_from_fixed(self) -> Floats:
        """The part of each level's variance that comes from not knowing b: diag F (X'V⁻¹X)⁻¹ F'."""
        spread = self.spread_of_fixed
        return np.einsum("ij,ji->i", spread, self.of_fixed(spread.T))


def _by_row(weights: Floats, table: Floats) -> Floats:
    return weights * table if table.ndim == 1 else weights[:, None] * table
