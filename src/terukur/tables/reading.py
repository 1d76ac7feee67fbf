"""CSV and XLSX bytes into rows that remember their line; every failure is a message, no trace."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from terukur.confined.parent import ChildLimits, read_all
from terukur.confined.refusal import FileRefused

MAX_BYTES = 30 * 1024 * 1024
MAX_LINE = 200_000
MAX_ROWS = 1_000_000
MAX_COLUMNS = 300
MAX_CELLS = 8_000_000
SAMPLE = 64 * 1024
# Stands in a cell whose formula has no value; refused where the cell is used, as "#N/A" is.
NOT_CALCULATED = "#BELUMDIHITUNG!"
READER = "terukur.tables.foreign.table"
HEADER_SEARCH = 30
_FURTHER_HEADINGS = 2
_LONGEST_HEADING = 24
_SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_LIMITS = ChildLimits()

CellValue = str | Decimal | date | bool | None


class UnreadableTable(FileRefused):
    """The file is not a table; the message says what is wrong, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record; ``line`` is its number as the user sees it, cells are by normalized header."""

    line: int
    cells: Mapping[str, CellValue]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it."""

    header_line: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]

    def has(self, header: str) -> bool:
        """Return whether there is a column of this name."""
        return normalize_header(header) in {normalize_header(name) for name in self.headers}


def normalize_header(text: str) -> str:
    """Return one spelling for all: ``N.I.P Atasan`` and ``nip_atasan`` are ``nip atasan``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    plain = re.sub(r"\b(?:[a-z]\.)+[a-z]?\b\.?", lambda found: found[0].replace(".", ""), plain)
    return re.sub(r"[^a-z0-9%]+", " ", plain).strip()


def is_spreadsheet(content: bytes) -> bool:
    """Return whether bytes, or the first of them, are of an Excel file, new or old, and not of a text."""
    return content.startswith(_SPREADSHEET)


def read_table(
    content: bytes,
    *,
    filename: str,
    known_headers: Collection[str] = (),
    sheet: int = 0,
    header_line: int | None = None,
    grouped: bool = False,
) -> Table:
    """Read a sheet of an XLSX (counted from 0) or a CSV of any usual encoding and separator.

    The kind is found from the content. The header is the row ``header_line``, or else the row, among the
    first 30, that holds most of ``known_headers``; without any, the first that is not empty. With ``grouped``
    a merged heading (``BCG``) above others (``L``, ``P``) is read together with them.

    :raises UnreadableTable: with a message for the user.
    """
    if not content.strip():
        raise UnreadableTable(f"Berkas “{filename}” kosong. Pilih berkas yang berisi tabel.")
    if len(content) > MAX_BYTES:
        raise UnreadableTable(f"Berkas “{filename}” lebih besar dari 30 MB. Bagi menjadi beberapa berkas.")
    known = {normalize_header(name) for name in known_headers}
    records = _records(content, filename, known, sheet)
    return _table(records, filename, known, header_line, grouped=grouped)


def _table(
    records: list[tuple[int, list[CellValue]]],
    filename: str,
    known: set[str],
    header_line: int | None,
    *,
    grouped: bool,
) -> Table:
    filled = [(line, cells) for line, cells in records if any(cell is not None for cell in cells)]
    if not filled:
        raise UnreadableTable(f"Berkas “{filename}” tidak berisi satu baris pun.")

    def known_in(cells: list[CellValue]) -> int:
        return len({normalize_header(str(cell)) for cell in cells if cell is not None} & known)

    candidates = range(min(HEADER_SEARCH, len(filled)))
    if header_line is not None:
        candidates = range(*_place_of(header_line, filled, filename))
    start = max(candidates, key=lambda index: (known_in(filled[index][1]), -index))
    header_line, header = filled[start]
    headers = ["" if cell is None else str(cell).strip() for cell in header]
    if grouped:
        levels = [header]
        for _, cells in filled[start + 1 : start + 1 + _FURTHER_HEADINGS]:
            if not _is_heading(cells, header):
                break
            levels.append(cells)
        start += len(levels) - 1
        headers = _stacked(levels)
    names = [normalize_header(text) for text in headers]
    _refuse_doubles(headers, names, known or set(names), filename)
    rows = tuple(Row(line, _by_header(names, cells, line)) for line, cells in filled[start + 1 :])
    return Table(header_line, tuple(text for text in headers if text), rows)


def _is_heading(cells: list[CellValue], header: list[CellValue]) -> bool:
    """Return whether a row is a further line of a merged header: nothing in its first column, short cells."""
    first = next(place for place, cell in enumerate(header) if cell is not None)
    written = [str(cell) for cell in cells if cell is not None]
    is_below = first >= len(cells) or cells[first] is None
    return is_below and max(map(len, written)) <= _LONGEST_HEADING


def _stacked(levels: list[list[CellValue]]) -> list[str]:
    """Return the stacked headers: ``BCG`` over ``L`` and ``P`` gives ``BCG L`` and ``BCG P``."""
    headers: list[str] = []
    carried: list[str] = []
    for place in range(max(len(level) for level in levels)):
        own = [
            "" if place >= len(level) or level[place] is None else str(level[place]).strip()
            for level in levels
        ]
        first = next((depth for depth, word in enumerate(own) if word), None)
        if first is None:
            headers.append("")
            continue
        carried = carried[:first] + own[first:]
        headers.append(" ".join(word for word in carried if word))
    return headers


def _place_of(line: int, filled: list[tuple[int, list[CellValue]]], filename: str) -> tuple[int, int]:
    place = next((index for index, (number, _cells) in enumerate(filled) if number == line), None)
    if place is None:
        raise UnreadableTable(f"Baris {line} di “{filename}” kosong atau tidak ada.")
    return place, place + 1


def _refuse_doubles(headers: list[str], names: list[str], known: set[str], filename: str) -> None:
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


def _records(content: bytes, filename: str, known: set[str], sheet: int) -> list[tuple[int, list[CellValue]]]:
    with refusals():
        batches = read_all(
            f"{READER}:read", content, limits=_LIMITS, filename=filename, known=sorted(known), sheet=sheet
        )
    return [(int(line), [_cell(cell) for cell in row]) for batch in batches for line, row in batch]


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
    if not isinstance(sent, list):
        return cast(CellValue, sent)
    kind, written = sent
    if kind == "n":
        return Decimal(written).normalize()
    return date.fromisoformat(written) if kind == "d" else datetime.fromisoformat(written)
