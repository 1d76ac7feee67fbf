"""Exact numbers and their three written forms. Rounding happens here and only for display."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

Exact = Fraction | Decimal | int


def rounded(number: Exact | float, places: int) -> Decimal:
    """Return ``number`` rounded half up (away from zero on a tie) to ``places`` decimals."""
    exact = Fraction(number)
    scaled = abs(exact) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    # Built from its digits: arithmetic on Decimal would round to the context's 28 of them.
    return Decimal((int(exact < 0), tuple(int(digit) for digit in str(whole)), -places))


def display(number: Exact | float, places: int = 2, *, trim: bool = True) -> str:
    """Return the number in Indonesian notation: decimal comma, dots for thousands, no trailing zeros.

    >>> display(Fraction(25, 12))
    '2,08'
    >>> display(1234567)
    '1.234.567'
    """
    text = f"{rounded(number, places):,f}"
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def written(value: float, places: int = 2, *, trim: bool = True) -> str:
    """Return an estimate as drawings have it: with a true minus sign, none before zero.

    >>> written(-0.25), written(-0.001), written(0.5, trim=False)
    ('−0,25', '0', '0,50')
    """
    text = display(value, places, trim=trim)
    return text.lstrip("-") if set(text) <= set("-0,") else text.replace("-", "−")


def fixed(value: float, places: int = 2) -> str:
    """Return an estimate with all its decimals and its side of zero, as tables and sentences have it.

    >>> fixed(0.5), fixed(-0.001)
    ('0,50', '−0,00')
    """
    return f"{value:.{places}f}".replace("-", "−").replace(".", ",")


def written_percent(share: float, places: int = 0) -> str:
    """Return an estimated percentage of 100: ``97 %``."""
    return f"{written(share, places)} %"


def percent_display(percent: Exact | None, places: int = 1) -> str:
    """Return a percentage as printed, or a dash where there is none: ``97,9 %``."""
    return "–" if percent is None else f"{display(percent, places)} %"


def places_apart(number: Exact, thresholds: Iterable[Exact], places: int = 1) -> int:
    """Return how many decimals keep a number on its own side of every threshold when rounded.

    The thresholds are rounded to as many: 89,996 beside 90 takes three, and 110,04 beside 110 two.
    """
    exact, beside = Fraction(number), [Fraction(one) for one in thresholds]
    while any(not _stays(exact, one, places) for one in beside):
        places += 1
    return places


def _stays(number: Fraction, threshold: Fraction, places: int) -> bool:
    shown, limit = rounded(number, places), rounded(threshold, places)
    return (shown > limit) - (shown < limit) == (number > threshold) - (number < threshold)


def percent_beside(percent: Exact | None, thresholds: Iterable[Exact], places: int = 1) -> str:
    """Return a percentage with as many decimals as its verdict against the thresholds needs.

    >>> percent_beside(Fraction(89996, 1000), [90, 110])
    '89,996 %'
    """
    if percent is None:
        return "–"
    return percent_display(percent, places_apart(percent, thresholds, places))


def display_beside(number: Exact, thresholds: Iterable[Exact], places: int = 2) -> str:
    """Return a number with as many decimals as its verdict against the thresholds needs."""
    return display(number, places_apart(number, thresholds, places))


def limit_display(percent: Exact) -> str:
    """Return a threshold in percent with all of its decimals, as nothing is compared with a rounded one."""
    return percent_display(percent, 4)


def as_json(number: Exact | None, *, beside: Iterable[Exact] = (), places: int = 2) -> dict[str, str] | None:
    """Return the exact value, six decimals, and the displayed form, all as strings.

    ``beside`` are the thresholds that the displayed form must not seem to cross; it has as many more
    decimals than ``places`` as that takes.
    """
    if number is None:
        return None
    exact = Fraction(number)
    return {
        "value": str(exact),
        "decimal": str(rounded(exact, 6)),
        "display": display(exact, places_apart(exact, beside, places)),
    }
