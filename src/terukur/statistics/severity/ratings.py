"""Ratings as columns of numbers: labels become codes, rows get one order however they came."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Labels = npt.NDArray[np.generic] | Sequence[str]


@dataclass(frozen=True)
class Cases:
    """Ratings of standard cases: one entry for each case that an appraiser rated."""

    rater: Labels
    case: Labels
    score: Floats


@dataclass(frozen=True)
class Ratings:
    """One entry a form: rater, ratee, score and measured results.

    ``covariates`` has a row a form and a column a measured quantity. ``team`` is where the ratee works;
    where it is not known, ratees with the same main rater count as a team, for what they have in
    common cannot be told from the rater.
    """

    score: Floats
    rater: Labels
    ratee: Labels
    team: Labels | None = None
    period: Labels | None = None
    family: Labels | None = None
    covariates: Floats | None = None
    cases: Cases | None = None


@dataclass(frozen=True)
class Coded:
    """The same in one order, with codes that count the sorted labels; ``sha256`` of all that enters."""

    score: Floats
    rater: Codes
    ratee: Codes
    team: Codes
    period: Codes
    family: Codes
    covariates: Floats
    raters: npt.NDArray[np.generic]
    ratees: int
    teams: int
    periods: int
    families: int
    has_teams: bool
    has_periods: bool
    sha256: str
    anchors: "Anchors | None" = field(default=None)


@dataclass(frozen=True)
class Anchors:
    """Mean deviation of a rater from all on the standard cases, 0 cases where there are none."""

    deviation: Floats
    cases: Codes
    within: float | None


def coded(ratings: Ratings) -> Coded:
    """Sort and code ratings.

    :raises ValueError: where columns differ in length, or a score or covariate is not finite.
    """
    score = np.asarray(ratings.score, dtype=float)
    rows = len(score)
    covariates = ratings.covariates
    covariates = np.zeros((rows, 0)) if covariates is None else np.asarray(covariates, dtype=float)
    if rows == 0 or not np.isfinite(score).all() or not np.isfinite(covariates).all():
        raise ValueError("scores and covariates must be finite, and there must be some")
    raters, rater = _codes(ratings.rater)
    ratees, ratee = _codes(ratings.ratee)
    periods, period = _optional(ratings.period, rows)
    families, family = _optional(ratings.family, rows)
    if ratings.team is None:
        teams, team = raters, _main_rater(ratee, rater, len(ratees), len(raters))[ratee]
    else:
        teams, team = _codes(ratings.team)
    lengths = {len(part) for part in (rater, ratee, team, period, family, covariates)}
    if lengths != {rows}:
        raise ValueError("columns differ in length")
    order = _order(ratee, rater, team, period, family, score, covariates)
    score, covariates = score[order], covariates[order]
    rater, ratee, team, period, family = (part[order] for part in (rater, ratee, team, period, family))
    anchors = None if ratings.cases is None else _anchors(ratings.cases, raters)
    return Coded(
        score,
        rater,
        ratee,
        team,
        period,
        family,
        covariates,
        raters=raters,
        ratees=len(ratees),
        teams=len(teams),
        periods=len(periods),
        families=len(families),
        has_teams=ratings.team is not None,
        has_periods=ratings.period is not None,
        sha256=_digest(
            [raters, ratees, teams, periods, families],
            [score, covariates, rater, ratee, team, period, family],
            anchors,
        ),
        anchors=anchors,
    )


def _codes(labels: Labels) -> tuple[npt.NDArray[np.generic], Codes]:
    array = np.asarray(labels)
    if array.dtype.kind in "iu" and array.size and array.min() >= 0 and array.max() < 4 * len(array):
        used = np.flatnonzero(np.bincount(array))
        place = np.zeros(int(array.max()) + 1, dtype=np.int64)
        place[used] = np.arange(len(used))
        return used, place[array]
    kinds, codes = np.unique(array, return_inverse=True)
    return kinds, codes.astype(np.int64)


def _optional(labels: Labels | None, rows: int) -> tuple[npt.NDArray[np.generic], Codes]:
    if labels is None:
        return np.zeros(1, dtype=np.int64), np.zeros(rows, dtype=np.int64)
    return _codes(labels)


def _main_rater(ratee: Codes, rater: Codes, ratees: int, raters: int) -> Codes:
    """Return for each ratee the rater of most of its forms, of equals the first."""
    pairs, counts = np.unique(ratee * raters + rater, return_counts=True)
    order = np.lexsort((-pairs, counts, pairs // raters))
    main = np.zeros(ratees, dtype=np.int64)
    main[pairs[order] // raters] = pairs[order] % raters
    return main


def _order(
    ratee: Codes, rater: Codes, team: Codes, period: Codes, family: Codes, score: Floats, x: Floats
) -> Codes:
    """Return the order by all columns: sums then come out the same to the last digit."""
    sizes = [int(codes.max()) + 1 for codes in (rater, team, period, family)]
    if int(ratee.max() + 1) * int(np.prod([float(size) for size in sizes])) > 2**62:
        return np.lexsort((*x.T, score, family, period, team, rater, ratee))
    key = ratee
    for codes, size in zip((rater, team, period, family), sizes, strict=True):
        key = key * size + codes
    order = np.argsort(key, kind="stable")
    if np.all(np.diff(key[order]) > 0):
        return order
    return np.lexsort((*x.T, score, key))


def _anchors(cases: Cases, raters: npt.NDArray[np.generic]) -> Anchors:
    """Return the deviation from the mean of each case; ``within`` is the variance of one about its rater."""
    kinds, case = _codes(cases.case)
    names = np.asarray(cases.rater)
    place = np.searchsorted(raters, names)
    known = (place < len(raters)) & (raters[np.minimum(place, len(raters) - 1)] == names)
    order = np.lexsort((np.asarray(cases.score), case, place))
    order = order[known[order]]
    score, case, place = np.asarray(cases.score, dtype=float)[order], case[order], place[order]
    level = np.bincount(case, score, len(kinds)) / np.maximum(np.bincount(case, minlength=len(kinds)), 1)
    apart = score - level[case]
    count = np.bincount(place, minlength=len(raters))
    mean = np.bincount(place, apart, len(raters)) / np.maximum(count, 1)
    freedom = len(score) - np.count_nonzero(count) - len(kinds) + 1
    spread = float(((apart - mean[place]) ** 2).sum())
    return Anchors(mean, count, spread / freedom if freedom >= 60 else None)


def _digest(
    labels: list[npt.NDArray[np.generic]], parts: list[npt.NDArray[Any]], anchors: Anchors | None
) -> str:
    total = hashlib.sha256()
    for kinds in labels:
        total.update("\x1f".join(map(str, kinds.tolist())).encode())
        total.update(b"\x1e")
    for part in parts:
        total.update(np.ascontiguousarray(part).tobytes())
    if anchors is not None:
        total.update(anchors.deviation.tobytes() + anchors.cases.tobytes())
    return total.hexdigest()
