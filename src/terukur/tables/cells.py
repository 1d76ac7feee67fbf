"""Typed reading of one cell; what does not fit is refused with its line, column and remedy."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from terukur.notation.dates import month_number, written_day
from terukur.tables.names import normalize_header
from terukur.tables.numerals import NotANumber, UnclearNumber, read_number, write_number
from terukur.tables.questions import Question
from terukur.tables.reading import NOT_CALCULATED, Row

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
_LARGEST = Decimal(10) ** 13
_FAILED = "berisi rumus yang gagal; perbaiki di Excel."
_FORMULA = {NOT_CALCULATED: "berisi rumus yang belum dihitung; buka di Excel, simpan, lalu unggah lagi."}


@dataclass(frozen=True)
class CellError(ValueError):
    """One cell that does not fit."""

    line: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        return f"Baris {self.line}, kolom {self.column}: {self.message}"


class ImportRefused(ValueError):
    """Nothing was stored; ``errors`` names each line, column, value and message, in their order."""

    def __init__(self, errors: Sequence[CellError]) -> None:
        self.errors = sorted(errors, key=lambda error: error.line)
        super().__init__(f"{len(self.errors)} baris atau sel tidak dapat dimuat.")


@dataclass(slots=True)
class CellsOfRow:
    """Remarks of the cells of one row beside their values."""

    errors: list[CellError] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


_READ_TOGETHER: ContextVar[CellsOfRow | None] = ContextVar("cells of one row", default=None)


@contextmanager
def cells_together() -> Iterator[CellsOfRow]:
    """Collect the cells of a row that do not fit: they are read as empty and not raised.

    A number that may mean two things is asked about instead of refused.
    """
    seen = CellsOfRow()
    token = _READ_TOGETHER.set(seen)
    try:
        yield seen
    finally:
        _READ_TOGETHER.reset(token)


def say(error: CellError) -> None:
    """Refuse a cell whose row is read on: kept with the others of its row, raised where it is alone.

    :raises CellError: outside ``cells_together``.
    """
    seen = _READ_TOGETHER.get()
    if seen is None:
        raise error
    seen.errors.append(error)


def ask(question: Question) -> None:
    """Ask about a cell whose row is read on; outside ``cells_together`` nobody can be asked.

    :raises CellError: there, with the question as the reason.
    """
    seen = _READ_TOGETHER.get()
    if seen is None:
        raise CellError(question.line, question.column, question.value, question.message)
    seen.questions.append(question)


def _empty_where_refused(empty: Any) -> Callable[[Callable[P, R]], Callable[P, R]]:
    def decorate(read: Callable[P, R]) -> Callable[P, R]:
        @wraps(read)
        def one_cell(*args: P.args, **how: P.kwargs) -> R:
            try:
                return read(*args, **how)
            except CellError as error:
                seen = _READ_TOGETHER.get()
                if seen is None:
                    raise
                seen.errors.append(error)
                result: R = empty
                return result

        return one_cell

    return decorate


@_empty_where_refused("")
def text(row: Row, column: str, *, required: bool = False, max_length: int = 300) -> str:
    """Return the cell as text, blank where it is empty.

    :raises CellError: where it is missing though required, too long, or a formula's error.
    """
    value = row.cells.get(normalize_header(column))
    if value is None and not required:
        return ""
    written = "" if value is None else " ".join(_written(value).split())
    if required and not written:
        raise CellError(row.line, row.header(column), "", "kosong; isi nilainya.")
    if len(written) > max_length:
        raise CellError(row.line, row.header(column), written[:40], f"lebih panjang dari {max_length} huruf.")
    if written.startswith("#") and re.fullmatch(r"#[A-Z/0!?]+", written):
        raise CellError(row.line, row.header(column), written, _FORMULA.get(written, _FAILED))
    return written


@_empty_where_refused(None)
def number(row: Row, column: str, *, required: bool = False) -> Decimal | None:
    """Return the cell as an exact number, in Indonesian or English notation.

    ``1.234`` alone may mean two things and is refused rather than guessed.

    :raises CellError: where it is not a number, or an absurd one.
    """
    value = row.cells.get(normalize_header(column))
    if isinstance(value, Decimal):
        parsed = value
    else:
        written = text(row, column, required=required)
        if not written:
            return None
        parsed = _parsed(row, column, written)
    if abs(parsed) >= _LARGEST:
        raise CellError(row.line, row.header(column), str(parsed), "terlalu besar untuk sebuah hasil ukur.")
    return parsed


def _parsed(row: Row, column: str, written: str) -> Decimal:
    try:
        return read_number(written)
    except UnclearNumber as unclear:
        return _ask_or_refuse(row, column, written, unclear)
    except NotANumber as error:
        raise CellError(row.line, row.header(column), written, str(error)) from error


def _ask_or_refuse(row: Row, column: str, written: str, unclear: UnclearNumber) -> Decimal:
    """Ask about a dot or comma before three digits, with its Indonesian reading, or refuse it."""
    seen = _READ_TOGETHER.get()
    if seen is None:
        raise CellError(row.line, row.header(column), written, str(unclear)) from unclear
    kind = "koma sebagai desimal" if "," in written else "titik sebagai ribuan"
    meant = write_number(unclear.indonesian)
    seen.questions.append(
        Question(
            "ambiguous-number",
            row.line,
            row.header(column),
            written,
            f"“{written}” bisa berarti ribuan atau desimal. Dibaca {meant} ({kind}); benar?",
        )
    )
    return unclear.indonesian


@_empty_where_refused(None)
def day(row: Row, column: str, *, earliest: date, latest: date, required: bool = False) -> date | None:
    """Return the cell as a date between two days, both included.

    :raises CellError: where it is not a date or lies outside.
    """
    value = row.cells.get(normalize_header(column))
    written = text(row, column, required=required)
    if not written:
        return None
    found = value if isinstance(value, date) else parse_day(written) or day_of_serial(written)
    if isinstance(found, datetime):
        found = found.date()
    if found is None:
        raise CellError(
            row.line,
            row.header(column),
            written,
            f"“{written}” bukan tanggal; tulis seperti 31-03-2026 atau 31 Maret 2026.",
        )
    if not earliest <= found <= latest:
        raise CellError(
            row.line,
            row.header(column),
            written,
            f"tanggal {written_day(found)} di luar {written_day(earliest)} sampai {written_day(latest)}.",
        )
    return found


_DAYS = (
    re.compile(r"(?P<y>\d{4})[/.-](?P<m>\d{1,2})[/.-](?P<d>\d{1,2})"),
    re.compile(r"(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4}|\d{2})"),
    re.compile(r"(?P<d>\d{1,2})[ /-](?P<m>[a-z]{3,9})\.?[ /-](?P<y>\d{4}|\d{2})"),
)
_WEEKDAY = re.compile(r"(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad),? ")
_MIDNIGHT = re.compile(r"[ t]0{1,2}[:.]00(?:[:.]00(?:[.,]0{1,6})?)?(?:z|[+-]\d{2}:?\d{2})?$")
_APART = re.compile(r"(?<=\d) ?([/.-]) ?(?=\d)")
_LONGEST_DAY = 40
# Two digits of a year mean what Excel makes of them.
_LAST_SHORT_YEAR = 29
# Excel counts days from the day before 1900 began, and holds 1900 for a leap year.
_SERIAL_START = date(1899, 12, 30)
_SERIALS = range(14_611, 73_051)


@lru_cache(maxsize=4096)
def parse_day(written: str) -> date | None:
    """Return a date as people write it, or None; the day comes before the month.

    >>> [str(parse_day(day)) for day in ("2026-03-31", "31/03/2026", "31 Maret 2026", "15-Agt-23")]
    ['2026-03-31', '2026-03-31', '2026-03-31', '2023-08-15']
    """
    if len(written) > _LONGEST_DAY:
        return None
    plain = _MIDNIGHT.sub("", _WEEKDAY.sub("", " ".join(written.lower().split()), count=1))
    plain = _APART.sub(r"\1", plain)
    match = next((match for pattern in _DAYS if (match := pattern.fullmatch(plain))), None)
    if match is None:
        return None
    month = int(match["m"]) if match["m"].isdigit() else month_number(match["m"]) or 0
    year = int(match["y"])
    if len(match["y"]) == 2:
        year += 2000 if year <= _LAST_SHORT_YEAR else 1900
    try:
        return date(year, month, int(match["d"]))
    except ValueError:
        return None


def day_of_serial(value: object) -> date | None:
    """Return the day that Excel keeps as a number, where its cell lost the format; from 1940 to 2099."""
    written = str(value)
    if re.fullmatch(r"\d{5}(\.0+)?", written) and int(written[:5]) in _SERIALS:
        return _SERIAL_START + timedelta(days=int(written[:5]))
    return None


def _ways_to_say(written: str, column: str) -> Iterator[str]:
    """Yield a word as it is written, then without what people add to the words of a list."""
    yield normalize_header(written)
    bare = re.sub(r"^(?:\d{1,2}|[a-z])[.)] ?", "", written.partition("(")[0], flags=re.IGNORECASE)
    words = normalize_header(bare).split()
    yield " ".join(words)
    own = set(normalize_header(column).split())
    while len(words) > 1 and words[0] in own:
        words = words[1:]
        yield " ".join(words)


@_empty_where_refused(None)
def choice(row: Row, column: str, *, allowed: Mapping[str, T], required: bool = False) -> T | None:
    """Return the value that stands for the cell's word, whatever its case and spacing.

    A number before it, a remark in brackets and words of the column's own name (``Predikat Baik``) are passed
    over where what is left is such a word.

    :raises CellError: listing the words that are allowed.
    """
    written = text(row, column, required=required)
    if not written:
        return None
    words = {normalize_header(word): word for word in allowed}
    for said in _ways_to_say(written, f"{column} {row.header(column)}"):
        if said in words:
            return allowed[words[said]]
    raise CellError(
        row.line, column, written, f"“{written}” tidak dikenal; pilih salah satu: {', '.join(allowed)}."
    )


_KINDS_OF_NUMBERS = frozenset({"", "NIP", "NRP", "NIK", "NIPPPK", "NIPBARU", "NIPNIPPPK", "NIPNRP"})


def without_kind(written: str) -> str:
    """Return a number without brackets and the words of its kind before it: ``N I P : 1990…``.

    >>> without_kind("NIP/NI PPPK: 1990"), without_kind("(1990)"), without_kind("Ani 1990")
    ('1990', '1990', 'Ani 1990')
    """
    first = next((place for place, mark in enumerate(written) if mark.isdigit()), 0)
    letters = "".join(mark for mark in written[:first] if mark.isalpha()).upper()
    return written[first:].rstrip(") ") if letters in _KINDS_OF_NUMBERS else written


@_empty_where_refused("")
def digits(row: Row, column: str, *, required: bool = False) -> str:
    """Return a long number such as a NIP, without spaces, dots, dashes and apostrophes.

    :raises CellError: where a spreadsheet has already rounded it away.
    """
    value = row.cells.get(normalize_header(column))
    written = text(row, column, required=required)
    damaged = (
        isinstance(value, Decimal)
        and len(value.as_tuple().digits) + max(0, int(value.as_tuple().exponent)) > 15
    )
    if damaged or re.fullmatch(r"\d([.,]\d+)?E\+?\d+", written, re.IGNORECASE):
        raise CellError(
            row.line,
            row.header(column),
            written,
            "angka panjang dirusak Excel (dibulatkan). Ubah kolomnya menjadi Teks dan isi ulang.",
        )
    return re.sub(r"[\s.\-'’`]", "", without_kind(written))


def _written(value: str | Decimal | date | bool) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat()
