"""Answers of DHIS2 in the child: JSON or CSV into headers, records of text, and names of keys."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

from terukur.tables.dhis2 import Dhis2Refused

_AT_ONCE = 500


def read(source: BinaryIO) -> Iterator[Any]:
    """Yield headers and names of keys, then records, many at a time; numbers stay as written."""
    text = source.read().decode("utf-8-sig", errors="replace").strip()
    headers, records, names = (_from_json if text.startswith("{") else _from_csv)(text)
    yield [headers, names]
    rest = iter(records)
    while batch := list(islice(rest, _AT_ONCE)):
        yield batch


def complaint(source: BinaryIO) -> Iterator[list[str]]:
    """Yield the code and the message of a server that refuses, blank where it gives none."""
    try:
        told = _loaded(source.read().decode("utf-8-sig", errors="replace"))
    except Dhis2Refused:
        told = {}
    if not isinstance(told, dict):
        told = {}
    yield [str(told.get(name, ""))[:500] for name in ("errorCode", "message")]


def _loaded(text: str) -> Any:
    try:
        # A number of a million digits is nothing to compute with; the reader of values refuses it.
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise Dhis2Refused(f"Bukan JSON yang utuh: {error}") from error


def _from_json(text: str) -> tuple[list[str], Sequence[Sequence[Any]], dict[str, str]]:
    data = _loaded(text)
    headers, rows = data.get("headers"), data.get("rows")
    if not isinstance(headers, list) or not isinstance(rows, list):
        raise Dhis2Refused("Bukan jawaban analytics: headers dan rows tidak ada.")
    if not all(isinstance(row, list) for row in rows):
        raise Dhis2Refused("Bukan jawaban analytics: setiap baris berupa daftar.")
    if not all(isinstance(header, dict) and "name" in header for header in headers):
        raise Dhis2Refused("Bukan jawaban analytics: setiap header memerlukan name.")
    records = [[_plain(cell) for cell in row] for row in rows]
    return [str(header["name"]) for header in headers], records, _names(data.get("metaData"))


def _plain(cell: Any) -> str | None:
    return cell if cell is None or isinstance(cell, str) else str(cell)[:200]


def _names(meta: Any) -> dict[str, str]:
    """Return the labels of keys: older servers write ``names``, newer ones ``items``."""
    found: dict[str, str] = {}
    for part in ("names", "items"):
        entries = meta.get(part) if isinstance(meta, dict) else None
        if isinstance(entries, dict):
            for key, item in entries.items():
                found[key] = str(item.get("name", key) if isinstance(item, dict) else item)
    return found


def _from_csv(text: str) -> tuple[list[str], Sequence[Sequence[Any]], dict[str, str]]:
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
