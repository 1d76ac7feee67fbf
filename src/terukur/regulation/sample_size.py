"""The number of respondents of a survey (PermenPANRB 14/2017 relies on Krejcie and Morgan's table)."""

from fractions import Fraction
from math import ceil

from terukur.notation.numbers import display, rounded
from terukur.regulation.citations import cite
from terukur.regulation.decision import Decision, InputRefused
from terukur.regulation.scales import SampleMethod

_CHI_SQUARE = Fraction("3.841")
_SHARE = Fraction(1, 2)
_MARGIN = Fraction("0.05")
_LARGEST = 10**10


def sample_size(*, population: int, method: SampleMethod = SampleMethod.KREJCIE_MORGAN) -> Decision[int]:
    """Return the least number of respondents for a margin of 5 %.

    Krejcie and Morgan (CONFIRMED): χ²·N·P(1−P) ÷ (d²(N−1) + χ²·P(1−P)) with χ² 3.841, P 0.5, d 0.05,
    rounded half up as in their table. Slovin (CONFIRMED as practice, not as the regulation):
    N ÷ (1 + N·e²), rounded up.

    :raises InputRefused: for a population below 1 or above ten thousand million.
    """
    if not 1 <= population <= _LARGEST:
        raise InputRefused("population", f"antara 1 dan {display(_LARGEST)} orang.")
    if method is SampleMethod.SLOVIN:
        exact = population / (1 + population * _MARGIN**2)
        needed = ceil(exact)
    else:
        spread = _CHI_SQUARE * _SHARE * (1 - _SHARE)
        exact = spread * population / (_MARGIN**2 * (population - 1) + spread)
        needed = int(rounded(exact, 0))
    steps = (
        f"{method.label}, {display(population)} orang, galat 5 %: {display(exact, 2)}",
        f"Paling sedikit {display(needed)} responden",
    )
    return Decision(needed, steps, cite("sample-size"))
