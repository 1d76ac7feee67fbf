"""All screens of a table of ratings at once, one entry a rater in the order of the severity report."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from terukur.statistics.carrying import ScaleUse, scale_of
from terukur.statistics.screening.discovery import Screen
from terukur.statistics.screening.raters import LOW, Forms, drift, halo, spread
from terukur.statistics.severity.equations import ols_residuals
from terukur.statistics.severity.ratings import Ratings, coded

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class RaterScreens:
    """Each screen by its name: ``central-tendency``, ``inconsistent``, ``drift``, and ``halo`` with items."""

    screens: dict[str, Screen]

    def flags_of(self, rater: int) -> list[str]:
        """Return the names of the screens that found this rater, by its place."""
        return [name for name, screen in self.screens.items() if screen.flagged[rater]]

    def checked(self) -> dict[str, int]:
        """Return for each screen the number of raters in whom it could have found a pattern."""
        return {name: int(screen.checked.sum()) for name, screen in self.screens.items()}


def screen_raters(
    ratings: Ratings, *, items: Floats | None = None, scale: ScaleUse | None = None
) -> RaterScreens:
    """Return the screens of spread and drift of the residuals, and of halo where ``items`` are given.

    ``items`` has a row a form, in the order of the ratings, and a column a behavior. Raters are in the order
    of their labels, as in the severity report. A rater whose values move as a block is not examined for
    spread: halo explains that. Where the ``scale`` shows no difference, no rater is examined.
    """
    data = coded(ratings)
    forms = Forms(data.rater, data.ratee, data.period)
    residual = ols_residuals(data)
    block = None
    if items is not None and items.shape[1] >= 2:
        block = halo(*_sorted(items, ratings))
    width = spread(residual, forms, block=None if block is None else block.z < LOW)
    screens = {
        "central-tendency": width.central,
        "inconsistent": width.inconsistent,
        "drift": drift(residual, forms),
    }
    if block is not None:
        screens["halo"] = block
    if (scale or scale_of_forms(ratings, items)).shows_difference:
        return RaterScreens(screens)
    return RaterScreens({name: _unseen(screen) for name, screen in screens.items()})


def scale_of_forms(ratings: Ratings, items: Floats | None) -> ScaleUse:
    """Return how the scale was used, in whole forms or in single marks, whichever differs less."""
    parts = [np.asarray(ratings.score, dtype=float).tolist()]
    if items is not None:
        parts.append(items.ravel().tolist())
    return scale_of(*parts)


def _unseen(screen: Screen) -> Screen:
    nothing = np.full(len(screen.p), np.nan)
    return Screen(nothing, nothing, nothing, np.zeros(len(screen.p), dtype=np.bool_))


def _sorted(items: Floats, ratings: Ratings) -> tuple[Floats, Forms]:
    """Return items and codes in one order, so that sums come out the same to the last digit."""
    period = np.zeros(len(ratings.score)) if ratings.period is None else ratings.period
    codes = [
        np.unique(np.asarray(labels), return_inverse=True)[1].astype(np.int64)
        for labels in (ratings.rater, ratings.ratee, period)
    ]
    order = np.lexsort((*items.T, *codes[::-1]))
    return items[order], Forms(*(code[order] for code in codes))
