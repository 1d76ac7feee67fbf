"""From a low mark to what was learned and what came of it, as employee and appraiser on phones."""

import pytest
from playwright.sync_api import Browser, expect

from terukur.regulation.periods import Period
from terukur.regulation.scales import Rating
from tests.journeys.test_citizen import accessible, signed_in
from tests.support import cast, learning_case, quarter
from tests.support.cast import ANI, BUDI, CITRA, employee

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHELF = tuple(row if row[0] != "C3" else (*row[:6], "", "", *row[8:]) for row in learning_case.SHELF)


def test_a_low_mark_becomes_something_learned(browser: Browser, live_server):
    cast.load_people()
    version = cast.load_plan()
    cast.load_values(quarter.VALUES)
    quarter.declare(version)
    learning_case.shelf(SHELF)
    learning_case.potential("Sedang")
    learning_case.delivered(quarter.computed())

    ani = signed_in(browser, live_server.url, ANI)
    ani.goto("/penilaian/")
    ani.get_by_role("link", name="Pengembangan saya").click()
    expect(ani.locator("main")).to_contain_text(learning_case.EXAMPLE)
    accessible(ani)
    ani.get_by_text("Mengapa ini disarankan: Mentoring memakai aplikasi").click()
    expect(ani.locator("main")).to_contain_text("10-20-70")
    ani.get_by_role("button", name="Pilih Mentoring memakai aplikasi").click()
    expect(ani.get_by_role("status")).to_contain_text("menunggu persetujuan")
    accessible(ani)

    budi = signed_in(browser, live_server.url, BUDI)
    budi.goto("/tim/?periode=2026-Q1")
    accessible(budi)
    budi.get_by_role("link", name="Pengembangan Ani").click()
    accessible(budi)
    budi.get_by_role("button", name="Setujui Mentoring").click()
    expect(budi.get_by_role("status")).to_contain_text("Disepakati")

    ani.goto("/pengembangan/")
    ani.get_by_role("link", name="Sudah selesai").click()
    accessible(ani)
    ani.get_by_label("Selesai pada").fill("2026-04-20")
    ani.get_by_label("Sertifikat atau catatan").set_input_files(
        {"name": "mentoring.png", "mimeType": "image/png", "buffer": learning_case.CERTIFICATE}
    )
    ani.get_by_role("button", name="Simpan").click()
    expect(ani.locator("#rencana")).to_contain_text("6 JP dinyatakan, menunggu diperiksa")
    accessible(ani)

    budi.goto("/")
    budi.get_by_role("link", name="Periksa").click()
    accessible(budi)
    budi.get_by_role("link", name="Periksa sertifikat Ani").click()
    accessible(budi)
    budi.get_by_label("Benar: jamnya dihitung").check()
    budi.get_by_role("button", name="Simpan").click()
    expect(budi.get_by_role("status")).to_contain_text("Dibenarkan")

    ani.reload()
    expect(ani.locator("#rencana")).to_contain_text("6 dari paling sedikit 20 JP")
    expect(ani.locator("#rencana")).to_contain_text("Dampak: belum diketahui")
    accessible(ani)

    learning_case.quarter_later(Period.parse("2026-Q2"), Rating.MEETS)
    ani.reload()
    expect(ani.locator("#rencana")).to_contain_text("Dampak: membaik")
    accessible(ani)

    ani.get_by_role("link", name="Kotak talenta").click()
    expect(ani.locator("main")).to_contain_text("di sini")
    accessible(ani)
    ani.get_by_text("Kotak ini keliru").click()
    ani.get_by_label("Apa yang keliru").fill("Asesmen itu sebelum saya berlatih; mohon diulang.")
    ani.get_by_role("button", name="Kirim").click()
    expect(ani.locator("main")).to_contain_text("Menunggu jawaban")
    ani.goto("/pengembangan/katalog/?cari=antrean")
    expect(ani.locator("main")).to_contain_text("Mentoring memakai aplikasi antrean baru")
    accessible(ani)

    citra = signed_in(browser, live_server.url, CITRA)
    citra.goto(f"/pengembangan/{employee(ANI).pk}/")
    expect(citra.locator("main")).to_contain_text("Dampak: membaik")
    expect(citra.get_by_role("button", name="Tambahkan")).to_have_count(0)
    citra.goto("/pengembangan/dampak/")
    accessible(citra)
