"""30 November at the sample agency: what an employee and an appraiser must see, and must not.

Nothing is loaded since September. Home has to know that, and every page has to say the same.
"""

from datetime import date, datetime, time

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.jobs.sample.accounts import Account
from terukur.jobs.sample.load import load_sample
from terukur.ledger.acting import COMMAND
from terukur.planning.models import Plan
from terukur.regulation.periods import Period
from tests.journeys.test_citizen import accessible, signed_in
from tests.support.built_once import built_once
from tests.support.cast import acting

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NOW = timezone.make_aware(datetime.combine(date(2026, 11, 30), time(9)))
NEVER = ("per minggu selama 13 minggu", "438,75", "1 laporan per minggu", "yang jatuh tempo")


@pytest.fixture
def sample(monkeypatch) -> list[Account]:
    """The agency, loaded once for both days of this file, as it is on 30 November."""
    accounts = built_once("sample", lambda: load_sample(240, say=lambda line: None))
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return accounts


def of(accounts: list[Account], story: str) -> Account:
    return next(account for account in accounts if account.story == story)


def read(page: Page, address: str) -> str:
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
    return " ".join(page.locator("main").inner_text().split())


def newest(nip: str) -> Appraisal:
    return Appraisal.objects.filter(plan__assignment__employee__number=nip, computation__isnull=False).first()


def test_the_employees_and_the_appraisers_day(browser: Browser, live_server, sample):
    """One test for both, since loading the agency takes longer than all of their pages."""
    the_employees_day(browser, live_server.url, of(sample, "immunization").nip)
    evaluate(
        period=Period.parse("2026-Q4"),
        acting=acting(COMMAND, NOW.date(), NOW),
        plans=list(
            Plan.objects.filter(assignment__employee__number=of(sample, "immunization").nip).values_list(
                "pk", flat=True
            )
        ),
    )
    the_fourth_quarter(browser, live_server.url, of(sample, "immunization").nip)
    the_appraisers_day(browser, live_server.url, sample)


def the_employees_day(browser: Browser, base: str, rahma: str) -> None:
    page = signed_in(browser, base, rahma)
    home = read(page, "/")
    accessible(page)
    for words in (
        "Keadaan saya, Triwulan IV 2026",
        "Data terakhir sampai 30 September 2026",
        "Oktober–November belum dimuat",
        "162 anak lagi sampai 31 Desember (36 per minggu selama 4½ minggu), "
        "atau muat dulu data Oktober–November",
        "4 laporan lagi sampai 31 Desember",
        "585 anak, disesuaikan dari 600 anak",
    ):
        assert words in home
    appraisal = newest(rahma)
    told = read(page, f"/penilaian/{appraisal.pk}/")
    accessible(page)
    assert "Triwulan III 2026 (1 Juli – 30 September 2026): 135 anak" in told, "the quarter's own children"
    assert "Januari–September (1 Januari – 30 September 2026): 423 anak, seharusnya 439 anak" in told
    assert "Dari 3 berkas" in told and "Dari laporan-imunisasi-2026-q3.xlsx, baris" in told
    for name, text in (("home", home), ("appraisal", told)):
        for never in NEVER:
            assert never not in text, name
    sheet = read(page, f"/dialog/{appraisal.plan_id}/")
    assert "36 per minggu selama 4½ minggu" in sheet


def the_fourth_quarter(browser: Browser, base: str, rahma: str) -> None:
    page = signed_in(browser, base, rahma)
    fourth = newest(rahma)
    assert str(fourth.period) == "2026-Q4"
    told = read(page, f"/penilaian/{fourth.pk}/")
    for words in (
        "Triwulan IV 2026: belum ada data, tidak dinilai",
        "Bulan tanpa data: Oktober–November",
        "Tidak ada saran",
        "Januari–September (1 Januari – 30 September 2026): 423 anak",
    ):
        assert words in told


def the_appraisers_day(browser: Browser, base: str, sample: list[Account]) -> None:
    """Whoever lags on one page lags on all, by name, and nobody who lags is on the way."""
    for boss in [account for account in sample if account.role == "appraiser"][:2]:
        page = signed_in(browser, base, boss.nip)
        team = read(page, "/tim/?periode=2026-Q3&saring=tertinggal")
        accessible(page)
        lagging = page.locator("table.team tbody tr td:first-child strong").all_inner_texts()
        assert "sesuai jalur" not in team
        home = read(page, "/")
        accessible(page)
        talks = read(page, "/dialog/")
        accessible(page)
        assert (f"Di tim Anda {len(lagging)} orang tertinggal" in home) == bool(lagging)
        for name in lagging:
            assert name in home and name in talks
        expect(page.locator("main")).not_to_contain_text("13 minggu")
