"""On 30 November the next year is planned: from last year's, agreed, taken back, returned for one indicator.

Home of both is looked at after every step: it says whose turn it is, and of nothing else.
"""

from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from terukur.appraisal.evaluation import evaluate
from terukur.ledger.acting import COMMAND
from terukur.planning.models import PlanVersion
from terukur.regulation.periods import Period
from tests.journeys.test_citizen import accessible, signed_in
from tests.support import cast
from tests.support.cast import ANI, BUDI, acting, moment

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LATE = date(2026, 11, 30)
MINE = "SKP 2027 Anda belum diajukan"
RETURNED = "SKP 2027 Anda dikembalikan pejabat penilai"
TO_SET = "1 SKP menunggu penetapan Anda"


@pytest.fixture
def year(monkeypatch) -> None:
    """Ani's plan of 2026 is set, with values until September."""
    cast.load_all()
    cast.load_values({f"2026-{month:02}": "34" for month in range(1, 10)}, period="2026")
    evaluate(period=Period.parse("2026-Q3"), acting=acting(COMMAND, LATE))
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(LATE))


def home(page: Page, there: str = "", *gone: str) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Halo")
    main = page.locator("main")
    if there:
        expect(main).to_contain_text(there)
    for words in gone:
        expect(main).not_to_contain_text(words)


def test_next_years_plan_is_made_by_two(browser: Browser, live_server, year):
    ani, budi = (signed_in(browser, live_server.url, number) for number in (ANI, BUDI))
    heading = ani.get_by_role("heading", level=1)

    home(ani, MINE)
    accessible(ani)
    ani.get_by_role("link", name="Mulai di SKP saya").click()
    expect(heading).to_have_text("SKP saya")
    accessible(ani)
    ani.get_by_role("link", name="Dari rencana unit atau rekan").click()
    expect(heading).to_have_text("Mulai SKP 2027")
    accessible(ani)
    ani.get_by_role("button", name="Mulai dari SKP 2026").click()
    expect(heading).to_have_text("SKP 2027, versi 1")
    accessible(ani)

    # Last year's numbers are agreed again, beside what was achieved.
    ani.get_by_role("link", name="Sepakati target 2027").click()
    expect(heading).to_have_text("Sepakati target 2027")
    expect(ani.locator("main")).to_contain_text("306 berkas, data sampai 30 September 2026")
    accessible(ani)
    ani.get_by_label("Target").first.fill("450")
    for box in ani.get_by_label("Angka ini disepakati").all():
        box.check()
    ani.get_by_role("button", name="Simpan yang disepakati").click()
    expect(ani.get_by_role("status")).to_contain_text("Semua angka sudah disepakati")
    home(ani, MINE)
    home(budi, "", TO_SET)

    version = PlanVersion.objects.get(plan__year=2027)
    plan = f"/skp/{version.pk}/"
    ani.goto(plan)
    ani.get_by_role("button", name="Tanda tangani dan ajukan").click()
    expect(ani.get_by_role("status")).to_contain_text("diajukan")
    home(ani, "", MINE)
    home(budi, TO_SET)

    ani.goto(plan)
    ani.get_by_role("button", name="Tarik pengajuan").click()
    expect(ani.get_by_role("status")).to_contain_text("Pengajuan ditarik")
    home(ani, MINE)
    home(budi, "", TO_SET)
    ani.goto(plan)
    ani.get_by_role("button", name="Tanda tangani dan ajukan").click()
    expect(ani.get_by_role("status")).to_contain_text("diajukan")

    # The appraiser sees what changed, and returns one indicator.
    home(budi, TO_SET)
    budi.goto(plan)
    accessible(budi)
    budi.get_by_role("link", name="Lihat apa yang berubah").click()
    expect(budi.get_by_role("heading", level=1)).to_have_text("Apa yang berubah")
    expect(budi.locator("del", has_text="400")).to_be_visible()
    expect(budi.locator("ins", has_text="450")).to_be_visible()
    accessible(budi)
    budi.goto(f"{plan}tandai/")
    budi.get_by_role("checkbox").nth(1).check()
    budi.get_by_role("button", name="Kembalikan", exact=True).click()
    expect(budi.locator("main")).to_contain_text("pegawai membacanya")
    accessible(budi)
    budi.get_by_role("textbox").nth(1).fill("Targetnya sama dengan tahun lalu")
    budi.get_by_role("button", name="Kembalikan", exact=True).click()
    expect(budi.get_by_role("status")).to_contain_text("Pegawai melihat catatan Anda")
    home(budi, "", TO_SET)

    home(ani, RETURNED)
    ani.get_by_role("link", name="Baca catatan dan perbaiki").click()
    expect(ani.get_by_text("Perlu diperbaiki: Targetnya sama dengan tahun lalu")).to_have_count(1)
    accessible(ani)
    ani.get_by_role("link", name="Ubah indikator").nth(1).click()
    ani.locator("#id_target").fill("14")
    ani.get_by_role("button", name="Simpan").click()
    expect(ani.get_by_role("status")).to_contain_text("tersimpan")
    ani.get_by_role("button", name="Tanda tangani dan ajukan").click()
    expect(ani.get_by_role("status")).to_contain_text("diajukan")

    budi.goto(plan)
    budi.get_by_role("button", name="Tetapkan SKP ini").click()
    expect(budi.get_by_role("status")).to_contain_text("ditetapkan")
    home(budi, "", TO_SET)
    home(ani, "Keadaan saya, Triwulan IV 2026", MINE, RETURNED)
    version.refresh_from_db()
    assert (version.status, version.in_force_from) == ("set", date(2027, 1, 1))
