"""Exact numbers and their three written forms. Rounding happens here and only for display."""

from decimal import Decimal
from fractions import Fraction

Exact = Fraction | Decimal | int


def as_fraction(number: Exact) -> Fraction:
    """The same number, exactly."""
    return Fraction(number)


def rounded(number: Exact, places: int) -> Decimal:
    """``number`` rounded half up (away from zero on a tie) to ``places`` decimals."""
    exact = Fraction(number)
    scaled = abs(exact) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    # Built from its digits: arithmetic on Decimal would round to the context's 28 of them.
    return Decimal((int(exact < 0), tuple(int(digit) for digit in str(whole)), -places))


def display(number: Exact, places: int = 2, *, trim: bool = True) -> str:
    """Indonesian notation: comma for decimals, dot for thousands; trailing zeros dropped.

    >>> display(Fraction(25, 12))
    '2,08'
    >>> display(1234567)
    '1.234.567'
    """
    text = f"{rounded(number, places):,f}"
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def percent_display(percent: Exact | None, places: int = 1) -> str:
    """A percentage as printed, or a dash where there is none: ``97,9 %``."""
    return "–" if percent is None else f"{display(percent, places)} %"


def as_json(number: Exact | None) -> dict[str, str] | None:
    """The exact value, six decimals, and the displayed form, all as strings."""
    if number is None:
        return None
    exact = Fraction(number)
    return {
        "value": str(exact),
        "decimal": str(rounded(exact, 6)),
        "display": display(exact),
    }
