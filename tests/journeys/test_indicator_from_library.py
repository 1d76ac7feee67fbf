"""On a phone: an indicator from the library in few acts, amounts of a month, and their confirmation."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, expect

from terukur.jobs.clock import today
from terukur.measurement.models import Realization
from terukur.organization.queries import assignment_on
from terukur.planning.models import Indicator, PlannedResult
from terukur.planning.operations.versions import start_plan
from tests.journeys.test_citizen import accessible, signed_in
from tests.journeys.test_whole_story import labelled
from tests.measurement.test_daily_sums import draft, write
from tests.support import cast
from tests.support.cast import ANI, BUDI, acting, employee

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_ACTS = 8


def test_an_indicator_is_taken_from_the_library(browser: Browser, live_server):
    cast.load_people()
    version = start_plan(
        assignment=assignment_on(employee(ANI).pk, today()),
        year=today().year,
        acting=acting(employee(ANI).user, today()),
    )
    PlannedResult.objects.create(version=version, number=1, kind="main", title="Warga terlayani")
    ani = signed_in(browser, live_server.url, ANI)
    done: list[str] = []

    def act(place: Locator, written: str = "") -> None:
        done.append(written or "tap")
        if written:
            place.fill(written)
        else:
            place.click()

    ani.goto(f"/skp/{version.pk}/")
    act(ani.get_by_role("link", name="Tambah indikator"))
    accessible(ani)
    act(ani.get_by_role("link", name="Pilih dari pustaka indikator"))
    expect(ani.get_by_role("heading", name="Pustaka indikator")).to_be_visible()
    accessible(ani)
    act(ani.get_by_label("Cari"), "waktu tunggu")
    act(ani.get_by_role("button", name="Cari"))
    expect(ani).to_have_url(re.compile("cari=waktu"))
    expect(ani.get_by_role("heading", name="Cocok untuk jabatan Anda")).to_be_visible()
    act(ani.get_by_role("link", name="Pakai Rata-rata waktu tunggu pemohon di loket"))
    expect(ani.locator("main")).to_contain_text("Jangan")
    expect(ani.get_by_label("Dari sumber mana?")).to_have_value("Sistem antrean")
    accessible(ani)
    act(labelled(ani, "Target"), "10")
    act(ani.get_by_role("button", name="Simpan"))
    expect(ani.get_by_role("status").first).to_contain_text("Indikator tersimpan")
    expect(ani.locator("main")).to_contain_text("target 10 menit")
    accessible(ani)
    assert len(done) <= MOST_ACTS
    assert Indicator.objects.get().target == 10


def test_amounts_of_a_month_are_confirmed_and_a_correction_shows(browser: Browser, live_server):
    cast.load_people()
    month_ago = today().replace(day=1) - timedelta(days=1)
    version = cast.load_plan(year=month_ago.year)
    indicator = Indicator.objects.get(result__version=version, measure=None)
    for days, amount in ((0, 4), (1, 5), (2, None)):
        write(replace(draft(indicator), day=month_ago - timedelta(days=days), amount=amount), on=today())

    ani = signed_in(browser, live_server.url, ANI)
    ani.goto("/")
    ani.get_by_role("link", name="Lihat jumlahnya").click()
    expect(ani.locator("#harian")).to_contain_text("1 catatan tanpa jumlah tidak dihitung")
    accessible(ani)
    ani.get_by_role("button", name="Sahkan 9 berkas").click()
    expect(ani.get_by_role("status").first).to_contain_text("disahkan: 9 berkas")
    expect(ani.locator("#harian")).to_contain_text("Dihitung sebagai pernyataan sendiri")
    assert Realization.objects.get().value == 9

    ani.locator("summary", has_text="Catatan yang dijumlahkan").click()
    ani.locator("#harian").get_by_role("link", name=re.compile("Menjawab pengaduan")).last.click()
    expect(ani.get_by_role("heading", name="Ubah catatan")).to_be_visible()
    accessible(ani)
    ani.get_by_label("Realisasi").fill("6")
    ani.get_by_role("button", name="Simpan perubahan").click()
    expect(ani.get_by_role("heading", name="Apa yang dikerjakan hari ini?")).to_be_visible()
    ani.goto("/hasil-ukur/")
    expect(ani.locator("#harian")).to_contain_text("catatannya diperbaiki sesudah itu")
    expect(ani.get_by_role("button", name="Sahkan 11 berkas")).to_be_visible()

    budi = signed_in(browser, live_server.url, BUDI)
    budi.goto(f"/realisasi/{Realization.objects.get().pk}/")
    expect(budi.locator("main")).to_contain_text("jumlahnya sekarang 11 berkas")
    accessible(budi)
