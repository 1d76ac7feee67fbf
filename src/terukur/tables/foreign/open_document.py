"""Display facts of a sheet of an OpenDocument spreadsheet."""

import zipfile
from collections.abc import Mapping

from terukur.tables.foreign.markup import walk
from terukur.tables.foreign.shown import Shown, place
from terukur.tables.reading import MAX_ROWS, NOT_CALCULATED

_HIDDEN = ("collapse", "filter")


def shown_in_open_document(archive: zipfile.ZipFile, sheet: str) -> Shown:
    """Return the display facts of a sheet of an ODS.

    :raises UnreadableTable: where it reaches further than a table, or its XML is broken.
    """
    walker = _Sheet(sheet)
    walk(archive.read("content.xml"), walker.start, end=walker.end)
    return walker.shown


class _Sheet:
    """Rows and cells of one table; repeated ones are counted, not unrolled, where they are empty."""

    def __init__(self, name: str) -> None:
        self.shown = Shown()
        self._name = name
        self._inside = False
        self._row, self._column, self._next_row = 0, 0, 0
        self._row_is_hidden = False
        self._next_column = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take an opening element."""
        if name == "table":
            self._inside = attributes.get("table:name") == self._name
        elif not self._inside:
            return
        elif name == "table-column":
            self._take_column(attributes)
        elif name == "table-row":
            self._row, self._column = self._next_row, 0
            self._next_row += _times(attributes, "table:number-rows-repeated")
            self._row_is_hidden = attributes.get("table:visibility") in _HIDDEN
        elif name in ("table-cell", "covered-table-cell"):
            self._take_cell(attributes)

    def end(self, name: str) -> None:
        """Take a closing element."""
        if name == "table":
            self._inside = False

    def _take_column(self, attributes: Mapping[str, str]) -> None:
        count = _times(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility") in _HIDDEN:
            self.shown.hidden_columns.append(range(self._next_column, self._next_column + count))
        self._next_column += count

    def _take_cell(self, attributes: Mapping[str, str]) -> None:
        count = _times(attributes, "table:number-columns-repeated")
        kind = attributes.get("office:value-type")
        has_formula = "table:formula" in attributes
        if kind is not None or has_formula:
            # The last one is noted first: it is refused before anything is unrolled.
            self.shown.fill(min(self._next_row, MAX_ROWS + 1) - 1, self._column + count - 1)
            spanned = _times(attributes, "table:number-rows-spanned")
            if spanned > 1:
                below = self._row + min(spanned, MAX_ROWS) - 1
                self.shown.merged.append(((self._row, self._column), (below, self._column)))
            for column in range(self._column, self._column + count):
                self._note(column, kind, has_formula=has_formula)
        self._column += count

    def _note(self, column: int, kind: str | None, *, has_formula: bool) -> None:
        for row in range(self._row, self._next_row):
            self.shown.filled_columns.add(column)
            if self._row_is_hidden:
                self.shown.hidden_rows.add(row)
            if has_formula and kind is None:
                self.shown.errors[place(row, column)] = NOT_CALCULATED
            elif kind == "percentage":
                self.shown.percentages.add(place(row, column))


def _times(attributes: Mapping[str, str], name: str) -> int:
    return max(1, int(attributes.get(name, "1")))
