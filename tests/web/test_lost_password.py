"""A lost password is asked for on the sign-in page; neither answer nor work tells which numbers exist."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.accounts.models import CodeRequest
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.organization.models import RoleGrant, Unit
from terukur.organization.operations import grant_role
from tests.support import cast
from tests.support.cast import AFTER, ANI, CITRA, DEWI, EKO, FAJAR, acting, employee, sign_in

pytestmark = pytest.mark.django_db
NOBODY = "199999999999999999"


@pytest.fixture(autouse=True)
def people():
    cast.load_people()


def ask(client, number):
    return client.post("/lupa-kata-sandi/", {"number": number})


def test_the_sign_in_page_leads_there(client):
    assert 'href="/lupa-kata-sandi/"' in client.get("/masuk/").content.decode()


def test_every_number_gets_the_same_page_by_the_same_statements(client):
    employee(CITRA).user.__class__.objects.filter(username=CITRA).update(is_active=False)
    pages, statements = set(), set()
    for number in (ANI, CITRA, FAJAR, NOBODY, ANI):
        with CaptureQueriesContext(connection) as queries:
            pages.add(ask(client, number).content)
        statements.add(tuple(query["sql"].split("VALUES")[0] for query in queries))
    assert len(pages) == 1
    assert len(statements) == 1
    assert CodeRequest.objects.count() == 4


@pytest.mark.parametrize("number", ["", "12", "1" * 60, "19990101201501200x", "x" * 90, "١" * 18])
def test_what_is_no_number_is_said_and_not_kept(client, number):
    page = ask(client, number)
    assert page.status_code == 200
    assert not CodeRequest.objects.exists()
    assert "Permintaan dicatat" not in page.content.decode()


def test_the_performance_team_sees_it_and_gives_the_code(client):
    ask(client, ANI)
    ask(client, NOBODY)
    ask(client, FAJAR)
    sign_in(client, DEWI)
    assert "2 orang lupa kata sandi" in client.get("/").content.decode()
    page = client.get("/organisasi/aktivasi/").content.decode()
    assert "Buat kode untuk Ani" in page
    assert "Minta orang kedua" in page
    assert (
        "Kode aktivasi Ani" in client.post(f"/organisasi/pegawai/{employee(ANI).pk}/kode/").content.decode()
    )
    assert "1 orang lupa kata sandi" in client.get("/").content.decode()


def test_the_officer_of_the_unit_sees_the_own_people_only(client):
    team = RoleGrant.Role.PERFORMANCE_TEAM
    unit = Unit.objects.get(code="SEKSI")
    grant_role(user=employee(EKO).user, role=team, unit=unit, acting=acting(COMMAND, AFTER))
    for number in (ANI, CITRA):
        ask(client, number)
    sign_in(client, EKO)
    assert "1 orang lupa kata sandi" in client.get("/").content.decode()
    page = client.get("/organisasi/aktivasi/").content.decode()
    assert "Buat kode untuk Ani" in page
    assert "Citra" not in page
    refused = client.post(f"/organisasi/aktivasi/{employee(CITRA).user.pk}/tidak-perlu/", follow=True)
    assert "unit orang itu" in refused.content.decode()
    assert CodeRequest.objects.count() == 2
    client.post(f"/organisasi/aktivasi/{employee(ANI).user.pk}/tidak-perlu/")
    assert [one.number for one in CodeRequest.objects.all()] == [CITRA]
    assert Entry.objects.get(act="code-request-declined").actor_name == "Eko"


def test_floods_are_held(client):
    assert {ask(client, f"{n:018}").status_code for n in range(20)} == {200}
    assert ask(client, ANI).status_code == 429
