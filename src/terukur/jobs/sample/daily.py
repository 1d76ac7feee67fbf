"""A week of daily progress of the three example people of the sample."""

from datetime import date, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from terukur.jobs.sample.acting import acting_on
from terukur.jobs.sample.people import SampleAgency
from terukur.measurement.daily import DailyDraft, record_daily, results_for
from terukur.organization.models import Employee

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
