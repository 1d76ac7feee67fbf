"""The user's own table with its faulty cells marked and the reasons beside them, to be corrected."""

import io
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from terukur.tables.cells import CellError
from terukur.tables.heading import CellValue
from terukur.tables.names import normalize_header
from terukur.tables.reading import Sheet, heading_of, read_sheets

REMARKS = "YANG PERLU DIBERESKAN"
_SHEET_NAME = 31


def marked_table(
    content: bytes, *, filename: str, known_headers: Collection[str], errors: Sequence[CellError]
) -> bytes:
    """Return the file as a workbook: faulty cells red, each reason in a column after the last.

    Rows that the reader leaves out stay where they are, so that lines are those of the file.

    :raises UnreadableTable: where the file is no table.
    """
    stream = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
        wrong = workbook.add_format({"bg_color": "#F8C9C4"})
        day = workbook.add_format({"num_format": "dd-mm-yyyy"})
        for place, sheet in enumerate(read_sheets(content, filename=filename, known_headers=known_headers)):
            page = workbook.add_worksheet(sheet.name[:_SHEET_NAME] or "Data")
            told = _by_place(sheet, known_headers, errors, place)
            _write(page, sheet, known_headers, told, wrong, day)
            page.autofit(400)
    return stream.getvalue()


def _by_place(
    sheet: Sheet, known: Collection[str], errors: Sequence[CellError], place: int
) -> Mapping[int, list[CellError]]:
    """Return the errors of the lines of a sheet; a line of one of several sheets says which it is in."""
    told: dict[int, list[CellError]] = {}
    for error in errors:
        name = getattr(error.line, "sheet", None)
        own = getattr(error.line, "own", int(error.line))
        if name == sheet.name or (name is None and (place == 0 or own in dict(sheet.records))):
            told.setdefault(own, []).append(error)
    return told


def _write(
    page: Worksheet,
    sheet: Sheet,
    known: Collection[str],
    told: Mapping[int, list[CellError]],
    wrong: Format,
    day: Format,
) -> None:
    if not sheet.records:
        return
    heading = heading_of(sheet, known)
    places = {normalize_header(name): place for place, name in enumerate(heading.names) if name}
    end = max(len(cells) for _line, cells in sheet.records)
    page.write_string(heading.line - 1, end, REMARKS, wrong)
    for line, cells in sheet.records:
        faulty = {places.get(normalize_header(error.column), end) for error in told.get(line, ())}
        for column, cell in enumerate(cells):
            _write_cell(page, line - 1, column, cell, wrong if column in faulty else None, day)
        for column in faulty - {end}:
            if column >= len(cells) or cells[column] is None:
                page.write_blank(line - 1, column, None, wrong)
        if line in told:
            page.write_string(line - 1, end, " ".join(error.message for error in told[line]), wrong)


def _write_cell(
    page: Worksheet, line: int, column: int, cell: CellValue, wrong: Format | None, day: Format
) -> None:
    if isinstance(cell, bool | str):
        page.write(line, column, cell, wrong)
    elif isinstance(cell, Decimal):
        page.write_number(line, column, float(cell), wrong)
    elif isinstance(cell, date):
        page.write_datetime(line, column, cell, wrong or day)
