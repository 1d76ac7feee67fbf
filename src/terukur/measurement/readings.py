"""One value of a file as read, whatever kind of file it came from."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from terukur.notation.numbers import display
from terukur.planning.models import Measure
from terukur.regulation.periods import Period

Amounts = tuple[Decimal | None, Decimal | None, Decimal | None]
_STORED = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Reading:
    """One value as read: ``value``, or numerator and denominator, to the digits that are stored.

    ``line`` is the row of the file, or the first of the ``rows`` that it was computed from.
    """

    line: int
    subject: str
    period: Period
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    rows: int = 1

    def __post_init__(self) -> None:
        for name in ("value", "numerator", "denominator"):
            amount = getattr(self, name)
            if amount is not None:
                object.__setattr__(self, name, amount.quantize(_STORED, ROUND_HALF_UP))

    @property
    def amounts(self) -> Amounts:
        """The three numbers, for comparison with a stored observation."""
        return self.value, self.numerator, self.denominator


def in_words(measure: Measure, amounts: Amounts) -> str:
    """Return the amounts of a reading as people say them: ``72,4 %``, ``1.012 dari 1.100 (92 %)``."""
    value, numerator, denominator = amounts
    if value is not None:
        return f"{display(value, 4)} {measure.unit}"
    share = (
        f" ({display(Fraction(numerator) / Fraction(denominator) * measure.per)} {measure.unit})"
        if (numerator is not None and denominator)
        else ""
    )
    return f"{display(numerator or 0, 4)} dari {display(denominator or 0, 4)}{share}"
