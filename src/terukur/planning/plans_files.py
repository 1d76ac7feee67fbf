"""The tables of plans in a file: of one table, of forms on several sheets, of files in an archive."""

from collections.abc import Iterator
from dataclasses import replace

from terukur.ledger.importing import ImportFile
from terukur.planning.form_reading import forms_in, with_annexes
from terukur.planning.plans_columns import COLUMNS
from terukur.planning.plans_division import PART_COLUMNS
from terukur.tables.archive import members_of
from terukur.tables.arranging import LeftOut, Reason
from terukur.tables.meaning import by_meaning, known_headers
from terukur.tables.reading import (
    Row,
    Sheet,
    SheetLine,
    Table,
    UnreadableTable,
    best_table,
    is_spreadsheet,
    read_sheets,
)


def plan_tables(file: ImportFile) -> list[Table]:
    """Return every table of plans of a file; lines of one of several say where it stands.

    :raises UnreadableTable: where there is none, or one of the files is no table.
    """
    members = members_of(file.content, file.filename)
    if not members:
        found = [(_place("", table), table) for table in _tables(file.content, file.filename)]
    else:
        skipped = [member.name for member in members if member.content is None]
        file.understood.left_out += [LeftOut(0, Reason.FILE, name) for name in skipped]
        found = [
            (_place(member.name, table), table)
            for member in members
            if member.content is not None
            for table in _of_member(member.content, member.name)
        ]
        if not found:
            raise UnreadableTable(
                f"Arsip “{file.filename}” tidak berisi formulir SKP (XLSX, XLS, ODS, atau CSV)."
            )
    if len(found) == 1:
        tables = [found[0][1]]
    else:
        tables = [_with_place(table, number, place) for number, (place, table) in enumerate(found)]
    for table in tables:
        file.note(table)
    return tables


def _of_member(content: bytes, name: str) -> list[Table]:
    if is_spreadsheet(content) and members_of(content, name):
        raise UnreadableTable(
            f"“{name}” adalah arsip di dalam arsip. Keluarkan isinya, lalu buat satu arsip."
        )
    try:
        return list(_tables(content, name))
    except UnreadableTable as error:
        raise UnreadableTable(f"Berkas “{name}” di dalam arsip: {error}") from error


def _tables(content: bytes, filename: str) -> Iterator[Table]:
    """Yield the forms of a file, or else its table."""
    known = known_headers(COLUMNS)
    sheets = read_sheets(content, filename=filename, known_headers=known)
    forms = [(sheet, forms_in(sheet)) for sheet in with_annexes(sheets)]
    if any(tables for _sheet, tables in forms):
        others = _others([sheet for sheet, tables in forms if not tables])
        for _sheet, tables in forms:
            for table in tables:
                yield replace(table, left_out=(*table.left_out, *others))
                others = ()
        return
    yield by_meaning(best_table(sheets, filename=filename, known_headers=known), (*COLUMNS, *PART_COLUMNS))


def _others(sheets: list[Sheet]) -> tuple[LeftOut, ...]:
    return tuple(LeftOut(0, Reason.SHEET, sheet.name) for sheet in sheets if sheet.records)


def _place(member: str, table: Table) -> str:
    return " › ".join(filter(None, (member, table.sheet)))


def _with_place(table: Table, number: int, place: str) -> Table:
    """Return the table with lines that say in which of the tables they stand."""

    def line(own: int) -> int:
        return SheetLine.of(number, own, place) if own else own

    def placed(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple(replace(row, line=line(row.line)) for row in rows)

    return replace(
        table,
        rows=placed(table.rows),
        sums=placed(table.sums),
        left_out=tuple(replace(left, line=line(left.line)) for left in table.left_out),
    )
