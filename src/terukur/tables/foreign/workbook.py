"""A foreign spreadsheet, read as it is displayed: visible sheets, percentages, no stale formulas."""

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from terukur.tables.foreign.excel import shown_in_excel
from terukur.tables.foreign.old_excel import shown_in_old_excel
from terukur.tables.foreign.open_document import shown_in_open_document
from terukur.tables.foreign.shown import Shown, place
from terukur.tables.reading import UnreadableTable

Cell = int | float | str | bool | time | date | datetime | timedelta | Decimal
T = TypeVar("T")
Range = tuple[tuple[int, int], tuple[int, int]]
Cells = tuple[list[list[Any]], list[Range]]
_MAX_UNPACKED = 400 * 1024 * 1024
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ENTRY_ENCRYPTED = 1
_MANIFEST = "META-INF/manifest.xml"
_LARGEST_MANIFEST = 1024 * 1024
# The beginning of the stream of an old workbook, and its record that says that the rest is encrypted.
_OLD_WORKBOOK = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_OLD_PASSWORD = 0x2F
_RECORDS_LOOKED_AT = 20


def _password(filename: str) -> UnreadableTable:
    return UnreadableTable(
        f"Berkas “{filename}” berkata sandi. Buka di Excel, hapus sandinya (Info > Lindungi Buku Kerja), "
        "simpan, lalu unggah lagi."
    )


def _is_old_with_password(content: bytes) -> bool:
    """Return whether an old workbook says among its first records that it is encrypted."""
    place = content.find(_OLD_WORKBOOK)
    for _ in range(_RECORDS_LOOKED_AT):
        if place < 0 or place + 4 > len(content):
            return False
        kind, length = struct.unpack_from("<HH", content, place)
        if kind == _OLD_PASSWORD:
            return True
        place += 4 + length
    return False


class Workbook:
    """The bytes of a spreadsheet; nothing of it is read before its extent is known."""

    def __init__(self, content: bytes, filename: str) -> None:
        """Refuse a container that cannot be read.

        :raises UnreadableTable: for a broken spreadsheet, one with a password, or one whose formats cannot be
            read.
        """
        self._filename = filename
        self._content = content
        if content.startswith(b"PK"):
            self._refuse_package()
        elif _ENCRYPTED in content or _is_old_with_password(content):
            raise _password(filename)

    @property
    def names(self) -> list[str]:
        """The names of the sheets that are shown."""
        return [name for name, is_shown in self._sheets if is_shown]

    def visible(self, sheet: int | None) -> list[int]:
        """Return the numbers (from 0) of all visible sheets, or the one asked for.

        :raises UnreadableTable: where there is none.
        """
        count = len(self.names)
        if not count:
            raise UnreadableTable(
                f"Semua lembar di “{self._filename}” tersembunyi. Tampilkan (Unhide) lembar yang hendak "
                "dimuat, lalu unggah lagi."
            )
        if sheet is not None and sheet >= count:
            raise UnreadableTable(f"Berkas “{self._filename}” hanya punya {count} lembar.")
        return list(range(count)) if sheet is None else [sheet]

    def page(self, number: int) -> "Page":
        """Return a visible sheet by its number from 0; its cells are not read yet."""
        name = self.names[number]
        return Page(name, self._shown(name), lambda: self._guarded(lambda: self._sheet(name)))

    def _sheet(self, name: str) -> Cells:
        """Return the cells of a sheet, and the areas that are merged over several rows."""
        sheet = self._book.get_sheet_by_name(name)
        merged = [area for area in sheet.merged_cell_ranges or [] if area[1][0] > area[0][0]]
        return sheet.to_python(skip_empty_area=False), merged

    @cached_property
    def _book(self) -> CalamineWorkbook:
        return self._guarded(lambda: CalamineWorkbook.from_filelike(io.BytesIO(self._content)))

    @cached_property
    def _sheets(self) -> list[tuple[str, bool]]:
        return [
            (sheet.name, sheet.visible == SheetVisibleEnum.Visible)
            for sheet in self._book.sheets_metadata
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]

    def _shown(self, sheet: str) -> Shown:
        return self._guarded(lambda: self._looked_at(sheet))

    def _looked_at(self, sheet: str) -> Shown:
        if not self._content.startswith(b"PK"):
            return shown_in_old_excel(self._content, sheet)
        with self._archive() as archive:
            if "xl/workbook.xml" in archive.namelist():
                return shown_in_excel(archive, sheet)
            return shown_in_open_document(archive, sheet)

    def _archive(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self._content))

    def _refuse_package(self) -> None:
        with self._guarded(self._archive) as archive:
            names = set(archive.namelist())
            size = sum(entry.file_size for entry in archive.infolist())
            if any(entry.flag_bits & _ENTRY_ENCRYPTED for entry in archive.infolist()):
                raise _password(self._filename)
            told = archive.getinfo(_MANIFEST) if _MANIFEST in names else None
            if told and told.file_size < _LARGEST_MANIFEST and b"encryption-data" in archive.read(told):
                raise _password(self._filename)
        if size > _MAX_UNPACKED:
            raise UnreadableTable(
                f"Isi berkas “{self._filename}” tidak wajar besarnya setelah dibuka. Bagi menjadi beberapa."
            )
        if "xl/workbook.bin" in names:
            raise UnreadableTable(
                f"Berkas “{self._filename}” berbentuk .xlsb. Simpan ulang sebagai .xlsx, lalu unggah lagi."
            )

    def _guarded(self, read: Callable[[], T]) -> T:
        """Return the result of compiled code: a broken file may end in a panic, which is no Exception."""
        try:
            return read()
        except (KeyboardInterrupt, SystemExit, MemoryError, UnreadableTable):
            raise
        except BaseException as error:
            raise UnreadableTable(
                f"Berkas “{self._filename}” bukan XLSX yang utuh. Buka di Excel atau LibreOffice, lalu "
                "simpan ulang sebagai .xlsx."
            ) from error


class Page:
    """One visible sheet: its extent and hidden parts are known before its cells are read."""

    def __init__(
        self, name: str, shown: Shown, read: Callable[[], tuple[list[list[Any]], list[Range]]]
    ) -> None:
        self.name = name
        self._shown = shown
        self._read = read

    @property
    def hidden(self) -> str | None:
        """The reason why a sheet that hides some of its content is not read; None where it shows all."""
        return self._shown.hidden_content(self.name)

    @property
    def area(self) -> int:
        """The number of cells from the first to the last that is filled."""
        return self._shown.area

    def refuse_hidden(self) -> None:
        """Refuse a sheet that hides some of its content.

        :raises UnreadableTable: naming the hidden rows and columns.
        """
        if self.hidden:
            raise UnreadableTable(self.hidden)

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Yield the rows with their lines as they are shown; a cell merged downwards is in each of its rows.

        :raises UnreadableTable: for a sheet that is too large.
        """
        self._shown.refuse_large_area()
        cells, merged = self._read()
        for (top, left), (bottom, _right) in [*merged, *self._shown.merged]:
            for row in range(top + 1, min(bottom + 1, len(cells))):
                cells[row][left] = cells[top][left]
                if place(top, left) in self._shown.percentages:
                    self._shown.percentages.add(place(row, left))
        return _as_shown(cells, self._shown)


def _as_shown(rows: list[list[Cell]], shown: Shown) -> Iterator[tuple[int, list[Cell]]]:
    changed = {number >> 16 for number in shown.percentages} | {number >> 16 for number in shown.errors}
    for index, row in enumerate(rows):
        if index not in changed:
            yield index + 1, row
            continue
        yield (index + 1, [_cell(cell, place(index, column), shown) for column, cell in enumerate(row)])


def _cell(cell: Cell, number: int, shown: Shown) -> Cell:
    if number in shown.errors:
        return shown.errors[number]
    if number in shown.percentages and isinstance(cell, int | float):
        return Decimal(repr(cell)) * 100
    return cell
