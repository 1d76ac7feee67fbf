"""Display facts of a sheet of an old Excel file (BIFF), read with ``xlrd``."""

import os

import xlrd

from terukur.tables.foreign.shown import Shown, is_percentage, place


def shown_in_old_excel(content: bytes, sheet: str) -> Shown:
    """Return the display facts of a sheet of an XLS.

    :raises UnreadableTable: where it reaches further than a table.
    """
    with open(os.devnull, "w") as nowhere:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, ragged_rows=True, on_demand=True, logfile=nowhere
        )
        page = book.sheet_by_name(sheet)
    percent = {
        index
        for index, form in enumerate(book.xf_list)
        if is_percentage(form.format_key, book.format_map[form.format_key].format_str)
    }
    shown = Shown()
    for column, info in page.colinfo_map.items():
        if info.hidden:
            shown.hidden_columns.append(range(column, column + 1))
    for row in range(page.nrows):
        hidden = row in page.rowinfo_map and page.rowinfo_map[row].hidden
        _take_row(shown, page, row, percent, is_hidden=bool(hidden))
    return shown


def _take_row(shown: Shown, page: xlrd.sheet.Sheet, row: int, percent: set[int], *, is_hidden: bool) -> None:
    for column, kind in enumerate(page.row_types(row)):
        if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
            continue
        shown.fill(row, column)
        if is_hidden:
            shown.hidden_rows.add(row)
        if kind == xlrd.XL_CELL_NUMBER and page.cell_xf_index(row, column) in percent:
            shown.percentages.add(place(row, column))
        elif kind == xlrd.XL_CELL_ERROR:
            code = page.cell_value(row, column)
            shown.errors[place(row, column)] = xlrd.error_text_from_code.get(code, "#GALAT!")
