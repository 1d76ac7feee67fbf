"""The cell of a target with those that belong to it: number, upper bound, unit and direction."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from terukur.notation.dates import month_number
from terukur.planning.plans_columns import DIRECTIONS
from terukur.planning.target_words import NotATarget, WrittenTarget, read_target
from terukur.regulation.achievement import too_low_target
from terukur.regulation.scales import Direction
from terukur.tables.cells import CellError, ask, choice, number, parse_day, say, text
from terukur.tables.names import normalize_header
from terukur.tables.numerals import write_number
from terukur.tables.questions import Question
from terukur.tables.reading import Percentage, Row

_DIGITS = Decimal("0.0001")
_LARGEST = Decimal(10) ** 13
_UNIT_LENGTH = 40
_SHARE = ("%", "persen", "prosen", "persentase")


@dataclass(frozen=True, slots=True)
class TargetCells:
    """A target as it is stored; ``low`` is None where the cell does not fit, which was said."""

    low: Decimal | None
    high: Decimal | None
    unit: str
    direction: Direction | None


def target_cells(row: Row) -> TargetCells:
    """Return the target of a row, from its own columns and from the words of the target itself."""
    direction = choice(row, "ARAH", allowed=DIRECTIONS)
    written = _written(row)
    high = number(row, "TARGET ATAS")
    if written is None:
        return TargetCells(None, None, text(row, "SATUAN", max_length=_UNIT_LENGTH), direction)
    high = written.high if high is None else high
    if high is not None and written.high is not None:
        direction = Direction.RANGE
    elif written.direction is not None and direction not in (None, written.direction):
        _refuse(row, "ARAH", f"target “{text(row, 'TARGET')}” berarti {_WORDS[written.direction]}; samakan.")
    direction = direction or written.direction
    low = stored(written.low)
    if low is not None and abs(low) >= _LARGEST:
        _refuse(row, "TARGET", "terlalu besar untuk sebuah target.")
        low = None
    elif low is not None and low <= 0 and direction is not Direction.RANGE:
        _refuse(row, "TARGET", too_low_target(Fraction(low), direction or Direction.HIGHER))
    return TargetCells(low, stored(high), _unit(row, written), direction)


_WORDS = {
    Direction.HIGHER: "makin tinggi makin baik (NAIK)",
    Direction.LOWER: "makin rendah makin baik (TURUN)",
}


def stored(value: Decimal | None) -> Decimal | None:
    """Return the number to the digits that are stored, so that the checked value is the stored one."""
    return None if value is None else Decimal(value).quantize(_DIGITS, ROUND_HALF_UP)


def _written(row: Row) -> WrittenTarget | None:
    cell = row.cells.get("target")
    if isinstance(cell, Decimal):
        return WrittenTarget(cell, unit="%" if isinstance(cell, Percentage) else "")
    words = text(row, "TARGET", required=True)
    if not words:
        return None
    if isinstance(cell, date) or _is_day(words):
        _refuse(
            row,
            "TARGET",
            f"“{words}” adalah tanggal, bukan target; tulis jumlahnya (misalnya 1 laporan) di TARGET dan "
            "tanggalnya di JATUH TEMPO.",
        )
        return None
    try:
        found = read_target(words)
    except NotATarget as error:
        _refuse(row, "TARGET", str(error))
        return None
    if found.unclear:
        ask(
            Question(
                "ambiguous-number",
                row.line,
                row.header("TARGET"),
                words,
                f"“{words}” bisa berarti ribuan atau desimal. Dibaca {write_number(found.low)}; benar?",
            )
        )
    return found


def _is_day(words: str) -> bool:
    """Return whether words are a day or a month of a year: ``31 Desember 2026``, ``31 Des``."""
    parts = words.casefold().replace("-", " ").split()
    if parse_day(words) is not None:
        return True
    return 2 <= len(parts) <= 3 and parts[0].isdigit() and bool(month_number(parts[1]))


def _unit(row: Row, written: WrittenTarget) -> str:
    own = text(row, "SATUAN", max_length=_UNIT_LENGTH)
    if not own:
        if len(written.unit) > _UNIT_LENGTH:
            _refuse(row, "TARGET", f"satuannya lebih panjang dari {_UNIT_LENGTH} huruf; tulis di SATUAN.")
        return written.unit
    if written.unit and not _is_same_unit(own, written.unit):
        ask(
            Question(
                "other-unit",
                row.line,
                row.header("SATUAN"),
                own,
                f"Target ditulis “{text(row, 'TARGET')}”, sedangkan satuannya “{own}”. Disimpan "
                f"{write_number(written.low)} {own}; benar?",
            )
        )
    return own


def _is_same_unit(one: str, other: str) -> bool:
    first, second = (("%" if word.casefold() in _SHARE else normalize_header(word)) for word in (one, other))
    return first == second or first in second.split() or second in first.split()


def _refuse(row: Row, column: str, message: str) -> None:
    say(CellError(row.line, row.header(column), text(row, column), message))
