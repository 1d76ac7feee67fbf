"""Answers of DHIS2 analytics, JSON or CSV, as rows of data, period, unit and value.

Columns are recognized by their names, never by place; every value in the answer is text; blank and null are
missing and not zero. Months are ``202601``, quarters ``2026Q1``, years ``2026``.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from terukur.confined.parent import ChildLimits, read_all
from terukur.confined.refusal import FileRefused
from terukur.tables.cells import CellError

_ROLES = {
    "dx": ("dx", "data"),
    "pe": ("pe", "period"),
    "ou": ("ou", "organisation unit", "organization unit"),
    "value": ("value",),
    "numerator": ("numerator",),
    "denominator": ("denominator",),
}
_LARGEST = Decimal(10) ** 13
_REQUIRED = ("dx", "pe", "ou", "value")
_PERIODS = {
    "month": re.compile(r"(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])"),
    "quarter": re.compile(r"(?P<year>20\d\d)Q(?P<quarter>[1-4])"),
    "year": re.compile(r"(?P<year>20\d\d)"),
}


_READER = "terukur.tables.foreign.analytics"
_LIMITS = ChildLimits()


class Dhis2Refused(FileRefused):
    """The answer cannot be used; the message says why, and nothing of it is taken.

    ``errors`` names the rows that do not fit, where rows are the reason.
    """

    def __init__(self, message: str, errors: Sequence[CellError] = ()) -> None:
        self.errors = list(errors)
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Dhis2Row:
    """One value; ``period`` is written as Terukur does (2026-01, 2026-Q1, 2026), None is a missing value."""

    line: int
    data: str
    period: str
    unit: str
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Dhis2Answer:
    """All rows that fit, the names that the answer gives to its keys, and what does not fit."""

    rows: tuple[Dhis2Row, ...]
    names: Mapping[str, str]
    errors: tuple[CellError, ...] = ()


def is_dhis2(content: bytes) -> bool:
    """Return whether a file looks like an answer of analytics, by its first words: JSON, or CSV with its
    columns."""
    beginning = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if beginning[:1] == b"{":
        return b'"headers"' in beginning or b'"rows"' in content
    first = beginning.splitlines()[0].decode("utf-8", "replace").lower() if beginning else ""
    names = {word.strip(' "') for word in re.split("[,;\t]", first)}
    return all(names.intersection(_ROLES[role]) for role in _REQUIRED)


def read_dhis2(content: bytes, *, status: int = 200) -> Dhis2Answer:
    """Return the rows of an answer; ``status`` is that of HTTP, 200 for a file.

    :raises Dhis2Refused: for an error of the server, a shape that is no analytics answer, a value
        that is no number, or periods of different lengths for one data element.
    """
    answer = look_at_dhis2(content, status=status)
    if answer.errors:
        raise Dhis2Refused(
            " ".join(f"Baris {error.line}, {error.column}: {error.message}" for error in answer.errors[:5]),
            answer.errors,
        )
    return answer


def look_at_dhis2(content: bytes, *, status: int = 200) -> Dhis2Answer:
    """Return the rows of an answer, with the rows that do not fit beside those that do.

    :raises Dhis2Refused: for an error of the server, or a shape that is no analytics answer.
    """
    if status >= 400:
        raise Dhis2Refused(_server_error(content, status))
    try:
        (headers, names), *batches = read_all(f"{_READER}:read", content, limits=_LIMITS)
    except FileRefused as error:
        raise Dhis2Refused(str(error)) from error
    records = [record for batch in batches for record in batch]
    columns = _columns(headers)
    rows: list[Dhis2Row] = []
    errors: list[CellError] = []
    for line, record in enumerate(records, start=2):
        try:
            rows.append(_row(line, record, columns, len(headers)))
        except CellError as error:
            errors.append(error)
    return Dhis2Answer(tuple(rows), names, (*errors, *_mixed_periods(rows)))


def _server_error(content: bytes, status: int) -> str:
    try:
        ((code, message),) = read_all(f"{_READER}:complaint", content, limits=_LIMITS)
    except FileRefused:
        code = message = ""
    return f"Server DHIS2 menolak (HTTP {status} {code}): {message or 'tanpa keterangan'}".strip()


def _columns(headers: Sequence[str]) -> dict[str, int]:
    places = {header.strip().lower(): place for place, header in enumerate(headers)}
    found = {role: places[name] for role, names in _ROLES.items() for name in names if name in places}
    missing = [role for role in _REQUIRED if role not in found]
    if missing:
        raise Dhis2Refused(f"Kolom {', '.join(missing)} tidak ada. Yang terbaca: {', '.join(headers)}.")
    return found


def _row(line: int, record: Sequence[Any], columns: Mapping[str, int], wanted: int) -> Dhis2Row:
    if len(record) <= max(columns.values()):
        raise CellError(
            line,
            "rows",
            ", ".join(_text(cell) for cell in record)[:60],
            f"lebih pendek dari judulnya: {len(record)} dari {wanted} isian (isi ke-{line - 1} dari rows, "
            "dihitung dari 1).",
        )

    def cell(role: str) -> str:
        return _text(record[columns[role]]) if role in columns else ""

    return Dhis2Row(
        line=line,
        data=cell("dx"),
        period=_period(line, cell("pe")),
        unit=cell("ou"),
        value=_number(line, "value", cell("value")),
        numerator=_number(line, "numerator", cell("numerator")),
        denominator=_number(line, "denominator", cell("denominator")),
    )


def _text(cell: Any) -> str:
    """Return a cell as text; null of JSON is an empty one."""
    return "" if cell is None else str(cell).strip()


def _number(line: int, role: str, written: str) -> Decimal | None:
    if not written:
        return None
    try:
        value = Decimal(written)
    except InvalidOperation as error:
        raise CellError(line, role, written, f"“{written}” bukan angka.") from error
    if not value.is_finite():
        raise CellError(line, role, written, f"“{written}” bukan angka.")
    if abs(value) >= _LARGEST:
        raise CellError(line, role, written, "terlalu besar untuk sebuah hasil ukur.")
    return value


def _period(line: int, written: str) -> str:
    for kind, pattern in _PERIODS.items():
        if match := pattern.fullmatch(written):
            if kind == "month":
                return f"{match['year']}-{match['month']}"
            return f"{match['year']}-Q{match['quarter']}" if kind == "quarter" else match["year"]
    raise CellError(
        line, "pe", written, f"periode “{written}” tidak dikenal; bulan 202601, triwulan 2026Q1, tahun 2026."
    )


def _mixed_periods(rows: Sequence[Dhis2Row]) -> Iterator[CellError]:
    kinds: dict[str, str] = {}
    for row in rows:
        kind = "quarter" if "Q" in row.period else "month" if "-" in row.period else "year"
        if kinds.setdefault(row.data, kind) != kind:
            yield CellError(
                row.line,
                "pe",
                row.period,
                f"“{row.data}” bercampur antara bulan, triwulan, dan tahun. Ambil satu panjang periode saja.",
            )
