"""The planning of a year: opened by the team, moved with a reason, everybody reminded, nothing closed."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from terukur.coaching.dialogue import DialogueDraft, record_dialogue
from terukur.coaching.models import Dialogue
from terukur.coaching.planning_waiting import planning_waits, units_planning
from terukur.delivery.models import Reminder
from terukur.jobs.morning import take_due_steps
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.organization.models import Unit
from terukur.planning.models import PlanningDates
from terukur.planning.operations.catalogue import save_objectives
from terukur.planning.operations.versions import set_plan, submit_plan
from terukur.planning.own_plans import to_make
from terukur.planning.planning_schedule import (
    PlanningRefused,
    move_planning_step,
    open_planning,
    planning_dates,
    planning_proposal,
    unopened_planning,
)
from terukur.regulation.periods import Period
from terukur.regulation.planning_year import PlanningStep
from terukur.regulation.schedule import StepDates
from tests.support import cast
from tests.support.cast import ANI, BUDI, CITRA, DEWI, EKO, FAJAR, acting, employee

pytestmark = pytest.mark.django_db
BEGINS = date(2026, 11, 2)
SUBMIT_BY = date(2027, 1, 20)
SET_BY = date(2027, 1, 29)
WHY = "Anggaran disahkan terlambat."


def opened(by=DEWI, on=BEGINS, year=2027, left_out=None):
    dates = {step: one.dates for step, one in planning_proposal(year, on=on).items() if step != left_out}
    open_planning(year=year, dates=dates, acting=acting(employee(by).user, on))
    return dates


def move(step=PlanningStep.SUBMISSION, by=DEWI, reason=WHY, days=7):
    later = SUBMIT_BY + timedelta(days=days)
    move_planning_step(
        year=2027,
        step=step,
        dates=StepDates(BEGINS, later, later + timedelta(days=30)),
        reason=reason,
        acting=acting(employee(by).user, BEGINS),
    )


def morning(on: date) -> dict[str, list[str]]:
    take_due_steps(acting=acting(COMMAND, on))
    return {row.employee.name: row.lines for row in Reminder.objects.filter(day=on)}


def waits(on: date, code="SEKSI") -> list[tuple[str, str, tuple[str, ...], int]]:
    found = planning_waits(Unit.objects.get(code=code), 2027, on=on)
    return [(wait.holder, wait.what, wait.people, wait.days_late) for wait in found]


@pytest.fixture
def people(db):
    cast.load_people()


class TestOpening:
    @pytest.mark.parametrize("by", [ANI, BUDI, CITRA, EKO, FAJAR])
    def test_only_the_team_opens_and_moves(self, people, by):
        with pytest.raises(PlanningRefused, match="pengelola kinerja"):
            opened(by)
        opened()
        with pytest.raises(PlanningRefused, match="pengelola kinerja"):
            move(by=by)

    def test_it_is_opened_once_whole_and_for_this_year_or_the_next(self, people):
        with pytest.raises(PlanningRefused, match="semua langkah"):
            opened(left_out=PlanningStep.SETTING)
        with pytest.raises(PlanningRefused, match="2026 dan 2027, bukan 2028"):
            opened(year=2028)
        opened()
        with pytest.raises(PlanningRefused, match="sudah dibuka"):
            opened()
        assert Entry.objects.filter(act="planning-opened").count() == 1

    def test_a_step_is_moved_with_a_reason_and_the_newest_counts(self, people):
        with pytest.raises(PlanningRefused, match="belum dibuka"):
            move()
        opened()
        with pytest.raises(PlanningRefused, match="alasan"):
            move(reason="")
        move()
        assert planning_dates(2027)[PlanningStep.SUBMISSION].due == SUBMIT_BY + timedelta(days=7)
        assert planning_dates(2027)[PlanningStep.SETTING].due == SET_BY
        assert Entry.objects.get(act="planning-step-moved").reason == WHY

    def test_the_database_keeps_dates_in_order_and_every_version(self, people):
        opened()
        with pytest.raises(ProgrammingError), transaction.atomic():
            PlanningDates.objects.update(due=BEGINS)
        row = PlanningDates.objects.first()
        row.pk, row.version = None, 2
        with pytest.raises(IntegrityError, match="moved_planning_says_why"), transaction.atomic():
            row.save()

    def test_the_team_is_told_from_november_on_that_it_is_not_opened(self, people):
        assert not unopened_planning(on=date(2026, 10, 31)).exists()
        assert unopened_planning(on=date(2026, 11, 1)).exists()
        opened()
        assert not unopened_planning(on=BEGINS).exists()

    def test_an_empty_agency_owes_nothing(self, db):
        assert units_planning(2027, on=BEGINS, within=None) == []
        assert not unopened_planning(on=BEGINS).exists()


class TestWaiting:
    def test_each_step_waits_for_one_who_can_do_it_with_days_late(self, people):
        opened()
        draft = cast.load_plan(ANI, status="KONSEP", year=2027)
        late = SUBMIT_BY + timedelta(days=3)
        assert waits(late) == [
            ("Budi", "menyusun perjanjian kinerja unit", ("Seksi Pelayanan",), 36),
            ("Budi dan Ani", "membicarakan ekspektasi", ("Ani",), 15),
            ("Ani", "melengkapi dan mengajukan SKP", ("Ani",), 3),
            ("Budi", "memulai SKP", ("Budi",), 3),
        ]
        talked(draft, late)
        with_objectives(late)
        submitted(draft, late)
        assert waits(late) == [
            ("Budi", "memulai SKP", ("Budi",), 3),
            ("Budi", "menetapkan atau mengembalikan SKP", ("Ani",), 0),
        ]

    def test_a_late_plan_is_set_all_the_same(self, people):
        opened()
        draft = cast.load_plan(ANI, status="KONSEP", year=2027)
        very_late = date(2027, 6, 1)
        submitted(draft, very_late)
        set_plan(version=draft, acting=acting(employee(BUDI).user, very_late))
        (unit,) = units_planning(2027, on=very_late, within={draft.plan.assignment.position.unit_id})
        assert (unit.done, unit.not_started, unit.total) == (1, 1, 2)

    def test_who_submitted_owes_no_plan_any_more(self, people):
        ani = employee(ANI)
        assert [row.due for row in to_make(ani, 2027, on=BEGINS)] == [None]
        opened()
        assert [row.due for row in to_make(ani, 2027, on=BEGINS)] == [SUBMIT_BY]
        submitted(cast.load_plan(ANI, status="KONSEP", year=2027), BEGINS)
        assert not to_make(ani, 2027, on=BEGINS).exists()


class TestReminders:
    def test_on_the_due_day_each_is_told_of_the_own_step(self, people):
        opened()
        with_objectives(BEGINS)
        draft = cast.load_plan(ANI, status="KONSEP", year=2027)
        told = morning(SUBMIT_BY)
        assert told["Ani"] == ["SKP 2027 Anda masih konsep dan belum diajukan: batas 20-01-2027"]
        assert told["Budi"] == ["SKP 2027 Anda belum dimulai: batas 20-01-2027"]
        submitted(draft, SUBMIT_BY)
        assert "1 SKP 2027 menunggu penetapan Anda: batas 29-01-2027" in morning(SET_BY)["Budi"]

    def test_heads_are_told_of_their_units_plan_and_appraisers_of_the_talk(self, people):
        opened()
        cast.load_plan(ANI, status="KONSEP", year=2027)
        told = morning(date(2026, 12, 18))
        assert told["Budi"] == ["Perjanjian kinerja 2027 dari 1 unit Anda belum dimuat: batas 18-12-2026"]
        talk = morning(date(2027, 1, 8))["Budi"]
        assert talk == ["1 orang belum berdialog ekspektasi 2027: batas 08-01-2027"]

    def test_nobody_is_reminded_of_a_year_that_was_not_opened(self, people):
        assert morning(SUBMIT_BY) == {}


def talked(draft, on):
    words = DialogueDraft(
        Dialogue.Kind.PLANNING, Period(2027, 1, 12), on, "Ekspektasi dan target disepakati bersama.", [], {}
    )
    record_dialogue(plan=draft.plan, draft=words, acting=acting(employee(BUDI).user, on))


def with_objectives(on):
    unit = Unit.objects.get(code="SEKSI")
    lines = [("Masyarakat terlayani", "Permohonan", "400")]
    save_objectives(unit=unit, year=2027, lines=lines, acting=acting(COMMAND, on))


def submitted(draft, on):
    submit_plan(version=draft, acting=acting(employee(ANI).user, on))
