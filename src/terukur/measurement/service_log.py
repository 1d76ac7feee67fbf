"""Reader of a service log: one row per ticket, counted per officer and month.

The log is read once, record by record, so that its length does not matter. Times are the wall clock of the
officer's unit; those with another zone are converted to it. A ticket belongs to the month in which it was
finished, by that clock.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import BinaryIO

from terukur.organization.identities import NAME_COLUMNS, WrittenName
from terukur.regulation.employee_number import normalize_employee_number
from terukur.regulation.periods import Period
from terukur.regulation.service import StandardTime as Standard
from terukur.regulation.service import Tally, standard_on
from terukur.regulation.working_calendar import WorkingCalendar, WorkingClock
from terukur.tables.cells import CellError
from terukur.tables.moments import on_the_wall, parse_moment
from terukur.tables.names import normalize_header
from terukur.tables.reading import UnreadableTable
from terukur.tables.streaming import find_header, stream_records

COLUMNS = {
    "officer": ("NIP PETUGAS", "NIP", "PETUGAS", "OFFICER ID"),
    "service": ("KODE LAYANAN", "LAYANAN", "JENIS LAYANAN", "SERVICE CODE"),
    "accepted": ("BERKAS LENGKAP", "DITERIMA LENGKAP", "WAKTU LENGKAP", "ACCEPTED COMPLETE AT"),
    "finished": ("SELESAI", "WAKTU SELESAI", "FINISHED AT"),
    "outcome": ("HASIL", "STATUS", "RESULT"),
    "name": NAME_COLUMNS,
    "ticket": (
        "NO TIKET",
        "NOMOR TIKET",
        "TIKET",
        "NO ANTREAN",
        "NOMOR ANTREAN",
        "NO PERMOHONAN",
        "NOMOR PERMOHONAN",
        "TICKET",
        "TICKET ID",
    ),
}
_REQUIRED = ("officer", "service", "accepted", "finished", "outcome")
_OUTCOMES = {
    "": "done",
    "selesai": "done",
    "done": "done",
    "terlayani": "done",
    "dikembalikan": "returned",
    "kembali": "returned",
    "tidak lengkap": "returned",
    "returned": "returned",
    "diulang": "reworked",
    "perbaikan": "reworked",
    "cetak ulang": "reworked",
    "reworked": "reworked",
    "batal": "cancelled",
    "dibatalkan": "cancelled",
    "cancelled": "cancelled",
    "tidak hadir": "cancelled",
}
_ERRORS_KEPT = 100
_EARLIER = timedelta(days=800)


@dataclass(slots=True)
class OfficerMonth:
    """One officer's tickets of one month."""

    first_line: int
    tally: Tally = field(default_factory=Tally)
    rows: int = 0
    returned: int = 0
    reworked: int = 0


@dataclass(slots=True)
class ServiceLog:
    """A log as read: months by officer and month's first day, and what was left out.

    ``repeated`` counts tickets that come once more with the same number and times; they count once. ``alike``
    holds the lines of rows that are the same as an earlier one in a log without numbers.
    """

    months: dict[tuple[str, date], OfficerMonth] = field(default_factory=dict)
    rows: int = 0
    cancelled: int = 0
    unfinished: int = 0
    unknown_services: set[str] = field(default_factory=set)
    repeated: int = 0
    alike: list[int] = field(default_factory=list)
    names: dict[tuple[str, str], WrittenName] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)


def read_service_log(
    stream: BinaryIO,
    *,
    filename: str,
    period: Period,
    standards: Mapping[str, Sequence[Standard]],
    calendar: WorkingCalendar,
    clock_of: Callable[[str], tzinfo],
) -> ServiceLog:
    """Count every ticket of a log, by the clock of each officer's unit.

    Tickets without a complete file are counted apart, cancelled ones leave the denominator, and a
    service without a standard is counted but not judged. ``errors`` of the answer names up to a hundred
    cells that do not fit; with any of them nothing is to be stored.

    :raises UnreadableTable: where it is no log.
    """
    known = [name for names in COLUMNS.values() for name in names]
    records = stream_records(stream, filename=filename, known=known)
    _line, header = find_header(records, known, filename=filename)
    reader = _Reader(_places(header, filename), period, standards, calendar, clock_of)
    for line, ticket in records:
        reader.take(line, ticket)
        if len(reader.errors) >= _ERRORS_KEPT:
            break
    reader.log.errors = reader.errors
    if not reader.log.rows and not reader.errors:
        raise UnreadableTable(f"Berkas “{filename}” hanya berisi judul kolom, tanpa tiket.")
    return reader.log


def _places(header: Sequence[str], filename: str) -> dict[str, int]:
    places = {}
    for role, names in COLUMNS.items():
        found = next((normalize_header(n) for n in names if normalize_header(n) in header), None)
        if found is not None:
            places[role] = header.index(found)
    missing = [COLUMNS[role][0] for role in _REQUIRED if role not in places]
    if missing:
        raise UnreadableTable(
            f"Kolom {', '.join(missing)} tidak ada di “{filename}”. Yang terbaca: "
            f"{', '.join(name for name in header if name)}."
        )
    return places


class _Reader:
    def __init__(
        self,
        places: Mapping[str, int],
        period: Period,
        standards: Mapping[str, Sequence[Standard]],
        calendar: WorkingCalendar,
        clock_of: Callable[[str], tzinfo],
    ) -> None:
        self.log = ServiceLog()
        self.errors: list[CellError] = []
        self._longest = max(places[role] for role in _REQUIRED) + 1
        self._name_at = places.get("name", -1)
        self._has_tickets = "ticket" in places
        self._seen: set[int] = set()
        self._clock_of = clock_of
        self._clocks: dict[str, tzinfo] = {}
        self._officer_at, self._accepted_at = places["officer"], places["accepted"]
        self._finished_at = places["finished"]
        self._service_at, self._outcome_at = places["service"], places["outcome"]
        self._starts, self._ends = period.starts, period.ends
        self._label = period.label
        self._standards = standards
        self._calendar = calendar
        self._earliest = period.starts - _EARLIER
        self._position = WorkingClock(calendar, self._earliest).position
        self._limits: dict[tuple[str, date], Standard | None] = {}
        self._months: dict[tuple[str, int, int], OfficerMonth] = {}
        self._outcomes: dict[str, str] = {}

    def take(self, line: int, record: Sequence[str]) -> None:
        """Count one record; a record that does not fit is kept as an error."""
        if len(record) < self._longest:
            if any(record):
                self._refuse(
                    line,
                    "baris",
                    ", ".join(record),
                    f"hanya {len(record)} isian; judulnya memerlukan paling sedikit {self._longest}.",
                )
            return
        officer, service = record[self._officer_at], record[self._service_at]
        accepted_text, finished_text = record[self._accepted_at], record[self._finished_at]
        if not officer and not any(record):
            return
        if self._is_repeated(line, record):
            return
        self.log.rows += 1
        outcome = self._outcomes.get(record[self._outcome_at])
        if outcome is None:
            outcome = self._outcome(line, record[self._outcome_at])
        self._note_name(line, officer, record)
        finished = self._moment(line, "finished", finished_text, officer) if finished_text else None
        accepted = self._moment(line, "accepted", accepted_text, officer) if accepted_text else None
        if outcome == "cancelled":
            self.log.cancelled += 1
            return
        if finished is None:
            self.log.unfinished += 1
            return
        month = self._month(line, officer, finished)
        if month is None:
            return
        month.rows += 1
        if outcome == "returned":
            month.returned += 1
            return
        month.reworked += outcome == "reworked"
        if accepted is None:
            month.tally.without_acceptance += 1
        elif accepted > finished:
            self._refuse(line, "accepted", accepted_text, "sesudah waktu selesai.")
        else:
            self._count(month.tally, service, accepted, finished, line)

    def _count(self, tally: Tally, service: str, accepted: datetime, finished: datetime, line: int) -> None:
        day = accepted.date()
        if day < self._earliest:
            self._refuse(line, "accepted", str(accepted), "lebih dari dua tahun sebelum periode.")
            return
        seconds = self._position(finished) - self._position(accepted)
        tally.seconds[seconds] += 1
        key = (service, day)
        standard = self._limits[key] if key in self._limits else self._standard(key)
        if standard is None:
            return
        tally.judged += 1
        if standard.minutes is not None:
            tally.on_time += seconds <= standard.minutes * 60
        elif standard.days is not None:
            last = self._calendar.add_working_days(day, standard.days)
            tally.on_time += finished <= datetime.combine(last, accepted.time())

    def _standard(self, key: tuple[str, date]) -> Standard | None:
        service = key[0].strip()
        known = self._standards.get(service.casefold())
        if known is None:
            self.log.unknown_services.add(service or "(kosong)")
        self._limits[key] = standard_on(known or (), key[1])
        return self._limits[key]

    def _month(self, line: int, officer: str, finished: datetime) -> OfficerMonth | None:
        key = (officer, finished.year, finished.month)
        month = self._months.get(key)
        if month is not None:
            return month
        day = finished.date()
        if not self._starts <= day <= self._ends:
            message = f"selesai di luar {self._label}; muat pada periodenya."
            self._refuse(line, "finished", str(finished), message)
            return None
        # Numbers may be written in several ways; each way is looked up once.
        found = (self._number(line, officer), day.replace(day=1))
        month = self._months[key] = self.log.months.setdefault(found, OfficerMonth(line))
        return month

    def _number(self, line: int, written: str) -> str:
        number = normalize_employee_number(written)
        if not number.isdigit():
            self._refuse(line, "officer", written, "isi NIP petugas, 18 angka.")
        return number

    def _outcome(self, line: int, written: str) -> str:
        found = _OUTCOMES.get(written.strip().casefold())
        if found is None:
            words = ", ".join(sorted({word for word in _OUTCOMES if word}))
            self._refuse(line, "outcome", written, f"tidak dikenal; {words}.")
            found = "done"
        self._outcomes[written] = found
        return found

    def _is_repeated(self, line: int, record: Sequence[str]) -> bool:
        """Return whether this ticket was counted before; without numbers, equal ones may be two people's."""
        print_of = hash(tuple(record))
        if print_of not in self._seen:
            self._seen.add(print_of)
            return False
        if self._has_tickets:
            self.log.repeated += 1
            return True
        self.log.alike.append(line)
        return False

    def _note_name(self, line: int, officer: str, record: Sequence[str]) -> None:
        """Keep the first line of each name beside a number."""
        if 0 <= self._name_at < len(record) and (name := record[self._name_at].strip()):
            number = normalize_employee_number(officer)
            self.log.names.setdefault((number, name), WrittenName(line, number, name))

    def _moment(self, line: int, role: str, written: str, officer: str) -> datetime | None:
        moment = parse_moment(written)
        if moment is None and written.strip():
            moment = parse_moment(written.strip())
            if moment is None:
                self._refuse(line, role, written, "bukan tanggal dengan jam; tulis 31-03-2026 08:15.")
        if moment is None or moment.tzinfo is None:
            return moment
        if officer not in self._clocks:
            self._clocks[officer] = self._clock_of(normalize_employee_number(officer))
        return on_the_wall(moment, self._clocks[officer])

    def _refuse(self, line: int, role: str, value: str, message: str) -> None:
        column = COLUMNS[role][0] if role in COLUMNS else role
        self.errors.append(CellError(line, column, value[:60], message))
