"""The entry points of the child for tables: whole, as records of any length, and names of sheets."""

import math
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

from terukur.tables.foreign.shown import MAX_AREA
from terukur.tables.foreign.text import stream_text, text_records
from terukur.tables.foreign.workbook import Cell, Page, Workbook
from terukur.tables.heading import HEADER_SEARCH
from terukur.tables.names import normalize_header
from terukur.tables.reading import MAX_CELLS, SAMPLE, UnreadableTable, is_spreadsheet

_AT_ONCE = 500


def read(source: BinaryIO, *, filename: str, known: list[str], sheet: int | None) -> Iterator[Any]:
    """Yield the records of a table with their lines, many at a time, after a line that names their sheet.

    All visible sheets follow each other, or the one asked for. Text, logical values and numbers are
    themselves, days and moments ``["d" or "t", ISO]``, and percentages ``["n", number]``: what a cell shows
    as 72,4 % is 72.4.
    """
    content = source.read()
    if not is_spreadsheet(content):
        yield {"sheet": "", "hidden": None}
        yield from _batches(_not_too_many(text_records(content, filename, set(known)), filename))
        return
    book = Workbook(content, filename)
    total = 0
    for number in book.visible(sheet):
        page = book.page(number)
        yield {"sheet": page.name, "hidden": page.hidden}
        if page.hidden:
            continue
        total += page.area
        if total > MAX_AREA:
            raise UnreadableTable(
                f"Lembar-lembar di “{filename}” bersama-sama terlalu besar. Simpan lembar yang berisi data "
                "sebagai berkas sendiri, lalu unggah lagi."
            )
        rows = ((line, [_sent(cell) for cell in row]) for line, row in page.rows())
        yield from _batches(_not_too_many(rows, filename))


def records(source: BinaryIO, *, filename: str, known: list[str], sheet: int | None = None) -> Iterator[Any]:
    """Yield the records of a table of any length as text, many at a time.

    Of a spreadsheet it is the sheet asked for, or the one whose first rows hold most of the known names.
    """
    sample = source.read(SAMPLE)
    source.seek(0)
    if is_spreadsheet(sample):
        book = Workbook(source.read(), filename)
        names = {normalize_header(name) for name in known}
        page = _with_heading(book, names) if sheet is None else book.page(book.visible(sheet)[0])
        page.refuse_hidden()
        yield from _batches((line, [_written(cell) for cell in row]) for line, row in page.rows())
    else:
        yield from _batches(stream_text(source, sample, filename))


def sheets(source: BinaryIO, *, filename: str) -> Iterator[list[str]]:
    """Yield the names of the sheets that a spreadsheet shows."""
    yield Workbook(source.read(), filename).names


def _with_heading(book: Workbook, known: set[str]) -> Page:
    pages = [book.page(number) for number in book.visible(None)]

    def recognized(page: Page) -> int:
        beginning = islice(page.rows(), HEADER_SEARCH) if len(pages) > 1 and not page.hidden else ()
        return max(
            (len({normalize_header(_written(c)) for c in row} & known) for _, row in beginning), default=0
        )

    return max(pages, key=recognized)


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
