"""Columns found by what they mean: by every usual name, else by what their cells look like."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from terukur.tables.heading import CellValue
from terukur.tables.names import normalize_header
from terukur.tables.reading import Row, Table

# So many of the first cells are looked at; so large a part of them has to look right.
_LOOKED_AT = 200
_LOOKING_RIGHT = 0.8
_NOBODY: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Column:
    """A column that an importer reads: the name that we print, every other usual name, its cells' looks.

    With ``looks`` a column of any name is taken whose cells look so, where no other does; and of several
    columns with a usual name the first whose cells look so.
    """

    key: str
    names: tuple[str, ...] = ()
    looks: Callable[[CellValue], bool] | None = None

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every name, normalized, the preferred first."""
        return tuple(dict.fromkeys(normalize_header(name) for name in (self.key, *self.names)))


def known_headers(columns: Sequence[Column]) -> list[str]:
    """Return every name by which the table is found."""
    return [name for column in columns for name in (column.key, *column.names)]


def by_meaning(table: Table, columns: Sequence[Column], *, chosen: Mapping[str, str] = _NOBODY) -> Table:
    """Return the table with the columns under the names that we print; ``unused`` tells the others.

    Errors still name the header that the file has. ``chosen`` gives the header of a column, by its key, where
    a person said it.
    """
    headers = {normalize_header(header): header for header in table.headers}
    said = {key: normalize_header(header) for key, header in chosen.items()}
    found = {key: place for key, place in said.items() if place in headers}
    columns = [column for column in columns if column.key not in chosen]
    for column in columns:
        named = [name for name in column.spellings if name in headers and name not in found.values()]
        if named:
            right = (name for name in named if _looks_right(table, name, column))
            filled = (name for name in named if _cells(table, name))
            found[column.key] = next(right, None) or next(filled, named[0])
    _by_looks_alone(table, columns, headers, found)
    ours = {place: normalize_header(key) for key, place in found.items()}
    written = {name: headers[place] for place, name in ours.items()}
    rows = tuple(_renamed(row, ours, written) for row in table.rows)
    sums = tuple(_renamed(row, ours, written) for row in table.sums)
    return replace(
        table,
        headers=tuple(found),
        rows=rows,
        sums=sums,
        unused=tuple(header for place, header in headers.items() if place not in ours),
    )


def _by_looks_alone(
    table: Table, columns: Sequence[Column], headers: dict[str, str], found: dict[str, str]
) -> None:
    """Take for a column without a usual name, or whose cells look wrong, the only one that looks right."""
    for column in columns:
        if column.looks is None:
            continue
        own = found.get(column.key)
        if own is not None and (_looks_right(table, own, column) or not _cells(table, own)):
            continue
        taken = {place for key, place in found.items() if key != column.key}
        right = [name for name in headers if name not in taken and _looks_right(table, name, column)]
        if len(right) == 1:
            found[column.key] = right[0]


def _looks_right(table: Table, name: str, column: Column) -> bool:
    cells = _cells(table, name)
    if column.looks is None or not cells:
        return False
    return sum(map(column.looks, cells)) >= _LOOKING_RIGHT * len(cells)


def _cells(table: Table, name: str) -> list[CellValue]:
    found = (row.cells.get(name) for row in table.rows[:_LOOKED_AT])
    return [cell for cell in found if cell is not None]


def _renamed(row: Row, ours: dict[str, str], written: dict[str, str]) -> Row:
    cells = {ours[name]: cell for name, cell in row.cells.items() if name in ours}
    return replace(row, cells=cells, written=written)
