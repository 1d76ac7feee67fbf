"""An objection on three phones: the appraiser explains, the superior decides, the employee reads it."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.test_citizen import accessible, signed_in
from tests.support import cast, quarter
from tests.support.cast import AFTER, ANI, BUDI, CITRA

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEARD = "Ani menunjukkan registernya; Budi mengakui dua hari belum masuk."


def test_an_objection_is_heard_and_decided(browser: Browser, live_server):
    cast.load_people()
    version = cast.load_plan()
    cast.load_values(quarter.VALUES)
    quarter.declare(version)
    appraisal = quarter.computed()
    quarter.hand_over(appraisal)
    quarter.objecting(appraisal, AFTER + timedelta(days=3))
    page = f"/penilaian/{appraisal.pk}/"

    budi = signed_in(browser, live_server.url, BUDI)
    budi.goto("/")
    budi.locator("section", has_text="Keberatan Ani").get_by_role("link", name="Buka").first.click()
    accessible(budi)
    budi.get_by_label("Penjelasan Anda").fill("Saya memakai berkas yang dimuat pada 2 April.")
    budi.get_by_role("button", name="Kirim penjelasan").click()
    expect(budi.get_by_role("status")).to_contain_text("Penjelasan tersimpan")

    citra = signed_in(browser, live_server.url, CITRA)
    citra.goto(page)
    accessible(citra)
    citra.get_by_label("Yang disampaikan").fill(HEARD)
    citra.locator("[name=results][value=above]").check()
    citra.get_by_label("Keputusan dan alasannya").fill("Sepuluh berkas di register belum terhitung.")
    citra.get_by_role("button", name="Putuskan").click()
    expect(citra.get_by_role("status")).to_contain_text("Keberatan dikabulkan")

    ani = signed_in(browser, live_server.url, ANI)
    ani.goto(page)
    accessible(ani)
    expect(ani.locator("#keberatan")).to_contain_text("Dikabulkan oleh Citra; keputusan ini akhir")
    expect(ani.locator("#keberatan")).to_contain_text("Sesuai ekspektasi → Di atas ekspektasi")
