"""CSV and XLSX bytes into rows that remember their line; every failure is a message, no trace."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from terukur.confined.parent import ChildLimits, read_all
from terukur.confined.refusal import FileRefused
from terukur.tables.arranging import LeftOut, Reason, arrange, first_words
from terukur.tables.heading import CellValue, Heading, Record, find_heading, heading_at
from terukur.tables.names import cleaned, normalize_header

MAX_BYTES = 30 * 1024 * 1024
MAX_LINE = 200_000
MAX_ROWS = 1_000_000
MAX_COLUMNS = 300
MAX_CELLS = 8_000_000
SAMPLE = 64 * 1024
# Stands in a cell whose formula has no value; refused where the cell is used, as "#N/A" is.
NOT_CALCULATED = "#BELUMDIHITUNG!"
READER = "terukur.tables.foreign.table"
_SHEET_LINES = 1 << 24
_SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_LIMITS = ChildLimits()


class Percentage(Decimal):
    """A number from a cell that is shown as percent: 95 for what the cell shows as 95 %."""


class UnreadableTable(FileRefused):
    """The file is not a table; the message says what is wrong, where, and what to do."""


class SheetLine(int):
    """The line of a row in one of several sheets: unique in the file, told with the name of its sheet."""

    sheet: str
    own: int

    @classmethod
    def of(cls, place: int, line: int, sheet: str) -> "SheetLine":
        """Return the line of a sheet, whose place among those that are read is counted from 0."""
        made = cls(place * _SHEET_LINES + line)
        made.sheet, made.own = sheet, line
        return made

    def __str__(self) -> str:
        return f"{self.own} di lembar “{self.sheet}”"

    def __format__(self, _form: str) -> str:
        return str(self)


@dataclass(frozen=True, slots=True)
class Row:
    """One record; ``line`` is its number as the user sees it, cells are by normalized header.

    ``group`` is the sub-heading above it; ``written`` gives the header in the file of a column that was
    renamed.
    """

    line: int
    cells: Mapping[str, CellValue]
    group: str = ""
    written: Mapping[str, str] = field(default_factory=dict)

    def header(self, column: str) -> str:
        """Return the header that the file has for a column."""
        return self.written.get(normalize_header(column), column)


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows of data below it.

    ``titles`` stand above; ``left_out`` are rows and sheets that are no data, the ``sums`` among them as
    rows; ``alike`` names other sheets with the same columns; ``unused`` are columns that nobody reads.
    """

    header_line: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    titles: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    sums: tuple[Row, ...] = ()
    sheet: str = ""
    alike: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()

    def has(self, header: str) -> bool:
        """Return whether there is a column of this name."""
        return normalize_header(header) in {normalize_header(name) for name in self.headers}


@dataclass(slots=True)
class Sheet:
    """A sheet as the child sent it; ``hidden`` is the refusal of a sheet that hides some of its content."""

    name: str
    hidden: str | None
    records: list[Record] = field(default_factory=list)

    def refuse_hidden(self) -> None:
        """Refuse a sheet that hides some of its content.

        :raises UnreadableTable: naming the hidden rows and columns.
        """
        if self.hidden:
            raise UnreadableTable(self.hidden)


def is_spreadsheet(content: bytes) -> bool:
    """Return whether bytes, or the first of them, are of an Excel file, new or old, and not of a text."""
    return content.startswith(_SPREADSHEET)


def read_table(
    content: bytes,
    *,
    filename: str,
    known_headers: Collection[str] = (),
    sheet: int | None = None,
    header_line: int | None = None,
) -> Table:
    """Read the sheet of a spreadsheet that holds the table, or a CSV of any usual encoding and separator.

    The kind is found from the content. The sheet is number ``sheet`` from 0, or else the one whose heading
    holds most of ``known_headers``; the other sheets are told as left out. The heading is at
    ``header_line``, or else found among the first 30 rows; without known headers it is the first row. Titles,
    numbers of columns, sub-headings, sums and signatures are left out and told (``tables.arranging``).

    :raises UnreadableTable: with a message for the user.
    """
    known = {normalize_header(name) for name in known_headers}
    return _best_table(_sheets(content, filename, known, sheet), filename, known, header_line)


def best_table(sheets: Sequence[Sheet], *, filename: str, known_headers: Collection[str]) -> Table:
    """Return the table of sheets that were read already, as ``read_table`` does.

    :raises UnreadableTable: with a message for the user.
    """
    return _best_table(sheets, filename, {normalize_header(name) for name in known_headers}, None)


def _best_table(sheets: Sequence[Sheet], filename: str, known: set[str], header_line: int | None) -> Table:
    chosen = max(sheets, key=lambda found: _score(found, known))
    chosen.refuse_hidden()
    table = _table(chosen, filename, known, header_line)
    others = [found for found in sheets if found is not chosen and found.records]
    return replace(
        table,
        left_out=(*table.left_out, *(LeftOut(0, Reason.SHEET, found.name) for found in others)),
        alike=tuple(
            found.name for found in others if known and _score(found, known) >= _score(chosen, known)
        ),
    )


def read_tables(content: bytes, *, filename: str, known_headers: Collection[str], least: int) -> list[Table]:
    """Read every sheet whose heading holds at least so many of the known names; the best one where none does.

    Lines of the second sheet and further ones say their sheet.

    :raises UnreadableTable: with a message for the user.
    """
    known = {normalize_header(name) for name in known_headers}
    sheets = [found for found in _sheets(content, filename, known, None) if found.records]
    chosen = [found for found in sheets if _score(found, known) >= least]
    if not chosen:
        return [read_table(content, filename=filename, known_headers=known_headers)]
    for place, found in enumerate(chosen):
        found.refuse_hidden()
        if len(chosen) > 1:
            found.records = [(SheetLine.of(place, line, found.name), cells) for line, cells in found.records]
    tables = [_table(found, filename, known, None) for found in chosen]
    others = [LeftOut(0, Reason.SHEET, found.name) for found in sheets if found not in chosen]
    return [replace(tables[0], left_out=(*tables[0].left_out, *others)), *tables[1:]]


def read_sheets(content: bytes, *, filename: str, known_headers: Collection[str]) -> list[Sheet]:
    """Return every visible sheet with its records as they are.

    :raises UnreadableTable: with a message for the user.
    """
    return _sheets(content, filename, {normalize_header(name) for name in known_headers}, None)


def heading_of(sheet: Sheet, known_headers: Collection[str]) -> Heading:
    """Return the heading of a sheet that has records."""
    return find_heading(sheet.records, {normalize_header(name) for name in known_headers})


def _score(sheet: Sheet, known: set[str]) -> int:
    """Return how many known names the heading of a sheet holds; an empty sheet has less than none."""
    return find_heading(sheet.records, known).score if sheet.records else -1


def _table(sheet: Sheet, filename: str, known: set[str], header_line: int | None) -> Table:
    records = sheet.records
    if not records:
        raise UnreadableTable(f"Berkas “{filename}” tidak berisi satu baris pun.")
    if header_line is None:
        heading = find_heading(records, known)
    else:
        heading = heading_at(records, _place_of(header_line, records, filename), known)
    names = [normalize_header(text) for text in heading.names]
    _refuse_doubles(heading.names, names, known or set(names), filename)
    arranged = arrange(records, heading)
    return Table(
        heading.line,
        tuple(text for text in heading.names if text),
        tuple(Row(body.line, _by_header(names, body.cells, body.line), body.group) for body in arranged.rows),
        titles=tuple(first_words(cells) for _line, cells in records[: heading.start]),
        left_out=tuple(arranged.left_out),
        sums=tuple(Row(line, dict(zip(names, cells, strict=False))) for line, cells in arranged.sums),
        sheet=sheet.name,
    )


def _place_of(line: int, records: Sequence[Record], filename: str) -> int:
    place = next((index for index, (number, _cells) in enumerate(records) if number == line), None)
    if place is None:
        raise UnreadableTable(f"Baris {line} di “{filename}” kosong atau tidak ada.")
    return place


def _refuse_doubles(headers: Sequence[str], names: Sequence[str], known: set[str], filename: str) -> None:
    for index, name in enumerate(names):
        if name and name in known and name in names[:index]:
            raise UnreadableTable(
                f"Kolom “{headers[index]}” ada dua kali di berkas “{filename}” (kolom ke-"
                f"{names.index(name) + 1} dan ke-{index + 1}). Hapus atau ganti nama salah satunya."
            )


def _by_header(names: list[str], cells: list[CellValue], line: int) -> dict[str, CellValue]:
    extra = [cell for cell in cells[len(names) :] if cell is not None]
    if extra:
        raise UnreadableTable(
            f"Baris {line}: ada {len(cells)} kolom padahal judulnya {len(names)}. Biasanya karena "
            "koma desimal di berkas yang dipisah koma: pakai titik koma atau simpan sebagai .xlsx."
        )
    padded = cells + [None] * (len(names) - len(cells))
    return {name: cell for name, cell in zip(names, padded, strict=False) if name}


def sheet_names(content: bytes, filename: str) -> list[str]:
    """Return the names of the sheets that a spreadsheet shows; none for a text file.

    :raises UnreadableTable: for a spreadsheet that is broken.
    """
    if not is_spreadsheet(content):
        return []
    with refusals():
        (names,) = read_all(f"{READER}:sheets", content, limits=_LIMITS, filename=filename)
    return list(names)


def _sheets(content: bytes, filename: str, known: set[str], sheet: int | None) -> list[Sheet]:
    if not content.strip():
        raise UnreadableTable(f"Berkas “{filename}” kosong. Pilih berkas yang berisi tabel.")
    if len(content) > MAX_BYTES:
        raise UnreadableTable(f"Berkas “{filename}” lebih besar dari 30 MB. Bagi menjadi beberapa berkas.")
    with refusals():
        batches = read_all(
            f"{READER}:read", content, limits=_LIMITS, filename=filename, known=sorted(known), sheet=sheet
        )
    found: list[Sheet] = []
    for batch in batches:
        if isinstance(batch, dict):
            found.append(Sheet(batch["sheet"], batch["hidden"]))
            continue
        for line, row in batch:
            cells = [None if cell is None else _cell(cell) for cell in row]
            if any(cell is not None for cell in cells):
                found[-1].records.append((int(line), cells))
    return found


@contextmanager
def refusals() -> Iterator[None]:
    """Turn each refusal of the confined reader into the error that importers know.

    :raises UnreadableTable: with the message for the user.
    """
    try:
        yield
    except FileRefused as error:
        raise UnreadableTable(str(error)) from error


def _cell(sent: Any) -> CellValue:
    if isinstance(sent, str):
        return cleaned(sent)
    if not isinstance(sent, list):
        return cast(CellValue, sent)
    kind, written = sent
    if kind == "n":
        return Percentage(Decimal(written).normalize())
    return date.fromisoformat(written) if kind == "d" else datetime.fromisoformat(written)
