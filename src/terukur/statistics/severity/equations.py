"""Sums of the forms that the model needs: cross-products, sums by employee, rater and team.

The estimating equations of a linear mixed model use the forms through their cross-products only, so
forms of one employee under one rater in one team (a spell) are replaced by their sums without loss: many
quarters cost like a few.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from terukur.statistics.severity.ratings import Coded

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
MOST_FAMILIES = 30
_CHUNK = 500_000


@dataclass(frozen=True)
class Equations:
    """Cross-products of y, the fixed columns X, the random levels W (one block a factor), and employees Z.

    ``spell_levels`` gives for each spell its level within each factor. Without employees (``ratees`` 0)
    the arrays of Z are empty.
    """

    rows: int
    factors: tuple[str, ...]
    sizes: tuple[int, ...]
    spell_ratee: Codes
    spell_levels: tuple[Codes, ...]
    spell_count: Floats
    yy: float
    xy: Floats
    xx: Floats
    wy: Floats
    wx: Floats
    ww: sparse.csr_matrix
    zn: Floats
    zy: Floats
    zx: Floats
    zw: sparse.csr_matrix

    @property
    def ratees(self) -> int:
        """The number of employees that are absorbed."""
        return len(self.zn)

    @property
    def levels(self) -> int:
        """The number of levels of rater and team in all."""
        return sum(self.sizes)

    @property
    def fixed(self) -> int:
        """The number of fixed columns."""
        return len(self.xy)

    def block(self, factor: str) -> slice:
        """Return the place of a factor's levels in W."""
        place = self.factors.index(factor)
        start = sum(self.sizes[:place])
        return slice(start, start + self.sizes[place])


def equations_of(data: Coded) -> Equations:
    """Collapse coded ratings to spells and their sums.

    The team is left out where there is but one, the employee where nobody has two forms.
    """
    spell = _spells(data)
    starts = np.flatnonzero(np.diff(spell, prepend=-1))
    factors = {"rater": (data.rater[starts], len(data.raters))}
    if data.teams > 1:
        factors["team"] = (data.team[starts], data.teams)
    absorbs = data.ratees < len(data.score)
    design = _Design(data)
    xx, xy, sums = design.summed(spell, len(starts))
    kept = _independent(xx)
    return assemble(
        rows=len(data.score),
        factors=factors,
        ratee=(data.ratee[starts], data.ratees if absorbs else 0),
        count=np.diff(starts, append=len(spell)).astype(float),
        y_sum=np.bincount(spell, design.y, len(starts)).astype(float),
        x_sum=sums[:, kept],
        xx=xx[np.ix_(kept, kept)],
        xy=xy[kept],
        yy=float(design.y @ design.y),
    )


def ols_residuals(data: Coded) -> Floats:
    """Return the residual of each score after period, family and measured results, by least squares."""
    design = _Design(data)
    spell = np.zeros(len(data.score), dtype=np.int64)
    xx, xy, _ = design.summed(spell, 1)
    kept = _independent(xx)
    b: Floats = np.asarray(np.linalg.solve(xx[np.ix_(kept, kept)], xy[kept]), dtype=float)
    return design.less(b, kept)


def assemble(
    *,
    rows: int,
    factors: dict[str, tuple[Codes, int]],
    ratee: tuple[Codes, int],
    count: Floats,
    y_sum: Floats,
    x_sum: Floats,
    xx: Floats,
    xy: Floats,
    yy: float,
) -> Equations:
    """Return equations from the sums of spells; a factor has its level in each spell and their number."""
    sizes = tuple(size for _, size in factors.values())
    offsets = np.cumsum((0, *sizes[:-1]))
    spells = np.arange(len(count))
    columns = [level + offset for (level, _), offset in zip(factors.values(), offsets, strict=True)]
    w = sparse.csr_matrix(
        (np.ones(len(count) * len(columns)), (np.tile(spells, len(columns)), np.concatenate(columns))),
        shape=(len(count), sum(sizes)),
    )
    weighted = w.multiply(count[:, None]).tocsr()
    who, ratees = ratee
    z = (
        sparse.csr_matrix((np.ones(len(count)), (who, spells)), shape=(ratees, len(count)))
        if ratees
        else sparse.csr_matrix((0, len(count)))
    )
    return Equations(
        rows=rows,
        factors=tuple(factors),
        sizes=sizes,
        spell_ratee=who,
        spell_levels=tuple(level for level, _ in factors.values()),
        spell_count=count,
        yy=yy,
        xy=xy,
        xx=xx,
        wy=w.T @ y_sum,
        wx=w.T @ x_sum,
        ww=(w.T @ weighted).tocsr(),
        zn=z @ count,
        zy=z @ y_sum,
        zx=z @ x_sum,
        zw=(z @ weighted).tocsr(),
    )


def _spells(data: Coded) -> Codes:
    """Return the number of each form's spell; forms are sorted by employee, rater and team."""
    changes = (np.diff(data.ratee) != 0) | (np.diff(data.rater) != 0) | (np.diff(data.team) != 0)
    return np.concatenate(([0], np.cumsum(changes)))


class _Design:
    """The fixed columns: family, period, and slope by family; made in pieces, never all at once."""

    def __init__(self, data: Coded) -> None:
        self._data = data
        self._family, self._families = _pooled(data.family, data.families)
        center, spread = data.covariates.mean(axis=0), data.covariates.std(axis=0)
        self._center, self._spread = center, np.where(spread > 0, spread, 1.0)
        # About their mean, sums of squares lose no digits.
        self.y = data.score - data.score.mean()

    @property
    def columns(self) -> int:
        """The number of columns, dependent ones included."""
        return self._families * (1 + self._data.covariates.shape[1]) + max(0, self._data.periods - 1)

    def _piece(self, part: slice) -> Floats:
        data = self._data
        rows = np.arange(part.stop - part.start)
        family = self._family[part]
        piece = np.zeros((len(rows), self.columns))
        piece[rows, family] = 1
        period = data.period[part]
        later = period > 0
        piece[rows[later], self._families + period[later] - 1] = 1
        standard = (data.covariates[part] - self._center) / self._spread
        start = self._families + data.periods - 1
        for place in range(standard.shape[1]):
            piece[rows, start + place * self._families + family] = standard[:, place]
        return piece

    def summed(self, spell: Codes, spells: int) -> tuple[Floats, Floats, Floats]:
        """Return X'X, X'y, and the sums of X in each spell."""
        p = self.columns
        xx, xy, sums = np.zeros((p, p)), np.zeros(p), np.zeros((spells, p))
        for start in range(0, len(spell), _CHUNK):
            part = slice(start, min(start + _CHUNK, len(spell)))
            piece = self._piece(part)
            xx += piece.T @ piece
            xy += piece.T @ self.y[part]
            first = spell[part.start]
            here = spell[part] - first
            for column in range(p):
                found = np.bincount(here, piece[:, column])
                sums[first : first + len(found), column] += found
        return xx, xy, sums

    def less(self, b: Floats, kept: list[int]) -> Floats:
        """Return y − X b, with the columns that were kept."""
        left = self.y.copy()
        for start in range(0, len(left), _CHUNK):
            part = slice(start, min(start + _CHUNK, len(left)))
            left[part] -= self._piece(part)[:, kept] @ b
        return left


def _pooled(family: Codes, families: int) -> tuple[Codes, int]:
    """Return the largest families, and all others as one: hundreds of slopes would cost too much."""
    if families <= MOST_FAMILIES:
        return family, families
    size = np.bincount(family, minlength=families)
    largest = np.argsort(-size, kind="stable")[: MOST_FAMILIES - 1]
    place = np.full(families, MOST_FAMILIES - 1)
    place[largest] = np.arange(len(largest))
    return place[family], MOST_FAMILIES


def _independent(xx: Floats) -> list[int]:
    """Return the columns independent of earlier ones, by Cholesky's decomposition column by column."""
    kept: list[int] = []
    for column in range(len(xx)):
        size = xx[column, column]
        if size <= 0:
            continue
        left = size
        if kept:
            part = xx[kept, column]
            left = size - part @ np.linalg.solve(xx[np.ix_(kept, kept)], part)
        if left > 1e-9 * size:
            kept.append(column)
    return kept
