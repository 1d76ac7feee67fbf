"""Variance components by restricted maximum likelihood: average information, exact or with drawn traces.

Gilmour, Thompson and Cullis (1995): the average of observed and expected information needs no second
traces. The criterion is that of lme4: −2 × the (restricted) log likelihood.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from terukur.statistics.severity.equations import Equations
from terukur.statistics.severity.moments import moment_variances
from terukur.statistics.severity.system import System, Variances

Floats = npt.NDArray[np.float64]
LARGEST_EXACT = 600
_MOST_STEPS = 60
_LEAST_SHARE = 1e-7


@dataclass(frozen=True)
class Fit:
    """Estimated variances with standard errors, in the order error, ratee (if any), factors."""

    variances: Variances
    errors: dict[str, float]
    steps: int
    converged: bool


@dataclass(frozen=True)
class Vector:
    """A combination y α + X a + W c + Z d, of which only cross-products are ever needed."""

    alpha: float
    a: Floats
    c: Floats
    d: Floats


def criterion(equations: Equations, variances: Variances, *, restricted: bool = True) -> float:
    """Return −2 log likelihood, by the determinants of R, Λ and A; small systems only.

    log|V| = log|R| + log|Λ| + log|A|; restricted adds log|X' V⁻¹ X| and counts n − p forms.
    """
    system = System(equations, variances, dense=True)
    forms = equations.rows - (equations.fixed if restricted else 0)
    value = forms * np.log(2 * np.pi) + system.solution.ypy
    value += equations.rows * np.log(variances.error)
    value += float(np.log1p(variances.ratee * equations.zn / variances.error).sum())
    for name, size in zip(equations.factors, equations.sizes, strict=True):
        value += size * np.log(variances.factors[name])
    value += 2 * float(np.log(np.diag(system.factor[0])).sum())
    if restricted and equations.fixed:
        value += np.linalg.slogdet(system.information)[1]
    return float(value)


def fit_variances(
    equations: Equations,
    *,
    restricted: bool = True,
    seed: int = 1,
    start: Variances | None = None,
    exact: bool | None = None,
) -> Fit:
    """Estimate all variances, from the moments or from ``start``.

    Traces are exact for small systems (or as told by ``exact``), and else drawn with the same few signs
    in every step.
    """
    exact = equations.levels <= LARGEST_EXACT if exact is None else exact
    names = _names(equations)
    theta = _flat(start or moment_variances(equations), names)
    tolerance = 1e-9 if exact else 1e-4
    total = theta.sum()
    information, change, steps = np.eye(len(names)), np.inf, 0
    while change >= tolerance and steps < _MOST_STEPS:
        steps += 1
        score, information = _step(equations, theta, names, restricted, exact, seed)
        new = _moved(theta, score, information, _LEAST_SHARE * total)
        change = float(np.abs(new - theta).max()) / total
        theta = new
    errors = np.sqrt(np.maximum(0, np.diag(np.linalg.pinv(information))))
    return Fit(
        _variances(theta, names), dict(zip(names, errors.tolist(), strict=True)), steps, change < tolerance
    )


def _names(equations: Equations) -> list[str]:
    return ["error", *(["ratee"] if equations.ratees else []), *equations.factors]


def _flat(variances: Variances, names: list[str]) -> Floats:
    known = {"error": variances.error, "ratee": variances.ratee, **variances.factors}
    return np.array([known[name] for name in names])


def _variances(theta: Floats, names: list[str]) -> Variances:
    known = dict(zip(names, theta.tolist(), strict=True))
    return Variances(known.pop("error"), known.pop("ratee", 0.0), known)


def _moved(theta: Floats, score: Floats, information: Floats, least: float) -> Floats:
    """Return theta after one step; a variance that would be lost falls to a tenth, down to the least."""
    free = (theta > 2 * least) | (score > 0)
    step = np.zeros_like(theta)
    inner = information[np.ix_(free, free)]
    step[free] = np.linalg.solve(inner + 1e-12 * np.diag(np.diag(inner)), score[free])
    new = np.where(theta + step > theta / 10, theta + step, theta / 10)
    # A first step from a poor start may be far too long.
    new = np.minimum(new, 10 * theta + theta.sum())
    return np.maximum(new, least)


def _step(
    equations: Equations, theta: Floats, names: list[str], restricted: bool, exact: bool, seed: int
) -> tuple[Floats, Floats]:
    """Return the gradient of the log likelihood, and the average information."""
    system = System(equations, _variances(theta, names), dense=exact or None, tolerance=1e-6)
    traces = _Traces(system, restricted=restricted, exact=exact, seed=seed)
    vectors, squares = _working_vectors(system, names)
    freedom = equations.rows - (equations.fixed if restricted else 0)
    trace = np.zeros(len(names))
    for place, name in enumerate(names[1:], start=1):
        trace[place] = traces.ratee() if name == "ratee" else traces.factor(name)
    trace[0] = (freedom - theta[1:] @ trace[1:]) / theta[0]
    score = (squares - trace) / 2
    return score, _projected_products(system, vectors) / 2


def _working_vectors(system: System, names: list[str]) -> tuple[list[Vector], Floats]:
    """Return V_k P y for each component, and y' P V_k P y.

    Of a factor: W u ÷ V; of employees: Z m ÷ V_m; of the error: (y − X b − W u − Z m) ÷ V_e.
    """
    e, variances, solution = system.equations, system.variances, system.solution
    m = system.taken * (e.zy - e.zx @ solution.b - e.zw @ solution.u)
    error = Vector(1.0, -solution.b, -solution.u, -m)
    left = _products(e, error)
    vectors = [_scaled(error, 1 / variances.error)]
    squares = [_inner(error, left) / variances.error**2]
    for name in names[1:]:
        c, d = np.zeros(e.levels), np.zeros(e.ratees)
        if name == "ratee":
            d, variance = m, variances.ratee
        else:
            block, variance = e.block(name), variances.factors[name]
            c[block] = solution.u[block]
        effect = Vector(0.0, np.zeros(e.fixed), c, d)
        vectors.append(_scaled(effect, 1 / variance))
        squares.append(float(c @ c + d @ d) / variance**2)
    return vectors, np.array(squares)


@dataclass(frozen=True)
class _Products:
    """y'f, X'f, W'f and Z'f of a vector f."""

    y: float
    x: Floats
    w: Floats
    z: Floats


def _products(e: Equations, f: Vector) -> _Products:
    return _Products(
        float(e.yy * f.alpha + e.xy @ f.a + e.wy @ f.c + e.zy @ f.d),
        e.xy * f.alpha + e.xx @ f.a + e.wx.T @ f.c + e.zx.T @ f.d,
        e.wy * f.alpha + e.wx @ f.a + e.ww @ f.c + e.zw.T @ f.d,
        e.zy * f.alpha + e.zx @ f.a + e.zw @ f.c + e.zn * f.d,
    )


def _inner(f: Vector, g: _Products) -> float:
    return float(f.alpha * g.y + f.a @ g.x + f.c @ g.w + f.d @ g.z)


def _scaled(f: Vector, factor: float) -> Vector:
    return Vector(f.alpha * factor, f.a * factor, f.c * factor, f.d * factor)


def _projected_products(system: System, vectors: list[Vector]) -> Floats:
    """Return f_k' P f_l for all pairs, by one solution with a right-hand side each."""
    e = system.equations
    products = [_products(e, f) for f in vectors]
    w = np.column_stack([system.weighted(one.w, one.z) for one in products])
    x = np.column_stack(
        [(one.x - e.zx.T @ (system.taken * one.z)) / system.variances.error for one in products]
    )
    alone = system.solve(w)
    b = system.of_fixed(x - system.wx.T @ alone)
    u = alone - system.spread_of_fixed @ b
    plain = np.array(
        [
            [(_inner(f, g) - (system.taken * own.z) @ g.z) / system.variances.error for g in products]
            for f, own in zip(vectors, products, strict=True)
        ]
    )
    found = plain - x.T @ b - w.T @ u
    return np.asarray((found + found.T) / 2)


class _Traces:
    """Traces of P V_k (or V⁻¹ V_k): exact by the inverse, or by signs drawn for one block at a time.

    Hutchinson (1990): the mean of z' C z over random signs z is the trace of C. Signs on several blocks
    at once would mix in what joins the blocks, and mislead the search at the boundary.
    """

    def __init__(self, system: System, *, restricted: bool, exact: bool, seed: int) -> None:
        self._system, self._restricted, self._exact = system, restricted, exact
        self._rng = np.random.default_rng(seed)
        self._probes = int(np.clip(100_000 // system.equations.levels, 1, 24))

    def factor(self, name: str) -> float:
        """Return tr(P W_b W_b') = q ÷ V − tr(C_bb) ÷ V²."""
        system, block = self._system, self._system.equations.block(name)
        size, variance = block.stop - block.start, system.variances.factors[name]
        if self._exact:
            trace = float(np.trace(system.inverse[block, block]))
        else:
            trace = np.mean([float(np.sum(z[block] * x[block])) for z, x in self._probed(block)]).item()
        if self._restricted:
            trace += float(system.variance_from_fixed[block].sum())
        return size / variance - trace / variance**2

    def _probed(self, block: slice) -> Iterator[tuple[Floats, Floats]]:
        z = np.zeros((self._system.equations.levels, self._probes))
        z[block] = self._signs(block.stop - block.start)
        x = self._system.solve(z, tolerance=1e-4)
        return zip(z.T, x.T, strict=True)

    def ratee(self) -> float:
        """Return tr(Z' P Z) = Σ n ÷ (V_e + n V_m) − the part of rater, team and fixed effects."""
        system, e = self._system, self._system.equations
        share = 1 / (system.variances.error + system.variances.ratee * e.zn)
        trace = float(share @ e.zn)
        if self._exact:
            scaled = e.zw.multiply(share[:, None]).tocsr()
            trace -= float((scaled.T @ scaled).multiply(system.inverse).sum())
        else:
            v = e.zw.T @ (share[:, None] * self._signs(e.ratees))
            trace -= float(np.sum(v * system.solve(v, tolerance=1e-4))) / self._probes
        if self._restricted and e.fixed:
            own = share[:, None] * (e.zx - e.zw @ system.spread_of_fixed)
            trace -= float(np.trace(system.of_fixed(own.T @ own)))
        return trace

    def _signs(self, size: int) -> Floats:
        return np.asarray(2 * self._rng.integers(0, 2, (size, self._probes)) - 1, dtype=float)
