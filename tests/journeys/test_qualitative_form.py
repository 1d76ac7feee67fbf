"""A result in words, walked from the plan to the appraiser's mark and what the employee reads of it."""

from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from terukur.appraisal.models import ExpectationMark
from terukur.measurement.models import Realization
from terukur.planning.models import PlannedResult
from terukur.planning.operations.content import remove_result, share_weights_evenly
from tests.journeys.test_citizen import accessible, signed_in
from tests.journeys.test_whole_story import labelled
from tests.support import cast
from tests.support.cast import ANI, BUDI, NEW_YEAR, acting, employee
from tests.support.qualitative import EXPECTED, SEEN, TITLE, TOLD
from tests.support.quarter import computed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_result_in_words_is_expected_told_checked_and_marked(browser: Browser, live_server):
    version = cast.load_all(status="KONSEP")
    by = acting(employee(ANI).user, NEW_YEAR)
    remove_result(result=PlannedResult.objects.get(title="Pengaduan tuntas"), acting=by)
    share_weights_evenly(version=version, acting=by)

    ani = signed_in(browser, live_server.url, ANI)
    ani.goto(f"/skp/{version.pk}/hasil/")
    labelled(ani, "Rencana hasil kerja").fill(TITLE)
    ani.get_by_label("Bila tidak ada yang didukung, alasannya").fill("Rencana unit")
    ani.get_by_label("Ekspektasi kualitatif").fill(EXPECTED)
    accessible(ani)
    ani.get_by_role("button", name="Simpan").click()
    expect(ani.locator("main")).to_contain_text("pendekatan kuantitatif dan kualitatif")
    expect(ani.locator("main")).to_contain_text(EXPECTED)
    accessible(ani)
    ani.get_by_role("button", name="Tanda tangani dan ajukan").click()
    expect(ani.get_by_role("status").first).to_contain_text("SKP diajukan")

    budi = signed_in(browser, live_server.url, BUDI)
    budi.goto(f"/skp/{version.pk}/")
    budi.get_by_role("button", name="Tetapkan SKP ini").click()
    expect(budi.get_by_role("status").first).to_contain_text("SKP ditetapkan")

    ani.goto(f"/skp/{version.pk}/")
    ani.get_by_role("link", name="Tulis realisasi dan bukti").click()
    expect(ani.get_by_role("heading", name=f"Realisasi: {TITLE}")).to_be_visible()
    accessible(ani)
    labelled(ani, "Periode").fill("2026-Q1")
    ani.get_by_label("Apa yang tercapai, dengan contohnya").fill(TOLD)
    ani.get_by_label("Tanggal contoh").fill("10-3-2026")
    ani.get_by_label("atau alamat bukti").fill("contoh.go.id/papan")
    ani.get_by_role("button", name="Simpan").click()
    expect(ani.get_by_role("status").first).to_contain_text("Uraian tersimpan")
    told = Realization.objects.get()
    assert (told.value, told.account_on) == (None, date(2026, 3, 10))

    appraisal = computed()
    budi.goto(f"/penilaian/{appraisal.pk}/")
    expect(budi.locator("main")).to_contain_text("1 ekspektasi kualitatif belum dinilai")
    accessible(budi)
    budi.get_by_role("link", name="belum diperiksa siapa pun").click()
    expect(budi.get_by_role("heading", name=TITLE)).to_be_visible()
    accessible(budi)
    budi.get_by_label("Sesuai bukti", exact=True).check()
    budi.get_by_role("button", name="Simpan pemeriksaan").click()
    expect(budi.get_by_role("status").first).to_contain_text("Hasil pemeriksaan tersimpan")
    budi.goto(f"/penilaian/{appraisal.pk}/")
    budi.get_by_role("link", name="Nilai ekspektasi kualitatif").click()
    expect(budi.get_by_role("heading", name="Ekspektasi kualitatif Ani")).to_be_visible()
    budi.get_by_role("button", name="Simpan nilai").click()
    expect(budi.locator("main")).to_contain_text("belum dinilai")
    accessible(budi)
    budi.get_by_label("Sesuai ekspektasi").check()
    budi.get_by_label("Alasan dan contoh yang Anda lihat").fill(SEEN)
    budi.get_by_label("Tanggal contoh").fill("12-3-2026")
    budi.get_by_role("button", name="Simpan nilai").click()
    expect(budi.get_by_role("status").first).to_contain_text("Nilai ekspektasi tersimpan")
    expect(budi.locator("main")).to_contain_text(SEEN)
    accessible(budi)
    assert ExpectationMark.objects.get().mark == "meets"
    ani.goto(f"/penilaian/{appraisal.pk}/")
    expect(ani.locator("main")).to_contain_text(TOLD)
    expect(ani.locator("main")).not_to_contain_text(SEEN)
