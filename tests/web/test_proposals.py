"""The page of proposed heads and appraisers: confirmed at once, refused when the data moved."""

from datetime import date

import pytest

from terukur.ledger.acting import COMMAND
from terukur.organization.models import Headship, ReportingLine, Unit
from terukur.organization.operations import found_agency
from terukur.organization.people_import import import_people
from tests.support import siasn_export as office
from tests.support.cast import acting, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/organisasi/usulan-kepala/"
BY = acting(COMMAND, date(2026, 4, 6))


@pytest.fixture
def officer(client):
    one = office.OFFICER
    found_agency(code="DINKES", name=office.OFFICE, number=one.number, person=one.name, acting=BY)
    import_people(content=office.export(), filename="siasn.xlsx", acting=BY)
    sign_in(client, one.number)
    return client


def shown(client):
    """The form as the page shows it, with everything ticked."""
    form = client.get(PAGE).context["form"]
    return {**form.initial, "since": "01-01-2026", "basis": "SK Bupati 821/12/2025"}


def test_all_is_stored_by_one_confirmation(officer):
    answer = officer.post(PAGE, shown(officer), follow=True)
    assert "5 kepala unit, dan penilai bagi 39 orang" in answer.content.decode()
    assert (Headship.objects.count(), ReportingLine.objects.count()) == (5, 39)
    assert "0 dari 40 pegawai belum punya penilai." in answer.content.decode()
    left = officer.get(PAGE).content.decode()
    assert "Tidak ada usulan" in left
    assert "Kepala Dinas Kesehatan di Dinas Kesehatan" in left


def test_a_missing_letter_is_asked_for_at_its_field_and_the_ticks_stay(officer):
    sent = shown(officer)
    left_out = Unit.objects.get(code="sekretariat").pk
    kept = [unit for unit in sent["heads"] if unit != left_out]
    answer = officer.post(PAGE, {**sent, "heads": kept, "basis": ""})
    form = answer.context["form"]
    assert "bukan pejabat struktural" in form.errors["basis"][0]
    ticked = {row["unit"].unit for row in answer.context["rows"] if row["head_is_chosen"]}
    assert ticked == set(kept)
    assert not Headship.objects.exists()


def test_what_changed_since_the_page_was_opened_is_shown_again(officer):
    sent = shown(officer)
    Headship.objects.create(
        unit=Unit.objects.get(code="sekretariat"),
        employee=officer.get(PAGE).context["rows"][0]["leader"],
        kind=Headship.Kind.DEFINITIVE,
        starts=date(2026, 1, 1),
    )
    answer = officer.post(PAGE, sent, follow=True)
    assert "berubah sejak halaman ini dibuka" in answer.content.decode()
    assert Headship.objects.count() == 1


def test_a_unit_that_was_not_shown_is_refused(officer):
    answer = officer.post(PAGE, {**shown(officer), "heads": ["999999"]})
    assert answer.status_code == 200
    assert "heads" in answer.context["form"].errors
    assert not Headship.objects.exists()


def test_the_upload_page_takes_kind_and_period_from_the_link(officer):
    form = officer.get("/impor/muat/?isi=measurements&periode=2026-Q1").context["form"]
    assert (form["kind"].value(), form["period"].value()) == ("measurements", "2026-Q1")
