"""Records of a table of any length, one after the other: memory stays flat."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from os import SEEK_END
from typing import BinaryIO

from terukur.confined.parent import ChildLimits, read_in_pieces
from terukur.tables.arranging import Body, LeftOut, Reason, first_words, pieces
from terukur.tables.heading import HEADER_SEARCH, Record, find_heading, heading_at
from terukur.tables.names import cleaned, normalize_header
from terukur.tables.reading import MAX_BYTES, READER, SAMPLE, UnreadableTable, is_spreadsheet, refusals


def stream_records(
    stream: BinaryIO, *, filename: str, known: Collection[str] = (), sheet: int | None = None
) -> Iterator[tuple[int, list[str]]]:
    """Yield every record with its line; CSV in pieces, a spreadsheet (up to 30 MB) at once.

    Days and times of a spreadsheet are written as ISO. Lines of a CSV are those of the file.

    :raises UnreadableTable: with the line where reading failed.
    """
    size = stream.seek(0, SEEK_END)
    stream.seek(0)
    sample = stream.read(SAMPLE)
    if not sample.strip():
        raise UnreadableTable(f"Berkas “{filename}” kosong. Pilih berkas yang berisi tabel.")
    if is_spreadsheet(sample) and size > MAX_BYTES:
        raise UnreadableTable(
            f"Berkas “{filename}” lebih besar dari 30 MB. Simpan sebagai CSV; ukurannya tidak dibatasi."
        )
    with refusals():
        for batch in read_in_pieces(
            f"{READER}:records",
            stream,
            limits=ChildLimits.for_size(size),
            filename=filename,
            known=sorted(known),
            sheet=sheet,
        ):
            for line, record in batch:
                yield int(line), record


_MOST_TOLD = 200


@dataclass(slots=True)
class StreamedTable:
    """A table that is read row by row: ``left_out`` grows with it, and tells the first of many rows.

    ``headers`` are those of the file, and ``names`` the same normalized, blank where a column has none.
    """

    headers: tuple[str, ...]
    names: list[str]
    titles: tuple[str, ...]
    rows: Iterator[tuple[int, list[str]]] = field(default_factory=lambda: iter(()))
    left_out: list[LeftOut] = field(default_factory=list)

    def told(self, left: LeftOut) -> None:
        """Keep a row that is left out."""
        if len(self.left_out) < _MOST_TOLD:
            self.left_out.append(left)


def stream_table(
    stream: BinaryIO,
    *,
    filename: str,
    known: Collection[str],
    sheet: int | None = None,
    header_line: int | None = None,
) -> StreamedTable:
    """Return a table of any length by its heading; titles, sums and signatures are left out as in short ones.

    :raises UnreadableTable: without a heading of two known names in the first 30 rows.
    """
    records: Iterator[Record] = (
        (line, [cleaned(cell) for cell in record])
        for line, record in stream_records(stream, filename=filename, known=known, sheet=sheet)
    )
    first = list(islice(records, HEADER_SEARCH + 2))
    names = {normalize_header(name) for name in known}
    if header_line is None:
        heading = find_heading(first, names) if first else None
    else:
        place = next((at for at, (line, _cells) in enumerate(first) if line == header_line), None)
        heading = None if place is None else heading_at(first, place, names)
    if heading is None or (header_line is None and heading.score < min(2, len(names))):
        raise _no_heading(known, filename)
    found = StreamedTable(
        heading.names,
        [normalize_header(name) for name in heading.names],
        tuple(first_words(cells) for _line, cells in first[: heading.start] if any(cells)),
        left_out=[
            LeftOut(line, Reason.TITLE, first_words(cells))
            for line, cells in first[: heading.start]
            if any(cells)
        ],
    )
    found.rows = _data(found, first[heading.end :], records, first[heading.start : heading.end])
    return found


def _data(
    table: StreamedTable, begun: list[Record], records: Iterator[Record], heading: list[Record]
) -> Iterator[tuple[int, list[str]]]:
    top = [cells for _line, cells in heading]
    for piece in pieces(chain(begun, records), table.names, top, after=heading[-1][0]):
        if isinstance(piece, Body):
            yield piece.line, [str(cell or "") for cell in piece.cells]
        else:
            table.told(piece[0])


def find_header(
    records: Iterator[tuple[int, list[str]]], known: Collection[str], *, filename: str
) -> tuple[int, list[str]]:
    """Return the first record, among the first 30, that holds two of the known names; normalized.

    Where only one name is known, that one is enough.

    :raises UnreadableTable: where there is none.
    """
    names = {normalize_header(name) for name in known}
    for _ in range(HEADER_SEARCH):
        line, record = next(records, (0, []))
        header = [normalize_header(cell) for cell in record]
        if len(names.intersection(header)) >= min(2, len(names)):
            return line, header
    raise _no_heading(known, filename)


def _no_heading(known: Collection[str], filename: str) -> UnreadableTable:
    return UnreadableTable(
        f"Judul kolom tidak ditemukan di 30 baris pertama “{filename}”. Yang dikenal: "
        f"{', '.join(sorted(known)[:12])}."
    )
