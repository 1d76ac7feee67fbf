"""Two appraisers and their superior calibrate: opinions, the picture, a recommendation, a re-rating."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_citizen import accessible, signed_in
from tests.support import two_appraisers
from tests.support.cast import ANI, BUDI, CITRA, DEWI, EKO
from tests.support.two_appraisers import GITA, HADI, HIGHER, appraisal_of, rated

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def gives_an_opinion(page: Page) -> None:
    page.locator("[name=results][value=meets]").check()
    page.locator("[name=behavior][value=meets]").check()
    page.get_by_label("Dasarnya, singkat").fill("Capaiannya sesuai targetnya.")
    page.get_by_role("button", name="Simpan pendapat").click()
    expect(page.get_by_role("status")).to_contain_text("Pendapat Anda tersimpan")


def cannot_judge_the_rest(page: Page) -> None:
    page.get_by_text("Selebihnya tidak dapat saya nilai").click()
    page.get_by_label("Mengapa").fill("Saya tidak mengenal pekerjaannya.")
    page.get_by_role("button", name="Serahkan").click()
    expect(page.get_by_role("heading", name="Distribusi predikat")).to_be_visible()


def test_a_round_ends_in_a_re_rating_by_the_appraiser(browser: Browser, live_server):
    two_appraisers.load_everybody()
    rated(ANI)
    rated(HADI, HIGHER)
    rated(EKO)

    dewi = signed_in(browser, live_server.url, DEWI)
    dewi.goto("/kalibrasi/?periode=2026-Q1")
    accessible(dewi)
    dewi.get_by_label("Unit, nama atau kodenya").fill("KEC")
    dewi.get_by_role("button", name="Buka kalibrasi").click()
    expect(dewi.get_by_role("heading", name="Kalibrasi Kecamatan")).to_be_visible()
    accessible(dewi)
    here = dewi.url.removeprefix(live_server.url)

    for who in (BUDI, GITA, CITRA):
        page = signed_in(browser, live_server.url, who)
        page.goto(here)
        accessible(page)
        expect(page.get_by_role("heading", name="2 orang menunggu pendapat Anda")).to_be_visible()
        expect(page.get_by_role("heading", name="Distribusi predikat")).to_have_count(0)
        page.get_by_role("link", name="Beri pendapat").first.click()
        accessible(page)
        gives_an_opinion(page)
        expect(page.get_by_role("heading", name="Pendapat Anda sendiri")).to_be_visible()
        page.goto(here)
        cannot_judge_the_rest(page)
        accessible(page)

    citra = page
    expect(citra.locator("#isi")).not_to_contain_text("Hadi")
    citra.get_by_role("heading", name="Rating yang jauh").locator("..").get_by_role("link").click()
    accessible(citra)
    citra.get_by_text("Usulkan rating lain").click()
    citra.locator("[name=results][value=meets]").check()
    citra.get_by_label("Alasannya").fill("Capaiannya sama dengan rekan yang sesuai ekspektasi.")
    citra.get_by_role("button", name="Kirim usulan").click()
    expect(citra.get_by_role("status")).to_contain_text("Usulan tersimpan")

    gita = signed_in(browser, live_server.url, GITA)
    gita.goto("/tim/?periode=2026-Q1")
    expect(gita.locator("table.team")).to_contain_text("Usulan kalibrasi")
    gita.goto(f"/penilaian/{appraisal_of(HADI).pk}/")
    accessible(gita)
    gita.get_by_role("link", name="Nilai ulang").click()
    gita.locator("[name=results][value=meets]").check()
    gita.get_by_label("Alasan rating hasil kerja").fill("Disamakan dengan rekannya, sesuai kalibrasi.")
    gita.get_by_role("button", name="Simpan").click()
    expect(gita.get_by_role("status")).to_contain_text("Rating tersimpan")

    dewi.reload()
    expect(dewi.locator("del").first).to_contain_text("Di atas ekspektasi")
    dewi.get_by_text("Nama disembunyikan bagi semua").click()
    dewi.get_by_role("button", name="Tampilkan nama").click()
    expect(dewi.locator("article", has=dewi.locator("del")).first).to_contain_text("Hadi")
    accessible(dewi)
