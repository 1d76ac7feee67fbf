"""The performance team records a leave, an ending contract and the grades of all units, with pages alone."""

from datetime import timedelta
from pathlib import Path
from tempfile import gettempdir

import pytest
from playwright.sync_api import Browser, Page, expect

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal, UnitGrade
from terukur.employment.models import TimeAway
from terukur.jobs.clock import now, today
from terukur.ledger.acting import COMMAND
from terukur.notation.dates import written_day
from terukur.organization.models import Employee, Unit
from terukur.regulation.periods import Period
from terukur.tables.reading import read_table
from tests.journeys.test_citizen import accessible, signed_in
from tests.support import cast
from tests.support.cast import ANI, BUDI, DEWI, EKO, acting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PERIOD = Period.quarter_of(today()).previous
LOOK = Path(__file__).with_name("page_fits.js").read_text("utf-8")
WIDTHS = (1280, 390)


@pytest.fixture
def agency():
    cast.load_people()
    cast.load_plan(ANI, year=PERIOD.year)
    Employee.objects.filter(number=EKO).update(kind="pppk-part-time")
    evaluate(period=PERIOD, acting=acting(COMMAND, today(), now()))


def fits(page: Page, name: str) -> None:
    """The page is whole on a phone and on a desk; the pictures are kept for who wants to look."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(LOOK) == [], f"{name} at {width}"
        page.screenshot(path=f"{gettempdir()}/terukur-{name}-{width}.png", full_page=True)
    accessible(page)


def fill(page: Page, **values: str) -> None:
    for label, value in values.items():
        page.get_by_label(f"{label.replace('_', ' ')}:", exact=True).fill(value)


def test_a_leave_is_recorded_and_the_period_is_nobodys_duty(browser: Browser, live_server, agency):
    page = signed_in(browser, live_server.url, DEWI)
    page.goto("/organisasi/")
    page.get_by_role("link", name="Tidak bertugas").click()
    page.get_by_role("link", name="Catat").click()
    fill(page, Pegawai=ANI, Hari_pertama=written_day(PERIOD.starts), Hari_terakhir=written_day(PERIOD.ends))
    page.get_by_label("Jenis:", exact=True).select_option(label="Tugas belajar")
    page.get_by_label("Keputusannya").fill("SK Bupati 800/12/2026, 20 Juni 2026")
    page.get_by_role("button", name="Simpan").click()
    # What it does stands there before it is done.
    expect(page.locator("main")).to_contain_text("9 dari 12 bulan")
    expect(page.locator("main")).to_contain_text(f"Tidak dinilai sama sekali{PERIOD.label}")
    fits(page, "away-check")
    page.get_by_role("button", name="Catat").click()
    expect(page.locator("main")).to_contain_text("Tugas belajar")
    fits(page, "times-away")
    evaluate(period=PERIOD, acting=acting(COMMAND, today(), now()))
    mine = signed_in(browser, live_server.url, ANI)
    mine.goto(f"/penilaian/{Appraisal.objects.get().pk}/")
    expect(mine.locator("main")).to_contain_text("Tidak bertugas")
    expect(mine.locator("main")).to_contain_text("Tidak dinilai, dan bukan nol")
    expect(mine.locator("main")).to_contain_text("Tidak perlu dinilai")
    fits(mine, "excused")
    boss = signed_in(browser, live_server.url, BUDI)
    boss.goto("/")
    expect(boss.locator("main")).not_to_contain_text("menilai Ani")
    # It was a mistake after all.
    page.goto("/organisasi/tidak-bertugas/")
    page.get_by_role("link", name="Batalkan").click()
    fill(page, Mengapa_keliru="Surat itu milik orang lain")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("main")).to_contain_text("dibatalkan")
    assert not TimeAway.objects.valid().exists()


def test_a_contract_is_listed_before_it_ends_and_taken_as_a_file(browser: Browser, live_server, agency):
    page = signed_in(browser, live_server.url, DEWI)
    page.goto("/organisasi/kontrak/")
    expect(page.locator("main")).to_contain_text("Tidak ada perjanjian yang berakhir dalam 90 hari")
    page.get_by_role("link", name="Catat perjanjian").click()
    fill(
        page,
        Pegawai_PPPK=EKO,
        Nomor_perjanjian_kerja="PK 12/2025",
        Hari_pertama=written_day(today() - timedelta(days=325)),
        Hari_terakhir=written_day(today() + timedelta(days=40)),
        Target_dalam_perjanjian="240 berkas setahun",
    )
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("main")).to_contain_text("40 hari lagi")
    expect(page.locator("main")).to_contain_text("belum ada hasil yang disampaikan")
    fits(page, "agreements")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh XLSX").click()
    file = read_table(Path(download.value.path()).read_bytes(), filename="kontrak.xlsx")
    cells = file.rows[0].cells
    assert (cells["nip"], cells["nama"], cells["sisa hari"]) == (EKO, "Eko", 40)
    assert cells["target perjanjian"] == "240 berkas setahun"
    page.goto("/organisasi/kontrak/?hari=30")
    expect(page.locator("main")).to_contain_text("Tidak ada perjanjian yang berakhir dalam 30 hari")


def test_the_grades_of_all_units_are_set_on_one_screen(browser: Browser, live_server, agency):
    page = signed_in(browser, live_server.url, DEWI)
    page.goto(f"/organisasi/capaian/?periode={PERIOD}")
    expect(page.locator("main")).to_contain_text("3 dari 3 unit belum punya capaian")
    page.get_by_label("Capaian Kecamatan").select_option(label="Baik")
    page.get_by_label("Capaian Seksi Pelayanan").select_option(label="Istimewa")
    fits(page, "unit-grades")
    page.get_by_label("Dasar penetapan").fill("SK Wali Kota 100/5/2026")
    page.get_by_role("button", name="Periksa lalu tetapkan").click()
    expect(page.locator("main")).to_contain_text("Seksi PelayananIstimewa")
    page.get_by_role("button", name="Tetapkan semuanya").click()
    expect(page.locator("main")).to_contain_text("1 dari 3 unit belum punya capaian")
    assert set(UnitGrade.objects.values_list("unit__code", "grade")) == {
        ("KEC", "good"),
        ("SEKSI", "excellent"),
    }
    page.get_by_role("link", name="Hanya yang belum").click()
    assert page.locator("tbody tr").count() == 1
    assert Unit.objects.count() == 3


def test_a_year_begins_in_its_middle_and_rests_on_what_exists(browser: Browser, live_server, agency):
    page = signed_in(browser, live_server.url, DEWI)
    page.goto("/periode/")
    page.get_by_role("link", name="Tahun tidak penuh").click()
    page.get_by_role("link", name="Tetapkan").click()
    fill(page, Dihitung_sejak=written_day(PERIOD.starts), Alasan="Instansi baru memakai Terukur")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("main")).to_contain_text("bukan nol")
    page.get_by_role("button", name="Tetapkan").click()
    page.get_by_role("link", name="Tambah").click()
    fill(page, Periode_yang_tidak_ada=str(PERIOD), Alasan="Pengisiannya belum dibuka pada triwulan itu.")
    page.get_by_role("button", name="Simpan").click()
    page.get_by_role("button", name="Tetapkan").click()
    expect(page.locator("main")).to_contain_text("Pengisiannya belum dibuka pada triwulan itu.")
    fits(page, "partial-year")
    evaluate(period=PERIOD, acting=acting(COMMAND, today(), now()))
    mine = signed_in(browser, live_server.url, ANI)
    mine.goto(f"/penilaian/{Appraisal.objects.get().pk}/")
    expect(mine.locator("main")).to_contain_text("Instansi baru memakai Terukur")
    fits(mine, "started-late")
