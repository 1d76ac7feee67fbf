"""Tables as CSV and XLSX in which no cell can act as a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

import xlsxwriter

Out = str | int | Decimal | None


def to_csv(headers: Sequence[str], rows: Iterable[Sequence[Out]]) -> bytes:
    """Return UTF-8 with a byte order mark (Excel needs it); text that looks like a formula is disarmed."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(headers)
    writer.writerows([[_disarmed(cell) for cell in row] for row in rows])
    return stream.getvalue().encode("utf-8-sig")


def to_xlsx(headers: Sequence[str], rows: Iterable[Sequence[Out]], *, sheet: str = "Data") -> bytes:
    """Return a workbook of one sheet; text stays text."""
    return to_workbook({sheet: [headers, *rows]})


def to_workbook(sheets: Mapping[str, Iterable[Sequence[Out]]]) -> bytes:
    """Return a workbook of sheets by name, without headers of their own; text stays text."""
    stream = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        # The same rows give the same bytes, so that a file can be known by its hash.
        workbook.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
        for name, rows in sheets.items():
            page = workbook.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(line, column, cell)
                    elif cell is not None:
                        page.write_number(line, column, float(cell))
            page.autofit(400)
    return stream.getvalue()


def _disarmed(cell: Out) -> Out:
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{cell}"
    return cell
