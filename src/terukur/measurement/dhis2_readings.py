"""Readings from an answer of DHIS2 analytics: one data element for the units of the agency."""

from collections.abc import Mapping
from dataclasses import dataclass

from terukur.measurement.readings import Reading
from terukur.planning.models import Measure
from terukur.regulation.periods import Period
from terukur.regulation.scales import Combination
from terukur.tables.cells import CellError
from terukur.tables.dhis2 import Dhis2Answer, Dhis2Refused, Dhis2Row, look_at_dhis2
from terukur.tables.reading import UnreadableTable


@dataclass(frozen=True, slots=True)
class Dhis2Readings:
    """Readings of an answer with the data element's name there, and the rows that do not fit."""

    readings: list[Reading]
    errors: list[CellError]
    name: str = ""


def read_dhis2_values(
    content: bytes, *, data: str | None, measure: Measure, period: Period, aliases: Mapping[str, str]
) -> Dhis2Readings:
    """Return the values of one data element or indicator, by unit and period, and the rows that do not fit.

    Without ``data`` it is the only one of the answer.

    A unit is found by an alias for its DHIS2 key or name (blank leaves it out), else by the name that the
    answer gives the key, else by the key itself. A missing value is left out, never counted as zero.

    :raises UnreadableTable: where it is no answer, or has nothing about the data element.
    """
    try:
        answer = look_at_dhis2(content)
    except Dhis2Refused as error:
        raise UnreadableTable(str(error)) from error
    data = _only_one(answer) if data is None else data
    rows = [row for row in answer.rows if row.data == data]
    if not rows and not answer.errors:
        known = ", ".join(sorted({row.data for row in answer.rows})[:8])
        raise UnreadableTable(f"Jawaban DHIS2 ini tidak memuat “{data}”. Yang ada: {known or '-'}.")
    readings, errors = [], list(answer.errors)
    for row in rows:
        if row.value is None or "" in (aliases.get(row.unit), aliases.get(answer.names.get(row.unit, "-"))):
            continue
        try:
            readings.append(_reading(row, measure, period, aliases, answer.names))
        except CellError as error:
            errors.append(error)
    if not readings and not errors:
        raise UnreadableTable(f"Semua nilai “{data}” kosong.")
    return Dhis2Readings(readings, errors, answer.names.get(data, data))


def data_of(content: bytes) -> dict[str, str]:
    """Return the data elements and indicators of an answer, each with its name.

    :raises UnreadableTable: where it is no answer.
    """
    try:
        answer = look_at_dhis2(content)
    except Dhis2Refused as error:
        raise UnreadableTable(str(error)) from error
    return {row.data: answer.names.get(row.data, row.data) for row in answer.rows}


def _only_one(answer: Dhis2Answer) -> str:
    found = sorted({row.data for row in answer.rows})
    if len(found) > 1:
        told = ", ".join(f"{key} ({answer.names[key]})" if key in answer.names else key for key in found[:8])
        raise UnreadableTable(
            f"Jawaban DHIS2 ini memuat {len(found)} data: {told}. Ambil satu saja dari DHIS2, atau muat "
            "dengan terukur import measurements --dhis2 KUNCI."
        )
    return found[0] if found else ""


def _reading(
    row: Dhis2Row, measure: Measure, period: Period, aliases: Mapping[str, str], names: Mapping[str, str]
) -> Reading:
    own = Period.parse(row.period)
    if not period.contains(own):
        raise CellError(row.line, "pe", row.period, f"di luar {period.label} yang diminta.")
    name = names.get(row.unit, row.unit)
    subject = aliases.get(row.unit) or aliases.get(name) or name
    if measure.combination != Combination.RATIO:
        return Reading(row.line, subject, own, row.value, None, None)
    if row.numerator is None or not row.denominator:
        raise CellError(row.line, "numerator", "", "ambil ulang dari DHIS2 dengan includeNumDen=true.")
    return Reading(row.line, subject, own, None, row.numerator, row.denominator)
