"""The team's 30 November on the sample agency: what is stuck is seen, and why; acts are checked first."""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from terukur.jobs.sample.load import load_sample
from terukur.organization.models import Unit
from tests.journeys.test_citizen import accessible, signed_in
from tests.support.built_once import built_once

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
DAY = date(2026, 11, 30)


def test_the_team_sees_what_is_stuck_and_checks_before_it_acts(browser: Browser, live_server, monkeypatch):
    accounts = built_once("sample", lambda: load_sample(240, say=lambda line: None))
    number = next(one.nip for one in accounts if one.role == "performance-team")
    monkeypatch.setattr(timezone, "localdate", lambda *_: DAY)
    page = signed_in(browser, live_server.url, number)

    # Home: nothing of it is "Tidak ada yang menunggu".
    page.goto("/")
    main = page.locator("main")
    expect(main).not_to_contain_text("Tidak ada yang menunggu Anda hari ini")
    expect(main).to_contain_text("penilaian dalam periode yang belum dibuka")
    expect(main).to_contain_text("penilaian belum diisi dan sudah ditutup")
    expect(main).to_contain_text("unit belum punya capaian organisasi")
    expect(main).to_contain_text("berkas menunggu orang kedua")
    accessible(page)

    # What is stuck, with reasons.
    page.get_by_role("link", name="Lihat yang macet").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Yang macet")
    expect(main).to_contain_text("Triwulan III 2026")
    expect(main).to_contain_text("periodenya sudah berakhir dan belum dibuka")
    expect(main).to_contain_text("penilaiannya sudah ditutup")
    accessible(page)

    # Opening the quarter says first what it locks; not doing it changes nothing.
    page.get_by_role("link", name="Buka Triwulan III 2026").first.click()
    page.get_by_role("button", name="Buka Triwulan III 2026").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Periksa sebelum membuka Triwulan III 2026")
    expect(main).to_contain_text("terkunci mulai hari ini sampai")
    accessible(page)
    page.get_by_role("link", name="Tidak jadi").click()
    expect(page.get_by_role("button", name="Buka Triwulan III 2026")).to_be_visible()

    # A counter clerk as acting head: the office is checked, and who would be rated is shown.
    loket = Unit.objects.get(code="LOKET-PLAJU")
    page.goto(f"/organisasi/unit/{loket.pk}/kepala/")
    page.get_by_label("Kepala unit").fill("Dimas Misalan Loket")
    page.get_by_label("Sebagai").select_option("plt")
    page.get_by_label("Mulai").fill("2026-12-01")
    page.get_by_role("button", name="Simpan").click()
    expect(main).to_contain_text("di bawah pejabat pengawas")
    page.get_by_label("Surat pendelegasian").fill("Surat perintah 800/12 Camat Plaju")
    page.get_by_role("button", name="Simpan").click()
    expect(main).to_contain_text("Dinilai olehnya")
    accessible(page)
    page.get_by_role("link", name="Tidak jadi").click()

    # Every role takes two.
    page.goto("/organisasi/akses/")
    expect(main).to_contain_text("Setiap peran diberikan oleh dua orang")
    accessible(page)
