"""The line that ratings follow given measured results, by least squares: the usual rating here."""

import numpy as np
import numpy.typing as npt

from terukur.statistics.expectation import Expectation

LEAST_FORMS = 30
LEAST_IN_CELL = 10
Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.str_]


def usual_line(
    score: Floats, result: Floats, *, family: Labels, period: Labels, scale: tuple[float, float]
) -> Expectation | None:
    """Return the fit of score ~ period + family + slope by family × result; None below 30 forms.

    A family has a level in a period only where ten forms of it are, and no slope where all its results
    are alike.
    """
    if len(score) < LEAST_FORMS:
        return None
    families, who = np.unique(family, return_inverse=True)
    periods, when = np.unique(period, return_inverse=True)
    rows = np.arange(len(score))
    x = np.zeros((len(score), 2 * len(families) + len(periods) - 1))
    x[rows, who] = 1
    later = when > 0
    x[rows[later], len(families) + when[later] - 1] = 1
    slopes_from = len(families) + len(periods) - 1
    x[rows, slopes_from + who] = result
    b = np.linalg.lstsq(x, score, rcond=None)[0]
    left = score - x @ b
    freedom = max(1, len(score) - int(np.linalg.matrix_rank(x)))
    shift = np.concatenate(([0.0], b[len(families) : slopes_from]))
    cells = np.bincount(who * len(periods) + when, minlength=len(families) * len(periods))
    enough = cells.reshape(len(families), len(periods)) >= LEAST_IN_CELL
    levels = {
        str(families[place]): {
            str(periods[k]): float(b[place] + shift[k]) for k in range(len(periods)) if enough[place, k]
        }
        for place in range(len(families))
    }
    return Expectation(
        {name: at for name, at in levels.items() if at},
        {str(name): float(b[slopes_from + place]) for place, name in enumerate(families)},
        float(np.sqrt(left @ left / freedom)),
        *scale,
    )
