"""The planning of a year on pages: opened by the team, seen by everybody, counted within one's reach."""

from datetime import date

import pytest

from terukur.organization.models import Unit
from terukur.planning.models import Plan, PlanningDates
from terukur.planning.planning_schedule import open_planning, planning_proposal
from tests.support import cast
from tests.support.cast import ANI, BUDI, CITRA, DEWI, EKO, acting, employee, moment, sign_in
from tests.support.check_pages import confirmed
from tests.web.test_statements import BUDGET, statements

pytestmark = pytest.mark.django_db
BEGINS = date(2026, 11, 2)
PAGE = "/perencanaan/2027/"


@pytest.fixture
def november(db, monkeypatch):
    """Everybody looks on 2 November 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(BEGINS))
    cast.load_people()


def opened():
    dates = {step: one.dates for step, one in planning_proposal(2027, on=BEGINS).items()}
    open_planning(year=2027, dates=dates, acting=acting(employee(DEWI).user, BEGINS))


def seen(client, number: str, page: str = PAGE) -> str:
    sign_in(client, number)
    found = client.get(page)
    assert found.status_code == 200
    return found.content.decode()


def test_the_team_is_led_from_home_and_opens_what_is_proposed(november, client):
    assert "Perencanaan 2027 belum dibuka" in seen(client, DEWI, "/")
    assert "Perencanaan 2027 belum dibuka" in seen(client, DEWI, "/periode/")
    page = client.get(PAGE)
    assert "Sumber: SKP disusun dan ditetapkan setiap Januari" in page.content.decode()
    form = page.context["form"]
    answer = confirmed(client, PAGE, {name: form[name].value() for name in form.fields})
    assert answer.status_code == 302
    assert PlanningDates.objects.filter(year=2027).count() == 4
    page = seen(client, DEWI)
    assert "Langkah dan tanggalnya" in page and "Tidak ada yang terkunci" in page
    assert "Perencanaan 2027 belum dibuka" not in seen(client, DEWI, "/")


def test_a_form_with_dates_out_of_order_is_refused_and_kept(november, client):
    sign_in(client, DEWI)
    form = client.get(PAGE).context["form"]
    wrong = {name: form[name].value() for name in form.fields} | {"setting_due": "2026-01-01"}
    assert "Isi semua tanggal berurutan" in client.post(PAGE, wrong).content.decode()
    assert not PlanningDates.objects.exists()


def test_everybody_sees_the_dates_and_the_own_plan_that_is_owed(november, client):
    assert "belum ditetapkan pengelola kinerja" in seen(client, ANI)
    opened()
    home = seen(client, ANI, "/")
    assert "SKP 2027 Anda belum diajukan" in home and "20 Januari 2027" in home
    page = seen(client, EKO)
    assert "SKP ditetapkan" in page and "Siapa menunggu siapa" not in page


def test_the_plan_of_the_opened_year_is_begun_from_the_page_that_home_leads_to(november, client):
    opened()
    assert "Susun SKP 2027" in seen(client, ANI, "/skp/")
    client.post("/skp/mulai/", {"tahun": "2027"})
    assert Plan.objects.get(assignment__employee__number=ANI).year == 2027
    assert "Susun SKP 2027" not in seen(client, ANI, "/skp/")
    client.post("/skp/mulai/", {"tahun": "2031"})
    assert set(Plan.objects.values_list("year", flat=True)) == {2027}


def test_a_head_sees_the_team_and_the_own_units_only(november, client):
    opened()
    page = seen(client, BUDI)
    assert "Di tim Anda" in page and "Seksi Pelayanan" in page and "Kecamatan<" not in page
    above = Unit.objects.get(code="KEC").pk
    assert client.get(f"{PAGE}unit/{above}/").status_code == 404
    assert "Memulai SKP" in seen(client, CITRA, f"{PAGE}unit/{above}/")


def test_a_step_is_moved_with_a_reason_that_everybody_reads(november, client):
    opened()
    sign_in(client, DEWI)
    given = {"step": "submission", "opens": "2026-11-02", "due": "2027-01-27", "closes": "2027-03-31"}
    client.post(f"{PAGE}geser/", given)
    assert PlanningDates.objects.filter(year=2027).count() == 4
    confirmed(client, f"{PAGE}geser/", given | {"reason": "Anggaran disahkan terlambat."})
    assert "Anggaran disahkan terlambat." in seen(client, EKO)


def test_the_pages_stay_within_their_statements(november, client):
    opened()
    unit = Unit.objects.get(code="SEKSI").pk
    pages = [
        (DEWI, PAGE),
        (BUDI, PAGE),
        (ANI, "/skp/"),
        (DEWI, f"{PAGE}unit/{unit}/"),
        (ANI, "/"),
        (BUDI, "/"),
    ]
    counts = {f"{number} {page}": statements(client, number, page) for number, page in pages}
    assert {page: count for page, count in counts.items() if count > BUDGET} == {}
