"""Budi does two cases on his phone and reads the reasons only afterwards; Dewi rewrites one."""

import pytest
from playwright.sync_api import Browser, Page, expect

from terukur.calibration.case_library import ensure_cases
from terukur.calibration.models import CaseAnswer, CaseVersion
from terukur.jobs.clock import now
from terukur.ledger.acting import COMMAND
from tests.journeys.test_citizen import accessible, signed_in
from tests.support import cast
from tests.support.cast import BUDI, DEWI, acting

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
REASON = "Panel menilai begitu karena"


def rates_all(page: Page, rating: str) -> None:
    page.locator("[name=results][value=meets]").check()
    page.locator("[name=behavior][value=meets]").check()
    for field in page.locator(f".choices [name^=mark_][value={rating}]").all():
        field.check()


def does_a_case(page: Page) -> str:
    expect(page.locator("main")).not_to_contain_text(REASON)
    accessible(page)
    page.get_by_role("button", name="Kirim, lalu baca alasan panel").click()
    expect(page.get_by_role("alert")).to_contain_text("Pilih rating")
    rates_all(page, "below")
    page.get_by_role("button", name="Kirim, lalu baca alasan panel").click()
    expect(page.locator("main")).to_contain_text(REASON)
    accessible(page)
    page.get_by_role("link", name="Nilai ulang").click()
    expect(page.locator("main")).not_to_contain_text(REASON)
    expect(page.locator("input[type=radio]:checked:not([value=''])")).to_have_count(0)
    accessible(page)
    rates_all(page, "meets")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page.get_by_role("status")).to_contain_text("Tersimpan")
    return page.get_by_role("heading", level=1).inner_text()


def test_an_appraiser_learns_and_the_team_writes(browser: Browser, live_server):
    cast.load_people()
    ensure_cases(acting=acting(COMMAND, at=now()))

    budi = signed_in(browser, live_server.url, BUDI)
    budi.goto("/kasus/")
    expect(budi.get_by_role("heading", name="6 kasus, sekitar 10 menit")).to_be_visible()
    accessible(budi)
    budi.get_by_role("link", name="Mulai").click()
    assert does_a_case(budi) != does_a_case(budi)
    assert CaseAnswer.objects.count() == 4
    budi.get_by_role("link", name="Berhenti dulu").click()
    expect(budi.get_by_role("heading", name="2 dari 6 kasus selesai")).to_be_visible()
    accessible(budi)

    dewi = signed_in(browser, live_server.url, DEWI)
    dewi.goto("/kasus/")
    expect(dewi.get_by_role("heading", name="Kelola kasus kalibrasi")).to_be_visible()
    expect(dewi.locator("main")).to_contain_text("Belum cukup jawaban")
    accessible(dewi)
    dewi.get_by_role("link", name="Ubah kasus Loket surat pindah dan akta").click()
    accessible(dewi)
    dewi.get_by_label("Judul").fill("Loket akta")
    dewi.get_by_role("button", name="Simpan").click()
    expect(dewi.get_by_role("status")).to_contain_text("“Loket akta” tersimpan, versi 2")
    assert CaseVersion.objects.get(number=2).title == "Loket akta"

    retired = dewi.locator("section", has=dewi.get_by_role("heading", name="Loket akta"))
    retired.get_by_text("Pensiunkan").first.click()
    retired.get_by_label("Alasannya").fill("Kami tidak punya loket akta.")
    accessible(dewi)
    retired.get_by_role("button", name="Pensiunkan").click()
    expect(dewi.get_by_role("status")).to_contain_text("dipensiunkan")
