"""Workbooks of Excel 97 to 2003 (BIFF8 in a compound file), written byte by byte."""

import struct
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_SMALLEST = 4096
_PLAIN, _DAY, _PERCENT = 0, 1, 2


def compound_file(streams: Mapping[str, bytes]) -> bytes:
    """A container of streams, each padded so that none is a small one."""
    sectors: list[bytes] = []
    fat: list[int] = []
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for place, (name, content) in enumerate(streams.items(), start=1):
        padded = content.ljust(_SMALLEST, b"\0")
        start, count = len(sectors), -(-len(padded) // _SECTOR)
        sectors += [padded[at * _SECTOR : (at + 1) * _SECTOR].ljust(_SECTOR, b"\0") for at in range(count)]
        fat += [*range(start + 1, start + count), _END]
        after = place + 1 if place < len(streams) else _FREE
        entries.append(_entry(name, 2, start, len(padded), right=after))
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * _SECTOR, b"\0")
    first = len(sectors)
    sectors += [directory[at : at + _SECTOR] for at in range(0, len(directory), _SECTOR)]
    fat += [*range(first + 1, len(sectors)), _END]
    tables = 1
    while tables * (_SECTOR // 4) < len(fat) + tables:
        tables += 1
    places = [*range(len(sectors), len(sectors) + tables)]
    fat += [_FAT] * tables
    fat += [_FREE] * (tables * (_SECTOR // 4) - len(fat))
    sectors.append(struct.pack(f"<{len(fat)}I", *fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIIIIIIII", 0, tables, first, 0, _SMALLEST, _END, 0, _END, 0)
    head += struct.pack("<109I", *places, *[_FREE] * (109 - tables))
    return head + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, _FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


def as_xls(
    sheets: Mapping[str, Sequence[Sequence[object]]],
    *,
    since_1904: bool = False,
    percent: int = -1,
    password: bool = False,
) -> bytes:
    """Sheets of a workbook; days as dd/mm/yyyy, ``percent`` is a column that shows percentages."""
    begun = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 1996, 0, 6))
    if password:
        begun += _record(0x2F, struct.pack("<HHH", 1, 1, 1) + bytes(48))
    begun += _record(0x42, struct.pack("<H", 1200)) + _record(0x22, struct.pack("<H", since_1904))
    begun += _record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x01\x00A")
    begun += _record(0x41E, struct.pack("<H", 164) + _text("dd/mm/yyyy"))
    begun += b"".join(_record(0xE0, struct.pack("<HHH", 0, form, 1) + bytes(14)) for form in (0, 164, 9))
    parts = [_sheet(lines, since_1904=since_1904, percent=percent) for lines in sheets.values()]
    length = len(begun) + sum(4 + 8 + 2 * len(name) for name in sheets) + 4
    bound = b""
    for name, part in zip(sheets, parts, strict=True):
        named = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
        bound += _record(0x85, struct.pack("<IBB", length, 0, 0) + named)
        length += len(part)
    return compound_file({"Workbook": begun + bound + _record(0x0A, b"") + b"".join(parts)})


def _sheet(lines: Sequence[Sequence[object]], *, since_1904: bool, percent: int) -> bytes:
    width = max(map(len, lines), default=0)
    found = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 1996, 0, 6))
    found += _record(0x200, struct.pack("<IIHHH", 0, len(lines), 0, width, 0))
    start = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
    for row, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            place = struct.pack("<HH", row, column)
            if isinstance(cell, date):
                found += _record(0x203, place + struct.pack("<Hd", _DAY, (cell - start).days))
            elif isinstance(cell, int | Decimal):
                shown = (_PERCENT, float(cell) / 100) if column == percent else (_PLAIN, float(cell))
                found += _record(0x203, place + struct.pack("<Hd", *shown))
            elif cell is not None:
                found += _record(0x204, place + struct.pack("<H", _PLAIN) + _text(str(cell)))
    return found + _record(0x0A, b"")


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _text(words: str) -> bytes:
    return struct.pack("<HB", len(words), 1) + words.encode("utf-16-le")
