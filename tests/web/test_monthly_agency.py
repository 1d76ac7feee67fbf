"""An agency that evaluates every month: a quarter is walked on all pages, and none of them says quarter."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from terukur.appraisal.cadence_setting import CadenceRefused, set_cadence
from terukur.appraisal.evaluation import NothingToEvaluate, evaluate
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import deliver, rate, set_unit_grade
from terukur.appraisal.schedule import ScheduleRefused, open_period, proposal_for
from terukur.appraisal.yardstick import yardstick_of
from terukur.coaching.digest import make_digests
from terukur.delivery.receipt import mark_read
from terukur.employment.left_out import LeftOutFor, leave_out_quarter
from terukur.employment.rights import EmploymentRefused
from terukur.ledger.acting import COMMAND
from terukur.organization.cadence import cadence_in
from terukur.organization.models import Unit
from terukur.regulation.cadence import Cadence
from terukur.regulation.periods import Period
from terukur.regulation.scales import OrganizationGrade
from terukur.web.urls import urlpatterns
from tests.support import cast
from tests.support.cast import ANI, BUDI, DEWI, EKO, NEW_YEAR, acting, employee, moment, sign_in
from tests.support.quarter import AS_SUGGESTED

pytestmark = pytest.mark.django_db
SOON = timedelta(days=8)
MONTHS = [Period(2026, month, month) for month in (1, 2, 3)]
# They quote the law, or explain to everybody how periods are written; or their subject is quarters.
ABOUT_QUARTERS = {"agreements", "cadence", "imports", "method", "objectivity", "survey-points"}
USUAL = ("home", "team", "team-table", "appraisals", "dialogues", "periods", "digest")
EVERYWHERE = sorted({one.name for one in urlpatterns if "<" not in str(one.pattern)} - ABOUT_QUARTERS)


def choose(year=2026, cadence=Cadence.MONTHLY, on=NEW_YEAR, by=DEWI):
    set_cadence(
        since_year=year, cadence=cadence, basis="Keputusan PPK 1/2026", acting=acting(employee(by).user, on)
    )


@pytest.fixture
def monthly(db):
    cast.load_people()
    choose()
    return cast.load_plan()


def through(month: Period) -> Appraisal:
    """The month is opened, computed, rated and delivered, a few days after it."""
    on = month.ends + SOON
    team, boss, owner = (acting(employee(number).user, on) for number in (DEWI, BUDI, ANI))
    at_its_end = acting(employee(DEWI).user, month.ends)
    open_period(period=month, dates=proposal_for(month, on=month.ends), acting=at_its_end)
    evaluate(period=month, acting=acting(COMMAND, on))
    appraisal = Appraisal.objects.get(period=month, plan__assignment__employee__number=ANI)
    rate(appraisal=appraisal, draft=AS_SUGGESTED, acting=boss)
    set_unit_grade(
        unit=Unit.objects.get(code="SEKSI"),
        period=month,
        grade=OrganizationGrade.GOOD,
        reason="Rencana aksi tercapai",
        acting=team,
    )
    deliver(appraisal=appraisal, acting=boss)
    return mark_read(appraisal=appraisal, acting=owner)


def words(page) -> str:
    text = page.content.decode()
    return re.sub(r"<[^<>]{1,500}>", " ", text[text.find("<main") :])


def test_three_months_are_walked_on_all_pages_and_none_says_quarter(monthly, client, monkeypatch):
    each = {f"2026-0{month}": "33" for month in (1, 2, 3)}
    for month in MONTHS:
        on, is_last = month.ends + SOON, month is MONTHS[-1]
        at = timezone.make_aware(datetime.combine(on, time(9)))
        monkeypatch.setattr("django.utils.timezone.now", lambda at=at: at)
        name = str(month)
        cast.load_values({name: each[name]}, period=name)
        appraisal = through(month)
        make_digests(on=on - timedelta(days=on.weekday()), at=moment(on))
        own = [
            reverse("appraisal", args=[appraisal.pk]),
            reverse("what-if", args=[appraisal.pk]),
            reverse("dialogue", args=[appraisal.plan_id]),
            reverse("talk", args=[appraisal.pk]),
            reverse("period", args=[month]),
        ]
        for number in (ANI, BUDI, DEWI):
            sign_in(client, number)
            for address in (*map(reverse, EVERYWHERE if is_last and number != BUDI else USUAL), *own):
                page = client.get(address)
                assert page.status_code < 500, address
                if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
                    assert "triwulan" not in words(page).lower(), (number, address)
    sign_in(client, ANI)
    assert "Januari–Maret" in client.get(own[0]).content.decode()
    assert "Maret saja: 33 berkas (1 Maret – 31 Maret), sejak 1 Januari 99 berkas dari 400 berkas" in (
        client.get(own[2]).content.decode()
    )


def test_the_year_rests_on_its_twelve_months(monthly):
    cast.load_values({"2026-01": "30"}, period="2026-01")
    through(MONTHS[0])
    on = date(2027, 1, 8)
    evaluate(period=Period(2026, 1, 12), acting=acting(COMMAND, on))
    year = Appraisal.objects.get(period="2026", plan__assignment__employee__number=ANI)
    yardstick = yardstick_of(year)
    assert [one.period for one in yardstick.quarters] == Cadence.MONTHLY.periods(2026)
    assert yardstick.missing.startswith("Penilaian Februari 2026 belum disampaikan")
    team = acting(employee(DEWI).user, on)
    with pytest.raises(EmploymentRefused, match="Pilih bulan"):
        leave_out_quarter(
            period=Period.parse("2026-Q2"), reach=LeftOutFor(), reason="Belum dipakai waktu itu.", acting=team
        )
    for month in Cadence.MONTHLY.periods(2026)[1:]:
        leave_out_quarter(
            period=month, reach=LeftOutFor(), reason="Belum dipakai pada bulan itu.", acting=team
        )
    assert yardstick_of(year).missing == ""


def test_no_year_is_a_mixture(monthly):
    team = acting(employee(DEWI).user, NEW_YEAR)
    quarter = Period.parse("2026-Q1")
    with pytest.raises(ScheduleRefused, match="instansi menilai setiap bulan"):
        open_period(period=quarter, dates=proposal_for(quarter, on=NEW_YEAR), acting=team)
    with pytest.raises(NothingToEvaluate, match="instansi menilai setiap bulan"):
        evaluate(period=quarter, acting=acting(COMMAND, date(2026, 4, 6)))
    choose(cadence=Cadence.HALF_YEARLY)
    choose()
    evaluate(period=MONTHS[0], acting=acting(COMMAND, date(2026, 2, 4)))
    with pytest.raises(CadenceRefused, match="Januari 2026 sudah dibuka atau dihitung") as refusal:
        choose(cadence=Cadence.QUARTERLY)
    assert "Pilih tahun 2027" in str(refusal.value)
    choose(2027, Cadence.HALF_YEARLY)
    assert [cadence_in(year) for year in (2025, 2026, 2027, 2030)] == [
        Cadence.QUARTERLY,
        Cadence.MONTHLY,
        Cadence.HALF_YEARLY,
        Cadence.HALF_YEARLY,
    ]


def test_only_the_team_chooses_and_says_on_which_ground(monthly):
    with pytest.raises(CadenceRefused, match="pengelola kinerja"):
        choose(by=EKO)
    with pytest.raises(CadenceRefused, match="dasarnya"):
        set_cadence(
            since_year=2027, cadence=Cadence.MONTHLY, basis="-", acting=acting(employee(DEWI).user, NEW_YEAR)
        )


def test_the_cadence_is_chosen_on_its_page_after_its_effect_was_shown(db, client):
    cast.load_people()
    sign_in(client, DEWI)
    filled = {"since_year": "2030", "cadence": "half-yearly", "basis": "Keputusan PPK 9/2029"}
    check = client.post(reverse("cadence"), filled)
    assert "2 setahun, dari Semester I 2030 sampai Semester II 2030" in check.content.decode()
    client.post(reverse("cadence"), filled | {"confirmed": check.context["check"].mark})
    assert cadence_in(2030) is Cadence.HALF_YEARLY
    assert "Mulai 2030: setiap semester" in client.get(reverse("cadence")).content.decode()


def test_half_years_are_recomputed_when_their_figures_come(db):
    found = Cadence.HALF_YEARLY.begun(date(2026, 2, 1), on=date(2026, 8, 1))
    assert [str(one) for one in found] == ["2026-S1", "2026-S2"]
    assert str(Cadence.HALF_YEARLY.period_of(date(2026, 7, 1))) == "2026-S2"
