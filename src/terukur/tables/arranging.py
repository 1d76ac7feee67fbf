"""Rows of a table that are no data: numbers of columns, sub-headings, sums, and what stands below the table.

A row is left out only where it is recognised, and everything left out is told with its line. A row that is
merely incomplete stays data, so that it is refused with its reason.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from terukur.tables.heading import CellValue, Heading, Record
from terukur.tables.names import normalize_header

_LONG_NUMBER = 15
_COUNTED_COLUMNS = 3
_GROUP_WIDTH = 4
_MOST_HELD = 1000
_SUM_BEGINS = frozenset(
    {"jumlah", "jml", "total", "grand", "sub", "subtotal", "rata", "rerata", "nrr", "ikm", "nilai"}
)
_SUM_WORDS = _SUM_BEGINS | frozenset(
    "seluruh seluruhnya keseluruhan semua akhir umum pegawai asn pns pppk orang kabupaten kab kota "
    "kecamatan kec kelurahan desa puskesmas unit tertimbang tertbg tertb per unsur pelayanan mutu layanan "
    "skm responden setelah dikonversi konversi x 25 dan".split()
)
# These words alone begin names of results as well ("Nilai SAKIP").
_SUM_NEEDS = frozenset({"nilai", "sub", "grand", "rata"})
_BELOW = re.compile(
    r"(mengetahui|menyetujui|mengesahkan|diketahui|disetujui|disahkan|dibuat oleh|disusun oleh|catatan|"
    r"keterangan|ket|sumber|dicetak|tanggal cetak|data per|ttd|halaman|ditetapkan|dikeluarkan|dokumen ini|"
    r"tembusan|yang membuat|penanggung jawab|tanda tangan)\b"
)
_SIGNING = re.compile(r"(kepala|sekretaris|camat|lurah|direktur|plt|plh|an|a n|pejabat|pelaksana|petugas)\b")
_PLACE_AND_DATE = re.compile(r"[^,]{2,60}, ?(\d{1,2}|\.{2,20}|…{1,5}) ?[A-Za-z.…]{3,12} ?\d{4}")
_GROUP_BEGINS = re.compile(r"([A-Za-z]|[IVX]{1,5}|\d{1,2})[.)] ?\S|[A-Za-z][A-Za-z /]{2,30} ?: ?\S")
_GROUP_NUMBER = re.compile(r"([A-Z]|[IVX]{1,5})[.)]?")
_COLUMN_NUMBER = re.compile(r"(\d{1,3}) ?=.{1,40}")


class Reason(StrEnum):
    """Why a row, or a sheet, is left out; in the words of the preview."""

    TITLE = "judul di atas tabel"
    NUMBERING = "nomor kolom"
    REPEATED = "judul kolom yang berulang"
    GROUP = "judul kelompok"
    SUM = "baris jumlah"
    BELOW = "keterangan dan tanda tangan"
    SHEET = "lembar lain"
    BLANK = "baris tanpa isi"
    FILE = "bukan tabel"
    GONE = "tidak lagi bekerja menurut berkas"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is not read as data, with its first words."""

    line: int
    reason: Reason
    words: str


@dataclass(frozen=True, slots=True)
class Body:
    """A row of data with the sub-heading above it."""

    line: int
    cells: list[CellValue]
    group: str


@dataclass(slots=True)
class Arranged:
    """The rows below a heading: those of data, those left out, and the sums among these."""

    rows: list[Body] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    sums: list[Record] = field(default_factory=list)


def arrange(records: Sequence[Record], heading: Heading) -> Arranged:
    """Return the records of a sheet divided into data and what is left out."""
    arranged = Arranged()
    for line, cells in records[: heading.start]:
        arranged.left_out.append(LeftOut(line, Reason.TITLE, first_words(cells)))
    top = [cells for _line, cells in records[heading.start : heading.end]]
    for piece in pieces(records[heading.end :], heading.names, top, after=records[heading.end - 1][0]):
        if isinstance(piece, Body):
            arranged.rows.append(piece)
            continue
        left, cells = piece
        arranged.left_out.append(left)
        if left.reason is Reason.SUM:
            arranged.sums.append((left.line, cells))
    return arranged


Piece = Body | tuple[LeftOut, list[CellValue]]


def pieces(
    records: Iterable[Record], names: Sequence[str], top: Sequence[list[CellValue]], *, after: int
) -> Iterator[Piece]:
    """Yield the rows below a heading one after the other, as data or as left out; any length.

    ``top`` are the rows of the heading, which long tables repeat; ``after`` is the last line of it.
    """
    width = sum(1 for name in names if name)
    held = _Held()
    last = after
    begun = False
    for line, cells in records:
        if _is_somebodys(cells, width, below=held.is_below):
            # The quick way of a long table: a row that names a person is nothing else.
            if held.rows:
                yield from held.before_data()
            last, begun = line, True
            yield Body(line, cells, held.group)
            continue
        if all(cell is None for cell in cells):
            continue
        gap, last = line > last + 1, line
        told = LeftOut(line, Reason.BELOW, first_words(cells))
        if cells in top:
            begun = False
            yield replace(told, reason=Reason.REPEATED), cells
            continue
        if not begun and _is_numbering(cells):
            yield replace(told, reason=Reason.NUMBERING), cells
        elif _is_sum(cells):
            yield from held.before_data()
            yield replace(told, reason=Reason.SUM), cells
        elif _is_sparse(cells, width) and (_is_below(cells, gap=gap) or held.is_below):
            held.rows.append((told, cells))
        elif _is_group(cells, width):
            held.rows.append((replace(told, reason=Reason.GROUP), cells))
        else:
            yield from held.before_data()
            yield Body(line, cells, held.group)
        if len(held.rows) > _MOST_HELD:
            yield from held.before_data()
        begun = True
    yield from held.at_end()


@dataclass(slots=True)
class _Held:
    """Rows with little in them: whether data follow says what they are."""

    group: str = ""
    rows: list[tuple[LeftOut, list[CellValue]]] = field(default_factory=list)

    @property
    def is_below(self) -> bool:
        """Return whether one of them says that the table has ended."""
        return any(told.reason is Reason.BELOW for told, _cells in self.rows)

    def before_data(self) -> Iterator[Piece]:
        """Yield them as what stands between data: sub-headings and notes; the others are data too."""
        for told, cells in self.rows:
            if told.reason is Reason.GROUP:
                self.group = told.words
            if told.reason is Reason.GROUP or _is_below(cells, gap=False):
                yield told, cells
            else:
                yield Body(told.line, cells, self.group)
        self.rows.clear()

    def at_end(self) -> Iterator[Piece]:
        """Yield them as what stands below a table; a sub-heading over nothing is data that lacks cells."""
        ended = False
        for place, (told, cells) in enumerate(self.rows):
            ended = ended or any(later.reason is Reason.BELOW for later, _ in self.rows[place:])
            yield (replace(told, reason=Reason.BELOW), cells) if ended else Body(told.line, cells, self.group)


def first_words(cells: Iterable[CellValue]) -> str:
    """Return the beginning of a row as it is told to a person."""
    filled = [_written(cell) for cell in cells if cell is not None]
    told = " · ".join(dict.fromkeys(filled))
    return told if len(told) <= 80 else f"{told[:79]}…"


def _written(cell: CellValue) -> str:
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _is_numbering(cells: list[CellValue]) -> bool:
    """Return whether a row counts the columns: 1, 2, 3 or (1), (2), (3) or a, b, c; also ``5 = 3 + 4``."""
    filled = [_written(cell).strip("()[]- .") for cell in cells if cell is not None]
    if len(filled) < _COUNTED_COLUMNS:
        return False
    told = [counted[1] if (counted := _COLUMN_NUMBER.fullmatch(cell)) else cell.lower() for cell in filled]
    letters = [chr(ord("a") + place) for place in range(min(len(told), 26))]
    return told in ([str(1 + place) for place in range(len(told))], letters)


def _is_sum(cells: list[CellValue]) -> bool:
    """Return whether a row holds sums or averages: named so, and nobody's."""
    if any(_is_long_number(cell) for cell in cells):
        return False
    words = next(
        (normalize_header(cell).split() for cell in cells if isinstance(cell, str) and _has_letters(cell)), []
    )
    if len(words) > _COUNTED_COLUMNS and all(len(word) == 1 for word in words):
        words = ["".join(words)]
    if not words or words[0] not in _SUM_BEGINS or not _SUM_WORDS.issuperset(words):
        return False
    return words[0] not in _SUM_NEEDS or len(words) > 1


def _is_somebodys(cells: list[CellValue], width: int, *, below: bool) -> bool:
    """Return whether a row of data holds the number of a person; below a table stand those of signers."""
    if below and sum(cell is not None for cell in cells) <= max(2, width // 3):
        return False
    return any(
        isinstance(cell, str)
        and len(cell) >= _LONG_NUMBER
        and cell[0].isdigit()
        and (cell.isdigit() or _is_long_number(cell))
        for cell in cells
    )


def _is_sparse(cells: list[CellValue], width: int) -> bool:
    """Return whether a row has too little for a row of data, and no amount or number of a person."""
    filled = [cell for cell in cells if cell is not None]
    if any(isinstance(cell, Decimal) or _is_amount(cell) or _is_long_number(cell) for cell in filled):
        return False
    return len(filled) <= (1 if width <= 2 else max(2, width // 3))


def _is_below(cells: list[CellValue], *, gap: bool) -> bool:
    for cell in cells:
        if not isinstance(cell, str):
            continue
        plain = normalize_header(cell)
        if _BELOW.match(plain) or _PLACE_AND_DATE.fullmatch(cell) or cell.startswith("*"):
            return True
        if gap and _SIGNING.match(plain):
            return True
    return False


def _is_group(cells: list[CellValue], width: int) -> bool:
    """Return whether a row is a sub-heading: one text in one of the first two columns, in capitals, numbered,
    or with a colon; or a number in letters with the text beside it."""
    filled = [(place, cell) for place, cell in enumerate(cells) if cell is not None]
    if len(filled) == 2 and filled[1][0] == 1 and _GROUP_NUMBER.fullmatch(str(filled[0][1])):
        written = filled[1][1]
        return width >= _GROUP_WIDTH and isinstance(written, str) and _has_letters(written)
    if width < _GROUP_WIDTH or len(filled) != 1 or filled[0][0] > 1 or not isinstance(filled[0][1], str):
        return False
    written = filled[0][1]
    if sum(mark.isdigit() for mark in written) > 4:
        return False
    return _has_letters(written) and (written.isupper() or bool(_GROUP_BEGINS.match(written)))


def _is_long_number(cell: CellValue) -> bool:
    written = re.sub(r"[\s.'’`-]", "", str(cell))
    return written.isdigit() and len(written) >= _LONG_NUMBER


def _is_amount(cell: CellValue) -> bool:
    return isinstance(cell, str) and bool(re.fullmatch(r"[-+]?\d{1,20}([.,]\d{1,20}){0,5} ?%?", cell))


def _has_letters(cell: str) -> bool:
    return any(mark.isalpha() for mark in cell)
