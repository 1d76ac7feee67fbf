"""Columns by every usual name that offices give them, first the one that we print."""

from collections.abc import Mapping, Sequence

from terukur.tables.meaning import Column
from terukur.tables.reading import Table, UnreadableTable

ColumnNames = Mapping[str, Sequence[str]]


def all_names(columns: ColumnNames) -> tuple[str, ...]:
    """Return every name of every column, by which the header of a table is found."""
    return tuple(name for names in columns.values() for name in names)


def columns_of(columns: ColumnNames) -> tuple[Column, ...]:
    """Return the columns as a file of an importer is read by them."""
    return tuple(Column(key, tuple(names)) for key, names in columns.items())


def columns_in(table: Table, columns: ColumnNames, *, required: Sequence[str]) -> dict[str, str]:
    """Return for each of our columns the name that this table uses; ours where it has none.

    :raises UnreadableTable: naming the required columns that are missing, and those that were read.
    """
    found = {ours: next((name for name in names if table.has(name)), ours) for ours, names in columns.items()}
    missing = [name for name in required if not table.has(found[name])]
    if missing:
        raise UnreadableTable(
            f"Kolom {', '.join(missing)} tidak ada. Judul yang terbaca di baris "
            f"{table.header_line}: {', '.join([*table.headers, *table.unused][:12])}."
        )
    return found
