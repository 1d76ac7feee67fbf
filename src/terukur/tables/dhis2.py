"""Answers of DHIS2 analytics, JSON or CSV, as rows of data, period, unit and value.

Columns are told by their names, never by place; every value in the answer is text; blank is missing
and not zero. Months are ``202601``, quarters ``2026Q1``, years ``2026``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from terukur.confined.parent import Limits, read_all
from terukur.confined.refusal import FileRefused

_ROLES = {
    "dx": ("dx", "data"),
    "pe": ("pe", "period"),
    "ou": ("ou", "organisation unit", "organization unit"),
    "value": ("value",),
    "numerator": ("numerator",),
    "denominator": ("denominator",),
}
_REQUIRED = ("dx", "pe", "ou", "value")
_PERIODS = {
    "month": re.compile(r"(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])"),
    "quarter": re.compile(r"(?P<year>20\d\d)Q(?P<quarter>[1-4])"),
    "year": re.compile(r"(?P<year>20\d\d)"),
}


_LARGEST = Decimal(10) ** 13
_READER = "terukur.tables.foreign.analytics"
_LIMITS = Limits()


class Dhis2Refused(FileRefused):
    """The answer cannot be used; the message says why, and nothing of it is taken."""


@dataclass(frozen=True, slots=True)
class Dhis2Row:
    """One value; ``period`` is written as Terukur does (2026-01, 2026-Q1, 2026), None is missing."""

    line: int
    data: str
    period: str
    unit: str
    value: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Dhis2Answer:
    """All rows, and the names that the answer gives to its keys."""

    rows: tuple[Dhis2Row, ...]
    names: Mapping[str, str]


def read_dhis2(content: bytes, *, status: int = 200) -> Dhis2Answer:
    """The rows of an answer; ``status`` is that of HTTP, 200 for a file.

    :raises Dhis2Refused: for an error of the server, a shape that is no analytics answer, a value
        that is no number, or periods of different lengths for one data element.
    """
    if status >= 400:
        raise Dhis2Refused(_server_error(content, status))
    try:
        (headers, names), *batches = read_all(f"{_READER}:read", content, limits=_LIMITS)
    except FileRefused as error:
        raise Dhis2Refused(str(error)) from error
    records = [record for batch in batches for record in batch]
    columns = _columns(headers)
    rows = tuple(_row(line, record, columns) for line, record in enumerate(records, start=2))
    _refuse_mixed_periods(rows)
    return Dhis2Answer(rows, names)


def _server_error(content: bytes, status: int) -> str:
    try:
        ((code, message),) = read_all(f"{_READER}:complaint", content, limits=_LIMITS)
    except FileRefused:
        code = message = ""
    return f"Server DHIS2 menolak (HTTP {status} {code}): {message or 'tanpa keterangan'}".strip()


def _columns(headers: Sequence[str]) -> dict[str, int]:
    places = {header.strip().lower(): place for place, header in enumerate(headers)}
    found = {
        role: places[name] for role, names in _ROLES.items() for name in names if name in places
    }
    missing = [role for role in _REQUIRED if role not in found]
    if missing:
        raise Dhis2Refused(
            f"Kolom {', '.join(missing)} tidak ada. Yang terbaca: {', '.join(headers)}."
        )
    return found


def _row(line: int, record: Sequence[Any], columns: Mapping[str, int]) -> Dhis2Row:
    def cell(role: str) -> str:
        place = columns.get(role)
        if place is None:
            return ""
        if place >= len(record):
            raise Dhis2Refused(f"Baris {line} lebih pendek dari judulnya.")
        return str(record[place]).strip()

    return Dhis2Row(
        line=line,
        data=cell("dx"),
        period=_period(line, cell("pe")),
        unit=cell("ou"),
        value=_number(line, "value", cell("value")),
        numerator=_number(line, "numerator", cell("numerator")),
        denominator=_number(line, "denominator", cell("denominator")),
    )


def _number(line: int, role: str, written: str) -> Decimal | None:
    if not written:
        return None
    try:
        value = Decimal(written)
    except InvalidOperation as error:
        raise Dhis2Refused(f"Baris {line}, {role}: “{written}” bukan angka.") from error
    if not value.is_finite() or abs(value) >= _LARGEST:
        raise Dhis2Refused(f"Baris {line}, {role}: “{written}” bukan angka.")
    return value


def _period(line: int, written: str) -> str:
    for kind, pattern in _PERIODS.items():
        if match := pattern.fullmatch(written):
            if kind == "month":
                return f"{match['year']}-{match['month']}"
            return f"{match['year']}-Q{match['quarter']}" if kind == "quarter" else match["year"]
    raise Dhis2Refused(
        f"Baris {line}: periode “{written}” tidak dikenal; bulan 202601, triwulan 2026Q1, tahun 2026."
    )


def _refuse_mixed_periods(rows: Sequence[Dhis2Row]) -> None:
    kinds: dict[str, str] = {}
    for row in rows:
        kind = "quarter" if "Q" in row.period else "month" if "-" in row.period else "year"
        if kinds.setdefault(row.data, kind) != kind:
            raise Dhis2Refused(
                f"Baris {row.line}: “{row.data}” bercampur antara bulan, triwulan, dan tahun. "
                "Ambil satu panjang periode saja."
            )
