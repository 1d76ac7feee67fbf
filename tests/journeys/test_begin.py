"""An empty agency, its officer and five files: 40 people, their plans, and the first quarter computed."""

import csv
import io
import re
from datetime import date, datetime, time
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from terukur.accounts.models import User
from terukur.accounts.operations import activate, issue_activation_code
from terukur.appraisal.models import Appraisal, EvaluationRun
from terukur.jobs.tasks import evaluate_period
from terukur.ledger.acting import COMMAND
from terukur.organization.models import Employee
from terukur.organization.operations import found_agency
from terukur.planning.models import PlanVersion
from tests.support import siasn_export as office
from tests.support.cast import acting

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MONDAY = timezone.make_aware(datetime.combine(date(2026, 4, 6), time(9)))
PASSWORD = "terukur-sekali-9"
MOST_ACTS = 60
PEOPLE = 40
# Number, code, the password twice, and the button; then number, password, button.
_TO_COME_IN = 8
FITS = (Path(__file__).parent / "page_fits.js").read_text("utf-8")


class Officer:
    """The personnel officer at a page: ``acts`` counts clicks, choices, files, and fields written into."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.acts = 0

    def click(self, role: str, name: str | re.Pattern[str]) -> None:
        """Click what is called so."""
        self.acts += 1
        self.page.get_by_role(role, name=name).first.click()

    def choose(self, label: str, option: str) -> None:
        """Choose from a list; the first may be there already."""
        self.acts += 1
        self.labelled(label).select_option(label=option)

    def pick(self, name: str, content: bytes) -> None:
        """Pick a file."""
        self.acts += 1
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.page.get_by_label("Berkas CSV atau XLSX").set_input_files(file)

    def write(self, label: str, words: str) -> None:
        """Write into a field."""
        self.acts += 1
        self.labelled(label).fill(words)

    def labelled(self, label: str) -> Locator:
        """Return the control with this label."""
        return self.page.get_by_label(re.compile(f"^{re.escape(label)}:?$"))

    def next_step(self) -> None:
        """Go on by the one button of the guided start, which home shows too."""
        if not self.page.url.endswith("/mulai/"):
            self.click("link", "Beranda")
        self.acts += 1
        self.page.locator("main .btn-primary").first.click()

    def load(self, name: str, content: bytes) -> None:
        """Pick, check and load a file on the page that is open."""
        self.pick(name, content)
        self.click("button", "Periksa berkas")
        self.click("button", "Muat sekarang")
        expect(self.page.get_by_role("status")).to_contain_text("Termuat")


@pytest.fixture
def founded(monkeypatch) -> str:
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY)
    by = acting(COMMAND, at=MONDAY)
    one = office.OFFICER
    found_agency(code="DINKES", name=office.OFFICE, number=one.number, person=one.name, acting=by)
    return issue_activation_code(user=User.objects.get(), acting=by)


def session(browser: Browser, base: str) -> Page:
    page = browser.new_context(
        base_url=base, viewport={"width": 1280, "height": 900}, locale="id-ID", accept_downloads=True
    ).new_page()
    page.set_default_timeout(15_000)
    return page


def come(page: Page, number: str, code: str) -> None:
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


def fits(page: Page) -> None:
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate(FITS), page.url


def describe_measure(dewi: Officer, key: str, name: str, per: str) -> None:
    dewi.write("Kunci", key)
    dewi.write("Nama", name)
    dewi.write("Satuan", "kunjungan")
    dewi.choose("Diukur per", per)
    dewi.choose("Beberapa bulan", "Dijumlahkan")
    dewi.click("button", "Simpan")
    expect(dewi.page.get_by_role("status")).to_contain_text("tersimpan")


def test_an_office_begins_in_one_morning(founded, browser, live_server, tmp_path):
    page = session(browser, live_server.url)
    dewi = Officer(page)
    come(page, office.OFFICER.number, founded)
    dewi.acts += _TO_COME_IN
    fits(page)

    # The people, then heads and appraisers by one confirmation.
    dewi.next_step()
    dewi.load("siasn.xlsx", office.export())
    dewi.next_step()
    expect(page.get_by_role("heading", level=1)).to_have_text("Usulan kepala unit dan penilai")
    fits(page)
    dewi.write("Surat pengangkatan kepala yang bukan pejabat struktural", "SK Bupati 821/12/2025")
    dewi.click("button", "Simpan yang dicentang")
    expect(page.get_by_role("status")).to_contain_text("5 kepala unit, dan penilai bagi 39 orang")

    # Codes for everybody; three come at the browser, the others by the same act.
    dewi.next_step()
    dewi.click("radio", re.compile("CSV"))
    dewi.click("button", "Periksa")
    dewi.click("button", "Buat kode")
    with page.expect_download() as downloaded:
        dewi.click("link", re.compile("Unduh"))
    path = tmp_path / "kode.csv"
    downloaded.value.save_as(path)
    rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
    codes = {row["NAMA"]: row["KODE"] for row in rows}
    assert len(codes) == PEOPLE - 1
    others = Employee.objects.filter(name__in=codes).select_related("user").order_by("pk")
    for one in others[:3]:
        guest = session(browser, live_server.url)
        come(guest, one.number, codes[one.name])
        guest.context.close()
    for one in others[3:]:
        activate(username=one.number, code=codes[one.name], password=PASSWORD, at=MONDAY)
    assert not any(user.password.startswith("!") for user in User.objects.filter(employee__isnull=False))

    # Two measures are described; those of the service log come with the log.
    dewi.next_step()
    describe_measure(dewi, "kunjungan-rumah", "Kunjungan rumah", "Pegawai")
    describe_measure(dewi, "kunjungan-unit", "Kunjungan puskesmas", "Unit kerja")
    dewi.click("link", "Impor")
    dewi.click("link", "Muat berkas")
    dewi.choose("Isi berkas", "Log layanan")
    dewi.write("Periode (untuk hasil ukur dan log)", "2026-Q1")
    dewi.load("log.csv", office.service_log())

    # The plans of everybody, and the values of the quarter.
    dewi.next_step()
    dewi.load("skp.xlsx", office.plans())
    assert PlanVersion.objects.filter(status=PlanVersion.Status.SET).count() == PEOPLE
    for measure, name, content in (
        ("Kunjungan rumah", "rumah.csv", office.monthly_values()),
        ("Kunjungan puskesmas", "unit.csv", office.unit_recap()),
    ):
        dewi.next_step()
        dewi.choose("Ukuran (untuk hasil ukur)", measure)
        dewi.load(name, content)

    # The quarter is opened, and the worker has computed it.
    dewi.next_step()
    dewi.click("button", "Buka Triwulan I 2026")
    dewi.click("button", "Buka Triwulan I 2026")
    expect(page.get_by_role("status")).to_contain_text("dibuka")
    for run in EvaluationRun.objects.filter(period="2026-Q1", finished_at__isnull=True):
        evaluate_period.func(run.pk)
    assert Appraisal.objects.filter(period="2026-Q1", computation__isnull=False).count() == PEOPLE
    measured = Appraisal.objects.filter(period="2026-Q1", computation__achievement__isnull=False)
    assert measured.count() >= PEOPLE - 1
    page.goto("/mulai/")
    expect(page.locator("main")).to_contain_text("Triwulan I 2026 sudah berjalan")
    fits(page)
    assert dewi.acts <= MOST_ACTS, dewi.acts
