"""Records of a table of any length, one after the other: memory stays flat."""

from collections.abc import Collection, Iterator
from os import SEEK_END
from typing import BinaryIO

from terukur.confined.parent import ChildLimits, read_in_pieces
from terukur.tables.heading import HEADER_SEARCH
from terukur.tables.names import normalize_header
from terukur.tables.reading import MAX_BYTES, READER, SAMPLE, UnreadableTable, is_spreadsheet, refusals


def stream_records(
    stream: BinaryIO, *, filename: str, known: Collection[str] = ()
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
        ):
            for line, record in batch:
                yield int(line), record


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
    raise UnreadableTable(
        f"Judul kolom tidak ditemukan di 30 baris pertama “{filename}”. Yang dikenal: "
        f"{', '.join(sorted(known)[:12])}."
    )
