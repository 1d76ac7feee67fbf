"""An office of 120 people from October 2025 to March 2028, day by day with a clock that is passed in.

Two years of plans, nine quarters, two year ends; transfers, an acting head, a merger, a leave, objections,
late people, holidays. At each month's end nothing hangs, nobody is a ghost, and every page answers.
"""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.test import Client

from terukur.appraisal.models import Appraisal
from terukur.appraisal.schedule import opened_periods
from terukur.appraisal.waiting import units_in, waits_in
from terukur.jobs.management.commands.verify import CHECKS
from terukur.objections.deciders import hanging_objections
from terukur.objections.models import Objection
from terukur.organization.models import Assignment, Employee
from terukur.oversight.stuck import stuck_appraisals
from terukur.planning.models import Plan
from terukur.regulation.periods import Period
from tests.simulation.events import EVENTS, OBJECTIONS
from tests.simulation.office import Office
from tests.support.cast import sign_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LAST_DAY = date(2028, 3, 31)
QUARTERS = [Period.parse(f"{year}-Q{number}") for year in (2026, 2027) for number in range(1, 5)]
YEARS = [Period(2026, 1, 12), Period(2027, 1, 12)]
# A step that is late this long after its period is nobody's delay any more.
_TOO_LATE = timedelta(days=110)
ROLES = (
    "Kepala Dinas",
    "Kabid Layanan",
    "Kasi Pencegahan 2",
    "Petugas 110",
    "Petugas 121",
    "Petugas 331",
    "Dewi Pengelola",
    "Fajar Auditor",
)
_LINK = re.compile(r'href="(/[^"#]*)"')


def test_two_years_without_a_gap(monkeypatch):
    office = Office(will_object=dict(OBJECTIONS))
    monkeypatch.setattr("terukur.web.viewer.clock", lambda: office.at)
    office.found()
    while office.day <= LAST_DAY:
        if office.day in EVENTS:
            EVENTS[office.day](office)
        office.live()
        if office.day.day == 1:
            month_ends(office)
    # Nobody in this office plans learning, so needs go on; nothing else was open when the year was closed.
    assert {year: set(left) for year, left in office.left_open.items()} == {2026: {"needs"}}
    years_are_whole()
    objections_are_decided()


def month_ends(office: Office) -> None:
    """The morning after a month: no dead end, nothing that hangs, no page that fails."""
    assert office.dead_ends == []
    on = office.day
    assert hanging_objections(on=on) == []
    assert [one for one in stuck_appraisals(on=on) if not one.is_unopened] == []
    assert no_holder_is_missing(on) == []
    assert forgotten(on) == []
    if on.month % 3 == 1:
        assert broken_pages(office) == []
        assert [checked.broken for check in CHECKS if (checked := check(since=None)).broken] == []


def no_holder_is_missing(on: date) -> list[object]:
    """Return the steps that wait for somebody to be named, in all opened periods."""
    waits = [
        wait
        for period in opened_periods()
        for progress in units_in(period)
        for wait in waits_in(progress.unit, period, on=on)
    ]
    return [wait for wait in waits if "menetapkan pejabat penilai" in wait.what or not wait.holder]


def forgotten(on: date) -> list[str]:
    """Return what is not final long after its period, though somebody could owe it."""
    return [
        f"{one.plan.assignment.employee.name} {one.period} {one.status}"
        for one in Appraisal.objects.exclude(status=Appraisal.Status.FINAL)
        if one.period.ends < on - _TOO_LATE and not is_excused(one)
    ]


def is_excused(one: Appraisal) -> bool:
    """Return whether a period has no day to rate: away throughout, or the position had ended before."""
    held = one.plan.assignment
    return (held.employee.name, str(one.period)) == ("Petugas 121", "2026-Q2") or (
        held.ends is not None and held.ends < one.starts
    )


def broken_pages(office: Office) -> list[tuple[str, str, int]]:
    """Return the pages that answer people with an error, of all that their home leads to."""
    found = []
    for name in ROLES:
        client = Client(raise_request_exception=False)
        sign_in(client, office.named(name).number)
        home = client.get("/")
        found += [(name, "/", home.status_code)] if home.status_code >= 400 else []
        for address in sorted(set(_LINK.findall(home.text)) - {"/"}):
            status = 200 if address.startswith("/static/") else client.get(address).status_code
            found += [(name, address, status)] if status >= 400 else []
    return found


def years_are_whole() -> None:
    """Each day of each person's year belongs to exactly one plan of an own position, and all is final."""
    for year in (2026, 2027):
        days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
        for person in Employee.objects.filter(assignments__isnull=False).distinct():
            own = Assignment.objects.own().filter(employee=person)
            worked = [day for day in days if any(a.starts <= day <= (a.ends or day) for a in own)]
            planned = Counter(
                day
                for plan in Plan.objects.filter(assignment__in=own, year=year)
                for day in days
                if plan.starts <= day <= plan.last_day
            )
            assert planned == Counter(worked), (person.name, year)
    final = Counter(Appraisal.objects.filter(status=Appraisal.Status.FINAL).values_list("period", flat=True))
    people = Employee.objects.exclude(kind=Employee.NOT_ASN).count()
    assert all(final[period] >= people - 2 for period in [*QUARTERS, *YEARS]), final


def objections_are_decided() -> None:
    """Three objections: decided, final, and granted where they were to be."""
    found = Objection.objects.select_related("appraisal__plan__assignment__employee", "decision")
    assert {
        (one.appraisal.plan.assignment.employee.name, str(one.appraisal.period)): one.appraisal.status
        for one in found
    } == dict.fromkeys(OBJECTIONS, Appraisal.Status.FINAL)
    for one in found:
        is_granted = OBJECTIONS[one.appraisal.plan.assignment.employee.name, str(one.appraisal.period)]
        assert (one.appraisal.result_rating == "above") is is_granted
