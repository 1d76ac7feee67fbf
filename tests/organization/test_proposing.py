"""Proposed heads and appraisers are stored as shown, once confirmed, and by the team alone."""

from datetime import date

import pytest

from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.organization.models import Agency, Assignment, Headship, ReportingLine, Unit
from terukur.organization.operations import OrganizationRefused
from terukur.organization.people_import import import_people
from terukur.organization.proposing import confirm_proposals, mark_of, proposals_on
from tests.support import cast
from tests.support.cast import ANI, BUDI, CITRA, DEWI, EKO, acting, employee

pytestmark = pytest.mark.django_db
ON = date(2026, 4, 6)
NEW_YEAR = date(2026, 1, 1)
PEOPLE = (
    (
        CITRA,
        "Citra",
        "Kepala Dinas Kesehatan",
        "Administrator",
        "DIN",
        "Dinas Kesehatan",
        "KOTA",
        "2025-01-01",
    ),
    (BUDI, "Budi", "Kepala Seksi Rujukan", "Pengawas", "SEK", "Seksi Rujukan", "DIN", "2026-02-01"),
    (ANI, "Ani", "Petugas", "Pelaksana", "SEK", "Seksi Rujukan", "DIN", "2025-01-01"),
    (DEWI, "Dewi", "Analis SDM", "Pelaksana", "DIN", "Dinas Kesehatan", "KOTA", "2025-01-01"),
    (EKO, "Eko", "Kepala Puskesmas", "Fungsional", "PKM", "UPTD Puskesmas Rekaan", "DIN", "2025-01-01"),
)


@pytest.fixture
def office(db):
    agency = Agency.objects.create(code="KOTA", name="Kota Contoh")
    Unit.objects.create(agency=agency, code="KOTA", name="Kota Contoh")
    rows = [(*row[:7], "", "tidak", row[7]) for row in PEOPLE]
    import_people(content=cast.people_csv(rows), filename="p.csv", acting=acting(COMMAND, ON))


def confirm(*, heads=None, appraised=None, basis="SK Bupati 821/2025", by=COMMAND, since=NEW_YEAR):
    shown = proposals_on(ON).units
    every = {one.place.unit for one in shown}
    return confirm_proposals(
        shown=shown,
        heads=every if heads is None else heads,
        appraised=every if appraised is None else appraised,
        basis=basis,
        since=since,
        acting=acting(by, ON),
    )


def lines():
    found = ReportingLine.objects.select_related("appraiser", "assignment__employee")
    return {one.assignment.employee.name: (one.appraiser.name, one.starts) for one in found}


def test_all_are_stored_from_the_day_or_from_the_own_beginning(office):
    done = confirm()
    assert (done.heads, done.appraisers) == (3, 4)
    led = {one.unit.code: (one.employee.name, one.starts) for one in Headship.objects.all()}
    assert led == {"DIN": ("Citra", NEW_YEAR), "SEK": ("Budi", date(2026, 2, 1)), "PKM": ("Eko", NEW_YEAR)}
    assert lines() == {
        "Budi": ("Citra", date(2026, 2, 1)),
        "Dewi": ("Citra", NEW_YEAR),
        "Eko": ("Citra", NEW_YEAR),
        "Ani": ("Budi", NEW_YEAR),
    }
    assert proposals_on(ON).units == []
    reasons = dict(Entry.objects.filter(act="head-replaced").values_list("chain", "reason"))
    assert sorted(reasons.values()) == ["", "", "SK Bupati 821/2025"]


def test_what_is_not_chosen_is_not_stored(office):
    section = Unit.objects.get(code="SEK").pk
    done = confirm(heads={section}, appraised={section})
    assert (done.heads, done.appraisers) == (1, 1)
    assert set(lines()) == {"Ani"}


def test_nobody_is_given_an_appraiser_who_was_not_chosen_as_head(office):
    section = Unit.objects.get(code="SEK").pk
    confirm(heads={section})
    assert set(lines()) == {"Ani"}


def test_a_head_who_is_no_structural_official_needs_the_letter(office):
    with pytest.raises(OrganizationRefused, match="Kepala UPTD Puskesmas Rekaan bukan pejabat") as refused:
        confirm(basis=" ")
    assert refused.value.field == "basis"
    assert not Headship.objects.exists()


def test_nothing_chosen_and_strangers_are_refused(office):
    with pytest.raises(OrganizationRefused, match="Belum ada usulan"):
        confirm(heads=set(), appraised=set())
    with pytest.raises(OrganizationRefused, match="pengelola kinerja"):
        confirm(by=employee(ANI).user)


def test_the_mark_changes_with_the_proposal(office):
    before = mark_of(proposals_on(ON).units)
    assert before == mark_of(proposals_on(ON).units)
    Assignment.objects.filter(employee__number=ANI).update(ends=date(2026, 3, 31))
    assert before != mark_of(proposals_on(ON).units)
