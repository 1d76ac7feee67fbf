"""A whole quarter on phones: opened, rated by two, delivered, accepted, objected to three times, final."""

from datetime import date, datetime, time

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from terukur.appraisal.models import Appraisal, EvaluationRun
from terukur.jobs.management.commands.verify import CHECKS
from terukur.jobs.morning import take_due_steps
from terukur.jobs.tasks import evaluate_period
from terukur.ledger.acting import COMMAND
from terukur.ledger.sealing import seal_until
from terukur.objections.models import Objection
from terukur.organization.models import Unit
from terukur.organization.people_import import import_people
from terukur.regulation.behaviors import BEHAVIOR_CODES
from tests.journeys.test_citizen import signed_in
from tests.journeys.test_whole_story import accessible
from tests.support import cast
from tests.support.cast import BUDI, CITRA, DEWI, NEW_YEAR, PEOPLE, acting, people_csv

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
HANI = "198302022006042001"
ANI, EKA, GILANG, INTAN = (
    "199001012015052001",
    "199001012015052002",
    "199001012015052003",
    "199001012015052004",
)
TEAMS = {BUDI: (ANI, EKA), HANI: (GILANG, INTAN)}
GROUNDS = "Bulan Februari di register lebih banyak daripada di berkas."


class Clock:
    """The day on which everybody lives; the test moves it."""

    def __init__(self) -> None:
        self.go(date(2026, 4, 1))

    def go(self, day: date) -> None:
        self.now = timezone.make_aware(datetime.combine(day, time(9)))

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    moving = Clock()
    monkeypatch.setattr("django.utils.timezone.now", moving)
    return moving


def load() -> None:
    cast.load_people()
    rows = [
        (
            HANI,
            "Hani",
            "Kepala Seksi",
            "Pengawas",
            "SEKSI2",
            "Seksi Sosial",
            "KEC",
            CITRA,
            "ya",
            "2025-01-01",
        ),
        *(
            (number, name, "Petugas", "Pelaksana", unit, label, "KEC", boss, "tidak", "2025-01-01")
            for number, name, unit, label, boss in (
                (EKA, "Eka", "SEKSI", "Seksi Pelayanan", BUDI),
                (GILANG, "Gilang", "SEKSI2", "Seksi Sosial", HANI),
                (INTAN, "Intan", "SEKSI2", "Seksi Sosial", HANI),
            )
        ),
    ]
    import_people(
        content=people_csv([*PEOPLE, *rows]), filename="semua.csv", acting=acting(COMMAND, NEW_YEAR)
    )
    for number in (ANI, EKA, GILANG, INTAN):
        cast.load_plan(number, lines=(cast.Line(weight="100"),))
        cast.load_values({"2026-01": "33", "2026-02": "33", "2026-03": "34"}, number=number)


def of(number: str) -> Appraisal:
    return Appraisal.objects.get(plan__assignment__employee__number=number)


def page_of(number: str) -> str:
    return f"/penilaian/{of(number).pk}/"


def told(page: Page, words: str) -> None:
    expect(page.get_by_role("status").last).to_contain_text(words)


def open_the_period(dewi: Page) -> None:
    dewi.goto("/periode/")
    accessible(dewi)
    dewi.goto("/periode/2026-Q1/")
    accessible(dewi)
    dewi.get_by_role("button", name="Buka Triwulan I 2026").click()
    accessible(dewi)
    dewi.get_by_role("button", name="Buka Triwulan I 2026").click()
    told(dewi, "dibuka")
    dewi.goto("/hitung/")
    dewi.get_by_label("Periode").fill("2026-Q1")
    dewi.get_by_role("button", name="Hitung").click()
    evaluate_period.func(EvaluationRun.objects.get().pk)
    dewi.goto("/periode/2026-Q1/")
    expect(dewi.get_by_role("row", name="Seksi Sosial")).to_contain_text("2")
    accessible(dewi)


def grade(citra: Page, unit: str) -> None:
    citra.goto(f"/organisasi/unit/{Unit.objects.get(code=unit).pk}/")
    citra.get_by_label("Periode").fill("2026-Q1")
    citra.get_by_label("Capaian kinerja organisasi").select_option("good")
    citra.get_by_label("Dasar penetapan").fill("Rencana aksi tercapai sesuai target")
    citra.get_by_role("button", name="Tetapkan").click()
    told(citra, "ditetapkan")


def rate(boss: Page, number: str) -> None:
    boss.goto(f"{page_of(number)}nilai/")
    boss.locator("input[name=results][value=meets]").check()
    boss.locator("input[name=behavior][value=meets]").check()
    for code in BEHAVIOR_CODES:
        boss.locator(f"input[name=mark_{code}][value=meets]").check()
    boss.get_by_role("button", name="Simpan rating").click()
    boss.get_by_role("link", name="Tetapkan predikat dan sampaikan").click()
    boss.get_by_role("button", name="Sampaikan predikat").click()
    told(boss, "disampaikan")


def object_to(employee: Page, number: str) -> None:
    employee.goto(page_of(number))
    employee.get_by_role("link", name="Ajukan keberatan").click()
    accessible(employee)
    employee.get_by_label("Rating hasil kerja").check()
    employee.get_by_label("Mengapa").fill(GROUNDS)
    employee.get_by_label("Berkas bukti").set_input_files(
        {"name": "register.txt", "mimeType": "text/plain", "buffer": b"Februari: 44 berkas"}
    )
    employee.get_by_role("button", name="Ajukan keberatan").click()


def decide(boss: Page, citra: Page, number: str, results: str, words: str) -> None:
    boss.goto(page_of(number))
    expect(boss.locator("#keberatan")).to_contain_text("Terhadap: Rating hasil kerja")
    boss.get_by_label("Penjelasan Anda").fill("Saya memakai berkas yang dimuat pada 2 April.")
    boss.get_by_role("button", name="Kirim penjelasan").click()
    citra.goto(page_of(number))
    accessible(citra)
    citra.get_by_label("Yang disampaikan").fill("Keduanya menunjukkan register masing-masing.")
    citra.locator(f"[name=results][value={results}]").check()
    citra.get_by_label("Keputusan dan alasannya").fill("Register diperiksa bersama keduanya.")
    citra.get_by_role("button", name="Putuskan").click()
    told(citra, words)


def talk(boss: Page, employee: Page, number: str) -> None:
    boss.goto(f"{page_of(number)}percakapan/")
    accessible(boss)
    boss.get_by_label("Apa yang dibicarakan").fill("Capaian dan rencana triwulan berikutnya.")
    boss.get_by_label("Kesepakatan 1").fill("Mencatat register setiap hari")
    boss.locator("[name=due_0]").fill("2026-06-30")
    boss.get_by_role("button", name="Catat percakapan").click()
    told(boss, "tercatat")
    employee.goto(f"{page_of(number)}percakapan/")
    accessible(employee)
    employee.get_by_role("button", name="Benar, begitu percakapannya").click()
    told(employee, "tersimpan")


def test_a_quarter_from_its_opening_to_the_last_final_grade(
    browser: Browser, live_server, clock, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    load()

    def session(number: str) -> Page:
        page = signed_in(browser, live_server.url, number)
        page.set_default_timeout(10_000)
        return page

    open_the_period(session(DEWI))

    clock.go(date(2026, 4, 6))
    citra = session(CITRA)
    for unit in ("SEKSI", "SEKSI2"):
        grade(citra, unit)
    bosses = {number: session(number) for number in TEAMS}
    for boss, team in TEAMS.items():
        for number in team:
            rate(bosses[boss], number)
    people = {number: session(number) for team in TEAMS.values() for number in team}
    for number, page in people.items():
        page.goto(page_of(number))
        accessible(page)

    # Ani agrees, Eka is granted what she asked, Gilang is not.
    people[ANI].get_by_role("link", name="Terima hasil ini").click()
    accessible(people[ANI])
    people[ANI].get_by_role("button", name="Ya, saya menerima hasil ini").click()
    told(people[ANI], "diterima")
    talk(bosses[BUDI], people[ANI], ANI)
    object_to(people[EKA], EKA)
    told(people[EKA], "Keberatan tercatat")
    decide(bosses[BUDI], citra, EKA, "above", "dikabulkan")
    object_to(people[GILANG], GILANG)
    told(people[GILANG], "Keberatan tercatat")
    decide(bosses[HANI], citra, GILANG, "meets", "Rating tetap")
    talk(bosses[BUDI], people[EKA], EKA)
    talk(bosses[HANI], people[GILANG], GILANG)

    # Intan has read it on the sixth; on the twenty-first it is too late.
    clock.go(date(2026, 4, 21))
    intan, hani = session(INTAN), session(HANI)
    object_to(intan, INTAN)
    expect(intan.locator(".errorlist").first).to_contain_text("Batas keberatan sudah lewat")
    take_due_steps(acting=acting(COMMAND, date(2026, 4, 21), clock()))
    talk(hani, intan, INTAN)

    assert {number: of(number).status for number in people} == dict.fromkeys(people, "final")
    assert [of(number).grade for number in people] == ["good"] * 4
    assert of(EKA).result_rating == "above"
    assert list(Objection.objects.order_by("pk").values_list("is_late", flat=True)) == [False, False, True]
    dewi = session(DEWI)
    dewi.goto("/periode/2026-Q1/")
    expect(dewi.locator(".lead")).to_contain_text("4 dari 4")
    clock.go(date(2026, 4, 22))
    seal_until(acting=acting(COMMAND, date(2026, 4, 22), clock()))
    checked = [check() for check in CHECKS]
    assert [entry.broken for entry in checked if entry.broken] == []
