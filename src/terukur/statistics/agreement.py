"""The agreement of two independent ratings of the same work, by counts only."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Of ``pairs``, how many are the same and how many at most one step apart."""

    pairs: int
    exact: int
    within_one: int


def agreement(pairs: Sequence[tuple[int, int]], *, least: int) -> PairAgreement | None:
    """Return the counts over pairs of positions on one scale; None below ``least`` pairs.

    Only whole portions of ``least`` pairs are counted, in the order given: two looks at the counts then
    never differ by a single pair, which would be one person's outcome.
    """
    counted = pairs[: len(pairs) - len(pairs) % least]
    if not counted:
        return None
    apart = [abs(one - other) for one, other in counted]
    return PairAgreement(len(counted), sum(step == 0 for step in apart), sum(step <= 1 for step in apart))
