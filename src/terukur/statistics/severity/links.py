"""The graph of who rated in which team: it decides which effects can be told apart."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from terukur.statistics.severity.equations import Equations

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Links:
    """Components of the graph, and which raters have another rater to be compared with.

    ``component`` of each rater; ``linked`` where another rater stands in the same component.
    ``components`` of raters and teams; ``employee_components`` when employees who moved join them too,
    which compares sums of rater and team, never a rater with a team. ``largest`` is the share of raters
    in the largest one, ``alone`` how many are not linked.
    """

    component: Codes
    linked: Flags
    components: int
    employee_components: int
    largest: float
    alone: int


def links_of(equations: Equations) -> Links:
    """Return how raters and teams are joined by forms.

    Two raters in one team, or one rater in two teams where another rates too, can be told from the team.
    A rater who is the only one in its component cannot, however many forms there are: the team's merit
    would explain them as well.
    """
    raters = equations.sizes[0]
    if "team" not in equations.factors:
        component = np.zeros(raters, dtype=np.int64)
        found, joined = 1, 1
    else:
        found, label = connected_components(equations.ww, directed=False)
        component = label[:raters].astype(np.int64)
        joined = _with_employees(equations)
    size = np.bincount(component)
    linked = size[component] > 1
    return Links(
        component, linked, int(found), int(joined), float(size.max() / raters), int(np.count_nonzero(~linked))
    )


def _with_employees(equations: Equations) -> int:
    if not equations.ratees:
        return int(connected_components(equations.ww, directed=False, return_labels=False))
    graph = sparse.block_array([[None, equations.zw], [equations.zw.T, None]], format="csr")
    return int(connected_components(graph, directed=False, return_labels=False))
