"""Loading people from the table of a personnel office: all rows or none, updates by NIP."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from terukur.accounts.models import User
from terukur.ledger.models import ImportRecord
from terukur.ledger.operations import Act, Actor, ImportCounts, record_all, record_import
from terukur.organization.models import (
    Agency,
    Assignment,
    Employee,
    Headship,
    Position,
    ReportingLine,
    Unit,
)
from terukur.organization.operations import set_appraisers
from terukur.organization.queries import employees_by_number
from terukur.regulation.employee_number import InvalidEmployeeNumber, parse_employee_number
from terukur.regulation.ranks import InvalidRank, parse_rank
from terukur.regulation.scales import EmploymentKind, FormFamily, PositionKind
from terukur.tables.cells import CellError, choice, day, digits, text
from terukur.tables.reading import Row, Table, UnreadableTable, normalize_header, read_table

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
    "TANGGAL BERHENTI": ("TANGGAL BERHENTI", "TMT BERHENTI"),
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
_YES_NO = {"ya": True, "tidak": False}
_EARLIEST = date(1970, 1, 1)


class ImportRefused(ValueError):
    """Nothing was stored; ``errors`` names each line, column, value and message."""

    def __init__(self, errors: Sequence[CellError]) -> None:
        self.errors = list(errors)
        super().__init__(f"{len(self.errors)} baris atau sel tidak dapat dimuat.")


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the table as understood."""

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
    left_on: date | None


@dataclass(slots=True)
class _Changes:
    counts: ImportCounts
    acts: list[Act] = field(default_factory=list)


def read_people(content: bytes, *, filename: str, on: date) -> list[Person]:
    """The rows of a people table.

    :raises UnreadableTable: where it is no table or lacks a required column.
    :raises ImportRefused: naming every cell that does not fit.
    """
    known = [name for names in COLUMNS.values() for name in names]
    table = read_table(content, filename=filename, known_headers=known)
    columns = _columns(table)
    people, errors = [], []
    for row in table.rows:
        try:
            people.append(_person(row, columns, on))
        except CellError as error:
            errors.append(error)
    errors.extend(_doubles(people))
    if errors:
        raise ImportRefused(errors)
    if not people:
        raise UnreadableTable(f"Berkas “{filename}” hanya berisi judul kolom, tanpa pegawai.")
    return people


@transaction.atomic
def import_people(
    *, content: bytes, filename: str, by: Actor, on: date, at: datetime, dry_run: bool = False
) -> ImportCounts:
    """Create and update people, positions, units, heads and appraisers from a table.

    A changed position or unit ends the present assignment the day before TMT JABATAN (or ``on``)
    and begins another: a transfer. Blank cells change nothing. ``dry_run`` says what would change
    and stores nothing.

    :raises UnreadableTable, ImportRefused: nothing is stored then.
    """
    people = read_people(content, filename=filename, on=on)
    agency = Agency.objects.order_by("pk").first()
    if agency is None:
        raise UnreadableTable("Belum ada instansi. Dirikan dahulu dengan “terukur agency”.")
    known = employees_by_number(
        {person.number for person in people} | {person.appraiser for person in people}
    )
    in_file = {person.number for person in people}
    errors = [
        CellError(
            person.line, "NIP ATASAN", person.appraiser,
            "tidak ada di berkas ini maupun di data pegawai; muat orangnya dahulu.",
        )
        for person in people
        if person.appraiser and person.appraiser not in in_file and person.appraiser not in known
    ]  # fmt: skip
    if errors:
        raise ImportRefused(errors)
    changes = _Changes(ImportCounts(rows=len(people)))
    units = _ensure_units(people, agency)
    employees = _ensure_employees(people, known, changes)
    assignments = _ensure_assignments(people, employees, units, changes, on)
    _ensure_heads(people, employees, units, on)
    _ensure_appraisers(people, employees, assignments, by, on, at)
    if dry_run:
        transaction.set_rollback(True)
        return changes.counts
    if changes.acts:
        record_all(changes.acts, by=by, at=at)
    record_import(
        kind=ImportRecord.Kind.PEOPLE, content=content, name=filename,
        counts=changes.counts, by=by, at=at,
    )  # fmt: skip
    return changes.counts


def _columns(table: Table) -> dict[str, str]:
    """Our column name to the one that this table uses."""
    columns = {
        ours: next((name for name in names if table.has(name)), ours)
        for ours, names in COLUMNS.items()
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
    number = digits(row, columns["NIP"], required=True)
    try:
        parsed = parse_employee_number(number)
    except InvalidEmployeeNumber as error:
        raise CellError(row.line, "NIP", number, str(error)) from error
    kind = choice(row, columns["JENIS PEGAWAI"], allowed=_KINDS) or parsed.kind
    rank = text(row, columns["GOLONGAN"], max_length=60)
    if rank:
        try:
            rank = parse_rank(rank.split(",")[-1].strip(), kind)
        except InvalidRank as error:
            raise CellError(row.line, "GOLONGAN", rank, str(error)) from error
    unit_name = text(row, columns["UNIT KERJA"], max_length=200)
    unit_code = text(row, columns["KODE UNIT"], max_length=40)
    if not unit_name and not unit_code:
        raise CellError(row.line, "UNIT KERJA", "", "kosong; isi nama atau kode unit.")
    appraiser = digits(row, columns["NIP ATASAN"])
    if appraiser == parsed.digits:
        raise CellError(row.line, "NIP ATASAN", appraiser, "sama dengan NIP pegawai sendiri.")
    latest = on + timedelta(days=366)
    return Person(
        line=row.line,
        number=parsed.digits,
        name=text(row, columns["NAMA"], required=True, max_length=200),
        kind=kind,
        rank=rank,
        title=text(row, columns["JABATAN"], required=True, max_length=200),
        position_kind=choice(row, columns["JENIS JABATAN"], allowed=_POSITION_KINDS)
        or PositionKind.IMPLEMENTER,
        level=text(row, columns["JENJANG"], max_length=40),
        form=choice(row, columns["FORMULIR"], allowed=_FORMS) or FormFamily.STAFF,
        unit_code=unit_code or normalize_header(unit_name).replace(" ", "-")[:40],
        unit_name=unit_name,
        parent_code=text(row, columns["UNIT INDUK"], max_length=40),
        appraiser=appraiser,
        is_head=choice(row, columns["KEPALA UNIT"], allowed=_YES_NO) or False,
        starts=day(row, columns["TMT JABATAN"], earliest=_EARLIEST, latest=latest),
        left_on=day(row, columns["TANGGAL BERHENTI"], earliest=_EARLIEST, latest=latest),
    )


def _doubles(people: list[Person]) -> list[CellError]:
    seen: dict[str, int] = {}
    errors = []
    for person in people:
        if person.number in seen:
            errors.append(
                CellError(
                    person.line, "NIP", person.number,
                    f"sudah ada di baris {seen[person.number]}; hapus salah satunya.",
                )
            )  # fmt: skip
        seen.setdefault(person.number, person.line)
    return errors


def _ensure_units(people: list[Person], agency: Agency) -> dict[str, Unit]:
    units = {unit.code: unit for unit in Unit.objects.filter(agency=agency)}
    top = min(units.values(), key=lambda unit: unit.pk) if units else None
    for person in people:
        if person.unit_code not in units:
            units[person.unit_code] = Unit.objects.create(
                agency=agency, code=person.unit_code,
                name=person.unit_name or person.unit_code, parent=top,
            )  # fmt: skip
    errors = []
    for person in people:
        if not person.parent_code:
            continue
        unit, parent = units[person.unit_code], units.get(person.parent_code)
        if parent is None:
            errors.append(
                CellError(
                    person.line, "UNIT INDUK", person.parent_code,
                    "bukan kode unit yang dikenal; isi dengan KODE UNIT dari unit di atasnya.",
                )
            )  # fmt: skip
        elif unit.parent_id != parent.pk and unit.pk != parent.pk:
            unit.parent = parent
            unit.save(update_fields=["parent"])
    errors.extend(_unit_circles(people, units))
    if errors:
        raise ImportRefused(errors)
    return units


def _unit_circles(people: list[Person], units: dict[str, Unit]) -> list[CellError]:
    parents = {unit.pk: unit.parent_id for unit in units.values()}
    errors = []
    for person in people:
        start = units[person.unit_code].pk
        current, steps = parents.get(start), 0
        while current is not None and current != start and steps <= len(parents):
            current, steps = parents.get(current), steps + 1
        if current is not None:
            errors.append(
                CellError(
                    person.line, "UNIT INDUK", person.parent_code,
                    "membuat susunan unit berputar; periksa unit induknya.",
                )
            )  # fmt: skip
    return errors


def _ensure_employees(
    people: list[Person], known: dict[str, Employee], changes: _Changes
) -> dict[str, Employee]:
    fresh = [person for person in people if person.number not in known]
    users = []
    for person in fresh:
        user = User(username=person.number, name=person.name)
        user.set_unusable_password()
        users.append(user)
    User.objects.bulk_create(users, batch_size=1000)
    created = Employee.objects.bulk_create(
        [
            Employee(
                user=user, number=person.number, name=person.name, kind=person.kind,
                rank=person.rank, left_on=person.left_on,
            )
            for person, user in zip(fresh, users, strict=True)
        ],
        batch_size=1000,
    )  # fmt: skip
    employees = {**known, **{employee.number: employee for employee in created}}
    new = {person.number for person in fresh}
    for person in people:
        if person.number in new:
            changes.counts.created += 1
            changes.counts.changes.append(f"Baru: {person.name}, {person.title}")
        else:
            _update_employee(employees[person.number], person, changes)
    return employees


def _update_employee(employee: Employee, person: Person, changes: _Changes) -> None:
    wanted = {"name": person.name, "kind": person.kind.value, "rank": person.rank or employee.rank}
    if person.left_on:
        wanted["left_on"] = person.left_on  # type: ignore[assignment]
    differing = {key: value for key, value in wanted.items() if getattr(employee, key) != value}
    if not differing:
        changes.counts.unchanged += 1
        return
    before = {key: str(getattr(employee, key)) for key in differing}
    for key, value in differing.items():
        setattr(employee, key, value)
    employee.save(update_fields=list(differing))
    if "name" in differing:
        User.objects.filter(pk=employee.user_id).update(name=person.name)
    if person.left_on:
        User.objects.filter(pk=employee.user_id).update(is_active=False)
    changes.counts.updated += 1
    changes.counts.changes.append(f"Berubah: {person.name} ({', '.join(differing)})")
    changes.acts.append(
        Act(
            f"employee/{employee.pk}", "employee-updated",
            before=before, after={key: str(value) for key, value in differing.items()},
        )
    )  # fmt: skip


def _ensure_assignments(
    people: list[Person],
    employees: dict[str, Employee],
    units: dict[str, Unit],
    changes: _Changes,
    on: date,
) -> dict[str, Assignment]:
    positions = _ensure_positions(people, units)
    current = {
        assignment.employee_id: assignment
        for assignment in Assignment.objects.filter(
            employee__in=list(employees.values()), ends__isnull=True
        )
    }
    fresh: dict[str, Assignment] = {}
    kept: dict[str, Assignment] = {}
    for person in people:
        employee = employees[person.number]
        position = positions[units[person.unit_code].pk, person.title]
        present = current.get(employee.pk)
        if present is not None and person.left_on:
            _end_assignment(present, person.left_on)
            continue
        if present is not None and present.position_id == position.pk:
            kept[person.number] = present
            continue
        starts = person.starts or (on if present else date(on.year, 1, 1))
        if present is not None:
            _transfer(person, present, starts, changes)
        fresh[person.number] = Assignment(employee=employee, position=position, starts=starts)
    Assignment.objects.bulk_create(fresh.values(), batch_size=1000)
    return {**kept, **fresh}


def _transfer(person: Person, present: Assignment, starts: date, changes: _Changes) -> None:
    if starts <= present.starts:
        raise ImportRefused(
            [
                CellError(
                    person.line, "TMT JABATAN", str(starts),
                    f"pegawai ini sudah di jabatan sekarang sejak {present.starts:%d-%m-%Y}; "
                    "isi tanggal sesudahnya.",
                )
            ]
        )  # fmt: skip
    _end_assignment(present, starts - timedelta(days=1))
    changes.counts.changes.append(f"Pindah: {person.name} ke {person.title} mulai {starts}")
    changes.acts.append(
        Act(
            f"employee/{present.employee_id}", "transferred",
            before={"position": present.position_id}, after={"from": str(starts)},
        )
    )  # fmt: skip
    if changes.counts.unchanged:
        changes.counts.unchanged -= 1
        changes.counts.updated += 1


def _end_assignment(assignment: Assignment, last: date) -> None:
    assignment.ends = max(last, assignment.starts)
    assignment.save(update_fields=["ends"])
    ReportingLine.objects.filter(assignment=assignment, starts__gt=assignment.ends).delete()
    ReportingLine.objects.filter(assignment=assignment, ends__isnull=True).update(
        ends=assignment.ends
    )


def _ensure_positions(
    people: list[Person], units: dict[str, Unit]
) -> dict[tuple[int, str], Position]:
    positions = {
        (position.unit_id, position.title): position
        for position in Position.objects.filter(unit__in=list(units.values()))
    }
    for person in people:
        unit = units[person.unit_code]
        if (unit.pk, person.title) not in positions:
            positions[unit.pk, person.title] = Position.objects.create(
                unit=unit, title=person.title, kind=person.position_kind,
                level=person.level, form_family=person.form,
            )  # fmt: skip
    return positions


def _ensure_heads(
    people: list[Person], employees: dict[str, Employee], units: dict[str, Unit], on: date
) -> None:
    led = set(
        Headship.objects.on(on).exclude(kind=Headship.Kind.DAILY).values_list("unit_id", flat=True)
    )
    for person in people:
        unit = units[person.unit_code]
        if person.is_head and unit.pk not in led:
            led.add(unit.pk)
            Headship.objects.create(
                unit=unit, employee=employees[person.number], kind=Headship.Kind.DEFINITIVE,
                starts=person.starts or date(on.year, 1, 1),
            )  # fmt: skip


def _ensure_appraisers(
    people: list[Person],
    employees: dict[str, Employee],
    assignments: dict[str, Assignment],
    by: Actor,
    on: date,
    at: datetime,
) -> None:
    pairs: list[tuple[Assignment, Employee | None]] = []
    lined = set(
        ReportingLine.objects.filter(
            assignment__in=[assignment.pk for assignment in assignments.values()]
        ).values_list("assignment_id", flat=True)
    )
    first: list[tuple[Assignment, Employee | None]] = []
    for person in people:
        assignment = assignments.get(person.number)
        if assignment is None or not person.appraiser:
            continue
        pair = (assignment, employees[person.appraiser])
        (pairs if assignment.pk in lined else first).append(pair)
    # A first appraiser holds from the assignment's own beginning; a changed one from today.
    set_appraisers(pairs=first, by=by, on=_EARLIEST, at=at, reason="Data pegawai")
    set_appraisers(pairs=pairs, by=by, on=on, at=at, reason="Data pegawai")
