"""A week of daily progress of the sample's three example people, and amounts that wait to be confirmed."""

from datetime import date, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from terukur.jobs.sample.acting import acting_on
from terukur.jobs.sample.people import SampleAgency
from terukur.measurement.daily import DailyDraft, countable_indicators, record_daily, results_for
from terukur.organization.models import Employee
from terukur.planning.models import PlannedResult

_MONDAY = date(2026, 9, 21)
# Place of the planned result in the plan, from, until, activity, amount, unit.
_USUAL = {
    "immunization": (
        (0, time(8), time(11), "Imunisasi di posyandu", 9, "anak"),
        (1, time(13), time(14), "Mencatat hasil posyandu di ASIK", 9, "anak"),
    ),
    "counter": (
        (0, time(8), time(12), "Melayani loket KTP", 14, "permohonan"),
        (1, time(13), time(15), "Memeriksa cetakan sebelum diserahkan", 14, "dokumen"),
    ),
    "teacher": (
        (0, time(7), time(11), "Mengajar kelas V", 4, "jam pelajaran"),
        (1, time(12), time(13), "Menyusun modul ajar", 1, "modul"),
    ),
}
# Complaints of October as the officer at the counter wrote them down; one entry has no amount.
_COUNTED = "Pengaduan yang ditindaklanjuti"
_OCTOBER = ((date(2026, 10, 6), 1), (date(2026, 10, 15), None), (date(2026, 10, 22), 2))


def write_week(agency: SampleAgency) -> None:
    """Store two activities on each of five days; the one of Wednesday was entered late."""
    for person in agency.people:
        if person.story:
            _write(Employee.objects.get(number=person.number), person.story)


def _write(employee: Employee, story: str) -> None:
    results = results_for(employee, on=_MONDAY)
    for offset in range(5):
        day = _MONDAY + timedelta(days=offset)
        written = day + timedelta(days=3 if offset == 2 else 0)
        for place, starts, ends, activity, amount, unit in _USUAL[story]:
            draft = DailyDraft(
                key=uuid5(NAMESPACE_URL, f"{story}/{day}/{activity}"),
                thread=results[place].thread,
                day=day,
                starts=starts,
                ends=ends,
                activity=activity,
                amount=amount,
                unit=unit,
            )
            record_daily(employee=employee, draft=draft, acting=acting_on(employee.user, written, hour=16))
    if story == "counter":
        _write_october(employee, results)


def _write_october(employee: Employee, results: list[PlannedResult]) -> None:
    indicator = countable_indicators(results).select_related("result").get(name=_COUNTED)
    for day, amount in _OCTOBER:
        draft = DailyDraft(
            key=uuid5(NAMESPACE_URL, f"counter/{day}/{_COUNTED}"),
            thread=indicator.result.thread,
            day=day,
            starts=time(15),
            ends=time(16),
            activity="Menjawab pengaduan pemohon sampai selesai",
            amount=amount,
            unit="",
            indicator=indicator.thread,
        )
        record_daily(employee=employee, draft=draft, acting=acting_on(employee.user, day, hour=16))
