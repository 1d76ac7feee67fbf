"""A duty that is shown can be done now, by this person; what cannot be done stands in what is stuck."""

import re
from datetime import date, timedelta

import pytest
from django.db import transaction

from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import prepared_delivery
from terukur.appraisal.queries import team_of, waiting_for
from terukur.appraisal.ratable import why_not_ratable
from terukur.appraisal.schedule import open_period
from terukur.jobs.clock import today
from terukur.objections.access import decider_of
from terukur.objections.deciders import hanging_objections, name_decider
from terukur.objections.hearing import waiting_objections
from terukur.organization.models import Assignment, ReportingLine
from terukur.oversight.stuck import stuck_appraisals
from terukur.regulation.schedule import Step, StepDates
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, FAJAR, QUARTER, acting, employee, sign_in
from tests.support.quarter import give, grade_unit, hand_over, objecting
from tests.web.test_access import addresses  # noqa: F401 - a world with one of everything

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def opened(*, opens: date, closes: date) -> None:
    open_period(
        period=QUARTER,
        dates={step: StepDates(opens, closes, closes) for step in Step},
        acting=acting(employee(DEWI).user, AFTER),
    )


def waiting(number: str = BUDI, on: date = AFTER) -> list[Appraisal]:
    return list(waiting_for(employee(number), on=on))


def reasons(on: date = AFTER) -> list[str]:
    return [one.reason for one in stuck_appraisals(on=on)]


def test_what_waits_can_be_done_and_is_done(appraisal):
    (found,) = waiting()
    assert why_not_ratable(found, on=AFTER) == ""
    with transaction.atomic():
        give(found)
        assert waiting() == []
        grade_unit()
        (found,) = waiting()
        assert prepared_delivery(found, acting=acting(employee(BUDI).user, AFTER))
        transaction.set_rollback(True)


def test_a_closed_quarter_is_nobodys_duty_and_stands_in_what_is_stuck(appraisal, client):
    opened(opens=AFTER - DAY, closes=AFTER - DAY)
    assert waiting() == []
    assert reasons() == ["belum dinilai, dan penilaiannya sudah ditutup"]
    assert "ditutup" in why_not_ratable(Appraisal.objects.get(), on=AFTER)
    sign_in(client, DEWI)
    home = client.get("/").content.decode()
    assert "1 penilaian belum diisi dan sudah ditutup" in home
    assert "Tidak ada yang menunggu" not in home
    assert "penilaiannya sudah ditutup" in client.get("/macet/").content.decode()


def test_a_step_that_opens_later_is_said_before_the_form(appraisal, client):
    later = today() + timedelta(days=30)
    opened(opens=later, closes=later + DAY)
    assert waiting(on=today()) == []
    sign_in(client, BUDI)
    page = client.get(f"/penilaian/{appraisal.pk}/nilai/", follow=True).content.decode()
    assert f"dibuka {later:%d-%m-%Y}" in page
    assert 'name="results"' not in page
    team = client.get("/tim/?periode=2026-Q1").content.decode()
    assert "orang menunggu penilaian Anda" not in team


def test_a_quarter_that_has_not_ended_says_when_it_opens(appraisal):
    Appraisal.objects.update(ends=date(2026, 12, 31), period="2026-Q4")
    found = Appraisal.objects.get()
    assert why_not_ratable(found, on=AFTER) == "Penilaian Triwulan IV 2026 dibuka 1 Januari 2027."
    assert waiting() == []


def test_a_period_that_nobody_opened_and_a_unit_without_grade_are_duties_of_the_team(appraisal, client):
    assert reasons() == ["periodenya sudah berakhir dan belum dibuka"]
    give(appraisal)
    assert waiting() == []
    sign_in(client, DEWI)
    home = client.get("/").content.decode()
    assert "penilaian dalam periode yang belum dibuka" in home
    assert "1 unit belum punya capaian organisasi" in home
    assert "Seksi Pelayanan" in client.get("/macet/").content.decode()


def test_a_ghost_of_a_position_that_had_ended_is_in_no_list(appraisal):
    Assignment.objects.filter(employee__number=ANI).update(ends=date(2025, 12, 31))
    ReportingLine.objects.filter(assignment__employee__number=ANI).update(ends=date(2025, 12, 31))
    assert waiting() == []
    assert team_of(employee(BUDI), period=QUARTER, on=AFTER) == []
    assert reasons() == []


def test_who_rated_before_a_transfer_keeps_what_is_left_to_do(appraisal):
    last = AFTER - DAY
    Assignment.objects.filter(employee__number=ANI).update(ends=last)
    ReportingLine.objects.filter(assignment__employee__number=ANI).update(ends=last)
    assert [found.pk for found in waiting()] == [appraisal.pk]


def test_an_objection_whose_line_ends_goes_to_whom_the_team_names(appraisal, client):
    found = hand_over(appraisal)
    ReportingLine.objects.filter(assignment__employee__number=BUDI).delete()
    objection = objecting(found, AFTER)
    assert [one.objection for one in hanging_objections(on=AFTER)] == [objection]
    sign_in(client, DEWI)
    assert "1 keberatan tanpa pejabat yang memutus" in client.get("/").content.decode()
    sign_in(client, ANI)
    page = client.get(f"/penilaian/{found.pk}/").content.decode()
    assert "pejabat yang masih ditunjuk pengelola kinerja" in page
    name_decider(
        objection=objection,
        employee=employee(EKO),
        basis="Surat wali kota 800/77",
        acting=acting(employee(DEWI).user, AFTER),
    )
    assert decider_of(objection, on=AFTER) == employee(EKO)
    assert hanging_objections(on=AFTER) == []
    later = AFTER + timedelta(days=30)
    assert waiting_objections(employee(EKO), on=later) == [objection]
    sign_in(client, EKO)
    assert client.get(f"/penilaian/{found.pk}/").status_code == 200


@pytest.mark.parametrize("number", [ANI, BUDI, CITRA, DEWI, EKO, FAJAR])
def test_every_duty_on_home_and_of_the_team_leads_to_an_open_page(addresses, client, number):  # noqa: F811
    sign_in(client, number)
    for address in ("/", "/tim/", "/tim/?periode=2026-Q1"):
        page = client.get(address).content.decode()
        main = page.split("<main", 1)[1]
        for link in sorted(set(re.findall(r'href="(/[^"#]*)', main))):
            answer = client.get(link.replace("&amp;", "&"))
            assert answer.status_code == 200, (address, link, answer.status_code)
