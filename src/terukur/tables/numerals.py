"""Numbers as people write them, read and written back by one rule for files and forms."""

import re
from decimal import Decimal, InvalidOperation

# 1.234 may be a thousand or one and a bit. 0,234 and 1234 can be only one thing.
_UNCLEAR = re.compile(r"(?P<sign>[+-]?)(?P<whole>[1-9]\d{0,2})[.,](?P<rest>\d{3})")
_INDONESIAN = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?|[+-]?\d+,\d+")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")
_LONGEST = 60


class NotANumber(ValueError):
    """The text is no number; the message says so in Indonesian."""

    def __init__(self, written: str) -> None:
        super().__init__(f"“{written[:_LONGEST]}” bukan angka.")


class UnclearNumber(NotANumber):
    """The text may mean two numbers; the message names both and how to write each."""

    def __init__(self, written: str, thousands: Decimal) -> None:
        self.indonesian = thousands / 1000 if "," in written else thousands
        """What the text means where the dot stands between thousands and the comma before decimals."""
        whole, fraction = write_number(thousands), write_number(thousands / 1000)
        ValueError.__init__(
            self,
            f"“{written}” bisa berarti {whole} atau {fraction}. Tulis {whole} (tanpa titik) "
            f"bila ribuan, atau {fraction} bila desimal.",
        )


def read_number(written: str) -> Decimal:
    """Return the exact number written in Indonesian or English notation, with or without ``%``.

    >>> read_number("1.234,5")
    Decimal('1234.5')

    :raises UnclearNumber: for ``1.234`` alone, which may mean two things.
    :raises NotANumber: for anything else that is no number.
    """
    bare = written.strip().removesuffix("%").replace("\u00a0", "").replace(" ", "")
    if len(bare) > _LONGEST:
        raise NotANumber(written)
    if unclear := _UNCLEAR.fullmatch(bare):
        thousands = Decimal(unclear["sign"] + unclear["whole"] + unclear["rest"])
        raise UnclearNumber(written, thousands)
    if _INDONESIAN.fullmatch(bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif _ENGLISH.fullmatch(bare):
        bare = bare.replace(",", "")
    if not _PLAIN.fullmatch(bare):
        raise NotANumber(written)
    try:
        return Decimal(bare)
    except InvalidOperation as error:
        raise NotANumber(written) from error


def number_in(cell: object) -> Decimal | None:
    """Return the number of a cell of a sum, in its Indonesian reading; None where it holds none."""
    if isinstance(cell, Decimal):
        return cell
    try:
        return read_number(cell) if isinstance(cell, str) else None
    except UnclearNumber as unclear:
        return unclear.indonesian
    except NotANumber:
        return None


def write_number(number: Decimal | int) -> str:
    """Return the number as ``read_number`` reads it back: decimal comma, nothing between thousands.

    >>> write_number(Decimal("8.0000")), write_number(Decimal("12.5")), write_number(12500)
    ('8', '12,5', '12500')

    Three decimals get a fourth, since ``1,234`` alone would be asked about.
    """
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".").replace(".", ",")
    return f"{text}0" if _UNCLEAR.fullmatch(text) else text
