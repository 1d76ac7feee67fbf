"""Display facts of an XLSX sheet: formats, hidden parts and formulas without a value."""

import posixpath
import re
import zipfile
from collections.abc import Mapping

from terukur.tables.foreign.markup import walk
from terukur.tables.foreign.shown import Shown, column_number, is_percentage, place
from terukur.tables.reading import NOT_CALCULATED

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STYLES = "xl/styles.xml"
_TRUE = ("1", "true")
# Formulas, errors, hidden parts, other quotes, comments and other encodings.
_REMARKABLE = (b"<f>", b"<f ", b"<f/", b't="e"', b"hidden=", b"='", b"<!", b"\x00")
_LATER_STYLE = re.compile(rb'<c r="[A-Z0-9]{1,12}" [^s>][^>]{0,60} s="')
_CELL_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})')
_ROW = re.compile(rb'<row r="(\d{1,9})"')


def shown_in_excel(archive: zipfile.ZipFile, sheet: str) -> Shown:
    """Return the display facts of a sheet of an XLSX.

    :raises UnreadableTable: where it reaches further than a table, or its XML is broken.
    """
    target, calculated = _sheet_part(archive, sheet)
    content, percent = archive.read(target), _percent_styles(archive)
    plain = _plainly_shown(content, percent)
    if plain is not None:
        return plain
    walker = _Sheet(percent, values_count=calculated)
    walk(content, walker.start, text=walker.text)
    walker.close()
    return walker.shown


def _sheet_part(archive: zipfile.ZipFile, sheet: str) -> tuple[str, bool]:
    """Return the part of a sheet, and whether the values of formulas may be relied upon."""
    links: dict[str, str] = {}
    found: dict[str, str] = {}
    calculated = True

    def relation(name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship":
            links[attributes.get("Id", "")] = attributes.get("Target", "")

    def part(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal calculated
        if name == "sheet":
            link = next((v for k, v in attributes.items() if k.endswith(":id") or k == "id"), "")
            found[attributes.get("name", "")] = links.get(link, "")
        elif name == "calcPr":
            calculated = attributes.get("fullCalcOnLoad", "0") not in ("1", "true")

    walk(archive.read(_RELATIONS), relation)
    walk(archive.read(_WORKBOOK), part)
    return posixpath.normpath(posixpath.join("/xl", found[sheet])).lstrip("/"), calculated


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Return the numbers of cell formats that show percentages."""
    if _STYLES not in archive.namelist():
        return frozenset()
    written: dict[int, str] = {}
    formats: list[int] = []
    inside = False

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal inside
        if name == "numFmt":
            written[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name in ("cellXfs", "cellStyleXfs"):
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            formats.append(int(attributes.get("numFmtId", "0")))

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and name != "cellXfs"

    walk(archive.read(_STYLES), start, end=end)
    return frozenset(
        str(index) for index, number in enumerate(formats) if is_percentage(number, written.get(number))
    )


def _plainly_shown(content: bytes, percent: frozenset[str]) -> Shown | None:
    """Return the facts of a plain sheet by a quick look; None where it must be walked through."""
    is_plain = b"<worksheet" in content[:1000] and not any(mark in content for mark in _REMARKABLE)
    cells = sum(content.count(start) for start in (b"<c ", b"<c>", b"<c/", b"<c\n", b"<c\t", b"<c\r"))
    if not is_plain or cells != content.count(b'<c r="'):
        return None
    shown = Shown()
    columns = set(_CELL_COLUMN.findall(content))
    shown.last_column = max((column_number(letters.decode()) for letters in columns), default=-1)
    shown.last_row = max(map(int, _ROW.findall(content)), default=0) - 1
    if percent:
        if _LATER_STYLE.search(content):
            return None
        styles = "|".join(sorted(percent)).encode()
        for letters, row in re.findall(rb'<c r="([A-Z]{1,3})(\d{1,9})" s="(?:' + styles + rb')"', content):
            shown.percentages.add(place(int(row) - 1, column_number(letters.decode())))
    return shown if shown.is_a_table() else None


class _Sheet:
    """Cell after cell; a cell is judged when the next one starts or the sheet ends."""

    def __init__(self, percent: frozenset[str], *, values_count: bool) -> None:
        self.shown = Shown()
        self._percent = percent
        self._values_count = values_count
        self._row, self._column = -1, -1
        self._row_is_hidden = False
        self._style, self._type = "", "n"
        self._has_value = self._has_formula = False
        self._columns: dict[str, int] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take an opening element."""
        if name == "v" or name == "is":
            self._has_value = True
        elif name == "c":
            self.close()
            self._style, self._type = attributes.get("s", ""), attributes.get("t", "n")
            self._column = self._column_of(attributes["r"]) if "r" in attributes else self._column + 1
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            self.close()
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
            self._row_is_hidden = attributes.get("hidden") in _TRUE
        elif name == "col" and attributes.get("hidden") in _TRUE:
            span = range(int(attributes["min"]) - 1, int(attributes["max"]))
            self.shown.hidden_columns.append(span)

    def text(self, written: str) -> None:
        """Take the text of errors only."""
        if self._type == "e" and written.startswith("#"):
            self.shown.errors[place(self._row, self._column)] = written[:20]

    def close(self) -> None:
        """Judge the cell that has been read."""
        if not (self._has_value or self._has_formula):
            return
        row, column = self._row, self._column
        self.shown.fill(row, column)
        if self._row_is_hidden:
            self.shown.hidden_rows.add(row)
        if self._has_formula and not (self._has_value and self._values_count):
            self.shown.errors[place(row, column)] = NOT_CALCULATED
        elif self._style in self._percent and self._type == "n":
            self.shown.percentages.add(place(row, column))
        self._has_value = self._has_formula = False
        self._type = "n"

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        self._row = int(reference[len(letters) :]) - 1
        if letters not in self._columns:
            self._columns[letters] = column_number(letters)
        return self._columns[letters]
