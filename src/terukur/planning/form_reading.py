"""The form of a plan (annex of PermenPANRB 6/2022) as a spreadsheet: both persons, the year, the results."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from terukur.planning.form_sections import is_annex_alone, sections_below
from terukur.planning.plans_columns import COLUMNS
from terukur.planning.plans_division import PART_COLUMNS
from terukur.tables.arranging import LeftOut, Reason, first_words
from terukur.tables.heading import CellValue, Record
from terukur.tables.meaning import by_meaning, known_headers
from terukur.tables.names import normalize_header
from terukur.tables.reading import Row, Sheet, Table, UnreadableTable, best_table

_OWN = re.compile(r"([ivx]{1,4} |\d )?(pegawai|pns|asn|pppk|pejabat) yang dinilai")
_APPRAISER = re.compile(r"([ivx]{1,4} |\d )?(pejabat|pegawai) penilai( kinerja)?")
_TITLE = "sasaran kinerja pegawai"
_AFTER = re.compile(
    r"(perilaku kerja|lampiran|dukungan sumber daya|skema pertanggungjawaban|ekspektasi khusus|"
    r"pegawai yang dinilai|pejabat penilai)\b"
)
_NUMBER = re.compile(r"(nip|ni pppk|nipppk|nomor induk)\b")
_YEAR = re.compile(r"\b20\d\d\b")
_LABELLED = re.compile(r"([^:]{2,40}):\s*(\S.*)")
_SECTION = re.compile(r"([a-z] |[ivx]{1,4} |\d )?(hasil kerja |kinerja )?(utama|tambahan)")
_SMALL = 100


@dataclass(slots=True)
class _Persons:
    """What the header block says of the two: their cells by label."""

    own: dict[str, str] = field(default_factory=dict)
    appraiser: dict[str, str] = field(default_factory=dict)


def forms_in(sheet: Sheet) -> list[Table]:
    """Return each form of a sheet as a table of plans, none where it holds no form.

    Every row has the numbers and names of the header block and its year beside its own cells.

    :raises UnreadableTable: for a form without a table, a year or the number of its employee.
    """
    starts = _starts(sheet)
    found = []
    begin = 0
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(sheet.records)
        stop = next(
            (place for place in range(end - 1, start, -1) if _begins(sheet.records[place], _TITLE)), end
        )
        end = stop if number + 1 < len(starts) else len(sheet.records)
        found.append(_form(sheet, begin, start, end))
        begin = end
    if found:
        sheet.refuse_hidden()
    return found


def with_annexes(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Return the sheets, each that holds an annex alone put below the one with the results before it."""
    found: list[Sheet] = []
    for sheet in sheets:
        has_results = any(_is_heading(cells) for _line, cells in sheet.records)
        if found and not has_results and is_annex_alone(sheet.records):
            sheet.refuse_hidden()
            found[-1] = replace(found[-1], records=[*found[-1].records, *sheet.records])
        else:
            found.append(sheet)
    return found


def _starts(sheet: Sheet) -> list[int]:
    """Return where forms begin; the persons above an annex begin none, as its results stand before it."""
    heads = [place for place, (_line, cells) in enumerate(sheet.records) if _heads_form(sheet, place, cells)]
    found: list[int] = []
    for number, place in enumerate(heads):
        end = heads[number + 1] if number + 1 < len(heads) else len(sheet.records)
        below = sheet.records[place:end]
        has_results = any(_is_heading(cells) for _line, cells in below)
        if has_results or not (found and is_annex_alone(below)):
            found.append(place)
    return found


def _heads_form(sheet: Sheet, place: int, cells: Sequence[CellValue]) -> bool:
    """Return whether a record heads the block of persons; the signatures have the same words below."""
    if not any(_is(cell, _OWN) for cell in cells):
        return False
    below = sheet.records[place + 1 : place + 6]
    return any(label == "nip" for _line, row in below for _place, label, _value in _labels(row))


def _form(sheet: Sheet, begin: int, start: int, end: int) -> Table:
    where = f" di lembar “{sheet.name}”" if sheet.name else ""
    records = sheet.records[start:end]
    head = next((place for place, (_line, cells) in enumerate(records) if _is_heading(cells)), None)
    if head is None and any(_is_in_words(cells) for _line, cells in records):
        raise UnreadableTable(
            f"Formulir SKP{where} memakai pendekatan kualitatif, yang belum dapat dimuat dari berkas. Tulis "
            "ekspektasi kualitatifnya di halaman SKP, pada tiap hasil kerja."
        )
    if head is None:
        raise UnreadableTable(
            f"Formulir SKP{where} tidak punya tabel hasil kerja. Judul kolomnya harus memuat INDIKATOR dan "
            "TARGET."
        )
    persons = _persons(records[:head])
    year = _year([*sheet.records[begin:start], *records[:head]])
    if not persons.own.get("nip"):
        raise UnreadableTable(f"Formulir SKP{where} tidak menyebut NIP pegawai yang dinilai. Isi NIP-nya.")
    if not year:
        raise UnreadableTable(
            f"Formulir SKP{where} tidak menyebut tahunnya. Tulis di atas tabel, misalnya PERIODE PENILAIAN: "
            "1 Januari sd 31 Desember 2026."
        )
    last = next(
        (place for place in range(head + 1, len(records)) if _begins(records[place], _AFTER)), len(records)
    )
    body = Sheet(sheet.name, None, records[head:last])
    found = best_table([body], filename=sheet.name, known_headers=known_headers(COLUMNS))
    table = by_meaning(found, (*COLUMNS, *PART_COLUMNS))
    sections = sections_below(records[last:])
    told = {
        **sections.cells(),
        "nip": persons.own["nip"],
        "nama": persons.own.get("nama"),
        "tahun": year,
        "nip penilai": persons.appraiser.get("nip"),
    }
    rows, blank = [], []
    for row in table.rows:
        if _is_empty(row):
            blank.append(LeftOut(row.line, Reason.BLANK, first_words(row.cells.values())))
        else:
            rows.append(replace(row, cells={**row.cells, **told}))
    after = [
        LeftOut(line, Reason.BELOW, first_words(cells))
        for line, cells in records[last:]
        if line not in sections.lines
    ]
    above = [LeftOut(line, Reason.TITLE, first_words(cells)) for line, cells in sheet.records[begin:start]]
    return replace(
        table,
        headers=(*table.headers, "NIP", "NAMA", "TAHUN", "NIP PENILAI"),
        rows=tuple(rows),
        left_out=(*above, *table.left_out, *blank, *after),
        sheet=sheet.name,
    )


def _is_heading(cells: Sequence[CellValue]) -> bool:
    names = {normalize_header(cell) for cell in cells if isinstance(cell, str)}
    return "target" in names and any(name.startswith(("indikator", "iki")) for name in names)


def _is_in_words(cells: Sequence[CellValue]) -> bool:
    return any(isinstance(cell, str) and "ukuran keberhasilan" in normalize_header(cell) for cell in cells)


def _is_empty(row: Row) -> bool:
    """Return whether a row of the form was not filled in: a number alone, dashes, a section without rows."""
    words = [
        str(row.cells.get(name) or "").strip(" -–.")
        for name in ("rencana hasil kerja", "indikator", "target", "aspek")
    ]
    if not any(words):
        return True
    return not words[1] and not words[2] and bool(_SECTION.fullmatch(normalize_header(words[0])))


def _persons(records: Sequence[Record]) -> _Persons:
    """Return what the block says of the two persons, side by side or one below the other."""
    persons = _Persons()
    heads: list[tuple[int, dict[str, str]]] = []
    for _line, cells in records:
        here = [
            (place, persons.own if _is(cell, _OWN) else persons.appraiser)
            for place, cell in enumerate(cells)
            if _is(cell, _OWN) or _is(cell, _APPRAISER)
        ]
        heads = here or heads
        labels = list(_labels(cells)) if not here else []
        for order, (place, label, value) in enumerate(labels):
            if len(labels) == len(heads):
                whose = heads[order][1]
            else:
                whose = next((who for left, who in reversed(heads) if left <= place), heads[0][1])
            if value:
                whose.setdefault(label, value)
    return persons


def _labels(cells: Sequence[CellValue]) -> Iterator[tuple[int, str, str]]:
    """Yield the labels NAMA and NIP of a row with their place and the value to the right of each."""
    for place, cell in enumerate(cells):
        if not isinstance(cell, str):
            continue
        inside = _LABELLED.fullmatch(cell)
        label = _label(inside[1] if inside else cell)
        if label:
            yield place, label, inside[2].strip() if inside else _value(cells[place + 1 :])


def _label(words: str) -> str:
    plain = normalize_header(re.sub(r"^\s*\d{1,2}[.)]", "", words))
    if plain in ("nama", "nama lengkap", "nama pegawai"):
        return "nama"
    return "nip" if len(plain) <= 30 and _NUMBER.match(plain) and not re.search(r"\d{8}", plain) else ""


def _value(cells: Sequence[CellValue]) -> str:
    for cell in cells:
        written = str(cell).lstrip(": ").strip() if cell is not None else ""
        if isinstance(cell, str) and _label(cell):
            return ""
        if written and not (isinstance(cell, Decimal) and cell < _SMALL):
            return f"{cell:f}" if isinstance(cell, Decimal) else written
    return ""


def _year(records: Sequence[Record]) -> str:
    """Return the last year that the block names, the line of the period before any other."""
    named = []
    for _line, cells in records:
        words = " ".join(str(cell) for cell in cells if cell is not None)
        found = _YEAR.findall(words)
        if found and re.search(r"periode|tahun", words, re.IGNORECASE):
            named.append((0 if re.search("periode", words, re.IGNORECASE) else 1, found[-1]))
    return min(named, default=(0, ""), key=lambda one: one[0])[1]


def _is(cell: CellValue, pattern: re.Pattern[str]) -> bool:
    return isinstance(cell, str) and bool(pattern.fullmatch(normalize_header(cell[:60])))


def _begins(record: Record, words: str | re.Pattern[str]) -> bool:
    first = next((normalize_header(cell[:80]) for cell in record[1] if isinstance(cell, str)), "")
    return first.startswith(words) if isinstance(words, str) else bool(words.match(first))
