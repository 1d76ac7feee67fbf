"""An appraiser writes in a corridor; the employee reads it, says what came of it, and asks a colleague."""

import re

import pytest
from playwright.sync_api import Browser, expect

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.coaching.models import Feedback
from terukur.jobs.clock import now, today
from terukur.ledger.acting import COMMAND
from terukur.regulation.periods import Period
from tests.journeys.test_citizen import accessible, signed_in
from tests.support import cast
from tests.support.cast import ANI, BUDI, CITRA, EKO, acting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEEN = "Berkas diperiksa sebelum warga mengambil nomor, Senin pukul 9"


def test_feedback_from_the_corridor_to_what_came_of_it(browser: Browser, live_server):
    cast.load_people()
    period = Period.quarter_of(today()).previous
    cast.load_plan(year=period.year)
    evaluate(period=period, acting=acting(COMMAND, today(), now()))
    page = f"/penilaian/{Appraisal.objects.get().pk}/"

    ani = signed_in(browser, live_server.url, ANI)
    ani.goto(page)
    ani.get_by_role("button", name="Minta umpan balik penilai tentang Permohonan selesai").click()
    expect(ani.get_by_role("status")).to_contain_text("diminta dari Budi")
    accessible(ani)

    budi = signed_in(browser, live_server.url, BUDI)
    budi.goto(f"/tim/?periode={period}")
    accessible(budi)
    budi.get_by_role("link", name="Umpan balik untuk Ani").click()
    accessible(budi)
    budi.get_by_label("Tentang").select_option(label="– Permohonan selesai")
    budi.get_by_label("Pujian").check()
    hints = budi.locator("#petunjuk")
    budi.get_by_label("Yang terlihat").fill("Anda memang rajin sekali")
    expect(hints).to_contain_text("“rajin” memuji orangnya")
    expect(hints).to_contain_text("Belum tampak apa yang terlihat")
    accessible(budi)
    budi.get_by_label("Yang terlihat").fill(SEEN)
    expect(hints).to_be_empty()
    budi.get_by_role("button", name="Kirim").click()
    expect(budi.get_by_role("status").first).to_contain_text("Terkirim kepada Ani")
    expect(budi.locator("main")).not_to_contain_text("meminta umpan balik Anda")
    accessible(budi)
    assert Feedback.objects.get().request is not None

    ani.get_by_role("link", name="Tumbuh").click()
    accessible(ani)
    ani.get_by_role("link", name=re.compile("Baca")).click()
    expect(ani.locator("article")).to_contain_text(SEEN)
    accessible(ani)
    ani.get_by_label("Sedang saya coba").check()
    ani.get_by_role("button", name="Kirim jawaban").click()
    expect(ani.locator("main")).to_contain_text("Jawaban tersimpan")
    message = ani.url
    citra = signed_in(browser, live_server.url, CITRA)
    assert citra.goto(message).status == 404
    ani.get_by_text("Bagikan ke atas").click()
    accessible(ani)
    ani.get_by_role("button", name="Bagikan, tanpa dapat ditarik kembali").click()
    expect(ani.get_by_role("status")).to_contain_text("Dibagikan")
    citra.goto("/umpan-balik/")
    expect(citra.locator("main")).to_contain_text("Dibagikan kepada Anda")
    accessible(citra)

    ani.get_by_role("link", name="Tumbuh").click()
    ani.get_by_role("link", name="Minta umpan balik").click()
    accessible(ani)
    ani.get_by_label("Cari nama rekan").fill("ek")
    ani.get_by_label("Cari nama rekan").press("Enter")
    ani.get_by_role("button", name="Minta dari Eko").click()
    expect(ani.get_by_role("status")).to_contain_text("diminta dari Eko")
    eko = signed_in(browser, live_server.url, EKO)
    eko.goto("/umpan-balik/")
    accessible(eko)
    eko.get_by_role("link", name="Tulis untuk Ani").click()
    accessible(eko)
    eko.get_by_text("Tulis bebas saja").click()
    eko.get_by_label("Tulisan bebas").fill(SEEN)
    eko.get_by_label("Saran").check()
    eko.get_by_role("button", name="Kirim").click()
    expect(eko.get_by_role("status").first).to_contain_text("Terkirim kepada Ani")
    assert Feedback.objects.count() == 2

    budi.goto(f"{page}nilai/")
    budi.get_by_text("Contoh yang diamati (wajib").first.click()
    budi.get_by_label("Contoh yang diamati: Berorientasi Pelayanan").fill("Sudah baik sekali.")
    expect(budi.locator("#petunjuk")).to_contain_text("Contoh Berorientasi Pelayanan: Belum tampak")
    accessible(budi)


def test_without_a_script_the_hints_come_once_when_it_is_sent(browser: Browser, live_server):
    cast.load_people()
    plan = cast.load_plan(year=today().year).plan
    context = signed_in(browser, live_server.url, BUDI).context
    plain = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    plain.add_cookies(context.cookies())
    budi = plain.new_page()
    budi.goto(f"/umpan-balik/tulis/{plan.pk}/")
    budi.get_by_label("Saran").check()
    budi.get_by_label("Yang terlihat").fill("Anda memang malas")
    budi.get_by_role("button", name="Kirim").click()
    expect(budi.locator("#petunjuk")).to_contain_text("“malas” menilai orangnya, bukan kerjanya")
    budi.get_by_role("button", name="Kirim juga").click()
    expect(budi.get_by_role("status").first).to_contain_text("Terkirim kepada Ani")
