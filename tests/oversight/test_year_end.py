"""A year is closed in one act over what is open; what runs goes on, and a reason opens it again."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from terukur.appraisal.doable import in_unopened_periods
from terukur.appraisal.evaluation import NothingToEvaluate, evaluate
from terukur.appraisal.models import Appraisal, YearClosing
from terukur.appraisal.operations import AppraisalRefused, deliver, rate, set_unit_grade
from terukur.coaching.dialogue import AgreementDraft
from terukur.coaching.models import Agreement
from terukur.delivery.receipt import mark_read
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.objections.hearing import DecisionDraft, answer_objection, decide_objection
from terukur.organization.models import Unit
from terukur.oversight.year_end import (
    YearRefused,
    carried_to,
    close_year,
    people_in_need,
    reopen_year,
    state_of,
    unclosed_year,
)
from terukur.planning.models import Plan
from terukur.planning.operations.versions import PlanRefused, revise_plan, set_plan, start_plan
from terukur.regulation.scales import OrganizationGrade, Rating
from terukur.tables.cells import ImportRefused
from tests.support import cast, learning_case
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, FAJAR, QUARTER, acting, employee, moment
from tests.support.quarter import AS_SUGGESTED, give, grade_unit, hand_over, objecting, submit, talk

pytestmark = pytest.mark.django_db
MARCH = date(2027, 3, 1)
WHY = "Evaluasi tahunan diserahkan ke BKPSDM."
SHUT = "Tahun 2026 sudah ditutup 01-03-2027. Pengelola kinerja dapat membukanya lagi"


def closed(by=DEWI, on=MARCH, reason=WHY, year=2026) -> YearClosing:
    return close_year(year=year, reason=reason, acting=acting(employee(by).user, on))


def reopened(by=DEWI, on=MARCH, reason=WHY):
    return reopen_year(year=2026, reason=reason, acting=acting(employee(by).user, on))


def left_open(on=MARCH) -> dict[str, int]:
    state = state_of(2026, by=employee(DEWI).user, on=on)
    return {key: number for key, number in state.left_open.items() if number}


def carried(number=ANI) -> dict[str, int]:
    return {key: found.count() for key, found in carried_to(employee(number)).items() if found.count()}


class TestClosing:
    @pytest.mark.parametrize("by", [ANI, BUDI, CITRA, EKO, FAJAR])
    def test_only_the_team_closes_and_opens_again(self, version, by):
        with pytest.raises(YearRefused, match="pengelola kinerja"):
            closed(by)
        closed()
        with pytest.raises(YearRefused, match="pengelola kinerja"):
            reopened(by)

    def test_not_before_it_has_ended_not_twice_and_only_with_plans(self, version):
        with pytest.raises(YearRefused, match="belum berakhir"):
            closed(on=date(2026, 12, 31))
        with pytest.raises(YearRefused, match="Tidak ada SKP 2025"):
            closed(year=2025)
        closed()
        with pytest.raises(YearRefused, match="sudah ditutup"):
            closed()

    def test_over_open_things_only_with_a_reason_and_they_are_kept(self, appraisal):
        assert left_open() == {"annual": 1, "to_rate": 1, "units": 1}
        with pytest.raises(YearRefused, match="Masih ada yang terbuka"):
            closed(reason=" ")
        closing = closed()
        assert (closing.open_count, closing.left_open["to_rate"]) == (3, 1)
        entry = Entry.objects.get(act="year-closed")
        assert (entry.reason, entry.after["open"]["annual"]) == (WHY, 1)

    def test_it_is_opened_again_with_a_reason_and_closed_again_after_that(self, version):
        with pytest.raises(YearRefused, match="tidak sedang ditutup"):
            reopened()
        closed()
        with pytest.raises(YearRefused, match="Tulis mengapa"):
            reopened(reason="")
        reopened()
        assert closed().number == 2
        assert Entry.objects.filter(act="year-reopened").count() == 1

    def test_the_database_refuses_two_closings_in_force_and_one_without_reason(self, version):
        closing = closed()
        closing.pk, closing.number = None, 2
        with pytest.raises(IntegrityError, match="year_closed_again_after_reopening"), transaction.atomic():
            closing.save(force_insert=True)
        closing.number, closing.year, closing.reason = 1, 2025, ""
        with pytest.raises(IntegrityError, match="closing_over_open_says_why"), transaction.atomic():
            closing.save(force_insert=True)
        with pytest.raises(ProgrammingError), transaction.atomic():
            YearClosing.objects.update(reason="lain")

    def test_the_team_is_asked_from_march_on_until_it_is_closed(self, version):
        assert not unclosed_year(on=MARCH - timedelta(days=1)).exists()
        assert unclosed_year(on=MARCH).exists()
        closed()
        assert not unclosed_year(on=MARCH).exists()

    def test_an_empty_agency_has_nothing_to_close(self, db):
        assert not unclosed_year(on=MARCH).exists()


class TestAfterClosing:
    def test_no_plan_of_the_year_is_begun_revised_or_set(self, draft):
        submit(draft)
        closed()
        with pytest.raises(PlanRefused, match=SHUT):
            set_plan(version=draft, acting=acting(employee(BUDI).user, MARCH))
        position = draft.plan.assignment
        eko = employee(EKO).assignments.get()
        with pytest.raises(PlanRefused, match=SHUT):
            start_plan(assignment=eko, year=2026, acting=acting(employee(EKO).user, MARCH))
        with pytest.raises(ImportRefused) as refused:
            cast.load_plan(EKO)
        assert SHUT in str(refused.value.errors[0])
        reopened()
        set_plan(version=draft, acting=acting(employee(BUDI).user, MARCH))
        closed()
        with pytest.raises(PlanRefused, match=SHUT):
            revise_plan(plan=draft.plan, reason="Tugas baru", acting=acting(employee(ANI).user, MARCH))
        start_plan(assignment=position, year=2027, acting=acting(employee(ANI).user, MARCH))
        assert Plan.objects.filter(year=2027).count() == 1

    def test_nothing_of_the_year_is_rated_graded_or_computed_and_nobody_owes_it(self, appraisal):
        assert in_unopened_periods(on=MARCH).count() == 1
        closed()
        assert in_unopened_periods(on=MARCH).count() == 0
        with pytest.raises(AppraisalRefused, match=SHUT):
            rate(appraisal=appraisal, draft=AS_SUGGESTED, acting=acting(employee(BUDI).user, MARCH))
        with pytest.raises(AppraisalRefused, match=SHUT):
            set_unit_grade(
                unit=Unit.objects.get(code="SEKSI"),
                period=QUARTER,
                grade=OrganizationGrade.GOOD,
                reason="Rencana aksi tercapai",
                acting=acting(employee(CITRA).user, MARCH),
            )
        with pytest.raises(NothingToEvaluate, match=SHUT):
            evaluate(period=QUARTER, acting=acting(COMMAND, MARCH))
        reopened()
        rate(appraisal=appraisal, draft=AS_SUGGESTED, acting=acting(employee(BUDI).user, MARCH))

    def test_the_database_too_refuses_a_rating_of_a_closed_year(self, appraisal):
        closed()
        with pytest.raises(ProgrammingError, match="closed"), transaction.atomic():
            Appraisal.objects.update(rated_at=moment(MARCH))
        reopened()
        assert Appraisal.objects.update(rated_at=moment(MARCH)) == 1

    def test_no_appraisal_is_begun_for_a_plan_of_the_year(self, version):
        closed()
        evaluate(period=QUARTER, plans=[version.plan_id], acting=acting(COMMAND, MARCH))
        assert not Appraisal.objects.exists()

    def test_what_was_rated_is_still_delivered_and_objected_to(self, appraisal):
        give(appraisal)
        grade_unit()
        closed()
        deliver(appraisal=appraisal, acting=acting(employee(BUDI).user, MARCH))
        mark_read(appraisal=appraisal, acting=acting(employee(ANI).user, MARCH))
        assert objecting(appraisal, MARCH + timedelta(days=14)).is_late is False


class TestCarriedOver:
    def test_a_running_objection_keeps_its_time_and_changes_the_grade_of_the_closed_year(self, appraisal):
        found = hand_over(appraisal)
        objection = objecting(found, AFTER)
        closed(on=MARCH)
        assert carried() == {"carried_objections": 1}
        answer_objection(
            objection=objection,
            text="Realisasi dihitung dari register yang dimuat.",
            acting=acting(employee(BUDI).user, MARCH),
        )
        decide_objection(
            objection=objection,
            draft=DecisionDraft(
                heard="Keduanya didengar pada 1 Maret 2027.",
                reason="Register Februari memang belum dimuat waktu itu.",
                results=Rating.ABOVE,
                behavior=Rating.MEETS,
            ),
            acting=acting(employee(CITRA).user, MARCH),
        )
        appraisal.refresh_from_db()
        assert appraisal.result_rating == Rating.ABOVE
        assert carried() == {}

    def test_open_agreements_go_on_until_a_talk_of_the_next_year_closes_them(self, appraisal):
        found = hand_over(appraisal)
        promise = AgreementDraft("Melatih rekan loket", Agreement.Owner.EMPLOYEE, date(2027, 2, 1))
        talk(found, AFTER, agreements=[promise])
        assert carried() == {}
        closing = closed()
        assert closing.carried["agreements"] == 1
        assert carried() == {"carried_agreements": 1}

    def test_learning_that_is_planned_goes_on_and_a_need_without_it_is_shown(self, appraisal):
        learning_case.shelf()
        learning_case.delivered(appraisal)
        assert left_open()["needs"] == 1
        assert people_in_need(2026, most=5) == [employee(ANI)]
        learning_case.chosen()
        closed()
        assert carried() == {"carried_learning": 1}
