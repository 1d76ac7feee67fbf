"""The sums that a table of values states itself, beside what is read from its rows."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from terukur.tables.arranging import Reason
from terukur.tables.names import normalize_header
from terukur.tables.numerals import number_in
from terukur.tables.reading import Row, Table
from terukur.tables.understanding import Understood

_ADDED = frozenset({"jumlah", "jml", "total", "grand", "sub", "subtotal"})


def compare_sums(table: Table, columns: Sequence[str], understood: Understood, *, period: str) -> None:
    """Compare each row of sums with the rows above it: all of them, or those since the last sum.

    A sum with a period of its own is that of the rows of this period.
    """
    words = {left.line: left.words for left in table.left_out if left.reason is Reason.SUM}
    last = 0
    for row in table.sums:
        told_as = words.get(row.line, "")
        if normalize_header(told_as).split(" ")[0] not in _ADDED:
            continue
        own = row.cells.get(period)
        above = [
            one for one in table.rows if one.line < row.line and (own is None or one.cells.get(period) == own)
        ]
        for column in columns:
            told = number_in(row.cells.get(normalize_header(column)))
            if told is None:
                continue
            parts = [one for one in above if one.line > last]
            here = f"{told_as.split(' · ')[0]} {row.header(column)}" + (f" {own}" if own else "")
            close = next((added for part in (above, parts) if (added := _added(part, column)) == told), None)
            understood.compares(row.line, here, told, _added(above, column) if close is None else close)
        last = row.line


def _added(rows: Sequence[Row], column: str) -> Decimal:
    return sum(_numbers(rows, column), Decimal(0))


def _numbers(rows: Sequence[Row], column: str) -> Iterator[Decimal]:
    for row in rows:
        value = number_in(row.cells.get(normalize_header(column)))
        if value is not None:
            yield value
