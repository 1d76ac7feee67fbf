"""A table read whole: its columns first, then every cell of every row of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from terukur.tables.cells import CellError, cells_together
from terukur.tables.questions import Question
from terukur.tables.reading import Row, Table, UnreadableTable

T = TypeVar("T")
_TOLD = 12


@dataclass(slots=True)
class ReadRows(Generic[T]):
    """The rows that were read, each with its line, and the remarks of the others and their cells."""

    rows: list[tuple[int, T]] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def take(self, row: Row, read: Callable[[Row], T]) -> None:
        """Read one row with all its cells; where one does not fit, all that do not are kept."""
        with cells_together() as seen:
            try:
                understood = read(row)
            except CellError as error:
                # An error about an empty cell may only follow from a cell that did not fit.
                follows = seen.errors and error.value in ("", "None")
                self.errors += dict.fromkeys([*seen.errors, *([] if follows else [error])])
                return
        if seen.errors:
            self.errors += dict.fromkeys(seen.errors)
            return
        self.questions += seen.questions
        self.rows.append((row.line, understood))


def require_columns(table: Table, filename: str, needed: Sequence[str]) -> None:
    """Refuse a table without the needed columns.

    :raises UnreadableTable: naming those that are missing, and the headers that were read.
    """
    missing = [name for name in needed if not table.has(name)]
    if missing:
        raise UnreadableTable(
            f"Kolom {', '.join(missing)} tidak ada di “{filename}”. Judul yang terbaca di baris "
            f"{table.header_line}: {', '.join([*table.headers, *table.unused][:_TOLD])}."
        )


def read_rows(table: Table, filename: str, read: Callable[[Row], T]) -> ReadRows[T]:
    """Return every row with its line, every cell that does not fit, and every number that is asked about.

    :raises UnreadableTable: without rows.
    """
    told: ReadRows[T] = ReadRows()
    for row in table.rows:
        told.take(row, read)
    if not table.rows:
        raise UnreadableTable(f"Berkas “{filename}” hanya berisi judul kolom.")
    return told
