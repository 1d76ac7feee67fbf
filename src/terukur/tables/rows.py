"""A table read whole or refused whole: its columns first, then every row of it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from terukur.tables.cells import CellError, ImportRefused
from terukur.tables.reading import Row, Table, UnreadableTable

T = TypeVar("T")


def require_columns(table: Table, filename: str, needed: Sequence[str]) -> None:
    """Nothing where all columns are there.

    :raises UnreadableTable: naming those that are not.
    """
    missing = [name for name in needed if not table.has(name)]
    if missing:
        raise UnreadableTable(f"Kolom {', '.join(missing)} tidak ada di “{filename}”.")


def read_rows(table: Table, filename: str, read: Callable[[Row], T]) -> list[tuple[int, T]]:
    """Every row with its line.

    :raises UnreadableTable: without rows.
    :raises ImportRefused: naming every cell that does not fit.
    """
    rows, errors = [], []
    for row in table.rows:
        try:
            rows.append((row.line, read(row)))
        except CellError as error:
            errors.append(error)
    if errors:
        raise ImportRefused(errors)
    if not rows:
        raise UnreadableTable(f"Berkas “{filename}” hanya berisi judul kolom.")
    return rows
