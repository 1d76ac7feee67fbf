"""A regent is added, signs in, rates and hands over; the objection is decided by a named official.

And a Plt with a second plan: who rates whom stands on the page before it happens.
"""

import os

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from terukur.appraisal.models import Appraisal
from terukur.organization.models import Assignment, ReportingLine
from terukur.regulation.behaviors import BEHAVIOR_CODES
from tests.journeys.test_citizen import accessible
from tests.support.cast import ANI, DEWI, EKO, employee
from tests.support.quarter import begun, grade_unit

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSWORD = "rahasia-panjang-77"
SHOTS = os.environ.get("TERUKUR_SHOTS")


def signed_in(browser: Browser, address: str, number: str) -> Page:
    """A page on a phone, where the person is signed in."""
    page = browser.new_context(base_url=address, viewport={"width": 390, "height": 844}).new_page()
    page.goto("/masuk/")
    page.get_by_label("NIP").fill(number)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Halo")
    return page


def seen(page: Page, name: str) -> None:
    """Check the page on a phone and a desk; keep a picture of both where a folder for them is named."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{width}.png", full_page=True)
    page.set_viewport_size({"width": 390, "height": 844})
    accessible(page)


def password(number: str) -> None:
    user = employee(number).user
    user.set_password(PASSWORD)
    user.save()


def test_the_regent_rates_and_the_objection_is_decided(browser: Browser, live_server):
    appraisal = begun()
    grade_unit()
    ReportingLine.objects.filter(assignment__employee__number=ANI).delete()
    for number in (ANI, DEWI, EKO):
        password(number)
    team = signed_in(browser, live_server.url, DEWI)

    # Added, and made the appraiser of whom nobody rates.
    team.goto("/organisasi/penilai-bukan-asn/")
    expect(team.locator("main")).to_contain_text("Pegawai tanpa pejabat penilai")
    seen(team, "1-daftar")
    team.get_by_role("link", name="Tambah penilai").click()
    team.get_by_label("Nama lengkap").fill("Rahmat Hidayat")
    team.get_by_label("Jabatan").fill("Bupati Contoh")
    seen(team, "2-tambah")
    team.get_by_role("button", name="Simpan").click()
    expect(team.locator("main")).to_contain_text("900001")
    seen(team, "3-bupati")
    team.locator("main li", has_text="Ani").get_by_role("link").click()
    team.get_by_role("button", name="Simpan").click()
    expect(team.locator("main")).to_contain_text("Rahmat Hidayat (Bupati Contoh; bukan ASN)")
    seen(team, "4-periksa")
    team.get_by_role("button", name="Ganti penilai").click()
    expect(team.locator("main")).to_contain_text("Penilai Rahmat Hidayat")
    password("900001")

    # The regent rates on a phone and hands over.
    regent = signed_in(browser, live_server.url, "900001")
    seen(regent, "5-beranda-bupati")
    expect(regent.locator("main")).not_to_contain_text("Susun SKP")
    page = f"/penilaian/{appraisal.pk}/"
    regent.goto(f"{page}nilai/")
    regent.locator("input[name=results][value=meets]").check()
    regent.locator("input[name=behavior][value=meets]").check()
    for code in BEHAVIOR_CODES:
        regent.locator(f"input[name=mark_{code}][value=meets]").check()
    regent.get_by_role("button", name="Simpan rating").click()
    regent.get_by_role("link", name="Tetapkan predikat dan sampaikan").click()
    regent.get_by_role("button", name="Sampaikan predikat").click()
    seen(regent, "6-disampaikan")

    # The objection has nobody to decide it, says so to the employee, and the team is shown who can name one.
    ani = signed_in(browser, live_server.url, ANI)
    ani.goto(page)
    ani.get_by_role("link", name="Ajukan keberatan").click()
    ani.get_by_label("Rating hasil kerja").check()
    ani.get_by_label("Mengapa").fill("Register bulan Februari belum terhitung seluruhnya.")
    ani.get_by_role("button", name="Ajukan keberatan").click()
    expect(ani.locator("#keberatan")).to_contain_text("bukan ASN dan tidak punya atasan di instansi ini")
    seen(ani, "7-keberatan")
    team.goto("/macet/")
    expect(team.locator("main")).to_contain_text("Yang dapat mencatat pemutusnya: Dewi")
    seen(team, "8-macet")
    team.get_by_role("link", name="Tunjuk pemutusnya").click()
    team.get_by_label("Pejabat yang memutus").fill("Eko")
    team.get_by_label("Surat penunjukan").fill("Surat Bupati 800/77 tanggal 1 April 2026")
    seen(team, "9-tunjuk")
    team.get_by_role("button", name="Simpan").click()
    team.get_by_role("button", name="Tunjuk").click()

    # Both are heard, and the person named decides.
    regent.goto("/")
    regent.locator("section", has_text="Keberatan Ani").get_by_role("link", name="Buka").first.click()
    regent.get_by_label("Penjelasan Anda").fill("Saya memakai berkas yang dimuat pada 2 April.")
    regent.get_by_role("button", name="Kirim penjelasan").click()
    eko = signed_in(browser, live_server.url, EKO)
    eko.locator("section", has_text="Keberatan Ani").get_by_role("link", name="Buka").first.click()
    seen(eko, "10-memutus")
    eko.get_by_label("Yang disampaikan").fill("Keduanya menunjukkan register masing-masing.")
    eko.locator("[name=results][value=above]").check()
    eko.get_by_label("Keputusan dan alasannya").fill("Register diperiksa bersama keduanya.")
    eko.get_by_role("button", name="Putuskan").click()
    expect(eko.locator("#keberatan")).to_contain_text("Dikabulkan oleh Eko")
    appraisal.refresh_from_db()
    assert appraisal.status in (Appraisal.Status.DECIDED, Appraisal.Status.FINAL)


def test_a_plt_is_appointed_with_a_second_plan(browser: Browser, live_server):
    begun()
    for number in (DEWI, EKO):
        password(number)
    team = signed_in(browser, live_server.url, DEWI)
    unit = Assignment.objects.get(employee__number=ANI).position.unit
    team.goto(f"/organisasi/unit/{unit.pk}/kepala/")
    team.get_by_label("Kepala unit").fill("Eko")
    team.get_by_label("Sebagai").select_option("plt")
    team.get_by_label("Mulai").fill(f"{timezone.localdate():%d-%m-%Y}")
    team.get_by_label("Surat pendelegasian").fill("Surat perintah 800/12 Camat")
    seen(team, "11-plt")
    team.get_by_role("button", name="Simpan").click()
    expect(team.locator("main")).to_contain_text("Sebagai Plt. Kepala Seksi ia dinilai")
    seen(team, "12-plt-periksa")
    team.get_by_role("button", name="Ganti kepala Seksi Pelayanan").click()
    head = team.locator("main p.muted").first
    expect(head).to_contain_text("kepala Eko (Plt")
    expect(head).not_to_contain_text("Budi")
    seen(team, "13-unit")
    acting = signed_in(browser, live_server.url, EKO)
    acting.goto("/skp/")
    expect(acting.locator("main")).to_contain_text("sebagai Plt. Kepala Seksi belum disusun")
    seen(acting, "14-skp")
    acting.get_by_role("button", name="Susun SKP Plt").click()
    expect(acting.locator("main")).to_contain_text("Plt. Kepala Seksi")
