"""The rows of a table of plans, one indicator each, read or refused."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from terukur.planning.form_sections import annexes_told, expectations_told
from terukur.planning.models import Measure
from terukur.planning.plans_columns import (
    ASPECTS,
    AT_THE_END,
    COMBINATIONS,
    KINDS,
    PACES,
    PERSPECTIVES,
    STATUSES,
)
from terukur.planning.plans_division import division_cells
from terukur.planning.written_target import stored, target_cells
from terukur.regulation.scales import AnnexList, Combination, Direction, Pace, ResultKind
from terukur.tables.cells import CellError, choice, day, digits, number, say, text
from terukur.tables.heading import CellValue
from terukur.tables.names import normalize_header
from terukur.tables.reading import Row, Table
from terukur.tables.rows import ReadRows, read_rows, require_columns

_NEEDED = ("NIP", "RENCANA HASIL KERJA", "INDIKATOR", "TARGET")
_PERSON = ("nip", "nama", "tahun", "periode", "status", "nip penilai")
_RESULT = ("rencana hasil kerja", "rhk pimpinan", "perspektif", "jenis hasil")
_YEAR = re.compile(r"\b20\d\d\b")
BY_HAND = {"formula": "Realisasi dibagi target dikali 100", "source": "Laporan pegawai (formulir SKP)"}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One indicator of one plan as read; ``leader_title`` names the leader's result.

    ``told`` are the fields of the indicator that the file itself fills; the others have what is usual.
    ``is_set`` is None where the file does not say it, ``table`` the place of its table in the file.
    ``expectations`` on behavior and ``annexes`` are those of the whole form, the same in each of its rows.
    """

    line: int
    number: str
    year: int
    is_set: bool | None
    kind: ResultKind | None
    result: str
    leader_title: str
    perspective: str
    exposure_measure: str
    indicator: dict[str, object]
    measure: str
    told: frozenset[str] = frozenset()
    appraiser: str = ""
    table: int = 0
    tells_measuring: bool = True
    expectations: Mapping[str, str] = field(default_factory=dict)
    annexes: Mapping[AnnexList, Sequence[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the indicator."""
        return str(self.indicator["name"])

    @property
    def weight(self) -> Decimal | None:
        """The weight as written."""
        found = self.indicator["weight"]
        return found if isinstance(found, Decimal) else None


def read_plans(table: Table, *, filename: str, place: int = 0) -> ReadRows[PlanRow]:
    """Return the rows of a table of plans, every cell that does not fit, and every number that causes a
    question.

    :raises UnreadableTable: where columns or rows are missing.
    """
    require_columns(table, filename, _NEEDED)
    year = _year_of(table.titles)
    measuring = table.has("RUMUS") or table.has("UKURAN")
    filled = replace(table, rows=tuple(_carried(table.rows)))

    def read(row: Row) -> PlanRow:
        return replace(_plan_row(row, year), table=place, tells_measuring=measuring)

    return read_rows(filled, filename, read)


def with_measuring(row: PlanRow, measures: Iterable[Measure], *, is_set: bool) -> tuple[PlanRow, str]:
    """Return the row with a way of measuring where its file has no columns for one, and what was taken.

    It is the only measure of the same name and unit, else the report of the employee in a plan that is set.
    """
    if row.tells_measuring or row.measure:
        return row, ""
    unit = normalize_header(str(row.indicator["unit"]))
    fitting = [
        measure
        for measure in measures
        if normalize_header(measure.name) == normalize_header(row.name)
        and unit in ("", normalize_header(measure.unit))
    ]
    if len(fitting) == 1:
        found = fitting[0]
        return (
            replace(
                row,
                measure=found.key,
                indicator={**row.indicator, "unit": row.indicator["unit"] or found.unit},
            ),
            f"diukur dari data: {found.name}",
        )
    if not is_set:
        return row, ""
    return (
        replace(row, indicator={**row.indicator, **BY_HAND}),
        f"rumus “{BY_HAND['formula']}”, sumber “{BY_HAND['source']}”",
    )


def _carried(rows: Iterable[Row]) -> Iterable[Row]:
    """Yield the rows with person and result that are written once, above the further indicators."""
    above: dict[str, CellValue] = {}
    group = ""
    for row in rows:
        cells = dict(row.cells)
        if above and cells.get("indikator") and all(not cells.get(name) for name in _PERSON):
            cells |= {name: above.get(name) for name in _PERSON}
        is_same = cells.get("nip") == above.get("nip") and row.group == group
        if is_same and cells.get("indikator") and not cells.get("rencana hasil kerja"):
            cells |= {name: cells.get(name) or above.get(name) for name in _RESULT}
        above, group = cells, row.group
        yield replace(row, cells=cells)


def _year_of(words: Iterable[str]) -> str:
    """Return the year that titles name for the plans, blank where none does."""
    for title in words:
        found = _YEAR.findall(title)
        if found and re.search(r"\b(tahun|periode|skp|kinerja)\b", title, re.IGNORECASE):
            return str(found[-1])
    return ""


def _year(row: Row, otherwise: str) -> int:
    written = text(row, "TAHUN") or text(row, "PERIODE") or otherwise
    found = _YEAR.findall(written)
    if not found or (written.isdigit() and len(written) != 4):
        if not written:
            raise CellError(row.line, row.header("TAHUN"), "", "kosong; isi nilainya.")
        raise CellError(row.line, row.header("TAHUN"), written, "bukan tahun rencana yang wajar.")
    return int(found[-1])


def _plan_row(row: Row, year_above: str) -> PlanRow:
    year = _year(row, year_above)
    target = target_cells(row)
    direction = target.direction or Direction.HIGHER
    level = target.unit == "%" or direction is Direction.RANGE
    # A share is not added up from month to month.
    pace = choice(row, "WAKTU TARGET", allowed=PACES)
    combination = choice(row, "CARA GABUNG", allowed=COMBINATIONS)
    unsaid = level and "waktu target" not in row.cells
    unsaid_sum = level and "cara gabung" not in row.cells
    measure = text(row, "UKURAN", max_length=60)
    exposure_measure = _exposure_measure(row)
    indicator: dict[str, object] = {
        "name": text(row, "INDIKATOR", required=True),
        "aspect": choice(row, "ASPEK", allowed=ASPECTS) or "",
        "unit": target.unit,
        "direction": direction,
        "pace": pace or (Pace.LEVEL if unsaid else Pace.STEADY),
        "target": target.low,
        "target_high": target.high,
        "due": day(row, "JATUH TEMPO", earliest=date(year, 1, 1), latest=date(year, 12, 31)),
        "weight": _weight(row),
        "combination": combination or (Combination.LATEST if unsaid_sum else Combination.SUM),
        "formula": text(row, "RUMUS", max_length=500),
        "source": text(row, "SUMBER"),
        "owner": text(row, "PEMILIK", max_length=200),
        "exposure_name": text(row, "PAPARAN", max_length=100),
        "exposure_planned": _exposure(row),
        "last_year_value": stored(number(row, "CAPAIAN TAHUN LALU")),
    }
    if indicator["due"] is None and text(row, "WAKTU TARGET").upper() == AT_THE_END:
        indicator["due"] = date(year, 12, 31)
    indicator |= division_cells(
        row,
        target,
        year=year,
        pace=Pace(str(indicator["pace"])),
        combination=None if measure else Combination(str(indicator["combination"])),
    )
    told = {name for name, value in indicator.items() if value not in (None, "")}
    told |= {"target_high"}
    told -= {
        name
        for name, said in (("direction", target.direction), ("pace", pace), ("combination", combination))
        if said is None
    }
    return PlanRow(
        line=row.line,
        number=digits(row, "NIP", required=True),
        year=year,
        is_set=choice(row, "STATUS", allowed=STATUSES),
        kind=_kind(row),
        result=text(row, "RENCANA HASIL KERJA", required=True, max_length=500),
        leader_title=text(row, "RHK PIMPINAN", max_length=500),
        perspective=choice(row, "PERSPEKTIF", allowed=PERSPECTIVES) or "",
        measure=measure,
        exposure_measure=exposure_measure,
        indicator=indicator,
        told=frozenset(told),
        appraiser=digits(row, "NIP PENILAI"),
        expectations=expectations_told(row),
        annexes=annexes_told(row),
    )


def _kind(row: Row) -> ResultKind | None:
    """Return the section of the plan: as written in the row, or by the sub-heading above it."""
    written = choice(row, "JENIS HASIL", allowed=KINDS)
    if written is not None or not row.group:
        return written
    words = normalize_header(row.group).split()
    if "tambahan" in words:
        return ResultKind.ADDITIONAL
    return ResultKind.MAIN if "utama" in words else None


def _exposure_measure(row: Row) -> str:
    key = text(row, "UKURAN PAPARAN", max_length=60)
    if key and number(row, "NILAI PAPARAN") is None:
        raise CellError(row.line, "NILAI PAPARAN", "", "isi paparan yang direncanakan.")
    return key


def _weight(row: Row) -> Decimal | None:
    weight = stored(number(row, "BOBOT"))
    if weight is not None and not 0 < weight <= 100:
        say(
            CellError(
                row.line, row.header("BOBOT"), str(weight), "bobot adalah persen: di atas 0 sampai 100."
            )
        )
    return weight


def _exposure(row: Row) -> Decimal | None:
    planned = stored(number(row, "NILAI PAPARAN"))
    if planned is not None and planned <= 0:
        say(CellError(row.line, "NILAI PAPARAN", f"{planned:f}", "paparan harus lebih besar dari nol."))
    return planned
