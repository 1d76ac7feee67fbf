"""The columns of a table of plans that divide a target: four quarters or twelve months."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from terukur.notation.dates import MONTHS, short_month
from terukur.planning.written_target import TargetCells, stored
from terukur.regulation.dividing import TargetDivision, division_problem
from terukur.regulation.scales import Combination, Direction, DivisionKind, Pace
from terukur.tables.cells import CellError, number, say, text
from terukur.tables.meaning import Column
from terukur.tables.numerals import write_number
from terukur.tables.reading import Row


def _quarter(place: int, roman: str) -> Column:
    names = [
        f"{word} {number}"
        for word in ("TARGET TW", "TARGET TRIWULAN", "TW", "TRIWULAN", "TARGET TRIW")
        for number in (roman, place)
    ]
    return Column(names[0], tuple(names[1:]))


def _month(month: int) -> Column:
    name, short = MONTHS[month - 1].upper(), short_month(month).upper()
    return Column(
        f"TARGET {name}", tuple(dict.fromkeys((f"TARGET {short}", f"TARGET B{month:02d}", name, short)))
    )


QUARTERS = tuple(_quarter(place, roman) for place, roman in enumerate(("I", "II", "III", "IV"), start=1))
MONTHS_OF_YEAR = tuple(_month(month) for month in range(1, 13))
PART_COLUMNS = (*QUARTERS, *MONTHS_OF_YEAR)


def division_cells(
    row: Row, target: TargetCells, *, year: int, pace: Pace, combination: Combination | None
) -> dict[str, object]:
    """Return the division of a row's target as fields of its indicator; empty where none is written.

    ``combination`` is None where the catalogue says it; then the plan is checked when it is submitted.
    """
    by_quarter, by_month = _parts(row, QUARTERS), _parts(row, MONTHS_OF_YEAR)
    columns, parts = (QUARTERS, by_quarter) if any(by_quarter) else (MONTHS_OF_YEAR, by_month)
    if not any(parts) or target.low is None:
        return {}
    numbers = [part or Decimal(0) for part in parts]
    problem = division_problem(
        TargetDivision(DivisionKind.OWN, tuple(map(Fraction, numbers)), is_points=combination is None),
        target=Fraction(target.low),
        pace=pace,
        direction=target.direction or Direction.HIGHER,
        combination=combination or Combination.SUM,
        starts=date(year, 1, 1),
        ends=date(year, 12, 31),
    )
    if problem and (combination is not None or pace is Pace.ONCE or target.direction is Direction.RANGE):
        written = "; ".join(write_number(part) for part in numbers)
        say(CellError(row.line, row.header(columns[0].key), written, f"{problem} Perbaiki bagiannya."))
        return {}
    return {"division": DivisionKind.OWN, "division_parts": numbers, "division_name": ""}


def _parts(row: Row, columns: tuple[Column, ...]) -> list[Decimal | None]:
    """Return the numbers of the parts; ticks under ``TW I`` are a timetable, so they divide nothing."""
    ticked = [column for column in columns if _is_tick(row, column.key)]
    if any(not row.header(column.key).upper().startswith("TARGET") for column in ticked):
        return [None] * len(columns)
    return [stored(number(row, column.key)) for column in columns]


def _is_tick(row: Row, column: str) -> bool:
    written = text(row, column)
    return bool(written) and not any(letter.isdigit() for letter in written)
