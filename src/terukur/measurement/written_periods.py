"""Periods as cells and titles of tables of values write them."""

import re
from collections.abc import Sequence
from datetime import date

from terukur.regulation.periods import InvalidPeriod, Period
from terukur.tables.cells import CellError, day_of_serial, parse_day, text
from terukur.tables.names import normalize_header
from terukur.tables.questions import Question
from terukur.tables.reading import Row

_TITLE = re.compile(
    r"(?:(?:periode|bulan|keadaan bulan|masa)\b[^:]{0,30}: ?|\bbulan )(?P<period>.{3,40})|"
    r"(?P<quarter>tri ?wulan \S{1,3}(?: tahun)? 20\d\d)|(?P<half>semester \S{1,2}(?: tahun)? 20\d\d)|"
    r"(?P<whole>tahun 20\d\d)$",
    re.IGNORECASE,
)
# "Permenpan Nomor 14 Tahun 2017" is no period.
_OF_LAW = re.compile(
    r"\b(nomor|no|sk|peraturan|keputusan|(per|kep)(men|wal|bup|da|pres|gub)\w{0,10})\b\.? ", re.IGNORECASE
)


def read_period(value: object, written: str, *, year: int) -> Period:
    """Return the period of a cell: as people write it, or the month of a day, also of a bare serial number.

    :raises InvalidPeriod: for anything else.
    """
    if isinstance(value, date):
        return Period.month_of(value)
    try:
        return Period.read(written, year=year)
    except InvalidPeriod:
        day = parse_day(written) or day_of_serial(written)
        if day is None:
            raise
        return Period.month_of(day)


def period_in(row: Row, column: str, *, within: Period) -> Period:
    """Return the period of a row inside that of its file, which it has where its cell is empty.

    :raises CellError: for no period, and for one outside.
    """
    written = text(row, column)
    if not written:
        return within
    header = row.header(column)
    try:
        own = read_period(row.cells.get(normalize_header(column)), written, year=within.year)
    except InvalidPeriod as error:
        raise CellError(row.line, header, written, str(error)) from error
    if own.contains(within) and own != within:
        raise CellError(
            row.line,
            header,
            own.label,
            f"lebih panjang dari {within.label}: nilai sampai dengan, bukan nilai {within.label} sendiri. "
            f"Isi nilai {within.label} saja, atau pilih periode {within.year} untuk berkas ini.",
        )
    if not within.contains(own):
        message = f"di luar periode {within.label} yang dipilih untuk berkas ini."
        raise CellError(row.line, header, str(own), message)
    return own


def other_period(titles: Sequence[str], period: Period) -> list[Question]:
    """Return a question where a title names another period than the one that was chosen."""
    for title in titles:
        match = None if _OF_LAW.search(title) else _TITLE.search(title)
        if match is None:
            continue
        told = match["period"] or match["quarter"] or match["half"] or match["whole"]
        try:
            own = Period.read(told.split(" · ")[0].strip(), year=period.year)
        except InvalidPeriod:
            continue
        if not (own.contains(period) or period.contains(own)):
            return [
                Question(
                    "other-period",
                    0,
                    "",
                    told,
                    f"Judul berkas menyebut “{title}”, sedangkan yang dipilih {period.label}. "
                    f"Benar untuk {period.label}?",
                )
            ]
    return []
