"""Tables made awkward in one way at a time, as offices and their programs do it; their meaning stays.

A ``Sample`` says what of a table may be touched; every kind of ``KINDS`` gives the bytes of the same table.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

import xlsxwriter

Cell = str | int | Decimal | date | None
Line = Sequence[Cell]


@dataclass(frozen=True)
class Sample:
    """A plain table. ``number`` is the column of people's numbers, ``day`` one of dates, ``percent`` one
    of percentages, ``added`` the columns that a sum row adds up, ``repeated`` one whose equal cells may be
    merged; a table without such a column gets one that nobody reads. ``named`` gives five other
    names of a header, and ``said`` words as people write them, by header and word.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    words: int
    number: int | None = None
    day: int | None = None
    percent: int | None = None
    repeated: int | None = None
    added: tuple[int, ...] = ()
    named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    said: Mapping[tuple[str, Cell], tuple[Cell, ...]] = field(default_factory=dict)

    @property
    def lines(self) -> list[list[Cell]]:
        """The heading and the rows."""
        return [list(self.headers), *map(list, self.rows)]

    def with_column(self, header: str, cells: Sequence[Cell]) -> "Sample":
        """The table with a further column on the right."""
        filled = (*cells, *[cells[-1]] * len(self.rows))
        rows = tuple((*row, cell) for row, cell in zip(self.rows, filled, strict=False))
        return replace(self, headers=(*self.headers, header), rows=rows)


def as_csv(lines: Sequence[Line], *, separator: str = ";", encoding: str = "utf-8") -> bytes:
    """Lines as text; days as 31-03-2026, decimals with a comma."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator).writerows([[_text(cell) for cell in line] for line in lines])
    return stream.getvalue().encode(encoding)


def as_xlsx(
    sheets: dict[str, Sequence[Line]],
    *,
    hidden: Sequence[str] = (),
    merged: int | None = None,
    percent: int = -1,
) -> bytes:
    """Sheets of a workbook: ``merged`` is a column whose equal neighbours are merged, ``percent`` one whose
    numbers are kept as parts of one and shown as percentages.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False}) as book:
        days, parts = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "0.0%"})
        for name, lines in sheets.items():
            page = book.add_worksheet(name)
            if name in hidden:
                page.hide()
            elif len(sheets) > 1 and hidden:
                page.activate()
                page.set_first_sheet()
            for line, cells in enumerate(lines):
                for place, cell in enumerate(cells):
                    if isinstance(cell, date):
                        page.write_datetime(line, place, cell, days)
                    elif isinstance(cell, int | Decimal) and place == percent:
                        page.write_number(line, place, float(cell) / 100, parts)
                    elif isinstance(cell, int | Decimal):
                        page.write_number(line, place, float(cell))
                    elif cell is not None:
                        page.write_string(line, place, cell)
            if merged is not None:
                _merge(page, lines, merged)
    return stream.getvalue()


def _merge(page: object, lines: Sequence[Line], place: int) -> None:
    begun = 1
    for line in range(2, len(lines) + 1):
        if line < len(lines) and lines[line][place] == lines[begun][place]:
            continue
        if line - begun > 1:
            page.merge_range(begun, place, line - 1, place, _text(lines[begun][place]))  # type: ignore[attr-defined]
        begun = line


def as_ods(lines: Sequence[Line]) -> bytes:
    """A sheet as LibreOffice writes it, without what nobody reads."""
    space = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    rows = "".join(f"<table:table-row>{''.join(map(_od_cell, line))}</table:table-row>" for line in lines)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<m/>")
        archive.writestr(
            "content.xml",
            f'<office:document-content {space} office:version="1.3"><office:body><office:spreadsheet>'
            f'<table:table table:name="Data">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    return stream.getvalue()


def _od_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, date):
        value = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, int | Decimal):
        value = f'office:value-type="float" office:value="{cell}"'
    else:
        value = 'office:value-type="string"'
    return f"<table:table-cell {value}><text:p>{escape(_text(cell))}</text:p></table:table-cell>"


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d-%m-%Y}"
    return str(cell).replace(".", ",") if isinstance(cell, Decimal) else str(cell)


def _xlsx(lines: Sequence[Line], **how: object) -> bytes:
    return as_xlsx({"Data": lines}, **how)  # type: ignore[arg-type]


def _titles(sample: Sample) -> bytes:
    width = len(sample.headers)
    above: list[list[Cell]] = [
        ["PEMERINTAH KABUPATEN REKAAN"],
        ["DINAS CONTOH, Jalan Misalan Nomor 1"],
        [None] * width,
        ["LAPORAN HASIL"],
        ["Dicetak 5 Oktober 2026 pukul 08.00"],
        [],
    ]
    return _xlsx([*above, *sample.lines])


def _two_rows(sample: Sample) -> bytes:
    """Two columns below a common heading, the others merged over both rows."""
    own = (sample.words, sample.words + 1)
    common = ("DATA", None)
    top: list[Cell] = [
        common[own.index(place)] if place in own else name for place, name in enumerate(sample.headers)
    ]
    below: list[Cell] = [name if place in own else None for place, name in enumerate(sample.headers)]
    return _xlsx([["REKAP"], [], top, below, *sample.rows])


def _numbered(sample: Sample) -> bytes:
    return _xlsx([sample.headers, list(range(1, len(sample.headers) + 1)), *sample.rows])


def _numbered_in_brackets(sample: Sample) -> bytes:
    numbers = [f"({place})" for place in range(1, len(sample.headers) + 1)]
    return as_csv([sample.headers, numbers, *sample.rows])


def _sub_headings(sample: Sample) -> bytes:
    half = len(sample.rows) // 2
    return _xlsx(
        [sample.headers, ["A. KELOMPOK SATU"], *sample.rows[:half], ["B. KELOMPOK DUA"], *sample.rows[half:]]
    )


def _summed(sample: Sample) -> bytes:
    sums: list[Cell] = [None] * len(sample.headers)
    sums[sample.words] = "JUMLAH"
    for place in sample.added:
        sums[place] = sum(Decimal(row[place]) for row in sample.rows if row[place] is not None)  # type: ignore[arg-type]
    return _xlsx([*sample.lines, sums])


def _signed(sample: Sample) -> bytes:
    tail: list[list[Cell]] = [
        [],
        [None, "Mengetahui,", None, "Rekaan, 5 Oktober 2026"],
        [None, "Kepala Dinas Contoh", None, "Pelaksana"],
        [],
        [None, "drg. Ratna Dewi Contoh, M.Kes.", None, "Siti Umpama"],
        [None, "NIP. 197202151999032004", None, "NIP 199001152014022003"],
    ]
    return _xlsx([*sample.lines, *tail])


def _noted_below(sample: Sample) -> bytes:
    return as_csv([*sample.lines, [], ["Keterangan: data sementara"], ["*) dihitung ulang bulan depan"]])


def _other_sheet_first(sample: Sample) -> bytes:
    return as_xlsx({"Petunjuk": [["Isi lembar Data"], ["Jangan ubah judul"]], "Data": sample.lines})


def _hidden_sheet(sample: Sample) -> bytes:
    return as_xlsx({"lama": sample.lines[:2], "Data": sample.lines}, hidden=["lama"])


def _in_cells(change: Callable[[str], str], *, of_numbers: bool = False) -> Callable[[Sample], bytes]:
    def made(sample: Sample) -> bytes:
        place = sample.words if not of_numbers or sample.number is None else sample.number
        lines = sample.lines
        for cells in lines[1:]:
            cells[place] = change(str(cells[place]))
        return as_csv(lines)

    return made


def _as_text(sample: Sample) -> bytes:
    lines = [[f'="{_text(cell)}"' if _text(cell) else "" for cell in row] for row in sample.rows]
    return as_csv([sample.headers, *lines])


def _marked_as_text(mark: str) -> Callable[[Sample], bytes]:
    def made(sample: Sample) -> bytes:
        lines = [
            [f"{mark}{_text(cell)}" if _text(cell)[:1].isdigit() else _text(cell) for cell in row]
            for row in sample.rows
        ]
        return as_csv([sample.headers, *lines])

    return made


def _prefixed(sample: Sample) -> bytes:
    return (
        _in_cells(lambda word: f"NIP. {word}", of_numbers=True)(sample)
        if sample.number is not None
        else (as_csv(sample.with_column("NIP PENCATAT", ["NIP. 197202151999032004"]).lines))
    )


def _spaced(sample: Sample) -> bytes:
    def apart(number: str) -> str:
        return f"{number[:8]} {number[8:14]} {number[14]} {number[15:]}"

    if sample.number is not None:
        return _in_cells(apart, of_numbers=True)(sample)
    return as_csv(sample.with_column("NIP PENCATAT", ["19720215 199903 2 004"]).lines)


def _merged_down(sample: Sample) -> bytes:
    return _xlsx(sample.lines, merged=sample.repeated if sample.repeated is not None else sample.words)


def _percentages(sample: Sample) -> bytes:
    if sample.percent is not None:
        return _xlsx(sample.lines, percent=sample.percent)
    other = sample.with_column("KELENGKAPAN BERKAS", [95])
    return _xlsx(other.lines, percent=len(other.headers) - 1)


def _days(written: Callable[[date], Cell], *, text: bool = True) -> Callable[[Sample], bytes]:
    def made(sample: Sample) -> bytes:
        given = sample if sample.day is not None else sample.with_column("TANGGAL CATAT", [date(2026, 3, 1)])
        place = len(given.headers) - 1 if sample.day is None else sample.day
        lines = given.lines
        for cells in lines[1:]:
            if isinstance(cells[place], date):
                cells[place] = written(cells[place])  # type: ignore[arg-type]
        return as_csv(lines) if text else _xlsx(lines)

    return made


def _repeated_heading(sample: Sample) -> bytes:
    half = len(sample.rows) // 2
    return as_csv([*sample.lines[: half + 1], sample.headers, *sample.rows[half:]])


def _notes_between(sample: Sample) -> bytes:
    half = len(sample.rows) // 2
    return _xlsx([*sample.lines[: half + 1], ["Catatan: baris berikut menyusul"], [], *sample.rows[half:]])


def _empty_rows_and_columns(sample: Sample) -> bytes:
    lines = [line for row in sample.lines for line in ([None, *row, None], [None] * (len(row) + 2))]
    return _xlsx(lines)


_MONTHS = "Jan Feb Mar Apr Mei Jun Jul Agt Sep Okt Nov Des".split()
_ZERO_WIDTH, _NO_BREAK = "\u200b", "\u00a0"
KINDS: dict[str, Callable[[Sample], bytes]] = {
    "titles": _titles,
    "heading of two rows": _two_rows,
    "numbered columns": _numbered,
    "columns numbered in brackets": _numbered_in_brackets,
    "sub-headings": _sub_headings,
    "sum row": _summed,
    "signatures": _signed,
    "notes below": _noted_below,
    "notes between": _notes_between,
    "another sheet first": _other_sheet_first,
    "hidden sheet": _hidden_sheet,
    "empty rows and columns": _empty_rows_and_columns,
    "repeated heading": _repeated_heading,
    "merged down": _merged_down,
    "no-break spaces": _in_cells(lambda word: f"{_NO_BREAK}{word}{_NO_BREAK}"),
    "zero-width spaces": _in_cells(lambda word: f"{word[:2]}{_ZERO_WIDTH}{word[2:]}"),
    "apostrophes": _marked_as_text("'"),
    "backticks": _marked_as_text("`"),
    "formulas of text": _as_text,
    "numbers with NIP": _prefixed,
    "numbers with spaces": _spaced,
    "percent cells": _percentages,
    "cp1252": lambda sample: as_csv(
        sample.with_column("LAIN-LAIN", ["André – “beres”"]).lines, encoding="cp1252"
    ),
    "utf-16": lambda sample: as_csv(sample.lines, encoding="utf-16"),
    "utf-8 with a mark": lambda sample: as_csv(sample.lines, encoding="utf-8-sig"),
    "tabs": lambda sample: as_csv(sample.lines, separator="\t"),
    "bars": lambda sample: as_csv(sample.lines, separator="|"),
    "xlsx": lambda sample: _xlsx(sample.lines),
    "ods": lambda sample: as_ods(sample.lines),
    "days with months as words": _days(lambda day: f"{day.day} {_MONTHS[day.month - 1]} {day.year}"),
    "days with two digits of the year": _days(lambda day: f"{day:%d/%m/%y}"),
    "days year first": _days(lambda day: f"{day:%Y/%m/%d}"),
    "days as bare numbers": _days(lambda day: (day - date(1899, 12, 30)).days, text=False),
}
