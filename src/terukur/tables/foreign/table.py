"""The entry points of the child for tables: whole, as records of any length, and names of sheets."""

import math
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

from terukur.tables.foreign.text import stream_text, text_records
from terukur.tables.foreign.workbook import Cell, Workbook
from terukur.tables.reading import MAX_CELLS, SAMPLE, UnreadableTable, is_spreadsheet

_AT_ONCE = 500


def read(source: BinaryIO, *, filename: str, known: list[str], sheet: int) -> Iterator[Any]:
    """Yield the records of a table with their lines, many at a time.

    Text, logical values and numbers are themselves, days and moments ``["d" or "t", ISO]``, and
    percentages ``["n", number]``: what a cell shows as 72,4 % is 72.4.
    """
    content = source.read()
    if is_spreadsheet(content):
        rows = Workbook(content, filename).rows(sheet)
        found: Iterable[tuple[int, list[Any]]] = ((line, [_sent(cell) for cell in row]) for line, row in rows)
    else:
        found = text_records(content, filename, set(known))
    yield from _batches(_not_too_many(found, filename))


def records(source: BinaryIO, *, filename: str) -> Iterator[Any]:
    """Yield the records of a table of any length as text, many at a time."""
    sample = source.read(SAMPLE)
    source.seek(0)
    if is_spreadsheet(sample):
        rows = Workbook(source.read(), filename).rows(0)
        yield from _batches((line, [_written(cell) for cell in row]) for line, row in rows)
    else:
        yield from _batches(stream_text(source, sample, filename))


def sheets(source: BinaryIO, *, filename: str) -> Iterator[list[str]]:
    """Yield the names of the sheets that a spreadsheet shows."""
    yield Workbook(source.read(), filename).names


def _batches(found: Iterable[tuple[int, list[Any]]]) -> Iterator[list[tuple[int, list[Any]]]]:
    rest = iter(found)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch


def _not_too_many(found: Iterable[tuple[int, list[Any]]], filename: str) -> Iterator[tuple[int, list[Any]]]:
    cells = 0
    for line, row in found:
        cells += len(row)
        if cells > MAX_CELLS:
            raise UnreadableTable(
                f"Berkas “{filename}” berisi lebih dari {MAX_CELLS:,} sel. Hapus kolom dan baris yang "
                "tidak diperlukan, atau bagi menjadi beberapa berkas."
            )
        yield line, row


def _sent(cell: Cell) -> Any:
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, bool | int):
        return cell
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else str(cell)
    if isinstance(cell, datetime):
        # A day without a time is kept by spreadsheets as midnight.
        return ["d", cell.date().isoformat()] if cell.time() == time() else ["t", cell.isoformat()]
    if isinstance(cell, date):
        return ["d", cell.isoformat()]
    return ["n", f"{cell:f}"] if isinstance(cell, Decimal) else str(cell)


def _written(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else str(cell)
