"""A period as a process: opened with dates, closed by the calendar, people reminded of what waits."""

from datetime import date, timedelta

import pytest
from django.core import mail

from terukur.appraisal.models import Appraisal, PeriodStep
from terukur.appraisal.operations import AppraisalRefused, deliver
from terukur.appraisal.schedule import ScheduleRefused, move_step, open_period, proposal_for, schedule_of
from terukur.appraisal.waiting import units_in, waits_in
from terukur.delivery.models import Reminder
from terukur.jobs.morning import send_word, take_due_steps
from terukur.ledger.acting import COMMAND
from terukur.organization.holidays import add_holidays, office_calendar, read_holidays
from terukur.organization.models import Agency, Holiday, Unit
from terukur.organization.operations import OrganizationRefused
from terukur.regulation.schedule import Step, StepDates
from tests.support.cast import (
    AFTER,
    ANI,
    BUDI,
    CITRA,
    DEWI,
    EKO,
    FAJAR,
    QUARTER,
    acting,
    employee,
    moment,
    sign_in,
)
from tests.support.check_pages import confirmed
from tests.support.quarter import give, grade_unit, hand_over, objecting

pytestmark = pytest.mark.django_db
ENDED = date(2026, 3, 31)
WHY = "Data dinas terlambat seminggu."


def opened(by=DEWI, on=ENDED, **moved):
    dates = dict(proposal_for(QUARTER, on=on)) | {Step(step): d for step, d in moved.items()}
    open_period(period=QUARTER, dates=dates, acting=acting(employee(by).user, on))
    return dates


def move(step: Step, dates: StepDates, by=DEWI, reason=WHY):
    move_step(period=QUARTER, step=step, dates=dates, reason=reason, acting=acting(employee(by).user, AFTER))


def morning(on: date) -> dict[str, list[str]]:
    take_due_steps(acting=acting(COMMAND, on))
    return {row.employee.name: row.lines for row in Reminder.objects.filter(day=on)}


class TestSchedule:
    def test_the_calendar_proposes_the_dates(self, version):
        assert proposal_for(QUARTER, on=ENDED)[Step.RATING].due == date(2026, 4, 14)
        late = proposal_for(QUARTER, on=date(2026, 5, 4))
        assert late[Step.RATING].opens == date(2026, 5, 5)

    @pytest.mark.parametrize("by", [ANI, BUDI, CITRA, EKO, FAJAR])
    def test_only_the_team_opens_and_moves(self, version, by):
        with pytest.raises(ScheduleRefused, match="pengelola kinerja"):
            opened(by)
        dates = opened()
        with pytest.raises(ScheduleRefused, match="pengelola kinerja"):
            move(Step.RATING, dates[Step.RATING], by)

    def test_a_period_is_opened_once_and_moved_with_a_reason(self, version):
        dates = opened()
        with pytest.raises(ScheduleRefused, match="sudah dibuka"):
            opened()
        later = StepDates(
            AFTER, dates[Step.RATING].due + timedelta(days=7), dates[Step.RATING].closes + timedelta(days=7)
        )
        with pytest.raises(ScheduleRefused, match="alasan"):
            move(Step.RATING, later, reason="")
        move(Step.RATING, later)
        assert schedule_of(QUARTER)[Step.RATING] == later
        assert PeriodStep.objects.filter(step="rating").count() == 2

    def test_before_it_opens_and_after_it_closes_nothing_is_rated(self, appraisal):
        soon = AFTER + timedelta(days=1)
        opened(rating=StepDates(soon, soon, soon))
        with pytest.raises(AppraisalRefused, match="dibuka 07-04-2026"):
            give(appraisal)
        before = AFTER - timedelta(days=1)
        move(Step.RATING, StepDates(before, before, before))
        with pytest.raises(AppraisalRefused, match="ditutup 05-04-2026"):
            give(appraisal)
        move(Step.RATING, StepDates(before, AFTER, AFTER))
        give(appraisal)

    def test_a_rating_may_be_thought_over_until_the_calibration_ends(self, appraisal):
        dates = opened(calibration=StepDates(ENDED, AFTER, AFTER))
        give(appraisal)
        past = AFTER - timedelta(days=1)
        move(Step.RATING, StepDates(dates[Step.RATING].opens, past, past))
        give(appraisal)
        move(Step.CALIBRATION, StepDates(past, past, past))
        with pytest.raises(AppraisalRefused, match="Kalibrasi” Triwulan I 2026 ditutup"):
            give(appraisal)

    def test_the_organization_grade_has_its_days(self, version):
        before = AFTER - timedelta(days=1)
        opened(organization=StepDates(before, before, before))
        with pytest.raises(AppraisalRefused, match="Capaian organisasi ditetapkan” Triwulan I 2026 ditutup"):
            grade_unit()

    def test_a_late_delivery_is_late_but_never_forbidden(self, appraisal):
        before = AFTER - timedelta(days=1)
        opened(delivery=StepDates(before, before, before))
        hand_over(appraisal)
        assert Appraisal.objects.get().delivered_at is not None


class TestCalendar:
    def add(self, text: str, by=DEWI):
        return add_holidays(
            drafts=read_holidays(text, Holiday.Kind.COLLECTIVE_LEAVE),
            acting=acting(employee(by).user, AFTER),
            agency=Agency.objects.get(),
        )

    def test_days_are_pasted_from_a_decree_all_or_none(self, version):
        assert self.add("2026-03-20 Idulfitri\n\n2026-03-23 Cuti bersama Idulfitri") == 2
        assert not office_calendar(on=AFTER).is_working_day(date(2026, 3, 23))
        with pytest.raises(OrganizationRefused, match="Baris 2"):
            self.add("2026-05-01 Satu\n20 Mei 2026 Dua")
        assert Holiday.objects.count() == 2

    @pytest.mark.parametrize("by", [ANI, BUDI, FAJAR])
    def test_only_the_team_fills_it(self, version, by):
        with pytest.raises(OrganizationRefused, match="pengelola kinerja"):
            self.add("2026-03-20 Idulfitri", by)

    def test_the_dates_count_on_it(self, version):
        self.add("2026-04-01 Cuti bersama")
        assert proposal_for(QUARTER, on=ENDED)[Step.RATING].due == date(2026, 4, 15)


class TestWaiting:
    def test_each_step_names_its_holder(self, appraisal):
        unit = Unit.objects.get(code="SEKSI")

        def waits():
            return [(wait.step, wait.holder) for wait in waits_in(unit, QUARTER, on=AFTER)]

        assert waits() == [(Step.ORGANIZATION, "Citra"), (Step.RATING, "Budi")]
        give(appraisal)
        assert waits() == [(Step.ORGANIZATION, "Citra")]
        grade_unit()
        assert waits() == [(Step.DELIVERY, "Budi")]
        deliver(appraisal=appraisal, acting=acting(employee(BUDI).user, AFTER))
        assert waits() == [(Step.TALK, "Ani")]

    def test_units_are_counted(self, appraisal):
        (row,) = units_in(QUARTER)
        assert (row.unit.code, row.total, row.to_rate, row.final, row.has_grade) == ("SEKSI", 1, 1, 0, False)


class TestReminders:
    DUE = date(2026, 4, 14)

    def test_the_appraiser_hears_of_it_before_on_and_after_the_day(self, appraisal):
        opened()
        grade_unit()
        told = [
            day.day
            for day in (date(2026, 4, 7) + timedelta(days=n) for n in range(20))
            if any("menunggu rating Anda" in line for line in morning(day).get("Budi", []))
        ]
        assert told == [9, 14, 17, 21]

    def test_it_names_nobody_and_comes_once_a_day(self, appraisal):
        opened()
        grade_unit()
        morning(self.DUE)
        assert morning(self.DUE) == {
            "Budi": ["1 penilaian menunggu rating Anda: Triwulan I 2026, batas 14-04-2026"]
        }

    def test_the_leader_above_hears_of_a_missing_organization_grade(self, appraisal):
        opened()
        assert "menunggu capaian organisasi" in morning(date(2026, 4, 10))["Citra"][0]

    def test_who_has_the_next_step_of_an_objection_hears_of_it(self, appraisal):
        hand_over(appraisal)
        objecting(appraisal, AFTER)
        assert "penjelasan Anda" in morning(date(2026, 4, 17))["Budi"][0]
        assert "keputusan Anda" in morning(date(2026, 4, 27))["Citra"][0]

    def test_mail_goes_to_who_gave_an_address(self, appraisal, settings):
        opened()
        grade_unit()
        user = employee(BUDI).user
        user.email = "budi@contoh.go.id"
        user.save()
        morning(self.DUE)
        for _again in range(2):
            assert send_word(on=self.DUE, at=lambda: moment(self.DUE)) == 0
        (letter,) = mail.outbox
        assert letter.to == ["budi@contoh.go.id"]
        assert "Ani" not in letter.body

    def test_a_result_is_announced_twice_by_mail_and_then_received(self, appraisal):
        user = employee(ANI).user
        user.email = "ani@contoh.go.id"
        user.save()
        give(appraisal)
        grade_unit()
        deliver(appraisal=appraisal, acting=acting(employee(BUDI).user, AFTER))
        for day in (AFTER, AFTER, date(2026, 4, 9), date(2026, 4, 10)):
            send_word(on=day, at=lambda day=day: moment(day))
        assert len(mail.outbox) == 2
        assert Appraisal.objects.get().received_at == moment(date(2026, 4, 9))


def test_on_the_pages(appraisal, client, monkeypatch):
    monkeypatch.setattr("terukur.web.viewer.clock", lambda: moment(AFTER))
    sign_in(client, DEWI)
    page = "/periode/2026-Q1/"
    form = client.get(page).context["form"]
    dates = {name: str(value) for name, value in form.initial.items()}
    seen = client.post(page, dates).content.decode()
    assert "Periksa sebelum membuka Triwulan I 2026" in seen
    assert "terkunci mulai hari ini" in seen or "sudah lewat" in seen
    confirmed(client, page, dates)
    shown = client.get(page).content.decode()
    assert "Siapa menunggu siapa" in shown
    assert "Seksi Pelayanan" in shown
    backwards = {"step": "rating", "opens": "2026-04-09", "due": "2026-04-08", "closes": "2026-04-20"}
    told = client.post(f"{page}geser/", backwards | {"reason": WHY}, follow=True).content.decode()
    assert "harus berurutan" in told
    confirmed(client, f"{page}geser/", backwards | {"due": "2026-04-10", "reason": WHY})
    assert WHY in client.get(page).content.decode()
    client.post(f"{page}uji-coba/", {"unit": "SEKSI", "reason": "Belajar memakai sistem"})
    assert "Uji coba" in client.get(page).content.decode()
    unit = Unit.objects.get(code="SEKSI").pk
    assert "Budi" in client.get(f"{page}unit/{unit}/").content.decode()
    client.post("/periode/kalender/", {"kind": "holiday", "days": "2026-05-14 Kenaikan"})
    assert "Kenaikan" in client.get("/periode/kalender/").content.decode()
