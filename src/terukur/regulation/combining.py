"""Combination of the values of several months into the value of a longer time."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from terukur.notation.numbers import display
from terukur.regulation.scales import Combination


@dataclass(frozen=True, slots=True)
class SpanPart:
    """The value of one span of time: a number, or numerator and denominator of a ratio."""

    value: Fraction
    denominator: Fraction = Fraction(1)

    def __add__(self, other: "SpanPart") -> "SpanPart":
        return SpanPart(self.value + other.value, self.denominator + other.denominator)


def combined(parts: Sequence[SpanPart], combination: Combination, *, per: int = 1) -> tuple[Fraction, str]:
    """Return the value of all parts together, in the order of time, with its working.

    :raises ValueError: without any part, as nothing is not zero.
    """
    if not parts:
        raise ValueError("Tanpa satu nilai pun tidak ada yang dapat digabungkan.")
    if combination is Combination.RATIO:
        return _ratio(parts, per)
    amounts = [part.value for part in parts]
    if combination is Combination.LATEST:
        return amounts[-1], f"Realisasi: nilai terakhir {display(amounts[-1], 4)}"
    total = sum(amounts, Fraction(0))
    shown = " + ".join(display(amount, 4) for amount in amounts)
    if combination is Combination.MEAN:
        mean = total / len(amounts)
        return mean, f"Realisasi: ({shown}) ÷ {len(amounts)} = {display(mean)}"
    return total, f"Realisasi: {shown} = {display(total, 4)}"


def _ratio(parts: Sequence[SpanPart], per: int) -> tuple[Fraction, str]:
    whole = sum(parts[1:], parts[0])
    value = whole.value / whole.denominator * per
    times = f" × {per}" if per != 1 else ""
    return value, (
        f"Realisasi: {display(whole.value)} ÷ {display(whole.denominator)}{times} = {display(value)}"
    )
