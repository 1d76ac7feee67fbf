"""Reader of a monthly recap of immunization: areas down, antigens across, totals checked and left out.

Health centres and health offices use many layouts: headings merged over L, P and total, a row of column
numbers, a last row of sums. A cell that does not add up is named, because one of the two is wrong.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from terukur.measurement.table_mapping import Role, TableMapping
from terukur.measurement.written_periods import other_period, period_in
from terukur.regulation.parameters import parameter
from terukur.regulation.periods import Period
from terukur.tables.cells import CellError, number, text
from terukur.tables.names import normalize_header
from terukur.tables.questions import Question
from terukur.tables.reading import Row, Table, UnreadableTable, read_table
from terukur.tables.understanding import Understood

TARGETS = {
    "births": (
        "sasaran bayi baru lahir",
        "bayi baru lahir",
        "lahir hidup",
        "sasaran lahir hidup",
        "bayi lahir hidup",
        "sasaran bayi lahir hidup",
        "sasaran bbl",
    ),
    "infants": (
        "sasaran bayi",
        "surviving infant",
        "sasaran surviving infant",
        "bayi",
        "sasaran si",
        "sasaran bayi si",
        "bayi surviving infant",
        "sasaran",
        "sasaran bayi 0 11 bulan",
    ),
    "toddlers": ("sasaran baduta", "baduta"),
}
AREA = (
    "WILAYAH",
    "KELURAHAN",
    "DESA",
    "DESA KELURAHAN",
    "NAMA DESA",
    "NAMA KELURAHAN",
    "KELURAHAN DESA",
    "PUSKESMAS",
    "NAMA PUSKESMAS",
    "UNIT",
    "KODE UNIT",
)
MONTH = ("BULAN", "PERIODE")
ROLES = (
    Role("area", "Kolom wilayah atau puskesmas", required=True, names=AREA),
    Role("month", "Kolom bulan", names=MONTH),
    Role("infants", "Kolom sasaran bayi", names=TARGETS["infants"]),
    Role("births", "Kolom sasaran bayi lahir hidup", names=TARGETS["births"]),
    *(
        Role(key, f"Kolom {antigen['label']} (laki-laki dan perempuan)", names=(antigen["label"],))
        for key, antigen in parameter("immunization.antigens", on=date(2100, 1, 1)).value.items()
    ),
)
_PARTS = {
    "l": "boys",
    "lk": "boys",
    "laki laki": "boys",
    "p": "girls",
    "pr": "girls",
    "perempuan": "girls",
    "jml": "all",
    "jumlah": "all",
    "total": "all",
    "abs": "all",
    "l p": "all",
    "lp": "all",
    "%": "share",
    "persen": "share",
}
_THIS_MONTH = re.compile(r"\b(bulan|bln) ini\b")
# Cumulative columns hold what earlier recaps told already.
_OTHER_MONTHS = re.compile(r"\b(s d|sd|sampai|kumulatif|bulan lalu|bln lalu)\b")
# "HB0 < 24 jam" is HB0; a column for another age beside it is asked about.
_WITHIN = re.compile(r"\b(kurang dari |dalam )?(24 jam|[01] 7 hari|7 hari)\b")
_MOST_CHILDREN = 10_000_000
_SUMS = re.compile(r"^(jumlah|total|jml|grand total|kecamatan|puskesmas total)\b", re.I)


@dataclass(frozen=True, slots=True)
class RecapRow:
    """The content of one row for an area and a month: children by antigen and yearly targets, by key."""

    line: int
    area: str
    month: Period
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Recap:
    """The rows of a recap, the cells that do not fit, questions, and what is left out or not used."""

    rows: Sequence[RecapRow]
    errors: Sequence[CellError] = ()
    questions: Sequence[Question] = ()
    understood: Understood = field(default_factory=Understood)


def antigens(period: Period) -> Mapping[str, Mapping[str, str]]:
    """Return the antigens by key as they hold at the beginning of a period: label, names, target."""
    found: Mapping[str, Mapping[str, str]] = parameter("immunization.antigens", on=period.starts).value
    return found


def read_recap(
    content: bytes, *, filename: str, period: Period, mapping: TableMapping | None = None
) -> Recap:
    """Return the rows of a recap; those without a month of their own are for ``period``, a month.

    Cells that do not fit or do not add up are in ``errors``; with any of them nothing is to be stored.

    :raises UnreadableTable: where it is no recap.
    """
    names = _names(period)
    known = [*AREA, *MONTH, *(name for spelled in TARGETS.values() for name in spelled)]
    known += [label["label"] for label in antigens(period).values()]
    known += names
    chosen = dict(mapping.columns) if mapping else {}
    table = read_table(
        content,
        filename=filename,
        known_headers=list(chosen.values()) or known,
        sheet=mapping.sheet if mapping else None,
        header_line=mapping.header_line if mapping else None,
    )
    area = chosen.pop("area", None) or next((name for name in AREA if table.has(name)), None)
    month = chosen.pop("month", None) or next((name for name in MONTH if table.has(name)), None)
    missing = [name for name in (area, month, *chosen.values()) if name and not table.has(name)]
    if missing:
        raise UnreadableTable(f"Kolom {', '.join(missing)} tidak ada di “{filename}”.")
    columns, unused, questions = _columns(table, names, area, chosen)
    if area is None or not columns:
        raise UnreadableTable(
            f"“{filename}” memerlukan kolom wilayah (KELURAHAN atau PUSKESMAS) dan paling sedikit satu "
            f"antigen. Yang terbaca: {', '.join(table.headers[:12])}."
        )
    if month is None and period.months != 1:
        raise UnreadableTable(
            f"“{filename}” tidak punya kolom BULAN, jadi periodenya harus satu bulan, misalnya 2026-09."
        )
    rows, errors = _rows(table, area, month, columns, period, mapping)
    understood = Understood()
    understood.note(replace(table, unused=tuple(unused)))
    if table.sums and not errors:
        lines = ", ".join(str(row.line) for row in table.sums)
        understood.sums.append(f"Baris jumlah ({lines}): semua kolomnya sama dengan jumlah yang terbaca")
    return Recap(rows, errors, [*questions, *other_period(table.titles, period)], understood)


def _names(period: Period) -> dict[str, str]:
    """Return the key of every spelling without spaces."""
    found = {name: key for key, antigen in antigens(period).items() for name in antigen["names"]}
    for key, spelled in TARGETS.items():
        found.update({name.replace(" ", ""): key for name in spelled})
    return found


def _columns(
    table: Table, names: Mapping[str, str], area: str | None, chosen: Mapping[str, str]
) -> tuple[dict[str, dict[str, str]], list[str], list[Question]]:
    """Return key → part (boys, girls, all) → header; the headings that match no antigen or target; questions.

    ``chosen`` gives the header of a key where a person said it.
    """
    columns: dict[str, dict[str, str]] = {key: {"all": header} for key, header in chosen.items()}
    unused = []
    questions = []
    for header in table.headers:
        if header in chosen.values():
            continue
        plain = normalize_header(header)
        part = next(
            (part for part in sorted(_PARTS, key=len, reverse=True) if plain.endswith(f" {part}")), ""
        )
        stem = plain.removesuffix(f" {part}") if part else plain
        stem = _WITHIN.sub("", _THIS_MONTH.sub("", stem)).strip()
        key = None if _OTHER_MONTHS.search(stem) else names.get(stem.replace(" ", ""))
        if key is not None and key not in chosen:
            here = columns.setdefault(key, {})
            used = here.setdefault(_PARTS.get(part, "all"), header)
            if used != header:
                unused.append(header)
                questions.append(_second(header, used))
        elif plain not in ("no", normalize_header(area or ""), "bulan", "periode"):
            unused.append(header)
    return columns, unused, questions


def _second(header: str, used: str) -> Question:
    return Question(
        "second-column",
        0,
        header,
        header,
        f"Kolom “{used}” dan “{header}” berarti sama. Dipakai “{used}”, tidak dipakai “{header}”; benar?",
    )


def _rows(
    table: Table,
    area: str,
    month: str | None,
    columns: Mapping[str, Mapping[str, str]],
    period: Period,
    mapping: TableMapping | None,
) -> tuple[list[RecapRow], list[CellError]]:
    rows: list[RecapRow] = []
    errors: list[CellError] = []
    for row in table.rows:
        if _is_numbering(row):
            continue
        try:
            name = text(row, area)
            if _SUMS.match(name) or (not name and _has_numbers(row)):
                errors.extend(_wrong_sums(row, rows, columns))
                continue
            meant = mapping.alias(name) if mapping else None
            name = name if meant is None else meant
            if not name:
                continue
            own = _month(row, month, period)
            counts = {key: _count(row, parts) for key, parts in columns.items()}
        except CellError as error:
            errors.append(error)
            continue
        filled = {key: count for key, count in counts.items() if count is not None}
        if filled:
            rows.append(RecapRow(row.line, name, own, filled))
    for row in table.sums:
        errors.extend(_wrong_sums(row, rows, columns))
    if not rows and not errors:
        raise UnreadableTable("Rekap ini tidak berisi satu wilayah pun.")
    return rows, errors


def _is_numbering(row: Row) -> bool:
    """Return whether it is the row of column numbers, 1 2 3 …, below many headings."""
    values = [cell for cell in row.cells.values() if cell is not None]
    try:
        numbers = [int(c) if isinstance(c, Decimal) else int(str(c).strip("()")) for c in values]
    except ValueError:
        return False
    return len(numbers) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _has_numbers(row: Row) -> bool:
    return sum(isinstance(cell, Decimal) for cell in row.cells.values()) > 1


def _count(row: Row, parts: Mapping[str, str]) -> int | None:
    """Return the children of one cell or of its parts; a total that is not their sum is refused."""
    found = {part: _whole(row, header) for part, header in parts.items() if part != "share"}
    told = [found.get(part) for part in ("boys", "girls")]
    summed = None if None in told or not told else sum(count or 0 for count in told)
    total = found.get("all")
    if total is not None and summed is not None and total != summed:
        raise CellError(
            row.line, parts["all"], str(total), f"L + P berjumlah {summed}; perbaiki salah satunya."
        )
    return total if total is not None else summed


def _whole(row: Row, header: str) -> int | None:
    value = number(row, header)
    if value is None:
        return None
    if value != value.to_integral_value() or not 0 <= value <= _MOST_CHILDREN:
        raise CellError(row.line, header, str(value), "banyaknya anak berupa bilangan bulat.")
    return int(value)


def _month(row: Row, column: str | None, period: Period) -> Period:
    if column is None:
        return period
    own = period_in(row, column, within=period)
    if own.months != 1:
        raise CellError(row.line, column, own.label, "rekap diisi per bulan; tulis bulannya.")
    return own


def _wrong_sums(
    row: Row, rows: Sequence[RecapRow], columns: Mapping[str, Mapping[str, str]]
) -> list[CellError]:
    """Return cells of a row of totals that are not the sums of the cells above."""
    errors = []
    for key, parts in columns.items():
        try:
            told = _count(row, parts)
        except CellError as error:
            errors.append(error)
            continue
        summed = sum(above.counts.get(key, 0) for above in rows)
        if told is not None and told != summed:
            header = parts.get("all") or next(iter(parts.values()))
            errors.append(
                CellError(
                    row.line, header, str(told), f"baris di atasnya berjumlah {summed}; periksa keduanya."
                )
            )
    return errors
