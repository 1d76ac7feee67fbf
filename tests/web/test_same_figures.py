"""The same figure, status and advice on every page on 30 November, and one place that works them out."""

import html
import re
from datetime import date, datetime, time
from fractions import Fraction
from pathlib import Path

import pytest
from django.utils import timezone

import terukur
from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.appraisal.tree import ComputedIndicator, ExposureFigure
from terukur.coaching.advice import advice_on, weeks_words
from terukur.coaching.digest import latest_digest, make_digests
from terukur.coaching.standing import StandingStatus, standings_of
from terukur.ledger.acting import COMMAND
from terukur.regulation.periods import Period
from tests.support import cast, computed_tree
from tests.support.cast import ANI, BUDI, acting, employee, moment, sign_in

TODAY = date(2026, 11, 30)
MONDAY = date(2026, 11, 30)
SOURCE = Path(terukur.__file__).parent


@pytest.fixture(autouse=True)
def on_30_november(monkeypatch):
    at = timezone.make_aware(datetime.combine(TODAY, time(9)))
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


def loaded(version, each: int, *, months=9, periods=("2026-Q3",)) -> Appraisal:
    """Ani does so much a month of a year's 400, until September; nothing is loaded since."""
    values = {f"2026-{month:02d}": str(each) for month in range(1, months + 1)}
    cast.load_values(values, period="2026")
    for period in periods:
        evaluate(period=Period.parse(period), acting=acting(COMMAND, TODAY))
    return Appraisal.objects.get(plan=version.plan, period=periods[-1])


def read(client, number: str, address: str) -> str:
    """What somebody reads on a page, without its markup."""
    sign_in(client, number)
    page = client.get(address).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^<>]{1,500}>", " ", main)).split())


def pages(client, appraisal) -> dict[str, str]:
    make_digests(on=MONDAY, at=moment(MONDAY))
    rating = f"/penilaian/{appraisal.pk}/nilai/"
    # A period that still runs has no form yet.
    forms = {"rating": read(client, BUDI, rating)} if appraisal.ends < TODAY else {}
    return {
        "home": read(client, ANI, "/"),
        "boss": read(client, BUDI, "/"),
        "team": read(client, BUDI, f"/tim/?periode={appraisal.period}"),
        "table": read(client, BUDI, f"/tim/nilai/?periode={appraisal.period}"),
        "talks": read(client, BUDI, "/dialog/"),
        "own talks": read(client, ANI, "/dialog/"),
        "sheet": read(client, BUDI, f"/dialog/{appraisal.plan_id}/"),
        "digest": read(client, ANI, "/ringkasan/"),
        "team digest": read(client, BUDI, "/ringkasan/"),
        "appraisal": read(client, ANI, f"/penilaian/{appraisal.pk}/"),
        **forms,
    }


@pytest.mark.django_db
@pytest.mark.parametrize("periods", [("2026-Q3",), ("2026-Q3", "2026-Q4")])
@pytest.mark.parametrize("each", [24, 25, 28])
def test_who_lags_lags_on_every_page_with_the_same_figures(version, client, each, periods):
    appraisal = loaded(version, each, periods=periods)
    told = pages(client, appraisal)
    figure = f"{each * 9} berkas, seharusnya 300 berkas"
    percent = f"{each * 9 // 3} %"
    left = f"{400 - each * 9} berkas lagi sampai 31 Desember"
    for name, page in told.items():
        assert figure in page, name
        assert "Januari–September" in page, name
    for name in set(told) - {"appraisal", "rating"} if len(periods) == 1 else ():
        assert f"Juli–September saja: {each * 3} berkas" in told[name], name
    for name, page in told.items():
        assert "sesuai jalur" not in page, f"{percent} is on no way: {name}"
        assert "tidak ada yang tertinggal" not in page.lower(), name
    for name in set(told) - {"appraisal", "rating"}:
        assert percent in told[name], name
    for name in (
        "home",
        "talks",
        "own talks",
        "sheet",
        "digest",
        "team digest",
        "appraisal",
        *(set(told) & {"rating"}),
    ):
        assert left in told[name], name
        assert "Oktober–November" in told[name], name
    for name in {"home", "sheet", "team", "table", "appraisal", "rating"} & set(told):
        assert re.search("tertinggal", told[name], re.IGNORECASE), name
    assert "Di tim Anda 1 orang tertinggal" in told["boss"]
    assert "Tertinggal 1" in told["team"]


@pytest.mark.django_db
def test_who_does_not_lag_is_named_nowhere(version, client):
    appraisal = loaded(version, 36)
    told = pages(client, appraisal)
    assert latest_digest(employee(ANI), on=TODAY) is None
    for name in ("boss", "team", "talks", "sheet"):
        assert "orang tertinggal" not in told[name]
    assert "Tertinggal 0" in told["team"]
    assert "Dari yang terukur tidak ada yang tertinggal. Pengaduan dijawab: belum ada data" in told["home"]


@pytest.mark.django_db
def test_home_shows_the_period_that_runs_and_what_is_missing(version, client):
    loaded(version, 24)
    page = read(client, ANI, "/")
    for words in (
        "Keadaan saya, Triwulan IV 2026",
        "Data terakhir sampai 30 September 2026",
        "Oktober–November belum dimuat",
        "Sampai hari ini seharusnya 367 berkas",
        "Pengaduan dijawab",
        "Belum ada data; Januari–November belum diisi",
    ):
        assert words in page


@pytest.mark.django_db
def test_an_older_period_gives_no_advice_once_a_newer_one_is_computed(version, client):
    older = loaded(version, 24)
    cast.load_values({"2026-10": "50"}, period="2026-Q4")
    evaluate(period=Period.parse("2026-Q4"), acting=acting(COMMAND, TODAY))
    page = read(client, ANI, f"/penilaian/{older.pk}/")
    assert "lagi sampai" not in page, "what is left is counted from the newest figures"
    assert "134 berkas lagi sampai 31 Desember" in read(client, ANI, "/")


@pytest.mark.django_db
def test_the_fourth_quarter_without_a_row_says_so(version, client):
    appraisal = loaded(version, 24, periods=("2026-Q3", "2026-Q4"))
    page = read(client, ANI, f"/penilaian/{appraisal.pk}/")
    assert "Triwulan IV 2026: belum ada data, tidak dinilai" in page
    assert "Bulan tanpa data: Oktober–November" in page
    assert "Tidak ada saran" in page


@pytest.mark.django_db
def test_a_target_that_the_exposure_moved_is_explained_where_it_stands(db, client):
    cast.load_people()
    version = cast.load_plan(lines=(cast.Line(exposure="200", weight="100"),))
    indicator = version.results.get().indicators.get()
    version.plan.exposure_changes.create(
        thread=indicator.thread,
        since=date(2026, 7, 1),
        exposure=180,
        reason="Loket ditutup",
        by=employee(BUDI).user,
        at=moment(TODAY),
    )
    loaded(version, 20)
    assert (
        "Target sampai 31 Desember 2026: 360 berkas, disesuaikan dari 400 berkas karena hari di loket 180, "
        "direncanakan 200."
    ) in read(client, ANI, "/")


def item(target: int, reached: int, unit: str = "anak", **more) -> ComputedIndicator:
    return computed_tree.indicator(
        target=Fraction(target), realization=Fraction(reached), unit=unit, measure="Data", **more
    )


YEAR_END = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("target", "reached", "unit", "words"),
    [
        (
            585,
            423,
            "anak",
            "162 anak lagi sampai 31 Desember (36 per minggu selama 4½ minggu), "
            "atau muat dulu data Oktober–November",
        ),
        (12, 8, "laporan", "4 laporan lagi sampai 31 Desember, atau muat dulu data Oktober–November"),
    ],
)
def test_advice_counts_from_today_in_units_that_people_work_in(target, reached, unit, words):
    told = advice_on(item(target, reached, unit), ends=YEAR_END, on=TODAY, not_loaded="Oktober–November")
    assert told is not None and told.words == words


def test_nothing_is_advised_when_all_is_reached_or_over():
    assert advice_on(item(12, 12), ends=YEAR_END, on=TODAY, not_loaded="") is None
    assert advice_on(item(12, 8), ends=YEAR_END, on=YEAR_END, not_loaded="") is None


def test_pieces_are_whole():
    fewer = ExposureFigure("Anak", Fraction(600), Fraction(1170, 2) - Fraction(1, 4), "", None)
    told = advice_on(item(600, 423, exposure=fewer), ends=YEAR_END, on=TODAY, not_loaded="")
    assert told.words == "162 anak lagi sampai 31 Desember (36 per minggu selama 4½ minggu)"


def test_half_weeks_are_said_as_people_do():
    told = [weeks_words(Fraction(halves, 2)) for halves in (1, 2, 9, 10)]
    assert told == ["½ minggu", "1 minggu", "4½ minggu", "5 minggu"]


@pytest.mark.django_db
def test_the_status_of_an_indicator_is_one_of_four_everywhere(version):
    appraisal = loaded(version, 24)
    told = standings_of(appraisal.tree, plan=version.plan, on=TODAY)
    assert [one.status for one in told] == [StandingStatus.BEHIND, StandingStatus.UNMEASURED]


def test_no_other_file_counts_per_week_or_says_who_lags():
    """A new page that works it out by itself would tell another figure: it has to ask ``standing``."""
    allowed = {"coaching/advice.py", "coaching/standing.py", "web/appraisal/views.py"}
    own = re.compile(r"per minggu|per_week|weeks_left|needed_per|Rating\.BELOW and|sesuai jalur")
    found = {
        str(path.relative_to(SOURCE))
        for suffix in ("*.py", "*.html", "*.typ", "*.txt")
        for path in SOURCE.rglob(suffix)
        if own.search(path.read_text())
    }
    assert found <= allowed
