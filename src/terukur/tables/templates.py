"""An empty table to fill in: columns with what belongs in them, an example, and lists to choose from."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import xlsxwriter

_DATA, _LISTS, _HELP = "Data", "Daftar", "Petunjuk"
_ROWS = 2000


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of a template; ``choices`` gives the values of the office, at the moment of the download."""

    header: str
    help: str
    example: str = ""
    required: bool = False
    choices: Callable[[], Sequence[str]] | None = None


def template_of(columns: Sequence[TemplateColumn]) -> bytes:
    """Return a workbook: an empty sheet with headers and lists, and a sheet that says what belongs where."""
    stream = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        workbook.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC)})
        data = workbook.add_worksheet(_DATA)
        bold = workbook.add_format({"bold": True, "bg_color": "#DCE9F5", "text_wrap": True})
        plain = workbook.add_format({"num_format": "@"})
        lists = workbook.add_worksheet(_LISTS)
        for place, column in enumerate(columns):
            data.write_string(0, place, column.header, bold)
            data.set_column(place, place, max(14, len(column.header) + 4), plain)
            chosen = list(column.choices()) if column.choices else []
            # Another name than in the data: a sheet with the same headings would be read as well.
            lists.write_string(0, place, f"Daftar {column.header}", bold)
            for line, choice in enumerate(chosen, start=1):
                lists.write_string(line, place, choice)
            if chosen:
                name = xlsxwriter.utility.xl_col_to_name(place, True)
                source = f"={_LISTS}!{name}$2:{name}${len(chosen) + 1}"
                # Another value may be right: a list helps, the check of the file decides.
                data.data_validation(
                    1, place, _ROWS, place, {"validate": "list", "source": source, "error_type": "warning"}
                )
        data.freeze_panes(1, 0)
        _write_help(workbook.add_worksheet(_HELP), columns, bold)
    return stream.getvalue()


def _write_help(
    page: xlsxwriter.worksheet.Worksheet, columns: Sequence[TemplateColumn], bold: xlsxwriter.format.Format
) -> None:
    for place, title in enumerate(("Nama kolom", "Wajib", "Isinya", "Contoh")):
        page.write_string(0, place, title, bold)
    for line, column in enumerate(columns, start=1):
        words = (column.header, "ya" if column.required else "", column.help, column.example)
        for place, word in enumerate(words):
            page.write_string(line, place, word)
    page.autofit(500)
