"""Errors that the rows of a people file would cause, reported by line before any of them is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max

from terukur.accounts.models import User
from terukur.notation.dates import written_day
from terukur.organization.models import Assignment, Employee, Headship, ReportingLine, Unit
from terukur.organization.people_table import Person
from terukur.tables.cells import CellError
from terukur.tables.questions import Question

Units = Mapping[int, Unit]


def present_assignments(employees: Iterable[Employee]) -> dict[int, Assignment]:
    """Return the open assignment of each of these people."""
    found = Assignment.objects.own().filter(employee__in=list(employees), ends__isnull=True)
    return {row.employee_id: row for row in found.select_related("position__unit")}


def last_days(employees: Iterable[Employee]) -> dict[int, date]:
    """Return the last day of the assignments that ended, of each of these people."""
    ended = Assignment.objects.own().filter(employee__in=list(employees), ends__isnull=False)
    return dict(ended.values("employee").annotate(last=Max("ends")).values_list("employee", "last"))


def begins(person: Person, present: Assignment | None, ended: date | None, *, on: date) -> date:
    """Return the day from which a row's position holds, where it is not the present one."""
    if person.starts:
        return person.starts
    if present is not None:
        return on
    start = date(on.year, 1, 1)
    return max(start, ended + timedelta(days=1)) if ended else start


def head_from(person: Person, on: date) -> date:
    """Return the day from which a row's head leads the unit."""
    return person.starts or date(on.year, 1, 1)


def refused_people(people: Sequence[Person], known: Mapping[str, Employee]) -> Iterator[CellError]:
    """Yield unknown appraisers, one person under two numbers, and numbers that sign in for another."""
    in_file = {person.number for person in people}
    lines: dict[int, int] = {}
    fresh = [person.number for person in people if person.number not in known]
    taken = set(User.objects.filter(username__in=fresh).values_list("username", flat=True))
    keys: dict[str, int] = {}
    told = {person.siasn_id for person in people if person.siasn_id}
    held = dict(Employee.objects.filter(siasn_id__in=told).values_list("siasn_id", "pk"))
    for person in people:
        own = known.get(person.number)
        if person.siasn_id and (
            keys.setdefault(person.siasn_id, person.line) != person.line
            or held.get(person.siasn_id) not in (None, own.pk if own else None)
        ):
            yield CellError(
                person.line,
                "PNS ID",
                person.siasn_id,
                "adalah kunci orang lain di berkas ini atau di data pegawai; periksa NIP dan PNS ID-nya.",
            )
        if person.appraiser and person.appraiser not in in_file and person.appraiser not in known:
            yield CellError(
                person.line,
                "NIP ATASAN",
                person.appraiser,
                "tidak ada di berkas ini maupun di data pegawai; muat orangnya dahulu.",
            )
        employee = known.get(person.number)
        appraiser = known.get(person.appraiser)
        if employee is not None and appraiser is not None and employee.pk == appraiser.pk:
            yield CellError(
                person.line, "NIP ATASAN", person.appraiser, "adalah nomor lain dari pegawai ini sendiri."
            )
        if employee is not None and lines.setdefault(employee.pk, person.line) != person.line:
            yield CellError(
                person.line,
                "NIP",
                person.number,
                f"adalah nomor lain dari {employee.name}, yang sudah ada di baris {lines[employee.pk]}; "
                "hapus salah satunya.",
            )
        if person.number in taken:
            yield CellError(
                person.line,
                "NIP",
                person.number,
                "sudah menjadi nama masuk sebuah akun tanpa data pegawai; minta pengelola server "
                "mengganti nama akun itu.",
            )


def refused_places(
    people: Sequence[Person], known: Mapping[str, Employee], units: Units, *, on: date
) -> Iterator[CellError]:
    """Yield the positions and heads that would hold on the days of others."""
    present = present_assignments(known.values())
    ended = last_days(known.values())
    for person in people:
        employee = known.get(person.number)
        if employee is None:
            continue
        held = present.get(employee.pk)
        if person.left_on or (held is not None and _is_same(person, held, units)):
            continue
        starts = begins(person, held, ended.get(employee.pk), on=on)
        if held is not None and starts <= held.starts:
            yield CellError(
                person.line,
                "TMT JABATAN",
                str(starts),
                f"pegawai ini sudah di jabatan sekarang sejak {written_day(held.starts)}; "
                "isi tanggal sesudahnya.",
            )
        elif held is None and employee.pk in ended and starts <= ended[employee.pk]:
            yield CellError(
                person.line,
                "TMT JABATAN",
                str(starts),
                f"jabatan sebelumnya berakhir {written_day(ended[employee.pk])}; isi tanggal sesudahnya.",
            )
    yield from _refused_heads(people, known, units, on)


def _is_same(person: Person, held: Assignment, units: Units) -> bool:
    position = held.position
    return position.unit_id == units[person.line].pk and position.title == person.title


def _refused_heads(
    people: Sequence[Person], known: Mapping[str, Employee], units: Units, on: date
) -> Iterator[CellError]:
    heads = [person for person in people if person.is_head]
    keys = {units[person.line].pk for person in heads}
    held = list(Headship.objects.exclude(kind=Headship.Kind.DAILY).filter(unit__in=keys))
    led = {row.unit_id for row in held if row.starts <= on and (row.ends is None or row.ends >= on)}
    first: dict[int, int] = {}
    for person in heads:
        unit = units[person.line]
        line = first.setdefault(unit.pk, person.line)
        if line != person.line:
            yield CellError(
                person.line,
                "KEPALA UNIT",
                "ya",
                f"{unit.name} sudah punya kepala di baris {line}; satu unit satu kepala.",
            )
            continue
        if unit.pk in led:
            continue
        starts = head_from(person, on)
        for row in held:
            if row.unit_id == unit.pk and (row.ends is None or row.ends >= starts):
                yield CellError(
                    person.line,
                    "TMT JABATAN",
                    str(starts),
                    f"{unit.name} punya kepala lain sejak {written_day(row.starts)}"
                    + (f" sampai {written_day(row.ends)}" if row.ends else "")
                    + "; isi tanggal sesudahnya, atau ganti kepalanya di halaman unit.",
                )
                break


@dataclass(frozen=True, slots=True)
class AppraiserMove:
    """A change of appraiser: the former one, and the day from which the other one appraises."""

    before: str
    day: date


class AppraiserMoves:
    """The rows that change the appraiser of an assignment that goes on, by its key.

    ``lined`` holds every assignment that has or had an appraiser. Where the file gives no day, it is asked
    for.
    """

    def __init__(
        self,
        people: Sequence[Person],
        known: Mapping[str, Employee],
        units: Units,
        *,
        day_asked: date | None,
        on: date,
    ) -> None:
        self.errors: list[CellError] = []
        self.questions: list[Question] = []
        self.of_assignment: dict[int, AppraiserMove] = {}
        present = present_assignments(known.values())
        lines: dict[int, list[ReportingLine]] = {}
        for line in (
            ReportingLine.objects.filter(assignment__in=[row.pk for row in present.values()])
            .select_related("appraiser")
            .order_by("starts")
        ):
            lines.setdefault(line.assignment_id, []).append(line)
        self.lined = set(lines)
        for person in people:
            employee = known.get(person.number)
            held = present.get(employee.pk) if employee else None
            if held is None or not person.appraiser or person.left_on:
                continue
            if held.pk in lines and _is_same(person, held, units):
                self._look(person, held, lines[held.pk][-1], known, day_asked, on)

    def _look(
        self,
        person: Person,
        held: Assignment,
        last: ReportingLine,
        known: Mapping[str, Employee],
        day_asked: date | None,
        on: date,
    ) -> None:
        appraiser = known.get(person.appraiser)
        if last.ends is None and appraiser is not None and appraiser.pk == last.appraiser_id:
            return
        told = person.appraised_from
        if told is None and person.starts and person.starts > max(held.starts, last.starts):
            told = person.starts
        day = told or day_asked or on
        least = last.starts if last.ends is None else last.ends + timedelta(days=1)
        if day < least:
            self.errors.append(
                CellError(
                    person.line,
                    "TMT ATASAN",
                    f"{written_day(day)}",
                    f"penilai sekarang, {last.appraiser.name}, menilai sejak {written_day(last.starts)}; isi "
                    f"{written_day(least)} atau sesudahnya.",
                )
            )
            return
        self.of_assignment[held.pk] = AppraiserMove(last.appraiser.name, day)
        if told is None and day_asked is None:
            self.questions.append(
                Question(
                    "appraiser-from",
                    person.line,
                    "NIP ATASAN",
                    person.appraiser,
                    f"Penilai {person.name} berganti dari {last.appraiser.name}, dan berkas tidak menyebut "
                    f"sejak kapan; akan berlaku mulai {written_day(day)}. Untuk hari lain isi kolom "
                    "TMT ATASAN. Benar?",
                )
            )
