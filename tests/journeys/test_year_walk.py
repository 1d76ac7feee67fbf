"""From one year to the next: planning 2027 opened in November, a late plan set, 2026 closed in March."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from terukur.appraisal.models import YearClosing
from terukur.coaching.dialogue import AgreementDraft
from terukur.coaching.models import Agreement
from terukur.jobs.morning import take_due_steps
from terukur.ledger.acting import COMMAND
from tests.journeys.test_citizen import signed_in
from tests.journeys.test_whole_story import accessible
from tests.support import quarter
from tests.support.cast import AFTER, ANI, DEWI, acting

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Clock:
    """The day on which everybody lives; the test moves it."""

    def __init__(self) -> None:
        self.go(date(2026, 11, 1))

    def go(self, day: date) -> None:
        self.now = timezone.make_aware(datetime.combine(day, time(9)))

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    moving = Clock()
    monkeypatch.setattr("django.utils.timezone.now", moving)
    return moving


def begun() -> None:
    """Ani's first quarter is delivered and talked about, with a promise for the next year."""
    found = quarter.hand_over(quarter.begun())
    promise = AgreementDraft("Melatih rekan loket", Agreement.Owner.EMPLOYEE, date(2027, 4, 1))
    quarter.talk(found, AFTER, agreements=[promise])


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_a_year_is_planned_and_the_one_before_it_closed(browser: Browser, live_server, clock: Clock):
    begun()

    # November: the team opens the planning that home leads to, with the proposed dates.
    dewi = signed_in(browser, live_server.url, DEWI)
    dewi.goto("/")
    dewi.get_by_role("link", name="Lihat usulan tanggalnya").click()
    expect(dewi.get_by_role("heading", level=1)).to_have_text("Perencanaan 2027")
    expect(dewi.get_by_text("Sumber: SKP disusun dan ditetapkan setiap Januari")).to_be_visible()
    accessible(dewi)
    press(dewi, "Buka perencanaan 2027")
    expect(dewi.get_by_role("heading", level=1)).to_have_text("Periksa sebelum membuka perencanaan 2027")
    press(dewi, "Buka perencanaan 2027")
    expect(dewi.get_by_role("status")).to_contain_text("Perencanaan 2027 dibuka")
    accessible(dewi)

    # February: Ani was reminded, is late, and begins all the same.
    clock.go(date(2027, 2, 3))
    take_due_steps(acting=acting(COMMAND, date(2027, 1, 20)))
    ani = signed_in(browser, live_server.url, ANI)
    ani.goto("/")
    expect(ani.get_by_text("Yang terlambat tetap dapat diajukan dan ditetapkan")).to_be_visible()
    accessible(ani)
    ani.get_by_role("link", name="Mulai di SKP saya").click()
    press(ani, "Mulai dari SKP tahun lalu")
    expect(ani.get_by_role("heading", level=1)).to_contain_text("2027")

    # The team sees with whom each step lies, and since when.
    dewi = signed_in(browser, live_server.url, DEWI)
    dewi.goto("/perencanaan/2027/")
    dewi.get_by_role("link", name="Seksi Pelayanan").click()
    expect(dewi.get_by_role("heading", level=1)).to_have_text("Seksi Pelayanan")
    expect(dewi.get_by_text("lewat 14 hari").first).to_be_visible()
    accessible(dewi)

    # March: 2026 is closed over what is open, for a reason.
    clock.go(date(2027, 3, 1))
    dewi = signed_in(browser, live_server.url, DEWI)
    dewi.goto("/")
    dewi.get_by_role("link", name="Lihat yang masih terbuka").click()
    expect(dewi.get_by_text("SKP tanpa evaluasi tahunan")).to_be_visible()
    accessible(dewi)
    dewi.get_by_label("Alasan menutup selagi ada yang terbuka").fill("Evaluasi tahunan ada di BKPSDM.")
    press(dewi, "Periksa lalu tutup 2026")
    expect(dewi.get_by_role("heading", level=1)).to_have_text("Periksa sebelum menutup 2026")
    accessible(dewi)
    press(dewi, "Tutup tahun 2026")
    expect(dewi.get_by_role("status")).to_contain_text("Tahun 2026 ditutup")
    accessible(dewi)
    assert YearClosing.objects.get().carried["agreements"] == 1

    # What Ani promised goes on.
    ani = signed_in(browser, live_server.url, ANI)
    ani.goto("/")
    expect(ani.get_by_text("1 kesepakatan percakapan masih berjalan")).to_be_visible()
    accessible(ani)
