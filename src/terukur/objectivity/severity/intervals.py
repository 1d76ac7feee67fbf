"""How far each predicted level may be from the truth: exact for an office, by draws for a country."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from terukur.objectivity.severity.system import System

Floats = npt.NDArray[np.float64]
_BINS = 40
# A draw's own square weighs against the mean of its bin like so many draws.
_PRIOR_DRAWS = 12.0


def prediction_variance(system: System, *, seed: int, draws: int | None = None) -> Floats:
    """Var(u − û) of every level, the doubt about the fixed effects included.

    The diagonal of A⁻¹ comes from the inverse of a small system, and else from ``draws`` of a posterior
    (by default 6 for a nation and up to 40 for a city).
    """
    if system.is_dense:
        own = np.diag(system.inverse)
    else:
        count = draws or int(np.clip(1_500_000 // system.equations.levels, 6, 40))
        own = _drawn_diagonal(system, seed=seed, draws=count)
    return own + system.variance_from_fixed


def _drawn_diagonal(system: System, *, seed: int, draws: int) -> Floats:
    """diag A⁻¹ = variance within each pair + variance of what the rest would predict for it.

    Of a draw x = A⁻¹ b with b ~ N(0, A), the pair's own block gives its variance given all others exactly,
    and x less the block's share of b is the mean given all others. Only the square of that mean is left to
    chance, and it is small where rater and team hang together with few others (Sidén and others 2018). It
    is smoothed towards what others with the same first-order coupling have.
    """
    local = system.preconditioner
    rng = np.random.default_rng(seed)
    square = np.zeros(system.equations.levels)
    # One after the other: the draws do not depend on how many are made at once.
    for _ in range(draws):
        b = _posterior_noise(system, rng)
        given_others = system.solve(b, tolerance=1e-4) - local @ b
        square += given_others**2
    square /= draws
    expected = _coupling(system.matrix, local)
    weight = draws / (draws + _PRIOR_DRAWS)
    smooth = expected * _ratio_by_bin(square, expected)
    return np.asarray(local.diagonal() + weight * square + (1 - weight) * smooth)


def _posterior_noise(system: System, rng: np.random.Generator) -> Floats:
    """b ~ N(0, A): W' R⁻¹ (e + Z m) + Λ^-½ ξ, and the noise of observed levels."""
    e, variances = system.equations, system.variances
    error = rng.standard_normal(len(e.spell_count)) * np.sqrt(variances.error * e.spell_count)
    w = np.concatenate(
        [
            np.bincount(level, error, size)
            for level, size in zip(e.spell_levels, e.sizes, strict=True)
        ]
    )
    z = np.zeros(0)
    if e.ratees:
        m = rng.standard_normal(e.ratees) * np.sqrt(variances.ratee)
        z = np.bincount(e.spell_ratee, error, e.ratees) + e.zn * m
        w += e.zw.T @ m
    spread = np.repeat([variances.factors[name] for name in e.factors], e.sizes)
    b = system.weighted(w, z) + rng.standard_normal(e.levels) / np.sqrt(spread)
    if system.observed is not None:
        b += rng.standard_normal(e.levels) * np.sqrt(system.observed.precision)
    return np.asarray(b)


def _coupling(matrix: sparse.csr_matrix, local: sparse.csr_matrix) -> Floats:
    """First-order variance of the mean given all others: others vary by themselves, through A's rest."""
    outside = matrix - matrix.multiply(local != 0)
    reach = (local @ outside).tocsr()
    return np.asarray(reach.multiply(reach) @ local.diagonal())


def _ratio_by_bin(square: Floats, expected: Floats) -> Floats:
    """Mean square ÷ mean expectation among levels of like expectation."""
    order = np.argsort(expected, kind="stable")
    ratio = np.ones_like(expected)
    for part in np.array_split(order, _BINS):
        below = expected[part].sum()
        if below > 0:
            ratio[part] = square[part].sum() / below
    return ratio
