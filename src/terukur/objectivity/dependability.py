"""How far a year of behavior ratings orders people and gives their level."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dependability:
    """The dependability of a year's ratings in an agency or a unit.

    ``relative`` is for the order of people, ``absolute`` for their level, with its interval of 95 %; None
    where the ratings cannot tell. ``needed`` is the number of quarters for 0.80, None if none is enough.
    """

    people: int
    quarters: int
    relative: float | None
    absolute: float | None
    interval: tuple[float | None, float | None]
    needed: int | None
