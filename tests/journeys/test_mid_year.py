"""Seven things that happen in the middle of a year, done on the pages: what follows for plans and appraisals.

A transfer, a leave, a retirement, an acting head, a merger of units on 1 July, a promotion, and a part-time
contract that ends in August. At the end nobody is a ghost with the appraiser of before.
"""

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from terukur.appraisal.doable import nothing_to_rate
from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.appraisal.queries import waiting_for
from terukur.ledger.acting import COMMAND
from terukur.organization.models import Unit
from terukur.organization.people_import import import_people
from terukur.organization.queries import appraiser_of, assignment_on
from terukur.oversight.stuck import stuck_appraisals
from terukur.planning.models import Plan
from terukur.regulation.periods import Period
from tests.journeys.test_citizen import signed_in
from tests.journeys.test_whole_story import accessible, labelled
from tests.support import cast
from tests.support.cast import ANI, BUDI, CITRA, DEWI, EKO, NEW_YEAR, acting, employee
from tests.support.quarter import begun

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
GITA, HADI, INA = "199401012019032001", "199501012019031002", "199601012025211003"


class Clock:
    """The day on which everybody lives; the test moves it."""

    def __init__(self) -> None:
        self.go(date(2026, 2, 16))

    def go(self, day: date) -> None:
        self.now = timezone.make_aware(datetime.combine(day, time(9)))

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Iterator[Clock]:
    moving = Clock()
    monkeypatch.setattr("terukur.web.viewer.clock", moving)
    yield moving


def people() -> None:
    """Three more of Ani's section, each with a set plan like hers; Ina part-time."""
    begun()
    rows = [cast.colleague(number, name) for number, name in ((GITA, "Gita"), (HADI, "Hadi"), (INA, "Ina"))]
    import_people(content=cast.people_csv(rows), filename="p.csv", acting=acting(COMMAND, NEW_YEAR))
    for number in (GITA, HADI, INA):
        cast.load_plan(number)


def fill(page: Page, **fields: str) -> None:
    """Fill a form whose labels are the keys, and save it."""
    for label, value in fields.items():
        labelled(page, label.replace("_", " ")).fill(value)
    page.get_by_role("button", name="Simpan").click()


def move(page: Page, number: str, button: str, *, kind: str = "", level: str = "", **fields: str) -> None:
    """Transfer a person, reading what follows first."""
    page.goto(f"/organisasi/pegawai/{employee(number).pk}/")
    page.get_by_role("link", name="Pindahkan").click()
    if kind:
        labelled(page, "Jenis jabatan").select_option(kind)
        labelled(page, "Jenjang").fill(level)
    labelled(page, "Mulai (TMT)").fill(fields.pop("Mulai"))
    fill(page, **fields)
    expect(page.get_by_role("heading", level=1)).to_have_text("Periksa sebelum memindahkan")
    accessible(page)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("status")).to_contain_text("menyusun SKP untuk jabatan barunya")


def confirm(page: Page) -> None:
    """Confirm what the page of an act shows before it is done."""
    accessible(page)
    page.locator("main .btn-primary").click()


def leave(page: Page, number: str, last_day: str, why: str) -> None:
    page.goto(f"/organisasi/pegawai/{employee(number).pk}/")
    page.get_by_role("link", name="Catat berhenti").click()
    labelled(page, "Hari terakhir bertugas").fill(last_day)
    labelled(page, "Sebab").select_option(why)
    fill(page, Dasar="SK 88 tahun 2026")
    confirm(page)
    expect(page.get_by_role("status")).to_be_visible()


def begins_plan(browser: Browser, address: str, number: str, button: str) -> None:
    """Begin the plan of the new position, as its holder."""
    page = signed_in(browser, address, number)
    page.goto("/skp/")
    accessible(page)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("2026")
    page.context.close()


def test_seven_stories_of_a_year(browser: Browser, live_server, clock: Clock):
    people()
    team = signed_in(browser, live_server.url, DEWI)
    main, said = team.locator("main"), team.get_by_role("status")

    # February: Gita goes to the district; her plan ends the day before, and she begins another.
    move(team, GITA, "Pindahkan Gita", Unit_kerja="KEC", Mulai="16-02-2026", Dasar="SK mutasi 800/12")
    begins_plan(browser, live_server.url, GITA, "Mulai SKP di jabatan baru")
    assert plan_days(GITA) == [(date(2026, 1, 1), date(2026, 2, 15)), (date(2026, 2, 16), date(2026, 12, 31))]

    # March: Budi retires; his section has nobody who rates, and the pages say so.
    clock.go(date(2026, 3, 30))
    leave(team, BUDI, "31-03-2026", "Pensiun")

    # April: Eko acts as head, and it is read before who is rated by him.
    clock.go(date(2026, 4, 1))
    team.goto(f"/organisasi/unit/{unit('SEKSI').pk}/kepala/")
    labelled(team, "Kepala unit").fill("Eko")
    labelled(team, "Sebagai").select_option("plt")
    labelled(team, "Mulai").fill("01-04-2026")
    labelled(team, "Sampai (Plt dan Plh)").fill("30-06-2026")
    labelled(team, "Surat pendelegasian").fill("Surat camat 821/5")
    team.get_by_role("button", name="Simpan").click()
    expect(main).to_contain_text("Ani")
    confirm(team)
    expect(said).to_contain_text("Kepala Seksi Pelayanan diganti")
    assert {rater(number, date(2026, 4, 1)) for number in (ANI, HADI, INA)} == {"Eko"}

    # What Budi had not rated of Gita's first weeks goes to Citra.
    team.goto(f"/organisasi/pegawai/{employee(GITA).pk}/")
    team.get_by_role("link", name="Tetapkan penilai pengganti").click()
    labelled(team, "Penilai pengganti").fill("Citra")
    fill(team, Dasar="Budi pensiun, SK 88 tahun 2026")
    expect(said).to_contain_text("Penilai pengganti ditetapkan")
    accessible(team)

    # And Hadi is away for the whole quarter.
    team.goto("/organisasi/tidak-bertugas/catat/")
    labelled(team, "Pegawai").fill("Hadi")
    labelled(team, "Jenis").select_option(label="Cuti besar")
    labelled(team, "Hari pertama").fill("01-04-2026")
    labelled(team, "Hari terakhir").fill("30-06-2026")
    fill(team, Keputusannya="SK cuti 851/3")
    confirm(team)
    expect(said).to_be_visible()

    # 1 July: the section and another become one; its people are moved, and it is closed the day before.
    clock.go(date(2026, 7, 1))
    team.goto(f"/organisasi/unit/{unit('KEC').pk}/unit-baru/")
    fill(team, Nama_unit="Seksi Pelayanan Terpadu", Kode="TERPADU")
    expect(said).to_be_visible()
    there = {"Unit_kerja": "TERPADU", "Mulai": "01-07-2026", "Dasar": "SOTK tahun 2026"}
    move(team, EKO, "Pindahkan Eko", kind="supervisor", Jabatan="Kepala Seksi Pelayanan Terpadu", **there)
    team.goto(f"/organisasi/unit/{unit('TERPADU').pk}/kepala/")
    labelled(team, "Kepala unit").fill("Eko")
    fill(team, Mulai="01-07-2026")
    confirm(team)
    expect(said).to_contain_text("diganti")
    for number, name in ((ANI, "Ani"), (HADI, "Hadi"), (INA, "Ina")):
        move(team, number, f"Pindahkan {name}", **there)
        begins_plan(browser, live_server.url, number, "Mulai SKP di jabatan baru")
    team.goto(f"/organisasi/unit/{unit('SEKSI').pk}/tutup/")
    fill(team, Hari_terakhir="30-06-2026", Dasar="SOTK tahun 2026")
    confirm(team)
    expect(said).to_be_visible()
    assert unit("SEKSI").closed_on is not None

    # August: Ina's part-time contract ends.
    clock.go(date(2026, 8, 3))
    leave(team, INA, "31-08-2026", "Perjanjian kerja berakhir")

    # October: Ani is promoted within her unit.
    clock.go(date(2026, 10, 1))
    there = {"Unit_kerja": "TERPADU", "Jabatan": "Pranata Komputer Terampil"}
    move(
        team,
        ANI,
        "Pindahkan Ani",
        kind="functional",
        level="Terampil",
        Mulai="01-10-2026",
        Dasar="SK pengangkatan 821/9",
        **there,
    )
    begins_plan(browser, live_server.url, ANI, "Mulai SKP di jabatan baru")

    # Each day of each of them belongs to one plan, and nobody who has gone is waited for.
    july, october = date(2026, 7, 1), date(2026, 10, 1)
    assert plan_days(ANI) == [
        (date(2026, 1, 1), date(2026, 6, 30)),
        (july, date(2026, 9, 30)),
        (october, date(2026, 12, 31)),
    ]
    assert plan_days(INA) == [(date(2026, 1, 1), date(2026, 6, 30)), (july, date(2026, 8, 31))]
    assert rater(ANI, october) == rater(HADI, october) == "Eko"
    assert rater(EKO, october) == rater(GITA, october) == "Citra"
    for quarter in ("2026-Q1", "2026-Q2"):
        evaluate(period=Period.parse(quarter), acting=acting(COMMAND, october))
    assert not waiting_for(employee(BUDI), on=october).exists()
    assert waited_for_by(CITRA, october) == {"Gita"}
    assert waited_for_by(EKO, october) == {"Ani", "Hadi", "Ina"}
    assert [one for one in stuck_appraisals(on=october) if not one.waits_for_opening] == []
    assert not Appraisal.objects.filter(plan__assignment__employee__number=INA, period="2026-Q4").exists()
    assert excused("2026-Q2") == ["Hadi"]


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def rater(number: str, on: date) -> str:
    return appraiser_of(assignment_on(employee(number).pk, on), on=on).name


def waited_for_by(number: str, on: date) -> set[str]:
    waiting = waiting_for(employee(number), on=on).filter(period="2026-Q1")
    return set(waiting.values_list("plan__assignment__employee__name", flat=True))


def plan_days(number: str) -> list[tuple[date, date]]:
    plans = Plan.objects.filter(assignment__employee__number=number).order_by("starts")
    return [(plan.starts, plan.last_day) for plan in plans]


def excused(quarter: str) -> list[str]:
    found = Appraisal.objects.filter(nothing_to_rate(), period=quarter)
    return list(found.values_list("plan__assignment__employee__name", flat=True))
