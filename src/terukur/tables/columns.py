"""Columns of a table as text and as numbers, for statistics: any length, one decimal mark a column."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from terukur.tables.cells import CellError, ImportRefused
from terukur.tables.names import normalize_header
from terukur.tables.reading import UnreadableTable
from terukur.tables.streaming import find_header, stream_records

_MISSING = {"", ".", "-", "na", "n/a", "null", "none"}
_MOST_ERRORS = 50
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Columns:
    """The lines of the file, and the cells of each column asked for, in the same order."""

    lines: list[int]
    cells: dict[str, list[str]]


def read_columns(stream: BinaryIO, names: Sequence[str], *, filename: str) -> Columns:
    """Return the cells of some columns of a CSV or XLSX; empty rows are passed over.

    :raises UnreadableTable: where the file is no table, or a column is missing.
    """
    records = stream_records(stream, filename=filename, known=names)
    _line, header = find_header(records, names, filename=filename)
    places = {}
    for name in names:
        wanted = normalize_header(name)
        if header.count(wanted) != 1:
            problem = "tidak ada" if wanted not in header else "ada dua kali"
            raise UnreadableTable(
                f"Kolom “{name}” {problem} di “{filename}”. "
                f"Kolom yang ada: {', '.join(filter(None, header))}."
            )
        places[name] = header.index(wanted)
    lines: list[int] = []
    cells: dict[str, list[str]] = {name: [] for name in places}
    for line, record in records:
        if not any(cell.strip() for cell in record):
            continue
        if any(cell.strip() for cell in record[len(header) :]):
            raise UnreadableTable(
                f"Baris {line}: ada {len(record)} kolom padahal judulnya {len(header)}. Biasanya karena koma "
                "desimal di berkas yang dipisah koma: pakai titik koma atau simpan sebagai .xlsx."
            )
        lines.append(line)
        for name, place in places.items():
            cells[name].append(record[place].strip() if place < len(record) else "")
    if not lines:
        raise UnreadableTable(f"Berkas “{filename}” tidak berisi baris di bawah judulnya.")
    return Columns(lines, cells)


def is_missing(cell: str) -> bool:
    """Return whether a cell holds no value: empty, or one of the usual marks for it."""
    return cell.strip().casefold() in _MISSING


def numbers_of(cells: Sequence[str], lines: Sequence[int], column: str) -> list[float | None]:
    """Return a column as numbers, None where a value is missing.

    Comma or dot is the decimal mark for the whole column: a score of 2.143 is no number of thousands.

    :raises ImportRefused: naming each line that holds no number.
    """
    mark = _decimal_mark(cells)
    found: list[float | None] = []
    errors: list[CellError] = []
    for cell, line in zip(cells, lines, strict=True):
        if is_missing(cell):
            found.append(None)
            continue
        plain = cell.strip().removesuffix("%").strip()
        plain = plain.replace("." if mark == "," else ",", "").replace(mark, ".")
        if _PLAIN.fullmatch(plain) and abs(float(plain)) < 1e15:
            found.append(float(plain))
        else:
            errors.append(CellError(line, column, cell[:40], f"“{cell[:40]}” bukan angka."))
            found.append(None)
    if errors:
        raise ImportRefused(errors[:_MOST_ERRORS])
    return found


def filled(cells: Sequence[str], lines: Sequence[int], column: str) -> Sequence[str]:
    """Return a column in which no cell may be empty.

    :raises ImportRefused: naming each line that is empty.
    """
    errors = [
        CellError(line, column, "", "kosong; isi nilainya.")
        for cell, line in zip(cells, lines, strict=True)
        if not cell
    ]
    if errors:
        raise ImportRefused(errors[:_MOST_ERRORS])
    return cells


def _decimal_mark(cells: Collection[str]) -> str:
    """Return the mark that stands last in cells with both, or the only one; a repeated one groups
    thousands."""
    for cell in cells:
        if "," in cell and "." in cell:
            return "," if cell.rindex(",") > cell.rindex(".") else "."
    if any(cell.count(",") > 1 for cell in cells):
        return "."
    if any("," in cell for cell in cells) or any(cell.count(".") > 1 for cell in cells):
        return ","
    return "."
