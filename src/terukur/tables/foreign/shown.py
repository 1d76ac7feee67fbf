"""Facts of a sheet beside its bare values, and its extent; found before it is read whole."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from terukur.tables.reading import MAX_COLUMNS, MAX_ROWS, UnreadableTable

# The largest area from A1 to the last filled cell; what is read needs memory for all of it.
MAX_AREA = 24_000_000
_WIDTH = 1 << 16
_PERCENT_NUMBERS = {9, 10}
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\[\]]*\]')


@dataclass(slots=True)
class Shown:
    """Facts of one sheet: rows and columns are counted from 0, cells are numbered by ``place``.

    ``merged`` are areas of several rows, where the program that reads the cells does not tell them.
    """

    last_row: int = -1
    last_column: int = -1
    percentages: set[int] = field(default_factory=set)
    errors: dict[int, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    filled_columns: set[int] = field(default_factory=set)
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)

    def fill(self, row: int, column: int) -> None:
        """Note a filled cell.

        :raises UnreadableTable: where the table would become larger than a table is.
        """
        if row > self.last_row:
            self.last_row = row
        if column > self.last_column:
            self.last_column = column
        self.filled_columns.add(column)
        if not self.is_a_table():
            raise UnreadableTable(
                f"Sel {cell_name(row, column)} berisi sesuatu, padahal tabel paling banyak {MAX_ROWS:,} "
                f"baris dan {MAX_COLUMNS} kolom. Hapus isi di luar tabel, atau salin tabelnya ke berkas baru."
            )

    def is_a_table(self) -> bool:
        """Return whether rows and columns are within what a table may have."""
        return self.last_row < MAX_ROWS and self.last_column < MAX_COLUMNS

    def refuse_large_area(self) -> None:
        """Refuse a sheet whose area up to the last filled cell is too large to be read at once.

        :raises UnreadableTable: naming that cell.
        """
        if self.area > MAX_AREA:
            raise UnreadableTable(
                f"Tabel ini terlalu besar: sel terakhirnya {cell_name(self.last_row, self.last_column)}. "
                "Hapus isi di luar tabel, atau bagi menjadi beberapa berkas."
            )

    @property
    def area(self) -> int:
        """The number of cells from A1 to the last that is filled."""
        return (self.last_row + 1) * (self.last_column + 1)

    def hidden_content(self, sheet: str) -> str | None:
        """Return why a sheet with filled rows or columns that cannot be seen is not read, naming them."""
        columns = sorted(
            column for column in self.filled_columns if any(column in span for span in self.hidden_columns)
        )
        places = [f"baris {row + 1}" for row in sorted(self.hidden_rows)]
        places += [f"kolom {column_name(column)}" for column in columns]
        if not places:
            return None
        more = f" dan {len(places) - 8} lagi" if len(places) > 8 else ""
        return (
            f"Lembar “{sheet}” menyembunyikan isi: {', '.join(places[:8])}{more}. Tampilkan (Unhide, "
            "atau hapus saringan) supaya semua terlihat, atau hapus isinya, lalu unggah lagi."
        )


def place(row: int, column: int) -> int:
    """Return one number for a cell."""
    return row * _WIDTH + column


def is_percentage(number: int, written: str | None) -> bool:
    """Return whether a number format shows a hundredth as one, not merely a percent sign as text."""
    if written is None:
        return number in _PERCENT_NUMBERS
    return "%" in _LITERAL.sub("", written.partition(";")[0])


@lru_cache(2048)
def column_number(letters: str) -> int:
    """Return the place of a column from 0: 0 for ``A``, 26 for ``AA``."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_name(column: int) -> str:
    """Return the letters of a column: ``A`` for 0, ``AA`` for 26."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell in a spreadsheet: ``C5``."""
    return f"{column_name(column)}{row + 1}"
