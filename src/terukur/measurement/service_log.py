"""Reader of a service log: one row per ticket, counted per officer and month.

The log is read once, record by record, so that its length does not matter. Times are the wall clock of the
officer's unit; those with another zone are converted to it. A ticket belongs to the month in which it was
finished, by that clock.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import BinaryIO

from terukur.measurement.service_log_columns import (
    OUTCOMES,
    REQUIRED,
    Places,
    log_table,
    unused_columns,
    with_day,
)
from terukur.measurement.table_mapping import TableMapping
from terukur.organization.identities import WrittenName
from terukur.regulation.employee_number import normalize_employee_number
from terukur.regulation.periods import Period
from terukur.regulation.service import StandardTime as Standard
from terukur.regulation.service import Tally, standard_on
from terukur.regulation.working_calendar import WorkingCalendar, WorkingClock
from terukur.tables.arranging import LeftOut
from terukur.tables.cells import CellError, without_kind
from terukur.tables.moments import on_the_wall, parse_duration, parse_moment
from terukur.tables.reading import UnreadableTable

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
    unknown_words: set[str] = field(default_factory=set)
    repeated: int = 0
    alike: list[int] = field(default_factory=list)
    names: dict[tuple[str, str], WrittenName] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    titles: tuple[str, ...] = ()
    unused: list[str] = field(default_factory=list)
    officer_column: str = ""


def read_service_log(
    stream: BinaryIO,
    *,
    filename: str,
    period: Period,
    standards: Mapping[str, Sequence[Standard]],
    calendar: WorkingCalendar,
    clock_of: Callable[[str], tzinfo],
    mapping: TableMapping | None = None,
) -> ServiceLog:
    """Count every ticket of a log, by the clock of each officer's unit.

    Tickets without a complete file are counted apart, cancelled ones leave the denominator, and a
    service without a standard is counted but not judged. ``errors`` of the answer names up to a hundred
    cells that do not fit; with any of them nothing is to be stored.

    :raises UnreadableTable: where it is no log.
    """
    table, places = log_table(stream, filename=filename, mapping=mapping)
    reader = _Reader(places, period, standards, calendar, clock_of, mapping)
    for line, ticket in table.rows:
        reader.take(line, ticket)
        if len(reader.errors) >= _ERRORS_KEPT:
            break
    reader.log.errors = reader.errors
    reader.log.left_out = table.left_out
    reader.log.titles = table.titles
    reader.log.unused = unused_columns(table, places)
    reader.log.officer_column = places.headers.get("officer", "")
    if not reader.log.rows and not reader.errors:
        raise UnreadableTable(f"Berkas “{filename}” hanya berisi judul kolom, tanpa tiket.")
    return reader.log


class _Reader:
    def __init__(
        self,
        places: Places,
        period: Period,
        standards: Mapping[str, Sequence[Standard]],
        calendar: WorkingCalendar,
        clock_of: Callable[[str], tzinfo],
        mapping: TableMapping | None,
    ) -> None:
        self.log = ServiceLog()
        self.errors: list[CellError] = []
        self._longest = max(places[role] for role in REQUIRED if role in places) + 1
        self._mapping = mapping
        self._headers = places.headers
        self._day_at, self._duration_at = places.get("day", -1), places.get("duration", -1)
        self._name_at = places.get("name", -1)
        self._has_tickets = "ticket" in places
        self._seen: set[int] = set()
        self._clock_of = clock_of
        self._clocks: dict[str, tzinfo] = {}
        self._officer_at, self._accepted_at = places["officer"], places["accepted"]
        self._finished_at = places.get("finished", -1)
        self._service_at, self._outcome_at = places["service"], places.get("outcome", -1)
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
        accepted_text = record[self._accepted_at]
        finished_text = record[self._finished_at] if self._finished_at >= 0 else ""
        if not officer and not any(record):
            return
        if self._day_at >= 0:
            accepted_text = with_day(record[self._day_at], accepted_text)
            finished_text = with_day(record[self._day_at], finished_text)
        if self._is_repeated(line, record):
            return
        self.log.rows += 1
        said = record[self._outcome_at] if self._outcome_at >= 0 else ""
        outcome = self._outcomes.get(said)
        if outcome is None:
            outcome = self._outcome(line, said)
        self._note_name(line, officer, record)
        finished = self._moment(line, "finished", finished_text, officer) if finished_text else None
        accepted = self._moment(line, "accepted", accepted_text, officer) if accepted_text else None
        if finished is None and accepted is not None and self._duration_at >= 0:
            finished = self._after(line, accepted, record[self._duration_at])
        if outcome == "cancelled":
            self.log.cancelled += 1
            return
        if outcome == "unfinished":
            self.log.unfinished += 1
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
        meant = self._mapping.alias(written) if self._mapping else None
        number = normalize_employee_number(meant or without_kind(written))
        if not number.isdigit():
            self._refuse(line, "officer", written, "isi NIP petugas, 18 angka.")
            self.log.unknown_words.add(written[:60])
        return number

    def _after(self, line: int, accepted: datetime, written: str) -> datetime | None:
        """Return when a ticket was finished that tells how long it took; None where nothing is told."""
        if not written:
            return None
        took = parse_duration(written)
        if took is None:
            self._refuse(line, "duration", written, "bukan lama waktu; tulis 00:12:30 atau 12 menit.")
            return None
        return accepted + took

    def _outcome(self, line: int, written: str) -> str:
        word = (self._mapping.alias(written) if self._mapping else None) or written
        found = OUTCOMES.get(" ".join(word.casefold().split()))
        if found is None:
            words = ", ".join(sorted({word for word in OUTCOMES if word}))
            self._refuse(line, "outcome", written, f"tidak dikenal; {words}.")
            self.log.unknown_words.add(written[:60])
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
        column = self._headers.get(role, role)
        self.errors.append(CellError(line, column, value[:60], message))
