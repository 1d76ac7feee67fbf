"""The end of a year on pages: what is open, closed with a reason, refused afterwards, and opened again."""

from datetime import date

import pytest

from terukur.appraisal.models import YearClosing
from terukur.coaching.dialogue import AgreementDraft
from terukur.coaching.models import Agreement
from terukur.oversight.year_end import close_year
from tests.support.cast import AFTER, ANI, BUDI, DEWI, FAJAR, acting, employee, moment, sign_in
from tests.support.check_pages import confirmed
from tests.support.quarter import hand_over, talk
from tests.web.test_statements import BUDGET, statements

pytestmark = pytest.mark.django_db
MARCH = date(2027, 3, 1)
PAGE = "/tahun/2026/penutupan/"
WHY = "Evaluasi tahunan diserahkan ke BKPSDM."


@pytest.fixture
def march(monkeypatch):
    """Everybody looks on 1 March 2027."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(MARCH))


def seen(client, number: str, page: str = PAGE) -> str:
    sign_in(client, number)
    found = client.get(page)
    assert found.status_code == 200
    return found.content.decode()


def closed():
    close_year(year=2026, reason=WHY, acting=acting(employee(DEWI).user, MARCH))


def test_the_team_is_led_to_what_is_open_and_closes_it_with_a_reason(appraisal, march, client):
    assert "Tahun 2026 belum ditutup" in seen(client, DEWI, "/")
    page = seen(client, DEWI)
    assert (
        "<strong>1</strong> penilaian menunggu rating" in page and "Bila ditutup: tetap tanpa nilai" in page
    )
    assert "1, pejabat penilai memberi rating" in page and 'href="/periode/2026-Q1/"' in page
    assert "Tulis mengapa" in confirmed(client, PAGE, {"reason": ""}).content.decode()
    checked = client.post(PAGE, {"reason": WHY}).content.decode()
    assert "Masih terbuka: penilaian menunggu rating pejabat penilai" in checked
    assert not YearClosing.objects.exists()
    confirmed(client, PAGE, {"reason": WHY})
    page = seen(client, FAJAR)
    assert "Tahun 2026 sudah ditutup" in page and WHY in page and "Buka lagi tahun" not in page
    assert "Ditutup" in seen(client, DEWI, "/periode/")
    assert "Tahun 2026 belum ditutup" not in seen(client, DEWI, "/")


def test_a_year_that_runs_cannot_be_closed_and_says_so(appraisal, client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(AFTER))
    page = seen(client, DEWI)
    assert "Tahun 2026 belum berakhir." in page and "Periksa lalu tutup" not in page


def test_pages_of_the_closed_year_offer_nothing_that_is_refused(appraisal, march, client):
    assert "Mulai versi baru" in seen(client, ANI, f"/skp/{appraisal.computation.plan_version_id}/")
    closed()
    page = seen(client, ANI, f"/skp/{appraisal.computation.plan_version_id}/")
    assert "Tahun 2026 sudah ditutup" in page and "Mulai versi baru" not in page
    sign_in(client, BUDI)
    page = client.get(f"/penilaian/{appraisal.pk}/nilai/", follow=True).content.decode()
    assert "Tahun 2026 sudah ditutup" in page and 'name="results"' not in page


def test_it_is_opened_again_for_a_reason_that_stays_readable(appraisal, march, client):
    closed()
    sign_in(client, DEWI)
    client.post("/tahun/2026/buka-lagi/", {"reason": ""})
    assert "Tahun 2026 sudah ditutup" in seen(client, DEWI)
    client.post("/tahun/2026/buka-lagi/", {"reason": "Satu angka keliru."})
    page = seen(client, DEWI)
    assert "Satu angka keliru." in page and "Periksa lalu tutup" in page


def test_what_is_carried_stands_on_the_home_page_and_in_the_next_talk(appraisal, march, client):
    promise = AgreementDraft("Melatih rekan loket", Agreement.Owner.EMPLOYEE, date(2027, 4, 1))
    talk(hand_over(appraisal), AFTER, agreements=[promise])
    assert "1</strong> kesepakatan percakapan" in seen(client, DEWI)
    closed()
    assert "1 kesepakatan percakapan masih berjalan" in seen(client, ANI, "/")
    page = seen(client, ANI, "/dialog/")
    assert "Melatih rekan loket" in page and "dari percakapan 6 April 2026" in page


def test_the_pages_stay_within_their_statements(appraisal, march, client):
    open_ = {number: statements(client, number, PAGE) for number in (DEWI, FAJAR)}
    closed()
    counts = {number: statements(client, number, PAGE) for number in (DEWI, FAJAR)}
    plan = f"/skp/{appraisal.computation.plan_version_id}/"
    counts |= {page: statements(client, ANI, page) for page in ("/", plan)}
    assert max(*open_.values(), *counts.values()) <= BUDGET, (open_, counts)
