"""Readings from an answer of DHIS2 analytics: one data element for the units of the agency."""

from collections.abc import Mapping
from dataclasses import dataclass

from terukur.measurement.readings import Reading
from terukur.planning.models import Measure
from terukur.regulation.periods import Period
from terukur.regulation.scales import Combination
from terukur.tables.cells import CellError
from terukur.tables.dhis2 import Dhis2Refused, Dhis2Row, look_at_dhis2
from terukur.tables.reading import UnreadableTable


@dataclass(frozen=True, slots=True)
class Dhis2Readings:
    """Readings of an answer, and its rows that do not fit."""

    readings: list[Reading]
    errors: list[CellError]


def read_dhis2_values(
    content: bytes, *, data: str, measure: Measure, period: Period, aliases: Mapping[str, str]
) -> Dhis2Readings:
    """Return the values of one data element or indicator, by unit and period, and the rows that do not fit.

    A unit is found by an alias for its DHIS2 key, else by the name that the answer gives the key, else by the
    key itself. A missing value is left out, never counted as zero.

    :raises UnreadableTable: where it is no answer, or has nothing about the data element.
    """
    try:
        answer = look_at_dhis2(content)
    except Dhis2Refused as error:
        raise UnreadableTable(str(error)) from error
    rows = [row for row in answer.rows if row.data == data]
    if not rows and not answer.errors:
        known = ", ".join(sorted({row.data for row in answer.rows})[:8])
        raise UnreadableTable(f"Jawaban DHIS2 ini tidak memuat “{data}”. Yang ada: {known or '-'}.")
    readings, errors = [], list(answer.errors)
    for row in rows:
        if row.value is None:
            continue
        try:
            readings.append(_reading(row, measure, period, aliases, answer.names))
        except CellError as error:
            errors.append(error)
    if not readings and not errors:
        raise UnreadableTable(f"Semua nilai “{data}” kosong.")
    return Dhis2Readings(readings, errors)


def _reading(
    row: Dhis2Row, measure: Measure, period: Period, aliases: Mapping[str, str], names: Mapping[str, str]
) -> Reading:
    own = Period.parse(row.period)
    if not period.contains(own):
        raise CellError(row.line, "pe", row.period, f"di luar {period.label} yang diminta.")
    subject = aliases.get(row.unit) or names.get(row.unit) or row.unit
    if measure.combination != Combination.RATIO:
        return Reading(row.line, subject, own, row.value, None, None)
    if row.numerator is None or not row.denominator:
        raise CellError(row.line, "numerator", "", "ambil ulang dari DHIS2 dengan includeNumDen=true.")
    return Reading(row.line, subject, own, None, row.numerator, row.denominator)
