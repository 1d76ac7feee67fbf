"""Records of a table of any length, one after the other: memory stays flat."""

import csv
import io
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import BinaryIO

from terukur.tables.reading import (
    HEADER_SEARCH,
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_LINE,
    UnreadableTable,
    is_spreadsheet,
    normalize_header,
    sheet_rows,
)

_SAMPLE = 64 * 1024


def stream_records(stream: BinaryIO, *, filename: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with its line; CSV in pieces, a spreadsheet (up to 30 MB) at once.

    Days and times of a spreadsheet are written as ISO. Lines of a CSV are those of the file.

    :raises UnreadableTable: with the line where reading failed.
    """
    stream.seek(0)
    sample = stream.read(_SAMPLE)
    stream.seek(0)
    if not sample.strip():
        raise UnreadableTable(f"Berkas “{filename}” kosong. Pilih berkas yang berisi tabel.")
    if is_spreadsheet(sample):
        yield from _sheet(stream, filename)
    else:
        yield from _text(stream, sample, filename)


def find_header(
    records: Iterator[tuple[int, list[str]]], known: Collection[str], *, filename: str
) -> tuple[int, list[str]]:
    """The first record, among the first 30, that holds two of the known names; normalized.

    Where only one name is known, that one is enough.

    :raises UnreadableTable: where there is none.
    """
    names = {normalize_header(name) for name in known}
    for _ in range(HEADER_SEARCH):
        line, record = next(records, (0, []))
        header = [normalize_header(cell) for cell in record]
        if len(names.intersection(header)) >= min(2, len(names)):
            return line, header
    raise UnreadableTable(
        f"Judul kolom tidak ditemukan di 30 baris pertama “{filename}”. Yang dikenal: "
        f"{', '.join(sorted(known)[:12])}."
    )


def _text(stream: BinaryIO, sample: bytes, filename: str) -> Iterator[tuple[int, list[str]]]:
    text = io.TextIOWrapper(stream, encoding=_encoding(sample, filename), newline="")
    csv.field_size_limit(MAX_LINE)
    reader = csv.reader(text, delimiter=_separator(sample))
    line = 1
    try:
        for record in reader:
            if len(record) > MAX_COLUMNS:
                raise UnreadableTable(f"Baris {line}: lebih dari {MAX_COLUMNS} kolom.")
            yield line, record
            line = reader.line_num + 1
    except (csv.Error, UnicodeDecodeError) as error:
        raise UnreadableTable(
            f"Baris {line} berkas “{filename}” tidak terbaca ({error}). Simpan ulang sebagai CSV UTF-8."
        ) from error
    finally:
        # A reader who stopped early may have closed the file; detaching it would then complain.
        if not stream.closed:
            text.detach()


def _encoding(sample: bytes, filename: str) -> str:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in sample:
        raise UnreadableTable(
            f"Berkas “{filename}” bukan teks dan bukan XLSX. Simpan ulang sebagai .xlsx atau .csv."
        )
    try:
        # A character may be cut at the end of the sample; only what stands before it counts.
        sample[: sample.rfind(b"\n") + 1 or None].decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _separator(sample: bytes) -> str:
    lines = sample.splitlines()[:HEADER_SEARCH]
    return max(";\t|,", key=lambda mark: max(line.count(mark.encode()) for line in lines))


def _sheet(stream: BinaryIO, filename: str) -> Iterator[tuple[int, list[str]]]:
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise UnreadableTable(
            f"Berkas “{filename}” lebih besar dari 30 MB. Simpan sebagai CSV; ukurannya tidak dibatasi."
        )
    for line, row in sheet_rows(content, filename):
        yield (
            line,
            [
                cell.isoformat(sep=" ") if isinstance(cell, datetime) else _written(cell)
                for cell in row
            ],
        )


def _written(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
