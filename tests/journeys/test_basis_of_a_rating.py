"""Ani reads on her phone what her rating rests on; Dewi reads it of a unit."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.test_citizen import accessible, signed_in
from tests.objectivity.test_unit_view import row
from tests.support import index_example
from tests.support.cast import ANI, DEWI

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def test_what_a_rating_rests_on_is_read_on_a_phone(browser: Browser, live_server):
    appraisal = index_example.worked_case()
    index_example.run_of("2026", index_example.TOO_HIGH)
    index_example.run_of("2026-Q1", units=[row("SEKSI", stops={"looked": 20, "rare": 6})])

    ani = signed_in(browser, live_server.url, ANI)
    ani.goto(f"/penilaian/{appraisal.pk}/")
    ani.get_by_role("link", name="Seberapa kuat dasar penilaian ini").click()
    main = ani.locator("main")
    expect(main).to_contain_text("Cukup kuat")
    expect(main).to_contain_text("bukan pegawai dan bukan penilainya")
    expect(ani.get_by_role("img", name="Hasil yang terukur: 70 %")).to_be_visible()
    ani.get_by_text("Cara menghitungnya").click()
    expect(main).to_contain_text("Seluruhnya 62 dari 100")
    accessible(ani)

    dewi = signed_in(browser, live_server.url, DEWI)
    dewi.goto("/objektivitas/unit/?periode=2026-Q1")
    expect(dewi.get_by_role("heading", name="Seksi Pelayanan")).to_be_visible()
    dewi.get_by_text("Tanda lain untuk ditanyakan").click()
    expect(dewi.locator("main")).to_contain_text("6 dari 20 hitungan bulanan")
    accessible(dewi)
