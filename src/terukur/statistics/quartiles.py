"""Quartiles of all other values, for each of many values, without sorting again for each."""

from bisect import bisect_left
from collections.abc import Sequence


def quartiles_of_others(
    values: Sequence[float], own: float | None, *, least: int
) -> tuple[float, float, float] | None:
    """Return the quartiles of sorted ``values`` without one that equals ``own``; None below ``least``.

    Interpolated as by ``statistics.quantiles(…, method="inclusive")``. ``own`` None leaves nobody out.

    :raises ValueError: where ``own`` is not among the values.
    """
    left_out = len(values)
    if own is not None:
        left_out = bisect_left(values, own)
        if left_out == len(values) or values[left_out] != own:
            raise ValueError("one's own value is among those of all")
    size = len(values) - (own is not None)
    if size < least or size < 1:
        return None

    def at(place: int) -> float:
        return values[place if place < left_out else place + 1]

    found = []
    for cut in (1, 2, 3):
        place, part = divmod(cut * (size - 1), 4)
        above = at(place + 1) if part else 0.0
        found.append((at(place) * (4 - part) + above * part) / 4)
    return found[0], found[1], found[2]
