"""Mulai di sini: the counts are those of the database, and exactly one step is next."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.schedule import open_period, proposal_for
from terukur.ledger.acting import COMMAND
from terukur.organization.operations import found_agency
from terukur.regulation.cadence import Cadence
from terukur.regulation.periods import Period
from terukur.web.home.start import first_period, start_for
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, QUARTER, acting, employee, moment, sign_in

pytestmark = pytest.mark.django_db
# The days of the cast: the pages are asked with the clock's.
ON = AFTER


def start():
    return start_for(employee(DEWI).user, QUARTER, on=ON, at=moment(ON))


def words():
    return [step.words for step in start().steps]


def test_an_empty_agency_begins_with_its_people(client):
    found_agency(code="KOTA", name="Kota Contoh", number=DEWI, person="Dewi", acting=acting(COMMAND, ON))
    steps = start().steps
    assert [step.is_done for step in steps] == [False] * 9
    assert start().next == steps[0]
    assert words()[0] == "Belum ada pegawai."
    sign_in(client, DEWI)
    shown = client.get("/").content.decode()
    assert "Mulai di sini: 0 dari 9 langkah selesai" in shown
    assert "/impor/muat/?isi=people" in shown


def test_counts_are_those_of_the_database():
    cast.load_all()
    assert words() == [
        "6 pegawai di 2 unit.",
        "0 dari 2 unit belum punya kepala.",
        "1 dari 6 pegawai belum punya penilai.",
        "0 sudah masuk; 4 belum diberi kode.",
        "1 ukuran di katalog. Ukuran log layanan dan survei masuk bersama berkasnya.",
        "1 ditetapkan, 0 menunggu penilai, 0 masih konsep, 5 belum ada.",
        "0 dari 1 ukuran yang dipakai SKP sudah punya nilai.",
        "Belum dibuka.",
        "Belum ada penilaian.",
    ]
    cast.load_values({"2026-01": "30"})
    evaluate(period=QUARTER, acting=acting(COMMAND, AFTER))
    assert words()[6] == "1 dari 1 ukuran yang dipakai SKP sudah punya nilai."
    assert words()[8] == "1 dari 1 penilaian sudah dihitung."


def test_plans_that_wait_and_drafts_are_told_apart():
    cast.load_all(status="KONSEP")
    assert words()[5] == "0 ditetapkan, 0 menunggu penilai, 1 masih konsep, 5 belum ada."


def test_the_page_shows_one_next_step(client):
    cast.load_all()
    sign_in(client, DEWI)
    shown = client.get("/mulai/?periode=2026-Q1").content.decode()
    assert shown.count(">berikutnya<") == 1
    assert len(re.findall(r'aria-current="step"', shown)) == 1


def test_the_card_goes_when_a_period_was_opened(client):
    cast.load_all()
    sign_in(client, DEWI)
    assert "Mulai di sini" in client.get("/").content.decode()
    by = acting(employee(DEWI).user, AFTER)
    open_period(period=QUARTER, dates=proposal_for(QUARTER, on=AFTER), acting=by)
    assert first_period(on=date(2026, 11, 1), cadence=Cadence.QUARTERLY) == QUARTER
    assert words()[7] == "Sudah dibuka."
    assert "Mulai di sini" not in client.get("/").content.decode()
    sign_in(client, ANI)
    assert "Mulai di sini" not in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("on", "period"), [(date(2026, 4, 6), "2026-Q1"), (date(2026, 2, 1), "2026-Q1"), (ON, "2026-Q1")]
)
def test_an_office_begins_with_the_quarter_that_ended(on, period):
    assert first_period(on=on, cadence=Cadence.QUARTERLY) == Period.parse(period)


def test_every_quarter_of_the_year_can_be_the_first(client):
    cast.load_people()
    sign_in(client, DEWI)
    shown = client.get("/mulai/?periode=2026-Q2").content.decode()
    assert "sampai Triwulan II 2026 berjalan" in shown
    assert 'href="?periode=2026-Q1"' in shown


def statements(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("address", ["/mulai/", "/organisasi/usulan-kepala/"])
def test_what_the_pages_cost(client, address):
    cast.load_all()
    sign_in(client, DEWI)
    assert statements(client, address) <= 8


def test_who_is_not_of_the_team_finds_neither(client):
    cast.load_all()
    for number in (ANI, BUDI, CITRA):
        sign_in(client, number)
        assert client.get("/mulai/").status_code == 404
        assert client.get("/organisasi/usulan-kepala/").status_code == 404
