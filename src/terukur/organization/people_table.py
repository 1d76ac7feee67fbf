"""The table of a personnel office: columns by every usual name, each row read or refused."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from terukur.ledger.importing import ImportFile
from terukur.organization.people_columns import COLUMNS
from terukur.regulation.employee_number import EmployeeNumber, InvalidEmployeeNumber, parse_employee_number
from terukur.regulation.personnel_words import UnknownWord, employment_kind, functional_level, position_kind
from terukur.regulation.ranks import InvalidRank, parse_rank
from terukur.regulation.scales import EmploymentKind, FormFamily, PositionKind
from terukur.tables.arranging import LeftOut, Reason, first_words
from terukur.tables.cells import CellError, ask, choice, day, digits, say, text
from terukur.tables.questions import Question
from terukur.tables.reading import Row, Table
from terukur.tables.rows import read_rows, require_columns

_REQUIRED = ("NIP", "NAMA", "JABATAN")
# A sheet with fewer of these columns is another one: a list of codes, a chart.
_COLUMNS_OF_PEOPLE = 3
# Words of KEDUDUKAN HUKUM of people who work no more.
_GONE = (
    "pensiun",
    "meninggal",
    "diberhentikan",
    "pemberhentian dengan",
    "berhenti",
    "punah",
    "tewas",
    "pindah instansi",
)
_FORMS = {
    "JPT": FormFamily.LEADER,
    "JPT PUKM": FormFamily.LEADER,
    "JA JF": FormFamily.STAFF,
    "JA": FormFamily.STAFF,
    "JF": FormFamily.STAFF,
}
_ZONES = {"WIB": "WIB", "WITA": "WITA", "WIT": "WIT"}
_YES_NO = {"ya": True, "tidak": False}
_NO_RANK = ("-", "–", "0")
_SIASN_ID = 40
EARLIEST = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the table as read; ``unit_code`` is blank where the row names its unit only.

    ``tells_position`` says whether kind, level or form of the position are written, not only its title.
    """

    line: int
    number: str
    name: str
    kind: EmploymentKind
    rank: str
    title: str
    position_kind: PositionKind
    level: str
    form: FormFamily
    unit_code: str
    unit_name: str
    parent_code: str
    appraiser: str
    is_head: bool
    starts: date | None
    appraised_from: date | None
    left_on: date | None
    zone: str
    rank_since: date | None = None
    siasn_id: str = ""
    unit_siasn_id: str = ""
    tells_position: bool = True


@dataclass(slots=True)
class PeopleTable:
    """The rows of a people table; every cell that does not fit, and what is asked about the others.

    ``has_own_number`` counts the rows of people, as the file's own sum does.
    """

    people: list[Person]
    errors: list[CellError]
    questions: list[Question]


def read_people(file: ImportFile) -> PeopleTable:
    """Return the rows of a people table, of all its sheets.

    :raises UnreadableTable: where it is no table or lacks a required column.
    """
    told = PeopleTable([], [], [])
    for table in file.tables(COLUMNS, least=_COLUMNS_OF_PEOPLE):
        named = table.has("KODE UNIT") or any(row.group for row in table.rows)
        require_columns(table, file.filename, _REQUIRED if named else (*_REQUIRED, "UNIT KERJA"))
        rows = read_rows(table, file.filename, partial(_person, table=table, on=file.acting.on))
        found = [person for _line, person in rows.rows if person is not None]
        for line, person in rows.rows:
            if person is None:
                gone = next(row for row in table.rows if row.line == line)
                words = first_words([gone.cells.get("nama"), gone.cells.get("kedudukan hukum")])
                file.understood.left_out.append(LeftOut(line, Reason.GONE, words))
        told.people += found
        told.errors += rows.errors
        told.questions += rows.questions
        file.understood.sums += _sums(table, len(rows.rows) + len({error.line for error in rows.errors}))
    told.errors += _doubles(told.people)
    return told


def _sums(table: Table, read: int) -> list[str]:
    """Return the number of people that the file itself tells beside those that were read."""
    told = []
    for row in table.sums:
        numbers = [re.match(r"\d{1,7}", f"{cell}") for cell in row.cells.values() if cell is not None]
        counted = [int(found[0]) for found in numbers if found]
        if counted:
            same = "sama" if read in counted else "BERBEDA"
            told.append(
                f"Baris {row.line}, jumlah di berkas {counted[0]} orang; terbaca {read} orang: {same}."
            )
    return told


def _person(row: Row, table: Table, on: date) -> Person | None:
    """Return the person of a row; None for somebody who, as the file says, works no more."""
    if any(word in text(row, "KEDUDUKAN HUKUM").casefold() for word in _GONE):
        return None
    parsed = _number(row, "NIP")
    kind = _kind(row, table, parsed.kind if parsed else EmploymentKind.PNS)
    title = text(row, "JABATAN", required=True, max_length=200)
    unit_name = text(row, "UNIT KERJA", max_length=200)
    unit_code = text(row, "KODE UNIT", max_length=40)
    if not unit_name and not unit_code:
        # A list by units names each unit once, above its people.
        unit_name = re.sub(r"^([A-Z]|[IVX]{1,5}|\d{1,2})[.)] ?", "", row.group)
    if not unit_name and not unit_code:
        say(CellError(row.line, row.header("UNIT KERJA"), "", "kosong; isi nama atau kode unit."))
    appraiser = digits(row, "NIP ATASAN")
    if parsed and appraiser == parsed.digits:
        say(CellError(row.line, row.header("NIP ATASAN"), appraiser, "sama dengan NIP pegawai sendiri."))
    latest = on + timedelta(days=366)
    position = _position_kind(row, title)
    return Person(
        line=row.line,
        number=parsed.digits if parsed else "",
        name=_name(row),
        kind=kind,
        rank=_rank(row, kind),
        title=title,
        position_kind=position,
        level=text(row, "JENJANG", max_length=40) or functional_level(title),
        form=choice(row, "FORMULIR", allowed=_FORMS)
        or (FormFamily.LEADER if position is PositionKind.HIGH_LEADER else FormFamily.STAFF),
        unit_code=unit_code,
        unit_name=unit_name,
        parent_code=_parent(row, unit_name),
        appraiser=appraiser,
        is_head=choice(row, "KEPALA UNIT", allowed=_YES_NO) or False,
        starts=day(row, "TMT JABATAN", earliest=EARLIEST, latest=latest),
        appraised_from=day(row, "TMT ATASAN", earliest=EARLIEST, latest=latest),
        left_on=day(row, "TANGGAL BERHENTI", earliest=EARLIEST, latest=latest),
        zone=choice(row, "ZONA WAKTU", allowed=_ZONES) or "",
        rank_since=day(row, "TMT GOLONGAN", earliest=EARLIEST, latest=latest),
        siasn_id=text(row, "PNS ID", max_length=_SIASN_ID),
        unit_siasn_id=text(row, "UNOR ID", max_length=_SIASN_ID),
        tells_position=any(text(row, column) for column in ("JENIS JABATAN", "JENJANG", "FORMULIR")),
    )


def _kind(row: Row, table: Table, own: EmploymentKind) -> EmploymentKind:
    """Return the kind of employment: as written, as the sheet is called, or as the number tells."""
    written = text(row, "JENIS PEGAWAI")
    try:
        if written:
            return employment_kind(written)
        sheet = re.sub(r"[_\W]+", " ", table.sheet)
        found = re.search(r"\b(pppk|p3k|pns)\b.*", sheet, re.IGNORECASE)
        return employment_kind(found[0]) if found else own
    except UnknownWord as error:
        say(CellError(row.line, row.header("JENIS PEGAWAI"), written, str(error)))
        return own


def _rank(row: Row, kind: EmploymentKind) -> str:
    written = text(row, "GOLONGAN", max_length=60)
    if not written or written in _NO_RANK:
        return ""
    try:
        return parse_rank(written, kind)
    except InvalidRank as error:
        say(CellError(row.line, row.header("GOLONGAN"), written, str(error)))
        return ""


def _position_kind(row: Row, title: str) -> PositionKind:
    written = text(row, "JENIS JABATAN")
    try:
        found = position_kind("" if written in _NO_RANK else written, title)
    except UnknownWord as error:
        say(CellError(row.line, row.header("JENIS JABATAN"), written, str(error)))
        return PositionKind.IMPLEMENTER
    if found is None and written and "struktural" in written.casefold():
        ask(
            Question(
                "structural-level",
                row.line,
                row.header("JENIS JABATAN"),
                title,
                f"“{title}” ditulis sebagai jabatan struktural, tetapi tingkatnya tidak disebut. Dibaca "
                "Pengawas; benar? Bila tidak, isi kolom JENIS JABATAN.",
            )
        )
        return PositionKind.SUPERVISOR
    return found or PositionKind.IMPLEMENTER


def _name(row: Row) -> str:
    """Return the name with its degrees; a name all in capitals, beside degrees of its own, as it is read."""
    name = text(row, "NAMA", required=True, max_length=200)
    before, after = text(row, "GELAR DEPAN", max_length=60), text(row, "GELAR BELAKANG", max_length=80)
    if name.isupper() and "," not in name:
        name = re.sub(r"[^\W\d_]+(['’`][^\W\d_]+)?", lambda word: word[0].capitalize(), name)
    if before and not name.casefold().startswith(before.casefold()):
        name = f"{before} {name}"
    if after and not name.casefold().endswith(after.casefold()):
        name = f"{name}, {after}"
    return name


def _parent(row: Row, unit_name: str) -> str:
    """Return the unit above; blank where the file names the agency itself or the unit again."""
    parent = text(row, "UNIT INDUK", max_length=200)
    agency = text(row, "INSTANSI KERJA NAMA")
    same = {agency.casefold(), unit_name.casefold()}
    return "" if parent.casefold() in same else parent


def _number(row: Row, column: str) -> EmployeeNumber | None:
    number = digits(row, column, required=True)
    try:
        return parse_employee_number(number) if number else None
    except InvalidEmployeeNumber as error:
        say(CellError(row.line, row.header(column), number, str(error)))
    return None


def _doubles(people: list[Person]) -> list[CellError]:
    seen: dict[str, int] = {}
    errors = []
    for person in people:
        if person.number in seen:
            errors.append(
                CellError(
                    person.line,
                    "NIP",
                    person.number,
                    f"sudah ada di baris {seen[person.number]}; hapus salah satunya.",
                )
            )
        seen.setdefault(person.number, person.line)
    return errors
