"""The officer of a unit prints the slips, two people come by them, one is missing, one loses the password."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from terukur.jobs.clock import now, today
from terukur.ledger.acting import COMMAND
from terukur.organization.models import RoleGrant, Unit
from terukur.organization.operations import grant_role
from tests.support import cast
from tests.support.cast import ANI, BUDI, EKO, acting, colleague, employee
from tests.support.papers import pages_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GILANG = "199412012019031009"
PASSWORD, ANOTHER = "terukur-sekali-9", "terukur-dua-kali-8"
FITS = (Path(__file__).parent / "page_fits.js").read_text()
CODE = r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}"


@pytest.fixture
def world(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    cast.load_people()
    rows = (*cast.PEOPLE, colleague(GILANG, "Gilang"))
    cast.import_people(
        content=cast.people_csv(rows), filename="p.csv", acting=cast.acting(COMMAND, cast.NEW_YEAR)
    )
    eko = employee(EKO).user
    eko.set_password(PASSWORD)
    eko.save()
    unit = Unit.objects.get(code="SEKSI")
    team = RoleGrant.Role.PERFORMANCE_TEAM
    grant_role(user=eko, role=team, unit=unit, acting=acting(COMMAND, today(), now()))


def session(browser: Browser, base: str, width: int) -> Page:
    context = browser.new_context(
        base_url=base, viewport={"width": width, "height": 844}, locale="id-ID", accept_downloads=True
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    return page


def sign_in(page: Page, number: str, password: str) -> None:
    page.goto("/masuk/")
    page.get_by_label("NIP").fill(number)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Halo")


def choose_password(page: Page, number: str, code: str, password: str) -> None:
    page.get_by_label("NIP").fill(number)
    page.get_by_label("Kode aktivasi").fill(code)
    page.get_by_label("Kata sandi baru").fill(password)
    page.get_by_label("Ulangi kata sandi").fill(password)
    page.get_by_role("button", name="Aktifkan").click()
    expect(page.locator("main")).to_contain_text("Masuk")


def slips_of(text: str) -> list[str]:
    return re.findall(CODE, text.replace("\ufffe", "-"))


def test_from_the_slips_to_the_password_that_was_lost(world, browser, live_server, tmp_path):
    officer = session(browser, live_server.url, 1280)
    phone = session(browser, live_server.url, 390)
    sign_in(officer, EKO, PASSWORD)

    # The officer prints the slips of the own unit.
    officer.get_by_role("link", name="Organisasi").first.click()
    officer.get_by_role("link", name="Aktivasi").click()
    officer.get_by_role("link", name="Seksi Pelayanan").first.click()
    expect(officer.locator("main")).to_contain_text("0 dari 3 pegawai sudah masuk")
    officer.get_by_role("button", name="Periksa").click()
    expect(officer.locator("main")).to_contain_text("3 orang")
    officer.get_by_role("button", name="Buat kode").click()
    with officer.expect_download() as downloaded:
        officer.get_by_role("link", name=re.compile("Unduh")).click()
    path = tmp_path / "slip.pdf"
    downloaded.value.save_as(path)
    assert downloaded.value.suggested_filename.endswith(".pdf")
    codes = dict(zip(("Ani", "Budi", "Gilang"), slips_of("".join(pages_of(path.read_bytes()))), strict=True))

    # Two people come by their slips, at a phone.
    for number, name in ((ANI, "Ani"), (BUDI, "Budi")):
        phone.goto("/aktivasi/")
        choose_password(phone, number, codes[name], PASSWORD)
        sign_in(phone, number, PASSWORD)
        phone.context.clear_cookies()

    # The list shows who has not come.
    officer.get_by_role("link", name="Lihat siapa yang belum masuk").click()
    expect(officer.locator("main")).to_contain_text("2 dari 3 pegawai sudah masuk")
    expect(officer.get_by_role("link", name="Gilang")).to_be_visible()
    expect(officer.get_by_role("link", name="Ani", exact=True)).to_have_count(0)

    # Ani loses the password and asks at the sign-in page.
    phone.goto("/masuk/")
    phone.get_by_role("link", name="Lupa kata sandi?").click()
    phone.get_by_label("NIP").fill(ANI)
    phone.get_by_role("button", name="Minta kode").click()
    expect(phone.locator("main")).to_contain_text("Permintaan dicatat")
    officer.goto("/")
    expect(officer.locator("main")).to_contain_text("1 orang lupa kata sandi")
    officer.get_by_role("link", name="Beri kode").click()
    officer.get_by_role("button", name="Buat kode untuk Ani").click()
    (code,) = slips_of(officer.locator(".metric").inner_text())
    phone.get_by_role("link", name="Saya sudah menerima kode").click()
    choose_password(phone, ANI, code, ANOTHER)
    sign_in(phone, ANI, ANOTHER)
    officer.goto("/organisasi/aktivasi/")
    expect(officer.locator("main")).not_to_contain_text("lupa kata sandi")
