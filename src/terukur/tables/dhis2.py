"""Answers of DHIS2 analytics, JSON or CSV, as rows of data, period, unit and value.

Columns are told by their names, never by place; every value in the answer is text; blank is missing
and not zero. Months are ``202601``, quarters ``2026Q1``, years ``2026``.
"""

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

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


class Dhis2Refused(ValueError):
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
    text = content.decode("utf-8-sig", errors="replace").strip()
    if status >= 400:
        raise Dhis2Refused(_server_error(text, status))
    headers, records, names = (_from_json if text.startswith("{") else _from_csv)(text)
    columns = _columns(headers)
    rows = tuple(_row(line, record, columns) for line, record in enumerate(records, start=2))
    _refuse_mixed_periods(rows)
    return Dhis2Answer(rows, names)


def _server_error(text: str, status: int) -> str:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        told = {}
    if not isinstance(told, dict):
        told = {}
    code, message = told.get("errorCode", ""), told.get("message", "")
    return f"Server DHIS2 menolak (HTTP {status} {code}): {message or 'tanpa keterangan'}".strip()


def _from_json(text: str) -> tuple[list[str], Sequence[Sequence[Any]], Mapping[str, str]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Dhis2Refused(f"Bukan JSON yang utuh: {error}") from error
    headers, rows = data.get("headers"), data.get("rows")
    if not isinstance(headers, list) or not isinstance(rows, list):
        raise Dhis2Refused("Bukan jawaban analytics: headers dan rows tidak ada.")
    if not all(isinstance(row, list) for row in rows):
        raise Dhis2Refused("Bukan jawaban analytics: setiap baris berupa daftar.")
    if not all(isinstance(header, dict) and "name" in header for header in headers):
        raise Dhis2Refused("Bukan jawaban analytics: setiap header memerlukan name.")
    return [str(header["name"]) for header in headers], rows, _names(data.get("metaData"))


def _names(meta: Any) -> dict[str, str]:
    """Labels of keys: older servers write ``names``, newer ones ``items``."""
    found: dict[str, str] = {}
    for part in ("names", "items"):
        entries = meta.get(part) if isinstance(meta, dict) else None
        if isinstance(entries, dict):
            for key, item in entries.items():
                found[key] = str(item.get("name", key) if isinstance(item, dict) else item)
    return found


def _from_csv(text: str) -> tuple[list[str], Sequence[Sequence[Any]], Mapping[str, str]]:
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise Dhis2Refused(f"Bukan CSV yang utuh: {error}") from error
    if not records:
        raise Dhis2Refused("Berkas kosong.")
    rows = [record for record in records[1:] if any(cell.strip() for cell in record)]
    if separator == ";":
        # Where semicolons divide the columns, a comma divides the decimals.
        rows = [[cell.replace(",", ".") for cell in row] for row in rows]
    return records[0], rows, {}


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
    if not value.is_finite():
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
