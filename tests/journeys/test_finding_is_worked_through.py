"""A run asks something about Budi: he answers, a panel hears him and settles it, Ani reads one sentence."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from terukur.jobs.clock import today
from terukur.raters.models import Finding
from tests.journeys.test_citizen import accessible, signed_in
from tests.support import cast, quarter
from tests.support.cast import ANI, BUDI, CITRA, DEWI, EKO, FAJAR, employee
from tests.support.open_finding import finding_about

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ASKED = "0,61 tingkat lebih rendah"
SAID = "Separuh tim baru bekerja tiga bulan."


def found() -> int:
    """Ani's result of the quarter is delivered, and a run found something about Budi."""
    cast.load_people()
    version = cast.load_plan()
    cast.load_values(quarter.VALUES)
    quarter.declare(version)
    appraisal = quarter.hand_over(quarter.computed())
    finding_about()
    team = cast.acting(cast.COMMAND, cast.NEW_YEAR)
    cast.grant_role(user=employee(CITRA).user, role=cast.RoleGrant.Role.PERFORMANCE_TEAM, acting=team)
    return appraisal.pk


def seats(asking: Page, agreeing: Page, number: str) -> None:
    """Name a member of the panel: one of the performance team asks, another agrees."""
    asking.goto("/objektivitas/panel/")
    accessible(asking)
    asking.get_by_label("NIP").fill(number)
    asking.get_by_label("Alasan").fill("Surat Sekda 7/2026")
    asking.get_by_role("button", name="Minta persetujuan orang kedua").click()
    expect(asking.locator("main")).to_contain_text("setelah pengelola kinerja lain menyetujui")
    agreeing.goto("/organisasi/akses/")
    agreeing.get_by_role("button", name="Periksa dan setujui").click()
    agreeing.locator("main").get_by_role("button").first.click()
    expect(agreeing.locator("main")).to_contain_text("Dilaksanakan")


def says_nothing_of_it(page: Page, appraisal: int) -> None:
    page.goto(f"/penilaian/{appraisal}/")
    page.get_by_role("link", name="Seberapa kuat dasar penilaian ini").click()
    expect(page.locator("main")).to_contain_text("tidak ada pertanyaan yang selesai dibahas")
    expect(page.locator("main")).not_to_contain_text(ASKED)


def test_a_finding_is_heard_and_settled_and_one_sentence_of_it_is_read(browser: Browser, live_server):
    appraisal = found()
    finding = Finding.objects.get()
    pages = {who: signed_in(browser, live_server.url, who) for who in (ANI, BUDI, DEWI, EKO)}
    ani, budi, dewi, eko = pages.values()

    dewi.goto("/objektivitas/?periode=2026-Q1")
    expect(dewi.locator("main")).to_contain_text("1 dari 1 penilai untuk ditinjau panel")
    accessible(dewi)
    dewi.get_by_role("link", name="Panel kalibrasi").click()
    citra = signed_in(browser, live_server.url, CITRA)
    seats(dewi, citra, EKO)
    dewi.goto("/objektivitas/panel/")
    expect(dewi.locator("main")).to_contain_text("Eko")
    dewi.get_by_role("link", name="Temuan cara menilai").click()
    expect(dewi.locator("main")).to_contain_text("Menunggu didengar")
    expect(dewi.locator("main")).not_to_contain_text("Budi")
    accessible(dewi)

    budi.goto("/")
    budi.get_by_role("link", name="Baca dan jawab").click()
    expect(budi.get_by_role("heading", level=2).first).to_have_text("Yang paling membantu sekarang")
    expect(budi.locator("main")).to_contain_text(ASKED)
    budi.get_by_label("Apa yang perlu diketahui panel?").fill(SAID)
    budi.get_by_role("button", name="Kirim kepada panel").click()
    expect(budi.locator("main")).to_contain_text("panel membacanya apa adanya")
    accessible(budi)

    eko.goto("/")
    eko.get_by_role("link", name="Buka temuan").click()
    eko.get_by_role("link", name=f"Temuan {finding.number}").click()
    main = eko.locator("main")
    expect(main).to_contain_text(ASKED)
    expect(main).not_to_contain_text("Budi")
    expect(main).not_to_contain_text(SAID)
    accessible(eko)
    eko.get_by_label("Mengapa nama perlu dibuka").fill("Untuk mendengar penilainya.")
    eko.get_by_role("button", name="Buka nama").click()
    expect(eko.get_by_role("heading", level=1)).to_have_text("Budi")
    expect(main).to_contain_text(SAID)
    says_nothing_of_it(ani, appraisal)

    eko.get_by_label("Siapa").select_option("Budi (penilai)")
    eko.get_by_label("Hari didengar").fill("2099-01-01")
    eko.get_by_label("Apa yang dikatakannya").fill(SAID)
    eko.get_by_role("button", name="Simpan", exact=True).click()
    expect(main).to_contain_text("Hari didengar antara")
    expect(eko.get_by_label("Apa yang dikatakannya")).to_have_value(SAID)
    eko.get_by_label("Hari didengar").fill(str(today()))
    eko.get_by_role("button", name="Simpan", exact=True).click()
    accessible(eko)
    expect(main).to_contain_text("Kesimpulannya diambil anggota panel yang lain")
    expect(eko.get_by_text("Simpulkan: ada penjelasannya")).to_have_count(0)

    # Another member concludes, once Budi has confirmed the words that were written for him.
    seats(dewi, citra, FAJAR)
    hana = signed_in(browser, live_server.url, FAJAR)
    hana.goto(f"/temuan/{finding.pk}/")
    expect(hana.locator("main")).to_contain_text("belum membaca dan membenarkan")
    budi.goto("/")
    budi.get_by_role("link", name="Baca dan jawab").click()
    budi.get_by_text("Tambahkan sesuatu").click()
    budi.get_by_label("Apa yang perlu diketahui panel?").fill("Benar, itu kata-kata saya.")
    budi.get_by_role("button", name="Kirim kepada panel").click()
    hana.reload()
    hana.get_by_text("Simpulkan: ada penjelasannya").click()
    hana.get_by_label("Apa penjelasannya").fill("Pegawai baru; diperiksa lagi tahun depan.")
    hana.get_by_role("button", name="Simpan sebagai dijelaskan").click()
    expect(hana.get_by_role("heading", level=1)).to_have_text("Periksa sebelum menyimpulkan")
    accessible(hana)
    hana.get_by_role("button", name="Simpulkan").click()
    expect(hana.locator("main")).to_contain_text("Temuan selesai: dijelaskan.")

    ani.reload()
    expect(ani.locator("main")).to_contain_text(re.compile(f"{ASKED}.*ada penjelasannya"))
    expect(ani.locator("main")).not_to_contain_text("Pegawai baru")
    accessible(ani)
    for number in (ANI, BUDI, DEWI):
        other = signed_in(browser, live_server.url, number)
        assert other.goto(f"/temuan/{finding.pk}/").status == 404
    citra = signed_in(browser, live_server.url, CITRA)
    citra.goto("/temuan/")
    citra.get_by_role("link", name="Budi").click()
    expect(citra.locator("main")).to_contain_text("Pegawai baru; diperiksa lagi tahun depan.")
    expect(citra.locator("main form")).to_have_count(0)
