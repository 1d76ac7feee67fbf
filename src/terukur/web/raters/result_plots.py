"""From the usual ratings in the agency to the line and the grey cells of a drawing."""

from collections.abc import Iterable

from terukur.drawings.results import Cell, Usual
from terukur.raters.usual import OthersCell, UsualPoint


def line_of(points: Iterable[UsualPoint]) -> list[Usual]:
    """Return the usual line with its band."""
    return [Usual(one.result, one.low, one.middle, one.high) for one in points]


def cells_of(others: Iterable[OthersCell]) -> list[Cell]:
    """Return the cells of the agency's forms."""
    return [Cell(one.results, one.scores, one.forms) for one in others]
