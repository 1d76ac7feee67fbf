"""An appraiser's week on a phone: words on the spot, a talk with its sheet, a need turned into a plan."""

import pytest
from playwright.sync_api import Browser, expect

from terukur.coaching.models import Agreement, Dialogue, Feedback
from terukur.development.models import PlanItem
from tests.journeys.test_citizen import accessible, signed_in
from tests.support import cast, learning_case, quarter
from tests.support.cast import ANI, BUDI, employee

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEEN = "Senin pukul 9 di loket 2 Anda menolak memakai aplikasi antrean dan mencatat di buku."
AGREED = "Memakai aplikasi antrean setiap Selasa"


def test_a_week_of_an_appraiser(browser: Browser, live_server):
    cast.load_people()
    version = cast.load_plan()
    cast.load_values(quarter.VALUES)
    quarter.declare(version)
    learning_case.shelf()
    learning_case.delivered(quarter.computed())
    plan = version.plan_id

    budi = signed_in(browser, live_server.url, BUDI)
    budi.goto("/tim/?periode=2026-Q1")
    budi.get_by_role("link", name="Umpan balik untuk Ani").click()
    budi.get_by_label("Tentang").select_option(label="Adaptif")
    budi.get_by_label("Saran").check()
    budi.get_by_label("Yang terlihat").fill(SEEN)
    budi.get_by_role("button", name="Kirim").click()
    expect(budi.get_by_role("status").first).to_contain_text("Terkirim kepada Ani")

    ani = signed_in(browser, live_server.url, ANI)
    ani.goto("/")
    expect(ani.locator("main")).to_contain_text("1 umpan balik belum Anda baca")
    accessible(ani)

    budi.goto(f"/dialog/{plan}/")
    accessible(budi)
    expect(budi.locator("main")).to_contain_text("Lembar persiapan")
    expect(budi.locator("main")).to_contain_text("Umpan balik yang belum dijawab")
    budi.get_by_label("Apa yang dibicarakan").fill("Aplikasi antrean dicoba dulu bersama rekan.")
    budi.get_by_label("Kesepakatan 1").fill(AGREED)
    budi.locator("[name=due_0]").fill("2027-01-31")
    budi.get_by_role("button", name="Catat percakapan").click()
    expect(budi.get_by_role("status")).to_contain_text("tercatat")

    ani.goto("/")
    ani.get_by_role("link", name="Baca dan benarkan").click()
    accessible(ani)
    ani.goto(f"/dialog/{plan}/")
    ani.get_by_role("button", name="Benar, begitu percakapannya").click()
    expect(ani.locator("main")).to_contain_text("Dibenarkan Ani")
    accessible(ani)
    assert (Dialogue.objects.count(), Agreement.objects.get().text) == (1, AGREED)

    budi.goto(f"/pengembangan/{employee(ANI).pk}/")
    expect(budi.locator("main")).to_contain_text(learning_case.EXAMPLE)
    budi.get_by_role("button", name="Tambahkan Mentoring memakai aplikasi").click()
    expect(budi.locator("#rencana")).to_contain_text("Disepakati")
    accessible(budi)
    assert PlanItem.objects.get().status == "agreed"
    ani.goto("/pengembangan/")
    expect(ani.locator("#rencana")).to_contain_text("Mentoring memakai aplikasi")
    budi.goto("/pembinaan/")
    accessible(budi)
    assert Feedback.objects.count() == 1
