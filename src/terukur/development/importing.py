"""Shared parts of the three importers: cells of people, days and numbers, and the record of a load."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from terukur.ledger.fingerprints import fingerprints
from terukur.ledger.importing import ImportFile, ImportPlan
from terukur.ledger.operations import Act, record_all
from terukur.organization.identities import NAME_COLUMNS
from terukur.organization.models import Employee
from terukur.regulation.employee_number import normalize_employee_number
from terukur.tables.cells import CellError, day, digits, number
from terukur.tables.meaning import Column
from terukur.tables.reading import Row

# Columns that tables of assessments share, by the names that others give them.
ON = Column(
    "TANGGAL",
    ("TGL", "TANGGAL ASESMEN", "TGL ASESMEN", "TANGGAL UJI", "TANGGAL PELAKSANAAN", "TANGGAL PENILAIAN"),
)
SOURCE = Column("SUMBER", ("SUMBER DATA", "PENYELENGGARA", "METODE", "METODE UJI", "LEMBAGA", "ASESOR"))
NAME = Column(NAME_COLUMNS[0], NAME_COLUMNS[1:])
EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 1, 1)
# One entry of the ledger names so many rows, so that none grows without bound.
_ROWS_OF_AN_ENTRY = 500


def keep_load(plan: ImportPlan[Any], rows: Sequence[models.Model], file: ImportFile) -> None:
    """Keep the file, and name every row that it wrote in the ledger."""
    source = file.keep(plan.counts)
    pieces = [rows[start : start + _ROWS_OF_AN_ENTRY] for start in range(0, len(rows), _ROWS_OF_AN_ENTRY)]
    acts = [
        Act(f"import/{source.pk}", "rows-loaded", after={"rows": len(piece)}, rows=fingerprints(*piece))
        for piece in pieces
    ]
    if acts:
        record_all(acts, file.acting)


def nip(row: Row, column: str = "NIP") -> str:
    """Return the employee's number in a cell.

    :raises CellError: where it is missing or damaged.
    """
    return normalize_employee_number(digits(row, column, required=True))


def known(line: int, written: str, people: dict[str, Employee]) -> Employee:
    """Return the employee with a number.

    :raises CellError: where the number is unknown.
    """
    employee = people.get(written)
    if employee is None:
        raise CellError(line, "NIP", written, "tidak ada pegawai dengan nomor itu; muat data pegawai dahulu.")
    return employee


def past_day(row: Row, column: str, *, at: datetime) -> date:
    """Return a day that is not in the future.

    :raises CellError: for anything else.
    """
    found = day(row, column, earliest=EARLIEST, latest=timezone.localtime(at).date(), required=True)
    if found is None:
        raise CellError(row.line, column, "", "kosong; isi tanggalnya.")
    return found


def whole(row: Row, column: str, *, lowest: int, highest: int, required: bool = True) -> int | None:
    """Return a whole number between two, both included.

    :raises CellError: for anything else.
    """
    value = number(row, column, required=required)
    if value is None:
        return None
    if value != value.to_integral_value() or not lowest <= value <= highest:
        raise CellError(row.line, column, f"{value:f}", f"tulis bilangan bulat {lowest} sampai {highest}.")
    return int(value)
