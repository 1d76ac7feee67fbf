"""Units found by their words, and names in a file that do not belong to their numbers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from terukur.organization.models import Employee, Unit
from terukur.regulation.employee_number import normalize_employee_number
from terukur.tables.cells import CellError, digits, text, without_kind
from terukur.tables.heading import CellValue
from terukur.tables.meaning import Column
from terukur.tables.names import normalize_header
from terukur.tables.questions import Question
from terukur.tables.reading import Table

NAME_COLUMNS = ("NAMA", "NAMA LENGKAP", "NAMA PEGAWAI", "NAMA PETUGAS")
_BEFORE_NAMES = frozenset(
    {
        "dr",
        "drg",
        "drs",
        "dra",
        "ir",
        "prof",
        "h",
        "hj",
        "rd",
        "apt",
        "ns",
        "r",
        "kh",
        "tn",
        "ny",
        "sdr",
        "sdri",
    }
)
_ALIKE = 0.75


def is_employee_number(cell: CellValue) -> bool:
    """Return whether a cell holds the 18 digits of a NIP or NI PPPK, in whatever spacing."""
    return bool(re.fullmatch(r"\d{18}", normalize_employee_number(without_kind(str(cell)))))


NUMBER = Column(
    "NIP",
    (
        "NIP BARU",
        "NIP/NI PPPK",
        "NIP/NIPPPK",
        "NI PPPK",
        "NIPPPK",
        "NOMOR INDUK",
        "NOMOR INDUK PEGAWAI",
        "NIP PEGAWAI",
    ),
    looks=is_employee_number,
)


class UnitWords:
    """All units by the words that files use for them: the code first, else a name that only one unit has."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._codes: dict[str, Unit] = {}
        self._folded: dict[str, list[Unit]] = {}
        self._names: dict[str, list[Unit]] = {}
        self._keys: dict[int, Unit] = {}
        for unit in units:
            self.add(unit)

    def add(self, unit: Unit) -> None:
        """Add a unit."""
        self._codes[unit.code] = unit
        self._folded.setdefault(plain(unit.code), []).append(unit)
        self._names.setdefault(plain(unit.name), []).append(unit)
        self._keys[unit.pk] = unit

    def coded(self, code: str) -> Unit | None:
        """Return the unit of exactly this code."""
        return self._codes.get(code)

    def named(self, name: str) -> Sequence[Unit]:
        """Return all units of a name, in whatever case and spacing."""
        return self._names.get(plain(name), ())

    def meant(self, word: str) -> Sequence[Unit]:
        """Return the units that a word may mean: one where it is clear, several where it is not."""
        exact = self._codes.get(word)
        if exact is not None:
            return (exact,)
        return self._folded.get(plain(word)) or self.named(word)

    def holding(self, words: str) -> Sequence[Unit]:
        """Return the units whose names hold all words of another: ``Sungai Rekaan`` of a health centre.

        One word says too little.
        """
        wanted = set(normalize_header(words).split())
        if len(wanted) < 2:
            return []
        return [unit for unit in self._keys.values() if wanted <= set(normalize_header(unit.name).split())]

    def told_apart(self, units: Sequence[Unit]) -> str:
        """Return units of one name with their codes and the units above them, for a message."""
        return "; ".join(
            f"{unit.code} (di bawah {self._keys[unit.parent_id].name})"
            if unit.parent_id in self._keys
            else unit.code
            for unit in units
        )


def plain(words: str) -> str:
    """Return words without difference of case and spacing."""
    return " ".join(words.split()).casefold()


def unit_of(
    word: str,
    units: UnitWords,
    *,
    line: int,
    column: str,
    unknown: str = "bukan kode atau nama unit yang dikenal.",
) -> Unit:
    """Return the one unit that a word means.

    :raises CellError: where there is none, or where several units have that name.
    """
    found = units.meant(word)
    if len(found) == 1:
        return found[0]
    if not found:
        raise CellError(line, column, word, unknown)
    raise CellError(
        line, column, word, f"ada {len(found)} unit bernama ini; tulis kodenya: {units.told_apart(found)}."
    )


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name that a file writes beside a number."""

    line: int
    number: str
    name: str


def written_names(table: Table, number_column: str) -> list[WrittenName]:
    """Return the names of a table that has numbers and names in columns of their own; none otherwise."""
    names = [name for name in NAME_COLUMNS if table.has(name)]
    own = normalize_header(number_column)
    column = next((name for name in names if normalize_header(name) != own), None)
    if column is None or not table.has(number_column):
        return []
    found = []
    for row in table.rows:
        try:
            found.append(WrittenName(row.line, digits(row, number_column), text(row, column)))
        except CellError:
            continue
    return found


def name_questions(written: Iterable[WrittenName], people: Mapping[str, Employee]) -> list[Question]:
    """Return a question for each number whose name in the file is another person's, once a number."""
    asked: dict[tuple[str, str], Question] = {}
    for told in written:
        employee = people.get(told.number)
        if employee is None or not told.name or is_same_name(told.name, employee.name):
            continue
        question = Question(
            "other-name",
            told.line,
            "NAMA",
            told.name,
            f"NIP di baris ini milik {employee.name}, sedangkan berkas menulis “{told.name}”. Kalau NIP-nya "
            f"keliru, perbaiki berkasnya. Benar {employee.name} yang dimaksud?",
        )
        asked.setdefault((told.number, told.name), question)
    return list(asked.values())


def is_same_name(one: str, other: str) -> bool:
    """Return whether two spellings may be one person's name: titles, spelling and a part left out aside."""
    first, second = core_name(one), core_name(other)
    if not first or not second:
        return True
    if set(first) <= set(second) or set(second) <= set(first):
        return True
    return SequenceMatcher(None, " ".join(first), " ".join(second)).ratio() >= _ALIKE


def is_same_written(one: str, other: str) -> bool:
    """Return whether two names differ in nothing but capitals, spacing and the degrees that one leaves out.

    A table in capitals, or without degrees, does not overwrite the name as its holder writes it.
    """
    if plain(one) == plain(other):
        return True
    without = "," not in one and re.findall(r"[^\W_]+", one.casefold()) == list(core_name(other))
    return without and core_name(one) == core_name(other)


def core_name(name: str) -> tuple[str, ...]:
    """Return the words of a name without titles before and after it."""
    words = re.findall(r"[^\W_]+", name.split(",")[0].casefold())
    return tuple(word for word in words if word not in _BEFORE_NAMES)


def is_one_slip(one: str, other: str) -> bool:
    """Return whether two numbers differ by one digit, or by two neighbors that changed places."""
    if len(one) != len(other) or one == other:
        return False
    places = [place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    if len(places) == 1:
        return True
    return (
        len(places) == 2
        and places[1] == places[0] + 1
        and one[places[0]] == other[places[1]]
        and one[places[1]] == other[places[0]]
    )
