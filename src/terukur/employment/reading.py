"""Cells that the importers of this area share: the employee of a row, and a day that must be there."""

from datetime import date

from terukur.organization.models import Employee
from terukur.regulation.employee_number import normalize_employee_number
from terukur.tables.cells import CellError, day, digits
from terukur.tables.reading import Row

EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)


def number_in(row: Row, column: str) -> str:
    """Return the employee's number in a cell.

    :raises CellError: where it is missing or damaged.
    """
    return normalize_employee_number(digits(row, column, required=True))


def day_in(row: Row, column: str) -> date:
    """Return the day in a cell.

    :raises CellError: where there is none.
    """
    found = day(row, column, earliest=EARLIEST, latest=LATEST, required=True)
    if found is None:
        raise CellError(row.line, column, "", "kosong; isi tanggalnya.")
    return found


def employee_in(line: int, number: str, people: dict[str, Employee]) -> Employee:
    """Return the employee with a number.

    :raises CellError: where the number is unknown.
    """
    found = people.get(number)
    if found is None:
        raise CellError(line, "NIP", number, "tidak ada pegawai dengan nomor itu; muat data pegawai dahulu.")
    return found
