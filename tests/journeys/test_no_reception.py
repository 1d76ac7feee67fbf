"""An officer in the field writes down work without reception; it arrives once, later."""

import pytest
from playwright.sync_api import Browser, expect

from terukur.jobs.clock import today
from terukur.measurement.models import DailyProgress
from tests.journeys.test_citizen import accessible, signed_in
from tests.support import cast
from tests.support.cast import ANI

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fill(page, activity: str, starts: str, ends: str) -> None:
    page.get_by_text("Masyarakat terlayani").first.check()
    page.get_by_label("Kegiatan").fill(activity)
    page.get_by_label("Realisasi").fill("4")
    page.get_by_label("Satuan").fill("anak")
    if page.locator("details").count():
        page.locator("summary", has_text="Waktu").click()
    page.get_by_label("Mulai").fill(starts)
    page.get_by_label("Selesai").fill(ends)


def test_work_written_without_reception_arrives_once(browser: Browser, live_server):
    cast.load_people()
    cast.load_plan(year=today().year)
    ani = signed_in(browser, live_server.url, ANI)
    ani.goto("/harian/")
    accessible(ani)
    ani.evaluate("navigator.serviceWorker.ready.then(() => true)")

    fill(ani, "Imunisasi di Posyandu Melati", "08:00", "09:00")
    ani.get_by_role("button", name="Simpan").click()
    expect(ani.locator("main")).to_contain_text("08:00–09:00")
    ani.get_by_role("link", name="Imunisasi di Posyandu Melati").click()
    expect(ani.get_by_label("Satuan")).to_have_value("anak")
    expect(ani.get_by_label("Realisasi")).to_have_value("")

    ani.context.set_offline(True)
    ani.goto("/harian/")
    expect(ani.locator("main")).to_contain_text("Tidak ada sinyal")
    fill(ani, "Kunjungan rumah", "09:00", "10:00")
    ani.get_by_role("button", name="Simpan di ponsel").click()
    expect(ani.locator("#menunggu")).to_contain_text("1 catatan menunggu sinyal")
    assert DailyProgress.objects.count() == 1

    ani.context.set_offline(False)
    expect(ani.get_by_role("link", name="Untuk e-Kinerja")).to_be_visible(timeout=30_000)
    expect(ani.locator("#menunggu")).to_be_hidden(timeout=30_000)
    expect(ani.locator(".list").first).to_contain_text("09:00–10:00")
    assert DailyProgress.objects.count() == 2

    # Where nobody can be asked, copying is allowed beforehand.
    ani.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ani.get_by_role("link", name="Untuk e-Kinerja").click()
    accessible(ani)
    ani.get_by_role("button", name="Salin kegiatan: Kunjungan rumah").click()
    expect(ani.get_by_role("status")).to_contain_text("Tersalin: Kunjungan rumah")
