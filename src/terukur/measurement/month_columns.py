"""Tables with a column for every month: one value per month, never their total for one period."""

from collections.abc import Iterator

from terukur.regulation.periods import InvalidPeriod, Period
from terukur.tables.names import normalize_header
from terukur.tables.reading import Row, Table

# Two months side by side are no coincidence; one alone may be the name of anything.
_LEAST = 2
_MONTH, _VALUE = "BULAN", "NILAI"


def by_month(table: Table, period: Period) -> Table:
    """Return a table of month columns with one row per month of the period; others as they are.

    A column of their sum ("JUMLAH") is left out: it belongs to all months together, and a period that is
    shorter would take the whole year for its own. An empty cell is a month without data.
    """
    months = {header: month for header in table.headers if (month := _month(header, period.year))}
    if len(months) < _LEAST or table.has(_MONTH) or table.has("PERIODE"):
        return table
    wanted = {header: month for header, month in months.items() if period.contains(month)}
    headers = [header for header in table.headers if header not in months and not _is_sum(header)]
    rows = tuple(one for row in table.rows for one in _rows(row, wanted))
    return Table(table.header_line, (*headers, _MONTH, _VALUE), rows)


def _rows(row: Row, months: dict[str, Period]) -> Iterator[Row]:
    for header, month in months.items():
        value = row.cells.get(normalize_header(header))
        if value is None:
            continue
        cells = {**row.cells, normalize_header(_MONTH): str(month), normalize_header(_VALUE): value}
        yield Row(row.line, cells)


def _month(header: str, year: int) -> Period | None:
    if not header.strip(" .").isalpha():
        return None
    try:
        return Period.read(header, year=year)
    except InvalidPeriod:
        return None


def _is_sum(header: str) -> bool:
    return normalize_header(header) in {normalize_header(name) for name in ("JUMLAH", "TOTAL")}
