"""An appraiser rates twelve people by keyboard; a second tab is told; no connection costs a sentence."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal, AppraisalDraft
from terukur.jobs.clock import now, today
from terukur.ledger.acting import COMMAND
from terukur.organization.people_import import import_people
from terukur.regulation.periods import Period
from tests.journeys.test_citizen import accessible, signed_in
from tests.support import cast
from tests.support.cast import BUDI, acting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = {"width": 1280, "height": 900}
PERIOD = Period.quarter_of(today()).previous
SEEN_ON = PERIOD.ends - timedelta(days=20)
REASON = "Menyelesaikan berkas tersulit tanpa diminta."


@pytest.fixture
def team(settings):
    cast.load_people()
    rows = [
        cast.colleague(f"199001012015011{n + 1:03}", f"Orang {n:02}", title=f"Petugas {n}") for n in range(12)
    ]
    import_people(
        content=cast.people_csv([*cast.PEOPLE, *rows]),
        filename="pegawai.csv",
        acting=acting(COMMAND, cast.NEW_YEAR, now()),
    )
    for row in rows:
        cast.load_plan(row[0], year=PERIOD.year)
    evaluate(period=PERIOD, acting=acting(COMMAND, today(), now()))


def opened(browser: Browser, base: str) -> Page:
    page = signed_in(browser, base, BUDI)
    page.goto(f"/tim/?periode={PERIOD}")
    page.get_by_role("link", name="Menilai semua dalam satu tabel").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Menilai tim")
    return page


def held_of(name: str) -> dict[str, str]:
    return AppraisalDraft.objects.get(appraisal__plan__assignment__employee__name=name).fields


def test_twelve_people_are_rated_by_keyboard_alone(browser: Browser, live_server, team):
    page = opened(browser, live_server.url)
    accessible(page)
    page.set_viewport_size(DESK)
    # Tab alone reaches the first choice; from there on letters carry from person to person.
    page.get_by_role("heading", name="Orang 00").click()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "results":
            break
    for person in range(12):
        # The first six are above in one value and in results: two texts and a day are asked for.
        page.keyboard.press("a" if person < 6 else "s")
        page.keyboard.press("a" if person < 6 else "s")
        page.keyboard.type("sssssss")
        if person < 6:
            page.keyboard.type(f"{REASON} ({person})")
            page.keyboard.press("Control+Enter")
            page.keyboard.type(f"Membantu loket lain sampai tutup ({person}).")
            page.keyboard.press("Control+Enter")
            page.keyboard.type(SEEN_ON.strftime("%d-%m-%Y"))
            page.keyboard.press("Control+Enter")
    # A reason is owed for every row where nothing was suggested and the middle was left, and nowhere else.
    assert page.locator("[data-due-now]").count() == 12
    expect(page.locator("#keadaan")).to_contain_text("Semua tersimpan")
    assert Appraisal.objects.exclude(status="open").count() == 0
    page.get_by_role("button", name="Nilai semua yang lengkap").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("12 orang dinilai")
    assert Appraisal.objects.filter(status="rated").count() == 12
    assert not AppraisalDraft.objects.exists()
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('nilai.')).length") == 0


def test_a_second_tab_is_told_and_chooses(browser: Browser, live_server, team):
    first = opened(browser, live_server.url)
    second = first.context.new_page()
    second.goto(first.url)
    first.locator("form.person").first.locator("[name=results][value=above]").focus()
    first.keyboard.press("a")
    expect(first.locator("#keadaan")).to_contain_text("Semua tersimpan")
    row = second.locator("form.person").first
    row.locator("[name=results][value=below]").focus()
    second.keyboard.press("b")
    told = row.get_by_role("alert")
    expect(told).to_contain_text("Hasil kerja: di tempat lain “di atas”, di sini “di bawah”")
    accessible(second)
    assert held_of("Orang 00")["results"] == "above"
    told.get_by_role("button", name="Pakai isian di sini").click()
    expect(second.locator("#keadaan")).to_contain_text("Semua tersimpan")
    assert held_of("Orang 00")["results"] == "below"

    first.keyboard.press("s")
    first.locator("form.person").first.get_by_role("button", name="Pakai yang di tempat lain").click()
    expect(first.locator("form.person").first.locator("[value=below][name=results]")).to_be_checked()
    expect(first.locator("#keadaan")).to_contain_text("Semua tersimpan")


def test_nothing_is_lost_without_a_connection(browser: Browser, live_server, team):
    page = opened(browser, live_server.url)
    page.context.set_offline(True)
    row = page.locator("form.person").first
    row.locator("[name=results][value=above]").focus()
    page.keyboard.press("a")
    row.get_by_label("Alasan rating hasil kerja").fill(REASON)
    expect(page.locator("#keadaan")).to_contain_text("Sambungan putus, dicoba lagi")
    assert not AppraisalDraft.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("#keadaan")).to_contain_text("Semua tersimpan", timeout=15_000)
    assert held_of("Orang 00")["results_reason"] == REASON

    # Typed without a connection, and the page closed: the next page takes it up.
    page.context.set_offline(True)
    row.get_by_label("Alasan rating hasil kerja").fill(f"{REASON} Setiap hari.")
    expect(page.locator("#keadaan")).to_contain_text("Sambungan putus")
    context, address = page.context, page.url
    # A browser gives the connection back to a page that is closing, which would then send by itself.
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('no connection')); }")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator("#keadaan")).to_contain_text("Semua tersimpan", timeout=15_000)
    assert held_of("Orang 00")["results_reason"] == f"{REASON} Setiap hari."


def test_one_row_is_given_by_its_own_button_and_may_be_thought_over(browser: Browser, live_server, team):
    page = opened(browser, live_server.url)
    row = page.locator("form.person").first
    row.locator("[name=results][value=meets]").focus()
    page.keyboard.type("sssssss")
    row.get_by_role("button", name="Nilai").click()
    expect(row).to_contain_text("Belum dinilai. Belum dapat disimpan: 2 isian kurang")
    row.locator("[name=mark_KL][value=meets]").check(force=True)
    row.locator("[name=behavior][value=meets]").check(force=True)
    row.get_by_role("button", name="Nilai").click()
    expect(row).to_contain_text("Dinilai, belum disampaikan")
    assert Appraisal.objects.filter(status="rated").count() == 1
    row.locator("[name=results][value=above]").check(force=True)
    expect(page.locator("#keadaan")).to_contain_text("Semua tersimpan")
    assert row.get_by_role("alert").count() == 0
    assert held_of("Orang 00")["results"] == "above"
    assert Appraisal.objects.get(status="rated").result_rating == "meets"


def test_signing_out_leaves_nothing_in_the_browser(browser: Browser, live_server, team):
    page = opened(browser, live_server.url)
    page.route("**/tim/nilai/*/", lambda route: route.abort())
    page.locator("form.person").first.locator("[name=results][value=above]").focus()
    page.keyboard.press("a")
    expect(page.locator("#keadaan")).to_contain_text("Sambungan putus")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_role("button", name="Masuk")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('nilai.')).length") == 0
