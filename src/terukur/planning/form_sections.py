"""The parts of a plan's form below its results: expectations on behavior, and the three annex lists.

They are read into cells of the form's rows, one line for each item, by the names that ``CELLS`` gives.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from terukur.regulation.behaviors import BEHAVIOR_VALUES
from terukur.regulation.scales import AnnexList
from terukur.tables.cells import CellError
from terukur.tables.heading import CellValue, Record
from terukur.tables.names import normalize_header
from terukur.tables.reading import Row

LONGEST = 500
EXPECTATION_CELLS = {value.code: f"ekspektasi {value.name.lower()}" for value in BEHAVIOR_VALUES}
ANNEX_CELLS = {annex: annex.label.lower() for annex in AnnexList}
_VALUE_BY_NAME = {normalize_header(value.name): value.code for value in BEHAVIOR_VALUES}
_GUIDES = {normalize_header(guide.text) for value in BEHAVIOR_VALUES for guide in value.guides}
_ANNEX = re.compile(r"(?:[a-z0-9] |[ivx]{1,4} )?(dukungan sumber daya|skema pertanggungjawaban|konsekuensi)")
_SPECIAL = re.compile(r"ekspektasi khusus(?: pimpinan| atasan)?(?: leader)?")
_END = re.compile(r"((?:pegawai|pns|asn|pppk|pejabat) yang dinilai|pejabat penilai|lampiran|mengetahui)\b")
_SIGNED = re.compile(r"[^,]{2,40}, ?\d{1,2} [A-Za-z]{3,9} 20\d\d")
_NUMBERING = re.compile(r"^(?:\d{1,2}[.)]|[a-z][.)]|[-–•*])\s*")


@dataclass(slots=True)
class FormSections:
    """The expectations by value, the lines by annex list, and the lines of the file that were read."""

    expectations: dict[str, list[str]] = field(default_factory=dict)
    annexes: dict[AnnexList, list[str]] = field(default_factory=dict)
    lines: set[int] = field(default_factory=set)

    def cells(self) -> dict[str, CellValue]:
        """Return them as cells that stand beside those of every row."""
        told = {EXPECTATION_CELLS[code]: "\n".join(texts) for code, texts in self.expectations.items()}
        return {**told, **{ANNEX_CELLS[annex]: "\n".join(texts) for annex, texts in self.annexes.items()}}


def sections_below(records: Sequence[Record]) -> FormSections:
    """Return the expectations and annex lists among the records below the results of a form."""
    found = FormSections()
    annex: AnnexList | None = None
    code, column = "", None
    for line, cells in records:
        heading = _annex_heading(cells)
        if heading is not None:
            annex, code, column = heading, "", None
            found.annexes.setdefault(heading, [])
            found.lines.add(line)
        elif _ends(cells):
            annex, code, column = None, "", None
        elif annex is not None:
            item = _item(cells)
            if item:
                found.annexes[annex].append(item)
                found.lines.add(line)
        else:
            code = _value_named(cells) or code
            column, told = _expected(cells, column)
            if code and told:
                found.expectations.setdefault(code, []).append(told)
            if code or column is not None:
                found.lines.add(line)
    return found


def is_annex_alone(records: Sequence[Record]) -> bool:
    """Return whether records hold an annex list."""
    return any(_annex_heading(cells) is not None for _line, cells in records)


def expectations_told(row: Row) -> dict[str, str]:
    """Return the special expectations of a row's form by the code of the value.

    :raises CellError: for one that is too long.
    """
    told = {code: " ".join(_lines(row, cell)) for code, cell in EXPECTATION_CELLS.items()}
    for code, words in told.items():
        _refuse_long(row, EXPECTATION_CELLS[code], words)
    return {code: words for code, words in told.items() if words}


def annexes_told(row: Row) -> dict[AnnexList, tuple[str, ...]]:
    """Return the annex lists of a row's form that have lines.

    :raises CellError: for a line that is too long.
    """
    told = {annex: tuple(_lines(row, cell)) for annex, cell in ANNEX_CELLS.items()}
    for annex, texts in told.items():
        for words in texts:
            _refuse_long(row, ANNEX_CELLS[annex], words)
    return {annex: texts for annex, texts in told.items() if texts}


def section_words(
    expectations: Mapping[str, str], annexes: Mapping[AnnexList, Sequence[str]]
) -> list[tuple[str, str]]:
    """Return the sections with their words, as a preview shows them: at most one line for each kind."""
    names = {value.code: value.name for value in BEHAVIOR_VALUES}
    expected = [f"{names[code]}: {words}" for code, words in expectations.items()]
    listed = [f"{annex.label}: {'; '.join(texts)}" for annex, texts in annexes.items()]
    told = (("Ekspektasi khusus pimpinan", expected), ("Lampiran SKP", listed))
    return [(heading, ". ".join(words)) for heading, words in told if words]


def _refuse_long(row: Row, cell: str, words: str) -> None:
    if len(words) > LONGEST:
        raise CellError(
            row.line, cell.upper(), words[:40], f"lebih panjang dari {LONGEST} huruf; ringkaskan."
        )


def _lines(row: Row, cell: str) -> list[str]:
    written = row.cells.get(cell)
    lines = str(written).splitlines() if written is not None else []
    return [" ".join(line.split()) for line in lines if line.strip()]


def _words(cells: Sequence[CellValue]) -> list[str]:
    return [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]


def _annex_heading(cells: Sequence[CellValue]) -> AnnexList | None:
    words = [normalize_header(word[:80]) for word in _words(cells)]
    matched = [_ANNEX.fullmatch(word) for word in words]
    name = next((found[1] for found in matched if found), "")
    return next((annex for annex, cell in ANNEX_CELLS.items() if cell == name), None)


def _ends(cells: Sequence[CellValue]) -> bool:
    """Return whether signatures or another block of persons begin here."""
    words = _words(cells)
    if any(_SIGNED.fullmatch(word[:70]) for word in words):
        return True
    return any(_END.match(normalize_header(word[:80])) for word in words)


def _item(cells: Sequence[CellValue]) -> str:
    """Return the text of an annex line without its number; empty where only a number or a dash stands."""
    words = _NUMBERING.sub("", " ".join(" ".join(word.split()) for word in _words(cells)))
    return "" if not words.strip(" -–.") or words.strip(".").isdigit() else words


def _value_named(cells: Sequence[CellValue]) -> str:
    for word in _words(cells):
        first = _NUMBERING.sub("", word.splitlines()[0])
        code = _VALUE_BY_NAME.get(normalize_header(first[:60]), "")
        if code:
            return code
    return ""


def _expected(cells: Sequence[CellValue], column: int | None) -> tuple[int | None, str]:
    """Return the column in which expectations stand, and what a record says in it."""
    for place, cell in enumerate(cells):
        if isinstance(cell, str):
            head, _colon, rest = cell.partition(":")
            if _SPECIAL.fullmatch(normalize_header(head[:60])):
                beside = "" if rest.strip() else " ".join(_words(cells[place + 1 :]))
                return place, _plain(rest) or _plain(beside)
    if column is None or column >= len(cells):
        return column, ""
    written = cells[column]
    return column, _plain(written) if isinstance(written, str) else ""


def _plain(written: str) -> str:
    """Return words in one line, and nothing for a guide of the value itself or a dash."""
    lines = [_NUMBERING.sub("", line.strip()) for line in written.splitlines()]
    kept = [line for line in lines if line.strip(" -–.") and normalize_header(line) not in _GUIDES]
    words = " ".join(" ".join(kept).split())
    return "" if normalize_header(words) in _VALUE_BY_NAME else words
