"""Preconditioned conjugate gradients for several right-hand sides at once."""

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

Floats = npt.NDArray[np.float64]
MOST_ITERATIONS = 500
LARGEST_BLOCK = 256


class NotConverged(ArithmeticError):
    """The equations were not solved to the tolerance."""


def conjugate_gradients(
    matrix: sparse.csr_matrix, right: Floats, preconditioner: sparse.csr_matrix, *, tolerance: float
) -> tuple[Floats, int]:
    """Solve A x = b for every column, until each residual is ``tolerance`` of its right-hand side.

    Hestenes and Stiefel (1952). Returns the solutions and the number of iterations.

    :raises NotConverged: after 500 iterations; with a preconditioner that fits it takes about 30.
    """
    x = np.zeros_like(right)
    residual = right.copy()
    direction = z = preconditioner @ residual
    energy = _dot(residual, z)
    target = tolerance**2 * _dot(right, right)
    for iteration in range(MOST_ITERATIONS):
        if np.all(_dot(residual, residual) <= target):
            return x, iteration
        ahead = matrix @ direction
        curvature = _dot(direction, ahead)
        step = np.divide(energy, curvature, out=np.zeros_like(energy), where=curvature > 0)
        x += step * direction
        ahead *= step
        residual -= ahead
        z = preconditioner @ residual
        new = _dot(residual, z)
        direction *= np.divide(new, energy, out=np.zeros_like(new), where=energy > 0)
        direction += z
        energy = new
    raise NotConverged(f"not solved after {MOST_ITERATIONS} iterations")


def _dot(one: Floats, other: Floats) -> Floats:
    return np.asarray(np.einsum("ij,ij->j", one, other))


def block_preconditioner(
    matrix: sparse.csr_matrix, shared: sparse.csr_matrix, raters: int | None
) -> sparse.csr_matrix:
    """Return the inverse of A's blocks: raters and teams joined by forms (``shared``), where they are few.

    Rater and team are nearly the same people, so a pair is nearly singular by itself; solving it exactly
    leaves little for the iterations. Where more than 256 hang together, each rater is solved with the team
    that it shares most forms with.
    """
    _, label = connected_components(shared, directed=False)
    size = np.bincount(label)[label]
    small = size <= LARGEST_BLOCK
    parts = [_inverted(matrix, label, size, of) for of in np.unique(size[small])]
    if not small.all():
        pairs = pair_preconditioner(matrix, raters)
        # Partners share forms, so both are in the same large component or neither is.
        parts.append((sparse.diags((~small).astype(float)) @ pairs).tocsr())
    return sum(parts[1:], parts[0]).tocsr()


def _inverted(
    matrix: sparse.csr_matrix, label: npt.NDArray[np.int64], size: npt.NDArray[np.int64], of: int
) -> sparse.csr_matrix:
    """Return the inverses of all blocks of one size, each in its place."""
    level = np.flatnonzero(size == of)
    members = level[np.argsort(label[level], kind="stable")].reshape(-1, of)
    place = np.zeros(len(label), dtype=np.int64)
    place[members] = np.arange(of)
    block = np.zeros(len(label), dtype=np.int64)
    block[members] = np.arange(len(members))[:, None]
    entries = matrix[members.ravel()].tocoo()
    row = members.ravel()[entries.row]
    inside = label[row] == label[entries.col]
    row, column = row[inside], entries.col[inside]
    dense = np.zeros((len(members), of, of))
    dense[block[row], place[row], place[column]] = entries.data[inside]
    inverse = np.linalg.inv(dense)
    return sparse.csr_matrix(
        (inverse.ravel(), (np.repeat(members, of, axis=1).ravel(), np.tile(members, (1, of)).ravel())),
        shape=matrix.shape,
    )


def pair_preconditioner(matrix: sparse.csr_matrix, raters: int | None) -> sparse.csr_matrix:
    """Return the inverse of blocks of two, a rater with its main team; levels without partner stand alone."""
    diagonal = matrix.diagonal()
    if raters is None:
        return sparse.diags(1 / diagonal).tocsr()
    one, other, shared = _pairs(matrix, raters)
    determinant = diagonal[one] * diagonal[other] - shared**2
    own = 1 / diagonal
    own[one], own[other] = diagonal[other] / determinant, diagonal[one] / determinant
    every = np.arange(len(diagonal))
    cross = -shared / determinant
    return sparse.csr_matrix(
        (
            np.concatenate([own, cross, cross]),
            (np.concatenate([every, one, other]), np.concatenate([every, other, one])),
        ),
        shape=matrix.shape,
    )


def _pairs(
    matrix: sparse.csr_matrix, raters: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats]:
    """Return raters and teams that are each other's closest, with the entry of A that joins them."""
    between = matrix[:raters, raters:].tocoo()
    team_of = _closest(between.row, between.col, between.data, raters)
    rater_of = _closest(between.col, between.row, between.data, matrix.shape[0] - raters)
    one = np.flatnonzero(team_of >= 0)
    one = one[rater_of[team_of[one]] == one]
    other = team_of[one]
    shared = np.asarray(matrix[one, other + raters]).ravel()
    return one, other + raters, shared


def _closest(
    own: npt.NDArray[np.int64], partner: npt.NDArray[np.int64], weight: Floats, size: int
) -> npt.NDArray[np.int64]:
    """Return for each the partner with the largest weight, of equals the first; −1 where there is none."""
    order = np.lexsort((-partner, np.abs(weight), own))
    found = np.full(size, -1, dtype=np.int64)
    found[own[order]] = partner[order]
    return found
