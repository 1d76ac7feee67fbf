"""The table of a personnel office: columns by every usual name, each row read or refused."""

from dataclasses import dataclass
from datetime import date, timedelta

from terukur.regulation.employee_number import EmployeeNumber, InvalidEmployeeNumber, parse_employee_number
from terukur.regulation.ranks import InvalidRank, parse_rank
from terukur.regulation.scales import EmploymentKind, FormFamily, PositionKind
from terukur.tables.cells import CellError, choice, day, digits, say, text
from terukur.tables.reading import Row, Table, UnreadableTable, read_table
from terukur.tables.rows import read_rows

# Every name that personnel offices give a column, first the one that we print.
COLUMNS = {
    "NIP": ("NIP", "NIP/NI PPPK", "NIP BARU", "NI PPPK", "NOMOR INDUK"),
    "NAMA": ("NAMA", "NAMA LENGKAP", "NAMA PEGAWAI"),
    "JENIS PEGAWAI": ("JENIS PEGAWAI", "STATUS PEGAWAI", "JENIS ASN"),
    "GOLONGAN": ("GOLONGAN", "GOL", "GOL RUANG", "GOLONGAN RUANG", "PANGKAT/GOL"),
    "JABATAN": ("JABATAN", "NAMA JABATAN"),
    "JENIS JABATAN": ("JENIS JABATAN", "KELOMPOK JABATAN"),
    "JENJANG": ("JENJANG", "JENJANG JABATAN"),
    "FORMULIR": ("FORMULIR", "FORMULIR SKP"),
    "UNIT KERJA": ("UNIT KERJA", "UNIT", "NAMA UNIT", "NAMA UNIT KERJA"),
    "KODE UNIT": ("KODE UNIT", "KODE UNIT KERJA"),
    "UNIT INDUK": ("UNIT INDUK", "KODE UNIT INDUK", "INDUK"),
    "NIP ATASAN": ("NIP ATASAN", "NIP PENILAI", "NIP PEJABAT PENILAI", "NIP ATASAN LANGSUNG"),
    "KEPALA UNIT": ("KEPALA UNIT", "PIMPINAN UNIT"),
    "TMT JABATAN": ("TMT JABATAN", "TMT", "MULAI TUGAS"),
    "TMT ATASAN": ("TMT ATASAN", "TMT PENILAI", "MULAI DINILAI"),
    "TANGGAL BERHENTI": ("TANGGAL BERHENTI", "TMT BERHENTI"),
    "ZONA WAKTU": ("ZONA WAKTU", "ZONA", "ZONA WAKTU UNIT"),
}
_REQUIRED = ("NIP", "NAMA", "JABATAN")
_KINDS = {
    "PNS": EmploymentKind.PNS,
    "CPNS": EmploymentKind.PNS,
    "PPPK": EmploymentKind.PPPK,
    "PPPK Paruh Waktu": EmploymentKind.PPPK_PART_TIME,
}
_POSITION_KINDS = {
    "Pimpinan Tinggi": PositionKind.HIGH_LEADER,
    "JPT": PositionKind.HIGH_LEADER,
    "Administrator": PositionKind.ADMINISTRATOR,
    "Pengawas": PositionKind.SUPERVISOR,
    "Pelaksana": PositionKind.IMPLEMENTER,
    "Fungsional": PositionKind.FUNCTIONAL,
    "JF": PositionKind.FUNCTIONAL,
}
_FORMS = {
    "JPT": FormFamily.LEADER,
    "JPT PUKM": FormFamily.LEADER,
    "JA JF": FormFamily.STAFF,
    "JA": FormFamily.STAFF,
    "JF": FormFamily.STAFF,
}
_ZONES = {"WIB": "WIB", "WITA": "WITA", "WIT": "WIT"}
_YES_NO = {"ya": True, "tidak": False}
EARLIEST = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the table as read; ``unit_code`` is blank where the row names its unit only."""

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


def read_people(content: bytes, *, filename: str, on: date) -> tuple[list[Person], list[CellError]]:
    """Return the rows of a people table, and every cell that does not fit.

    :raises UnreadableTable: where it is no table or lacks a required column.
    """
    known = [name for names in COLUMNS.values() for name in names]
    table = read_table(content, filename=filename, known_headers=known)
    columns = _columns(table)
    told = read_rows(table, filename, lambda row: _person(row, columns, on))
    people = [person for _, person in told.rows]
    return people, [*told.errors, *_doubles(people)]


def _columns(table: Table) -> dict[str, str]:
    """Return for each of our columns the name that this table uses."""
    columns = {
        ours: next((name for name in names if table.has(name)), ours) for ours, names in COLUMNS.items()
    }
    missing = [name for name in _REQUIRED if not table.has(columns[name])]
    if not table.has(columns["UNIT KERJA"]) and not table.has(columns["KODE UNIT"]):
        missing.append("UNIT KERJA")
    if missing:
        raise UnreadableTable(
            f"Kolom {', '.join(missing)} tidak ada. Judul yang terbaca di baris "
            f"{table.header_line}: {', '.join(table.headers[:12])}."
        )
    return columns


def _person(row: Row, columns: dict[str, str], on: date) -> Person:
    parsed = _number(row, columns["NIP"])
    own = parsed.kind if parsed else EmploymentKind.PNS
    kind = choice(row, columns["JENIS PEGAWAI"], allowed=_KINDS) or own
    rank = text(row, columns["GOLONGAN"], max_length=60)
    if rank:
        try:
            rank = parse_rank(rank.split(",")[-1].strip(), kind)
        except InvalidRank as error:
            say(CellError(row.line, "GOLONGAN", rank, str(error)))
    unit_name = text(row, columns["UNIT KERJA"], max_length=200)
    unit_code = text(row, columns["KODE UNIT"], max_length=40)
    if not unit_name and not unit_code:
        say(CellError(row.line, "UNIT KERJA", "", "kosong; isi nama atau kode unit."))
    appraiser = digits(row, columns["NIP ATASAN"])
    if parsed and appraiser == parsed.digits:
        say(CellError(row.line, "NIP ATASAN", appraiser, "sama dengan NIP pegawai sendiri."))
    latest = on + timedelta(days=366)
    return Person(
        line=row.line,
        number=parsed.digits if parsed else "",
        name=text(row, columns["NAMA"], required=True, max_length=200),
        kind=kind,
        rank=rank,
        title=text(row, columns["JABATAN"], required=True, max_length=200),
        position_kind=choice(row, columns["JENIS JABATAN"], allowed=_POSITION_KINDS)
        or PositionKind.IMPLEMENTER,
        level=text(row, columns["JENJANG"], max_length=40),
        form=choice(row, columns["FORMULIR"], allowed=_FORMS) or FormFamily.STAFF,
        unit_code=unit_code,
        unit_name=unit_name,
        parent_code=text(row, columns["UNIT INDUK"], max_length=200),
        appraiser=appraiser,
        is_head=choice(row, columns["KEPALA UNIT"], allowed=_YES_NO) or False,
        starts=day(row, columns["TMT JABATAN"], earliest=EARLIEST, latest=latest),
        appraised_from=day(row, columns["TMT ATASAN"], earliest=EARLIEST, latest=latest),
        left_on=day(row, columns["TANGGAL BERHENTI"], earliest=EARLIEST, latest=latest),
        zone=choice(row, columns["ZONA WAKTU"], allowed=_ZONES) or "",
    )


def _number(row: Row, column: str) -> EmployeeNumber | None:
    number = digits(row, column, required=True)
    try:
        return parse_employee_number(number) if number else None
    except InvalidEmployeeNumber as error:
        say(CellError(row.line, "NIP", number, str(error)))
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
