"""The distance of each predicted level from the truth: exact for an office, by draws for a country."""

import numpy as np
import numpy.typing as npt

from terukur.statistics.severity.system import System

Floats = npt.NDArray[np.float64]
_FEW, _MANY = 6, 40
# Below this share of a level's variance it makes no difference how few draws tell it.
_SMALL = 0.01


def prediction_variance(system: System, *, seed: int, draws: int | None = None) -> Floats:
    """Return Var(u − û) of every level, the doubt about the fixed effects included.

    The diagonal of A⁻¹ comes from the inverse of a small system, and else from ``draws`` of a posterior:
    6 where levels hang together in small blocks, 40 where they do not.
    """
    own = np.diag(system.inverse) if system.is_dense else _drawn_diagonal(system, seed, draws)
    return np.asarray(own + system.variance_from_fixed)


def _drawn_diagonal(system: System, seed: int, draws: int | None) -> Floats:
    """Return diag A⁻¹ = variance within each block + variance of the prediction of it by the rest.

    Of a draw x = A⁻¹ b with b ~ N(0, A), the block gives its variance given all others exactly, and x less
    the block's share of b is the mean given all others. Only the square of that mean is left to chance, and
    it is small where a block hangs together with few others (Sidén and others 2018).
    """
    local = system.preconditioner
    rng = np.random.default_rng(seed)
    square = np.zeros(system.equations.levels)
    done, wanted = 0, draws or _FEW
    while done < wanted:
        b = _posterior_noise(system, rng)
        square += (system.solve(b, tolerance=1e-4) - local @ b) ** 2
        done += 1
        if draws is None and done == _FEW and square.mean() / done > _SMALL * local.diagonal().mean():
            wanted = _MANY
    return np.asarray(local.diagonal() + square / done)


def _posterior_noise(system: System, rng: np.random.Generator) -> Floats:
    """Return b ~ N(0, A): W' R⁻¹ (e + Z m) + Λ^-½ ξ, and the noise of observed levels."""
    e, variances = system.equations, system.variances
    error = rng.standard_normal(len(e.spell_count)) * np.sqrt(variances.error * e.spell_count)
    w = np.concatenate(
        [np.bincount(level, error, size) for level, size in zip(e.spell_levels, e.sizes, strict=True)]
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
