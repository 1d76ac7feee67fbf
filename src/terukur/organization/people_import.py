"""Import of people from the table of a personnel office: all rows or none, updates by NIP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from terukur.accounts.models import User
from terukur.ledger.acting import Acting, Actor
from terukur.ledger.importing import CommandOption, Importer, ImportFile, ImportKind, ImportPlan, register
from terukur.ledger.operations import Act, ImportCounts, record_all
from terukur.notation.dates import written_day
from terukur.organization.identities import is_same_written
from terukur.organization.models import Assignment, Employee, Headship, Position, Unit
from terukur.organization.operations import set_appraisers
from terukur.organization.people_checks import (
    AppraiserMoves,
    begins,
    head_from,
    last_days,
    present_assignments,
    refused_people,
    refused_places,
)
from terukur.organization.people_columns import COLUMNS
from terukur.organization.people_corrections import PositionCorrections, rank_changed
from terukur.organization.people_questions import head_questions, people_questions
from terukur.organization.people_table import EARLIEST, Person, read_people
from terukur.organization.people_template import TEMPLATE
from terukur.organization.people_units import FileUnits
from terukur.organization.placements import end_assignment
from terukur.organization.queries import employees_by_number, lock_agency
from terukur.organization.zones import set_zone
from terukur.tables.gathering import Refusals
from terukur.tables.meaning import known_headers
from terukur.tables.reading import UnreadableTable

_RANK = ("rank", "rank_since")


@dataclass(slots=True)
class _Changes:
    """The changes in words, the people concerned, and the acts that record them."""

    counts: ImportCounts
    acts: list[Act] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def tell(self, person: Person, words: str) -> None:
        """Add a change of a person who was there before."""
        self.touched.add(person.number)
        self.counts.changes.append(words)


def _plan(file: ImportFile, *, appraised_from: date | None = None) -> ImportPlan[list[Act]]:
    """Return what a table changes in people, positions, units, heads and appraisers.

    A changed position or unit ends the present assignment the day before TMT JABATAN (or that of the load)
    and begins another: a transfer. A changed appraiser holds from TMT ATASAN, else from a TMT JABATAN that
    came after the present one, else from ``appraised_from``; where none is told, it is asked whether it
    is the day of the load. Blank cells change nothing.
    """
    on = file.acting.on
    told = read_people(file)
    people, errors = told.people, told.errors
    agency = lock_agency()
    if agency is None:
        raise UnreadableTable("Belum ada instansi. Dirikan dahulu dengan “terukur agency”.")
    if not people and not errors:
        raise UnreadableTable(f"Berkas “{file.filename}” hanya berisi judul kolom, tanpa pegawai.")
    known = employees_by_number(
        {person.number for person in people} | {person.appraiser for person in people}
    )
    units = FileUnits(people, agency)
    refusals = Refusals([*errors, *units.errors])
    refusals.add(refused_people(people, known))
    placed = [person for person in people if person.line in units.of_line]
    refusals.add(refused_places(placed, known, units.of_line, on=on))
    moves = AppraiserMoves(placed, known, units.of_line, day_asked=appraised_from, on=on)
    refusals.add(moves.errors)
    corrections = PositionCorrections(placed, units.of_line)
    refusals.add(corrections.errors)
    refusals.settle()
    changes = _Changes(ImportCounts(rows=len(people)))
    changes.counts.questions += [
        *told.questions,
        *units.questions,
        *moves.questions,
        *people_questions(people, known, {unit.pk for unit in units.of_line.values()}, on=on),
        *head_questions(people, known, units.of_line, on=on),
        *corrections.questions(),
    ]
    changes.counts.changes += corrections.carry_out(file.acting)
    for person in people:
        unit = units.of_line[person.line]
        file.understood.means(
            person.line,
            f"{person.name}, NIP {person.number}",
            f"sejak {written_day(person.starts)}" if person.starts else "",
            ", ".join(
                filter(
                    None,
                    (
                        person.kind.label,
                        person.rank,
                        f"{person.title} ({person.position_kind.label.lower()})",
                        unit.name,
                        "kepala unit" if person.is_head else "",
                    ),
                )
            ),
        )
    employees = _ensure_employees(people, known, changes, file.acting)
    assignments = _ensure_assignments(people, known, employees, units.of_line, changes, on)
    _ensure_heads(people, employees, units.of_line, on)
    _ensure_appraisers(people, employees, assignments, moves, changes, file.acting)
    _set_zones(units, changes, file.acting)
    fresh = {person.number for person in people} - set(known)
    changes.counts.created = len(fresh)
    changes.counts.updated = len(changes.touched - fresh)
    changes.counts.unchanged = len(people) - len(fresh | changes.touched)
    return ImportPlan(changes.counts, changes.acts)


def _apply(plan: ImportPlan[list[Act]], file: ImportFile) -> None:
    if plan.to_write:
        record_all(plan.to_write, file.acting)
    file.keep(plan.counts)


import_people = register(
    Importer(
        key="people",
        label="Data pegawai",
        kind=ImportKind("people", "Data pegawai"),
        columns=tuple(known_headers(COLUMNS)),
        plan=_plan,
        apply=_apply,
        page_place=7,
        template=TEMPLATE,
        command_place=1,
        summary="load people from CSV or XLSX",
        help="Load people from CSV or XLSX; all rows or none. "
        "Example: terukur import people pegawai.xlsx --dry-run",
        options=(
            CommandOption(
                "appraised_from",
                date.fromisoformat,
                "2026-12-01",
                "the day from which other appraisers hold, where the file does not tell it",
            ),
        ),
    )
)


def _set_zones(units: FileUnits, changes: _Changes, acting: Acting[Actor]) -> None:
    for unit in dict.fromkeys(units.of_line.values()):
        zone = units.zones.get(unit.pk, unit.zone)
        if zone != unit.zone:
            set_zone(unit=unit, zone=zone, acting=acting)
            changes.counts.changes.append(f"Zona waktu {unit.name}: {zone}")


def _ensure_employees(
    people: list[Person], known: dict[str, Employee], changes: _Changes, acting: Acting[Actor]
) -> dict[str, Employee]:
    fresh = [person for person in people if person.number not in known]
    # Nobody signs in by it, so one random value serves all: making them took a tenth of the time.
    unusable = make_password(None)
    users = [
        User(username=person.number, name=person.name, is_active=person.left_on is None, password=unusable)
        for person in fresh
    ]
    User.objects.bulk_create(users, batch_size=1000)
    created = Employee.objects.bulk_create(
        [
            Employee(
                user=user,
                number=person.number,
                name=person.name,
                kind=person.kind,
                rank=person.rank,
                rank_since=person.rank_since if person.rank else None,
                left_on=person.left_on,
                siasn_id=person.siasn_id,
            )
            for person, user in zip(fresh, users, strict=True)
        ],
        batch_size=1000,
    )
    employees = {**known, **{employee.number: employee for employee in created}}
    new = {person.number for person in fresh}
    for person in people:
        if person.number in new:
            changes.counts.changes.append(f"Baru: {person.name}, {person.title}")
        else:
            _update_employee(employees[person.number], person, changes, acting)
    return employees


def _update_employee(employee: Employee, person: Person, changes: _Changes, acting: Acting[Actor]) -> None:
    wanted = {
        "name": employee.name if is_same_written(person.name, employee.name) else person.name,
        "kind": person.kind.value,
        "siasn_id": person.siasn_id or employee.siasn_id,
    }
    if person.left_on:
        wanted["left_on"] = person.left_on  # type: ignore[assignment]
    differing = {key: value for key, value in wanted.items() if getattr(employee, key) != value}
    before = {key: str(getattr(employee, key)) for key in (*differing, *_RANK)}
    if rank_changed(employee, person, acting):
        differing |= {key: getattr(employee, key) for key in _RANK}
    if not differing:
        return
    before = {key: before[key] for key in differing}
    for key, value in differing.items():
        setattr(employee, key, value)
    employee.save(update_fields=list(differing))
    if "name" in differing:
        User.objects.filter(pk=employee.user_id).update(name=employee.name)
    if person.left_on:
        User.objects.filter(pk=employee.user_id).update(is_active=False)
    changes.tell(person, f"Berubah: {person.name} ({', '.join(differing)})")
    changes.acts.append(
        Act(
            f"employee/{employee.pk}",
            "employee-updated",
            before=before,
            after={key: str(value) for key, value in differing.items()},
        )
    )


def _ensure_assignments(
    people: list[Person],
    known: Mapping[str, Employee],
    employees: dict[str, Employee],
    units: dict[int, Unit],
    changes: _Changes,
    on: date,
) -> dict[str, Assignment]:
    # Who is new holds nothing yet.
    current = present_assignments(known.values())
    positions = _ensure_positions(
        people,
        units,
        {number: current[row.pk].position for number, row in employees.items() if row.pk in current},
    )
    ended = last_days(known.values())
    fresh: dict[str, Assignment] = {}
    kept: dict[str, Assignment] = {}
    past: list[Assignment] = []
    for person in people:
        employee = employees[person.number]
        position = positions[units[person.line].pk, person.title]
        present = current.get(employee.pk)
        if person.left_on:
            if present is not None:
                end_assignment(present, person.left_on)
            elif employee.pk not in ended:
                past += _ended_assignment(person, employee, position)
            continue
        if present is not None and present.position_id == position.pk:
            kept[person.number] = present
            continue
        starts = begins(person, present, ended.get(employee.pk), on=on)
        if present is not None:
            _transfer(person, present, position, starts, changes)
        fresh[person.number] = Assignment(employee=employee, position=position, starts=starts)
    Assignment.objects.bulk_create([*fresh.values(), *past], batch_size=1000)
    return {**kept, **fresh}


def _ended_assignment(person: Person, employee: Employee, position: Position) -> list[Assignment]:
    """Return the assignment of somebody who had left before the first file; none without its first day."""
    if person.starts is None or person.left_on is None:
        return []
    ends = max(person.left_on, person.starts)
    return [Assignment(employee=employee, position=position, starts=person.starts, ends=ends)]


def _transfer(
    person: Person, present: Assignment, position: Position, starts: date, changes: _Changes
) -> None:
    end_assignment(present, starts - timedelta(days=1))
    before = present.position
    changes.tell(
        person,
        f"Pindah: {person.name} dari {before.title}, {before.unit.name} ke {position.title}, "
        f"{position.unit.name} mulai {written_day(starts)}",
    )
    changes.acts.append(
        Act(
            f"employee/{present.employee_id}",
            "transferred",
            before={"position": present.position_id},
            after={"from": str(starts)},
        )
    )


def _ensure_positions(
    people: list[Person], units: dict[int, Unit], held: Mapping[str, Position]
) -> dict[tuple[int, str], Position]:
    """Return the position of each unit and title; a new one has what the row tells.

    Where the row tells only the title that the person holds already, it is the same position in another
    unit: kind, level and form go with it.
    """
    positions = {
        (position.unit_id, position.title): position
        for position in Position.objects.filter(unit__in=list(units.values())).select_related("unit")
    }
    for person in people:
        unit = units[person.line]
        if (unit.pk, person.title) in positions:
            continue
        kind, level, form = person.position_kind.value, person.level, person.form.value
        before = held.get(person.number)
        if before is not None and before.title == person.title and not person.tells_position:
            kind, level, form = before.kind, before.level, before.form_family
        positions[unit.pk, person.title] = Position(
            unit=unit, title=person.title, kind=kind, level=level, form_family=form
        )
    Position.objects.bulk_create([one for one in positions.values() if one.pk is None], batch_size=1000)
    return positions


def _ensure_heads(
    people: list[Person], employees: dict[str, Employee], units: dict[int, Unit], on: date
) -> None:
    led = set(Headship.objects.on(on).exclude(kind=Headship.Kind.DAILY).values_list("unit_id", flat=True))
    for person in people:
        unit = units[person.line]
        if person.is_head and unit.pk not in led:
            led.add(unit.pk)
            Headship.objects.create(
                unit=unit,
                employee=employees[person.number],
                kind=Headship.Kind.DEFINITIVE,
                starts=head_from(person, on),
            )


def _ensure_appraisers(
    people: list[Person],
    employees: dict[str, Employee],
    assignments: dict[str, Assignment],
    moves: AppraiserMoves,
    changes: _Changes,
    acting: Acting[Actor],
) -> None:
    """Store a first appraiser from the assignment's beginning, and a changed one from the day given."""
    first: list[tuple[Assignment, Employee | None]] = []
    later: dict[date, list[tuple[Assignment, Employee | None]]] = {}
    for person in people:
        assignment = assignments.get(person.number)
        if assignment is None or not person.appraiser:
            continue
        appraiser = employees[person.appraiser]
        move = moves.of_assignment.get(assignment.pk)
        if move is not None:
            later.setdefault(move.day, []).append((assignment, appraiser))
            changes.tell(
                person,
                f"Penilai {person.name}: dari {move.before} ke {appraiser.name} mulai "
                f"{written_day(move.day)}",
            )
        elif assignment.pk not in moves.lined:
            first.append((assignment, appraiser))
    set_appraisers(pairs=first, acting=acting, since=EARLIEST, reason="Data pegawai")
    for day, pairs in sorted(later.items(), key=lambda entry: entry[0]):
        set_appraisers(pairs=pairs, acting=acting, since=day, reason="Data pegawai")
