"""A person's years in an agency: added, promoted, transferred, retired, brought back, on a phone."""

import pytest
from playwright.sync_api import Browser, expect

from terukur.jobs.clock import today
from terukur.organization.models import Employee, Unit
from terukur.organization.queries import assignment_on
from tests.journeys.test_citizen import accessible, signed_in
from tests.journeys.test_whole_story import labelled
from tests.support import cast
from tests.support.cast import DEWI

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NUMBER = "199506062019032001"


def test_a_person_is_added_promoted_transferred_retired_and_brought_back(browser: Browser, live_server):
    cast.load_people()
    page = signed_in(browser, live_server.url, DEWI)
    page.set_default_timeout(10_000)
    main = page.locator("main")
    said = page.get_by_role("status")
    day = f"{today():%d-%m-%Y}"

    # Added on the page of the unit; the appraiser is its head without being asked for.
    page.goto(f"/organisasi/unit/{Unit.objects.get(code='SEKSI').pk}/")
    accessible(page)
    page.get_by_role("link", name="Tambah pegawai").click()
    accessible(page)
    labelled(page, "NIP atau NI PPPK").fill("19950606 201903 2 001")
    labelled(page, "Nama lengkap dengan gelar").fill("Gita Melati, A.Md.")
    labelled(page, "Golongan").fill("II/c")
    labelled(page, "TMT golongan").fill("1 Maret 2019")
    labelled(page, "Jabatan").fill("Penjaga Arsip")
    labelled(page, "TMT jabatan").fill("1 Maret 2019")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("alert")).to_contain_text("pilih jenis jabatannya")
    accessible(page)
    labelled(page, "Jenis jabatan").select_option("functional")
    labelled(page, "Jenjang").fill("Terampil")
    page.get_by_role("button", name="Simpan").click()
    expect(said).to_contain_text("Berikutnya: buat kode aktivasinya")
    expect(main).to_contain_text("Pengatur, II/c sejak 1 Maret 2019")
    accessible(page)

    # Promoted: the rank before stays, and a slip is taken back.
    for rank, since in (("II/d", "1 April 2023"), ("III/a", "1 April 2025")):
        page.get_by_role("link", name="Perbaiki data atau pangkat").click()
        labelled(page, "Golongan").fill(rank)
        labelled(page, "TMT golongan").fill(since)
        labelled(page, "Dasar").fill("SK kenaikan pangkat 823/4")
        page.get_by_role("button", name="Simpan").click()
        expect(said).to_contain_text("Data diperbaiki")
    page.get_by_role("button", name="Kenaikan keliru, kembalikan").click()
    expect(main).to_contain_text("Pengatur Tk. I, II/d sejak 1 April 2023")
    expect(main).to_contain_text("1 Maret 2019 – 31 Maret 2023")
    accessible(page)

    # Transferred: the effects are read first; the position keeps its kind and level.
    page.get_by_role("link", name="Pindahkan").click()
    accessible(page)
    labelled(page, "Unit kerja").fill("Kecamatan")
    labelled(page, "Mulai (TMT)").fill(day)
    labelled(page, "Dasar").fill("SK mutasi 800/12")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Periksa sebelum memindahkan")
    expect(main).to_contain_text("jabatan baru: Fungsional, Terampil")
    expect(main).to_contain_text("Citra")
    accessible(page)
    page.get_by_role("button", name="Pindahkan Gita").click()
    expect(said).to_contain_text("Berikutnya ia menyusun SKP untuk jabatan barunya")

    # Taken back and done again, because nothing was done in the new position.
    page.get_by_role("button", name="Batalkan kepindahan terakhir").click()
    accessible(page)
    page.get_by_role("button", name="Batalkan kepindahan").click()
    expect(said).to_contain_text("jabatan semula berjalan lagi")
    gita = Employee.objects.get(number=NUMBER)
    assert assignment_on(gita.pk, today()).position.unit.code == "SEKSI"

    # Retired, by mistake.
    page.get_by_role("link", name="Catat berhenti").click()
    labelled(page, "Hari terakhir bertugas").fill("31-05-2024")
    labelled(page, "Dasar").fill("SK pensiun 88")
    page.get_by_role("button", name="Simpan").click()
    expect(main).to_contain_text("tidak dapat masuk")
    accessible(page)
    page.get_by_role("button", name="Catat berhenti").click()
    expect(main).to_contain_text("berhenti 31 Mei 2024")
    accessible(page)

    # Found though nobody works with her any more, and brought back to another position.
    page.goto("/organisasi/?cari=gita")
    page.get_by_role("link", name="Gita Melati, A.Md.").click()
    page.get_by_role("link", name="Kembali bertugas").click()
    accessible(page)
    labelled(page, "Unit kerja").fill("KEC")
    labelled(page, "Jabatan").fill("Analis SDM")
    labelled(page, "Mulai (TMT)").fill(day)
    labelled(page, "Dasar").fill("SK aktif kembali 9")
    page.get_by_role("button", name="Simpan").click()
    accessible(page)
    page.get_by_role("button", name="Catat kembali bertugas").click()
    expect(said).to_contain_text("bertugas kembali")
    gita.refresh_from_db()
    assert gita.left_on is None
    assert assignment_on(gita.pk, today()).position.title == "Analis SDM"
    page.get_by_role("link", name="Riwayat data pegawai").click()
    for act in (
        "Pegawai ditambahkan",
        "Kepindahan dibatalkan",
        "Pegawai berhenti",
        "Pegawai kembali bertugas",
    ):
        expect(main).to_contain_text(act)
    accessible(page)
