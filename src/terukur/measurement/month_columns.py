"""Tables with a column for every month: one value per month, never their total for one period."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from terukur.regulation.periods import InvalidPeriod, Period
from terukur.tables.names import normalize_header
from terukur.tables.numerals import number_in
from terukur.tables.reading import Row, Table
from terukur.tables.understanding import Understood

# Two months side by side are no coincidence; one alone may be the name of anything.
_LEAST = 2
_MONTH, _VALUE = "BULAN", "NILAI"
_SUMS = frozenset({"jumlah", "jml", "total", "jumlah total", "total setahun", "jumlah setahun"})
MONTH_HEADERS = tuple(
    "JAN JANUARI FEB FEBRUARI MAR MARET APR APRIL MEI JUN JUNI JUL JULI AGT AGS AGUSTUS SEP SEPT SEPTEMBER "
    "OKT OKTOBER NOV NOVEMBER DES DESEMBER".split()
)


def months_across(table: Table, period: Period) -> dict[str, Period]:
    """Return the month of each header that names one; none where they are not the columns of a wide table."""
    months = {header: month for header in table.headers if (month := _month(header, period.year))}
    if len(months) < _LEAST or table.has(_MONTH) or table.has("PERIODE"):
        return {}
    return months


def by_month(table: Table, period: Period) -> Table:
    """Return a table of month columns with one row per month of the period; others as they are.

    A column of their sum ("JUMLAH") is left out: it belongs to all months together, and a period that is
    shorter would take the whole year for its own. An empty cell is a month without data.
    """
    months = months_across(table, period)
    if not months:
        return table
    wanted = {header: month for header, month in months.items() if period.contains(month)}
    headers = [header for header in table.headers if header not in months and not _is_sum(header)]
    return replace(
        table,
        headers=(*headers, _MONTH, _VALUE),
        rows=tuple(one for row in table.rows for one in _rows(row, wanted)),
        sums=tuple(one for row in table.sums for one in _rows(row, wanted)),
    )


def compare_across(table: Table, period: Period, understood: Understood) -> None:
    """Compare the column of sums of a wide table with the months of each row, whatever the period."""
    months = months_across(table, period)
    across = next((header for header in table.headers if months and _is_sum(header)), None)
    for row in table.rows if across else ():
        told = number_in(row.cells.get(normalize_header(across or "")))
        parts = [number_in(row.cells.get(normalize_header(header))) for header in months]
        added = sum((part for part in parts if part is not None), Decimal(0))
        # Sums that agree are many and say nothing.
        if told is not None and told != added:
            understood.compares(row.line, str(across), told, added)


def _rows(row: Row, months: Mapping[str, Period]) -> Iterator[Row]:
    for header, month in months.items():
        value = row.cells.get(normalize_header(header))
        if value is None:
            continue
        cells = {**row.cells, normalize_header(_MONTH): str(month), normalize_header(_VALUE): value}
        yield replace(row, cells=cells)


def _month(header: str, year: int) -> Period | None:
    # A bare number is a heading of its own, such as the doses of a vaccine.
    if not any(mark.isalpha() for mark in header):
        return None
    try:
        month = Period.read(header, year=year)
    except InvalidPeriod:
        return None
    return month if month.months == 1 else None


def _is_sum(header: str) -> bool:
    return normalize_header(header) in _SUMS
