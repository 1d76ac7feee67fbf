"""From the empty agency to the read explanation, as three people in three sessions."""

import re
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from terukur.accounts.models import User
from terukur.accounts.operations import issue_activation_code
from terukur.appraisal.evaluation import evaluate
from terukur.jobs.clock import now, today
from terukur.ledger.acting import COMMAND
from terukur.organization.models import Employee
from terukur.organization.operations import found_agency
from terukur.regulation.behaviors import BEHAVIOR_CODES
from terukur.regulation.periods import Period
from terukur.tables.writing import to_csv
from tests.support import cast
from tests.support.cast import ANI, BUDI, DEWI, acting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "terukur-sekali-9"
PHONE = {"width": 390, "height": 844}
PERIOD = Period.quarter_of(today()).previous
IN_THIS_YEAR = PERIOD.year == today().year


def session(browser: Browser, base: str) -> Page:
    page = browser.new_context(base_url=base, viewport=PHONE, locale="id-ID").new_page()
    page.set_default_timeout(10_000)
    return page


def activate(page: Page, number: str) -> None:
    code = issue_activation_code(user=User.objects.get(username=number), acting=acting(COMMAND, at=now()))
    page.goto("/aktivasi/")
    page.get_by_label("NIP").fill(number)
    page.get_by_label("Kode aktivasi").fill(code)
    page.get_by_label("Kata sandi baru").fill(PASSWORD)
    page.get_by_label("Ulangi kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Aktifkan").click()
    page.get_by_label("NIP").fill(number)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Halo")


def upload(page: Page, kind: str, name: str, content: bytes, **choices: str) -> None:
    page.goto("/impor/muat/")
    page.get_by_label("Isi berkas").select_option(kind)
    page.get_by_label("Berkas CSV atau XLSX").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    if "measure" in choices:
        page.get_by_label("Ukuran (untuk hasil ukur)").select_option(label=choices["measure"])
        page.get_by_label("Periode (untuk hasil ukur dan log)").fill(choices["period"])
    page.get_by_role("button", name="Periksa berkas").click()
    page.get_by_role("button", name="Muat sekarang").click()
    expect(page.get_by_role("status")).to_contain_text("Termuat")


def accessible(page: Page) -> None:
    """No finding of axe-core, and nothing wider than the phone."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def labelled(page: Page, label: str) -> Locator:
    """The control with exactly this label."""
    return page.get_by_label(re.compile(f"^{re.escape(label)}:?$"))


def indicator(page: Page, **fields: str) -> None:
    rest = page.locator("summary", has_text="Rincian")
    if rest.count():
        rest.click()
    for label, value in fields.items():
        control = labelled(page, label.replace("_", " "))
        if control.evaluate("node => node.tagName") == "SELECT":
            control.select_option(label=value)
        else:
            control.fill(value)
    page.get_by_role("button", name="Simpan").click()


@pytest.mark.skipif(not IN_THIS_YEAR, reason="in January the last quarter belongs to last year")
def test_from_the_empty_agency_to_the_read_explanation(browser: Browser, live_server):
    found_agency(
        code="KOTA",
        name="Kota Contoh",
        number=DEWI,
        person="Dewi",
        acting=acting(COMMAND, date(today().year, 1, 1), now()),
    )
    dewi, ani, budi = (session(browser, live_server.url) for _ in range(3))

    # Dewi loads the people and describes a measure.
    activate(dewi, DEWI)
    accessible(dewi)
    upload(dewi, "people", "pegawai.csv", cast.people_csv())
    accessible(dewi)
    dewi.goto("/ukuran/")
    indicator(
        dewi,
        Kunci="permohonan",
        Nama="Permohonan selesai",
        Satuan="berkas",
        Diukur_per="Pegawai",
        Beberapa_bulan="Dijumlahkan",
    )
    expect(dewi.get_by_role("status")).to_contain_text("tersimpan")

    # Ani drafts her plan and signs it.
    activate(ani, ANI)
    ani.goto("/skp/")
    accessible(ani)
    ani.get_by_role("button", name=f"Susun SKP {PERIOD.year}", exact=True).click()
    ani.get_by_role("link", name="Tambah hasil kerja").click()
    labelled(ani, "Rencana hasil kerja").fill("Masyarakat terlayani cepat")
    ani.get_by_label("Bila tidak ada yang didukung, alasannya").fill("SKP pimpinan belum ada")
    ani.get_by_role("button", name="Simpan").click()
    indicator(
        ani,
        **{"Apa yang akan berbeda?": "Permohonan selesai"},
        Aspek="Kuantitas",
        Satuan="berkas",
        Target="400",
        atau_diukur_dari_data_yang_sudah_ada="Permohonan selesai",
    )
    ani.get_by_role("button", name="Bagi rata bobot").click()
    expect(ani.get_by_role("heading", level=1)).to_have_text("Periksa sebelum membagi rata bobot")
    ani.get_by_role("button", name="Bagi rata bobot").click()
    expect(ani.get_by_text("Sebelum diajukan, masih 3 hal")).to_be_visible()
    ani.get_by_role("link", name="Isi lampiran").click()
    for label in ("Dukungan sumber daya", "Skema pertanggungjawaban", "Konsekuensi"):
        ani.get_by_label(label).fill("Sesuai kesepakatan")
    ani.get_by_role("button", name="Simpan").click()
    accessible(ani)
    ani.get_by_role("button", name="Tanda tangani dan ajukan").click()
    expect(ani.get_by_role("status")).to_contain_text("diajukan")

    # Budi sets it.
    activate(budi, BUDI)
    budi.get_by_role("link", name="Buka tim saya").click()
    budi.get_by_role("link", name="Periksa dan tetapkan").click()
    budi.get_by_role("button", name="Tetapkan SKP ini").click()
    expect(budi.get_by_role("status")).to_contain_text("ditetapkan")

    # Dewi loads the values; the period is computed; she records the organization grade.
    first_month = f"{PERIOD.year}-{PERIOD.first:02d}"
    values = to_csv(("NIP", "BULAN", "NILAI"), [(ANI, first_month, str(100 * PERIOD.last // 3))])
    upload(dewi, "measurements", "nilai.csv", values, measure="Permohonan selesai", period=str(PERIOD))
    evaluate(period=PERIOD, acting=acting(COMMAND, today(), now()))
    dewi.goto("/organisasi/")
    dewi.get_by_label("Cari pegawai").press_sequentially("ani")
    expect(dewi.locator("#orang").get_by_role("link", name="Ani")).to_be_visible()
    accessible(dewi)
    dewi.get_by_role("link", name="Seksi Pelayanan").click()
    accessible(dewi)
    labelled(dewi, "Periode").fill(str(PERIOD))
    dewi.get_by_label("Capaian kinerja organisasi").select_option("good")
    dewi.get_by_label("Dasar penetapan").fill("Rencana aksi tercapai sesuai target")
    dewi.get_by_role("button", name="Tetapkan").click()

    # Budi rates: nothing is chosen for him, and a bare mark is sent back.
    budi.goto(f"/tim/?periode={PERIOD}")
    accessible(budi)
    budi.get_by_role("link", name=re.compile("^Nilai")).click()
    accessible(budi)
    budi.get_by_role("button", name="Simpan rating").click()
    expect(budi.get_by_role("alert")).to_contain_text("Rating hasil kerja")
    budi.locator("input[name=results][value=meets]").check()
    budi.locator("input[name=behavior][value=meets]").check()
    for code in BEHAVIOR_CODES:
        budi.locator(f"input[name=mark_{code}][value=meets]").check()
    budi.get_by_role("button", name="Simpan rating").click()
    budi.get_by_role("link", name="Tetapkan predikat dan sampaikan").click()
    budi.get_by_role("button", name="Sampaikan predikat").click()
    expect(budi.get_by_role("status")).to_contain_text("disampaikan")

    # Ani reads why, from which file, and what she can do.
    ani.goto("/")
    accessible(ani)
    ani.get_by_role("link", name="Baca penjelasannya").click()
    expect(ani.locator(".grade")).to_have_text("Baik")
    ani.get_by_text("Hitungan dan sumbernya").click()
    expect(ani.get_by_role("link", name="nilai.csv").first).to_be_visible()
    accessible(ani)
    ani.get_by_role("link", name="nilai.csv").first.click()
    expect(ani.get_by_role("cell", name="Ani")).to_be_visible()
    accessible(ani)
    ani.go_back()
    ani.get_by_role("link", name="Terima hasil ini").click()
    accessible(ani)
    ani.get_by_role("button", name="Ya, saya menerima hasil ini").click()
    expect(ani.get_by_role("status")).to_contain_text("diterima")
    assert Employee.objects.get(number=ANI).user.username not in ani.url
