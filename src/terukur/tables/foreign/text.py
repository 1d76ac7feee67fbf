"""Records of a CSV of any usual encoding and separator."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from terukur.tables.heading import HEADER_SEARCH, CellValue
from terukur.tables.names import normalize_header
from terukur.tables.reading import MAX_COLUMNS, MAX_LINE, MAX_ROWS, UnreadableTable

_BEGINNING = 1000
_DOCUMENTS = (
    *(
        "<!doctype",
        "<html",
        "<table",
        "<?xml",
        "<!--",
        "<head",
        "<body",
        "<style",
        "<meta",
        "<div",
        "<center",
    ),
    *("%pdf", "mime-version:", "{\\rtf"),
)


def text_records(content: bytes, filename: str, known: set[str]) -> Iterator[tuple[int, list[CellValue]]]:
    """Yield the records of a whole file; ``known`` headers show its separator.

    :raises UnreadableTable: for a file that is no CSV.
    """
    text = _decode(content, filename)
    if max((len(line) for line in io.StringIO(text, newline="")), default=0) > MAX_LINE:
        raise UnreadableTable(
            f"Berkas “{filename}” berisi baris yang lebih panjang dari {MAX_LINE:,} huruf. "
            "Ini bukan tabel CSV; simpan ulang dari aplikasi asalnya."
        )
    refuse_document(text, filename)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text, known), strict=False)
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


def refuse_document(text: str, filename: str) -> None:
    """Refuse a text that is a web page or a document.

    :raises UnreadableTable: for such a text.
    """
    if text.lstrip()[:200].lower().startswith(_DOCUMENTS):
        raise UnreadableTable(
            f"Berkas “{filename}” bukan tabel, melainkan halaman web atau dokumen. Buka di Excel "
            "atau LibreOffice, lalu simpan ulang sebagai .xlsx."
        )


def _decode(content: bytes, filename: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
        if b"\x00" in content:
            encodings = [*_without_mark(content)]
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


def _without_mark(content: bytes) -> Iterator[str]:
    """Yield UTF-16 where every other byte of the beginning is mostly zero: a program forgot its mark."""
    beginning = content[:_BEGINNING]
    for encoding, first in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros, others = beginning[first::2].count(0), beginning[1 - first :: 2].count(0)
        if not others and 2 * zeros > len(beginning[first::2]):
            yield encoding


def _separator(text: str, known: set[str]) -> str:
    """Return the separator that shows most known headers; else the one that cuts the first line most."""
    sample = [line for line in text.splitlines()[:HEADER_SEARCH] if line.strip()]

    def score(separator: str) -> tuple[int, int, int]:
        cut = [next(csv.reader([line], delimiter=separator), []) for line in sample]
        recognized = max(len({normalize_header(cell) for cell in cells} & known) for cells in cut)
        return recognized, len(cut[0]), max(len(cells) for cells in cut)

    return max(";\t|,", key=score) if sample else ","


def stream_text(stream: BinaryIO, sample: bytes, filename: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of a file of any length, piece by piece.

    :raises UnreadableTable: naming the line where reading failed.
    """
    encoding = _encoding(sample, filename)
    refuse_document(sample[:_BEGINNING].decode(encoding, "ignore"), filename)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    csv.field_size_limit(MAX_LINE)
    reader = csv.reader(text, delimiter=_sampled_separator(sample))
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


def _encoding(sample: bytes, filename: str) -> str:
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in sample:
        for encoding in _without_mark(sample):
            return encoding
        raise UnreadableTable(
            f"Berkas “{filename}” bukan teks dan bukan XLSX. Simpan ulang sebagai .xlsx atau .csv."
        )
    try:
        # A character may be cut at the end of the sample; only what stands before it counts.
        sample[: sample.rfind(b"\n") + 1 or None].decode("utf-8-sig")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _sampled_separator(sample: bytes) -> str:
    lines = sample.splitlines()[:HEADER_SEARCH]
    return max(";\t|,", key=lambda mark: max(line.count(mark.encode()) for line in lines))
