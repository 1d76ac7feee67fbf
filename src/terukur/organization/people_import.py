"""Loading people from the table of a personnel office: all rows or none, updates by NIP."""

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
from terukur.organization.people_table import EARLIEST, Person, read_people
from terukur.organization.queries import employees_by_number, lock_agency
from terukur.tables.cells import CellError, ImportRefused
from terukur.tables.reading import UnreadableTable


@dataclass(slots=True)
class _Changes:
    counts: ImportCounts
    acts: list[Act] = field(default_factory=list)


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
    agency = lock_agency()
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
    set_appraisers(pairs=first, by=by, on=EARLIEST, at=at, reason="Data pegawai")
    set_appraisers(pairs=pairs, by=by, on=on, at=at, reason="Data pegawai")
