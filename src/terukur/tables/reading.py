"""CSV and XLSX bytes into rows that remember their line; every failure is a message, no trace."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from python_calamine import CalamineWorkbook

MAX_BYTES = 30 * 1024 * 1024
MAX_LINE = 200_000
MAX_ROWS = 1_000_000
MAX_COLUMNS = 300
_MAX_UNPACKED = 400 * 1024 * 1024
HEADER_SEARCH = 30
_FURTHER_HEADINGS = 2
_LONGEST_HEADING = 24
_SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

T = TypeVar("T")
CellValue = str | Decimal | date | bool | None
SheetCell = int | float | str | bool | time | date | datetime | timedelta


class UnreadableTable(ValueError):
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
        """Whether there is a column of this name."""
        return normalize_header(header) in {normalize_header(name) for name in self.headers}


def normalize_header(text: str) -> str:
    """One spelling for all: ``N.I.P  Atasan`` and ``nip_atasan`` are ``nip atasan``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    plain = re.sub(r"\b(?:[a-z]\.)+[a-z]?\b\.?", lambda found: found[0].replace(".", ""), plain)
    return re.sub(r"[^a-z0-9%]+", " ", plain).strip()


def is_spreadsheet(content: bytes) -> bool:
    """Whether bytes, or the first of them, are of an Excel file, new or old, and not of a text."""
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

    The kind is told by the content. The header is the row ``header_line``, or else the row, among
    the first 30, that holds most of ``known_headers``; without any, the first that is not empty. With
    ``grouped`` a merged heading (``BCG``) above others (``L``, ``P``) is read together with them.

    :raises UnreadableTable: with a message for the user.
    """
    if not content.strip():
        raise UnreadableTable(f"Berkas “{filename}” kosong. Pilih berkas yang berisi tabel.")
    if len(content) > MAX_BYTES:
        raise UnreadableTable(
            f"Berkas “{filename}” lebih besar dari 30 MB. Bagi menjadi beberapa berkas."
        )
    known = {normalize_header(name) for name in known_headers}
    if is_spreadsheet(content):
        records = list(_sheet_records(content, filename, sheet))
    else:
        records = list(_text_records(content, filename, known))
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
    """Whether a row is a further line of a merged header: nothing in its first column, short cells."""
    first = next(place for place, cell in enumerate(header) if cell is not None)
    written = [str(cell) for cell in cells if cell is not None]
    is_below = first >= len(cells) or cells[first] is None
    return is_below and max(map(len, written)) <= _LONGEST_HEADING


def _stacked(levels: list[list[CellValue]]) -> list[str]:
    """``BCG`` over ``L`` and ``P`` becomes ``BCG L`` and ``BCG P``; a merged cell stands in its first."""
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


def _place_of(
    line: int, filled: list[tuple[int, list[CellValue]]], filename: str
) -> tuple[int, int]:
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


def _text_records(
    content: bytes, filename: str, known: set[str]
) -> Iterator[tuple[int, list[CellValue]]]:
    text = _decode(content, filename)
    if max((len(line) for line in io.StringIO(text)), default=0) > MAX_LINE:
        raise UnreadableTable(
            f"Berkas “{filename}” berisi baris yang lebih panjang dari {MAX_LINE:,} huruf. "
            "Ini bukan tabel CSV; simpan ulang dari aplikasi asalnya."
        )
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<table", "<?xml", "%pdf")):
        raise UnreadableTable(
            f"Berkas “{filename}” bukan tabel, melainkan halaman web atau dokumen. Buka di Excel "
            "atau LibreOffice, lalu simpan ulang sebagai .xlsx."
        )
    reader = csv.reader(io.StringIO(text), delimiter=_separator(text, known), strict=False)
    csv.field_size_limit(MAX_LINE)
    line = 1
    try:
        for record in reader:
            if line > MAX_ROWS or len(record) > MAX_COLUMNS:
                raise UnreadableTable(
                    f"Berkas “{filename}” terlalu besar: paling banyak {MAX_ROWS:,} baris dan "
                    f"{MAX_COLUMNS} kolom."
                )
            yield line, [cell.strip() or None for cell in record]
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableTable(
            f"Baris {line} berkas “{filename}” tidak terbaca ({error}). Periksa tanda kutipnya."
        ) from error


def _decode(content: bytes, filename: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
        if b"\x00" in content:
            encodings = []
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        controls = sum(1 for char in text[:20_000] if ord(char) < 32 and char not in "\t\r\n")
        if controls * 50 <= min(len(text), 20_000):
            return text
    raise UnreadableTable(
        f"Berkas “{filename}” bukan teks dan bukan XLSX. Simpan ulang sebagai .xlsx atau .csv."
    )


def _separator(text: str, known: set[str]) -> str:
    """The separator that shows most known headers; else the one that cuts the first line most."""
    sample = [line for line in text.splitlines()[:HEADER_SEARCH] if line.strip()]

    def score(separator: str) -> tuple[int, int, int]:
        cut = [next(csv.reader([line], delimiter=separator), []) for line in sample]
        recognized = max(len({normalize_header(cell) for cell in cells} & known) for cells in cut)
        return recognized, len(cut[0]), max(len(cells) for cells in cut)

    return max(";\t|,", key=score) if sample else ","


def _sheet_records(
    content: bytes, filename: str, sheet: int
) -> Iterator[tuple[int, list[CellValue]]]:
    for line, row in sheet_rows(content, filename, sheet):
        yield line, [_sheet_cell(cell) for cell in row]


def sheet_names(content: bytes, filename: str) -> list[str]:
    """Names of the sheets of a spreadsheet; none for a text file.

    :raises UnreadableTable: for a spreadsheet that is broken.
    """
    if not is_spreadsheet(content):
        return []
    return _workbook(content, filename).sheet_names


def sheet_rows(
    content: bytes, filename: str, sheet: int = 0
) -> Iterator[tuple[int, list[SheetCell]]]:
    """The rows of a sheet as the spreadsheet holds them, with their numbers.

    :raises UnreadableTable: for anything that is no whole spreadsheet of a reasonable size.
    """
    book = _workbook(content, filename)
    if sheet >= len(book.sheet_names):
        raise UnreadableTable(f"Berkas “{filename}” hanya punya {len(book.sheet_names)} lembar.")
    rows = _guarded(
        lambda: book.get_sheet_by_index(sheet).to_python(skip_empty_area=False), filename
    )
    if len(rows) > MAX_ROWS or (rows and len(rows[0]) > MAX_COLUMNS):
        raise UnreadableTable(
            f"Berkas “{filename}” terlalu besar: paling banyak {MAX_ROWS:,} baris dan "
            f"{MAX_COLUMNS} kolom."
        )
    yield from enumerate(rows, start=1)


def _workbook(content: bytes, filename: str) -> CalamineWorkbook:
    refusal = _broken(filename)
    if content.startswith(b"PK") and _unpacked_size(content, refusal) > _MAX_UNPACKED:
        raise UnreadableTable(
            f"Isi berkas “{filename}” tidak wajar besarnya setelah dibuka. Bagi menjadi beberapa."
        )
    return _guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(content)), filename)


def _guarded(read: Callable[[], T], filename: str) -> T:
    """What compiled code reads: a broken file may end in a panic, which is no Exception."""
    try:
        return read()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        raise _broken(filename) from error


def _broken(filename: str) -> UnreadableTable:
    return UnreadableTable(
        f"Berkas “{filename}” bukan XLSX yang utuh. Buka di Excel atau LibreOffice, lalu simpan "
        "ulang sebagai .xlsx."
    )


def _unpacked_size(content: bytes, refusal: UnreadableTable) -> int:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise refusal from error


def _sheet_cell(cell: SheetCell) -> CellValue:
    if isinstance(cell, str):
        return cell.strip() or None
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return Decimal(repr(cell)).normalize() if cell == cell else None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    return str(cell)
