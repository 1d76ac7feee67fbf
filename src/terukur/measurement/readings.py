"""One value of a file as read, whatever kind of file it came from."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from terukur.regulation.periods import Period

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
    def amounts(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """The three numbers, for comparison with a stored observation."""
        return self.value, self.numerator, self.denominator
