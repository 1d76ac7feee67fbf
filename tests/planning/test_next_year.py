"""Next year's plan: offered from a day on, begun from four sources, and never in the way of this year's."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.coaching.queries import own_plan
from terukur.ledger.acting import COMMAND
from terukur.ledger.verification import check_chains, check_rows
from terukur.measurement.daily import results_for
from terukur.measurement.models import EvidenceFreeze
from terukur.organization.models import Assignment, ReportingLine
from terukur.organization.queries import standing_of
from terukur.planning.copying import AGREED_NUMBERS, NOT_COPIED, copied_columns, in_year
from terukur.planning.models import Indicator, Plan, PlannedResult, PlanVersion, UnitObjective
from terukur.planning.operations.content import AgreedNumbers, agree_numbers
from terukur.planning.operations.starting import start_from_colleague, start_from_last_year, start_from_unit
from terukur.planning.operations.versions import (
    PlanRefused,
    return_plan,
    revise_plan,
    set_plan,
    start_plan,
    submit_plan,
)
from terukur.planning.operations.withdrawing import discard_draft, discarded_drafts, withdraw_submission
from terukur.planning.own_plans import offers_to, own_steps
from terukur.planning.queries import indicator_on, waiting_to_be_set
from terukur.regulation.periods import Period
from terukur.web.home.duties import duties_of
from tests.support import cast
from tests.support.cast import ANI, BUDI, CITRA, EKO, LINES, acting, employee

pytestmark = pytest.mark.django_db
BEFORE, LATE = date(2026, 10, 31), date(2026, 11, 30)
NEXT = date(2027, 1, 1)
BIMA = "199505052020121001"


@pytest.fixture
def people() -> PlanVersion:
    return cast.load_all()


def own(number: str = ANI) -> Assignment:
    return Assignment.objects.own().get(employee__number=number)


def ani(on: date = LATE):
    return acting(employee(ANI).user, on)


def budi(on: date = LATE):
    return acting(employee(BUDI).user, on)


def begun(on: date = LATE) -> PlanVersion:
    return start_from_last_year(assignment=own(), year=2027, acting=ani(on))


def agreed(version: PlanVersion, on: date = LATE) -> PlanVersion:
    rows = Indicator.objects.filter(result__version=version)
    agree_numbers(
        version=version,
        numbers={one.pk: AgreedNumbers(one.target, one.target_high, one.due) for one in rows},
        acting=ani(on),
    )
    return PlanVersion.objects.get(pk=version.pk)


def set_next() -> PlanVersion:
    version = agreed(begun())
    submit_plan(version=version, acting=ani())
    set_plan(version=version, acting=budi())
    return PlanVersion.objects.get(pk=version.pk)


def years(number: str, on: date) -> list[int]:
    return [one.year for one in offers_to(employee(number), on=on)]


class TestOffered:
    def test_next_year_is_offered_from_the_day_of_the_calendar_on(self, people):
        assert years(ANI, BEFORE) == []
        assert years(ANI, LATE) == [2027]
        with pytest.raises(PlanRefused, match="mulai 01-11-2026"):
            start_plan(assignment=own(), year=2027, acting=ani(BEFORE))

    def test_who_has_no_plan_of_this_year_is_offered_both(self, people):
        assert years(EKO, LATE) == [2026, 2027]

    def test_who_arrives_in_december_plans_the_rest_of_the_year(self, people):
        arrived = date(2026, 12, 14)
        Assignment.objects.filter(pk=own(EKO).pk).update(starts=arrived)
        assert years(EKO, arrived) == [2026, 2027]
        version = start_plan(assignment=own(EKO), year=2026, acting=acting(employee(EKO).user, arrived))
        assert (version.plan.starts, version.plan.ends) == (arrived, date(2026, 12, 31))

    def test_after_a_move_the_new_position_is_offered_and_the_old_ones_next_year_is_not(self, people):
        set_next()
        moved = date(2026, 12, 7)
        old = own()
        Assignment.objects.filter(pk=old.pk).update(ends=moved - timedelta(days=1))
        new = Assignment.objects.create(employee=old.employee, position=own(EKO).position, starts=moved)
        offers = offers_to(employee(ANI), on=moved)
        assert [(one.year, one.assignment.pk, one.is_after_move) for one in offers] == [
            (2026, new.pk, True),
            (2027, new.pk, True),
        ]

    def test_nobody_who_leaves_before_it_is_asked_for_next_years_plan(self, people):
        Assignment.objects.filter(pk=own().pk).update(ends=date(2026, 12, 31))
        assert years(ANI, LATE) == []


class TestBegun:
    def test_last_years_numbers_are_carried_and_block_until_they_are_agreed_again(self, people):
        version = begun()
        rows = Indicator.objects.filter(result__version=version)
        assert {one.is_carried for one in rows} == {True}
        assert version.plan.starts == NEXT
        with pytest.raises(PlanRefused) as refusal:
            submit_plan(version=version, acting=ani())
        assert [f.code for f in refusal.value.findings] == ["carried", "carried"]
        first = rows.order_by("result__number")[0]
        left = agree_numbers(version=version, numbers={first.pk: AgreedNumbers(Decimal(450))}, acting=ani())
        assert left == 1
        first.refresh_from_db()
        assert (first.target, first.is_carried) == (450, False)

    def test_from_the_units_plan_each_line_becomes_a_linked_result(self, people):
        line = UnitObjective.objects.create(
            unit=own().position.unit, year=2027, number=1, title="Layanan cepat", indicator="Hari tunggu"
        )
        version = start_from_unit(assignment=own(), year=2027, acting=ani())
        result = PlannedResult.objects.get(version=version)
        assert (result.supports.get().objective, result.indicators.get().target) == (line, None)

    def test_without_a_plan_of_the_unit_it_says_so(self, people):
        with pytest.raises(PlanRefused, match="belum dimuat"):
            start_from_unit(assignment=own(), year=2027, acting=ani())
        assert not Plan.objects.filter(year=2027).exists()

    def test_from_a_colleague_no_number_comes_along(self, people):
        version = start_from_colleague(
            assignment=own(EKO), year=2027, colleague=own().pk, acting=acting(employee(EKO).user, LATE)
        )
        source = PlanVersion.objects.get(plan__assignment=own(), plan__year=2026)
        rows = list(Indicator.objects.filter(result__version=version))
        assert {one.name for one in rows} == {line.indicator for line in LINES}
        for name in AGREED_NUMBERS:
            assert not any(getattr(one, name) for one in rows), name
        threads = set(Indicator.objects.filter(result__version=source).values_list("thread", flat=True))
        assert not threads & {one.thread for one in rows}

    @pytest.mark.parametrize("number", [BUDI, CITRA])
    def test_the_plan_of_somebody_in_another_position_is_not_copied(self, people, number):
        with pytest.raises(PlanRefused, match="jabatan serupa"):
            start_from_colleague(assignment=own(), year=2027, colleague=own(number).pk, acting=ani())

    @pytest.mark.parametrize("model", [PlannedResult, Indicator])
    def test_every_column_is_copied_or_named_as_not_copied(self, model):
        columns = {one.name for one in model._meta.concrete_fields}
        copied = {model._meta.get_field(name).name for name in copied_columns(model)}
        assert copied | NOT_COPIED[model] == columns and not copied & NOT_COPIED[model]
        assert not model._meta.many_to_many, "copy_results must copy it too"

    def test_a_revision_keeps_every_number(self, people):
        Indicator.objects.filter(result__version=people).update(last_year_value=7, definition="Arti")
        fresh = revise_plan(plan=people.plan, reason="Tugas bertambah", acting=ani())
        columns = copied_columns(Indicator)
        old, new = (
            list(Indicator.objects.filter(result__version=one).order_by("thread").values_list(*columns))
            for one in (people, fresh)
        )
        assert old == new

    def test_a_due_day_moves_into_the_new_year(self):
        assert in_year(date(2028, 2, 29), 2029) == date(2029, 2, 28)
        assert in_year(date(2026, 6, 30), 2027) == date(2027, 6, 30)


class TestThisYearGoesOn:
    def test_a_set_plan_of_next_year_pushes_nothing_out(self, people):
        following = set_next()
        assert following.in_force_from == NEXT
        assert own_plan(employee(ANI).user, on=LATE) == people.plan
        assert {one.version_id for one in results_for(employee(ANI), on=LATE)} == {people.pk}
        assert {one.version_id for one in results_for(employee(ANI), on=NEXT)} == {following.pk}
        cast.load_values({"2026-10": "30"}, period="2026-Q4")
        evaluate(period=Period.parse("2026-Q4"), acting=acting(COMMAND, LATE))
        assert set(Appraisal.objects.values_list("plan", flat=True)) == {people.plan_id}

    def test_a_value_by_hand_goes_to_the_plan_of_its_period(self, people):
        following = set_next()
        thread = Indicator.objects.get(result__version=people, measure=None).thread
        found = [indicator_on(thread, day=day) for day in (LATE, date(2026, 12, 31), NEXT)]
        versions = [one.result.version_id for one in found]
        assert versions == [people.pk, people.pk, following.pk]

    def test_a_revision_before_the_year_begins_holds_from_its_beginning(self, people):
        following = set_next()
        fresh = revise_plan(plan=following.plan, reason="Anggaran berubah", acting=ani())
        submit_plan(version=fresh, acting=ani())
        set_plan(version=fresh, acting=budi())
        fresh.refresh_from_db()
        assert fresh.in_force_from == NEXT
        assert PlanVersion.objects.in_force(on=NEXT).get(plan=following.plan) == fresh
        assert not PlanVersion.objects.in_force(on=LATE).filter(plan=following.plan).exists()


class TestSteps:
    def told(self, on: date = LATE, *, has_progress: bool = True) -> list[tuple[int, str | None]]:
        found = duties_of(employee(ANI).user, standing_of(employee(ANI).user, on=on), on=on)
        steps = own_steps(found, on=on, has_progress=has_progress)
        return [(one.year, one.status and one.status.value) for one in steps]

    def waiting(self, number: str = BUDI, on: date = LATE) -> int:
        return waiting_to_be_set(employee(number), on=on).count()

    def test_both_know_whose_turn_it_is_at_each_moment(self, people):
        assert self.told() == [(2027, None)]
        version = agreed(begun())
        assert self.told() == [(2027, "draft")]
        submit_plan(version=version, acting=ani())
        assert (self.told(), self.waiting()) == ([], 1)
        withdraw_submission(version=version, acting=ani())
        assert (self.told(), self.waiting()) == ([(2027, "draft")], 0)
        submit_plan(version=version, acting=ani())
        one = Indicator.objects.filter(result__version=version).first()
        return_plan(version=version, reason="", remarks={one.pk: "Terlalu rendah"}, acting=budi())
        assert (self.told(), self.waiting()) == ([(2027, "returned")], 0)
        submit_plan(version=version, acting=ani())
        set_plan(version=version, acting=budi())
        assert (self.told(), self.waiting()) == ([], 0)

    def test_in_the_new_year_a_missing_plan_is_told_beside_last_years_progress_or_in_its_place(self, people):
        february = date(2027, 2, 3)
        assert self.told(february) == [(2027, None)]
        assert self.told(february, has_progress=False) == []

    def test_what_an_ended_position_left_waits_for_its_last_appraiser(self, people):
        version = agreed(begun())
        submit_plan(version=version, acting=ani())
        end = date(2026, 12, 4)
        Assignment.objects.filter(pk=own().pk).update(ends=end)
        ReportingLine.objects.filter(assignment=own()).update(ends=end)
        assert self.waiting(on=date(2026, 12, 10)) == 1

    def test_one_indicator_is_marked_and_the_mark_goes_when_it_is_set(self, people):
        version = agreed(begun())
        submit_plan(version=version, acting=ani())
        first, second = Indicator.objects.filter(result__version=version).order_by("result__number")
        with pytest.raises(PlanRefused, match="Tulis alasan"):
            return_plan(version=version, reason=" ", remarks={first.pk: " "}, acting=budi())
        with pytest.raises(PlanRefused, match="tidak ada di SKP ini"):
            return_plan(version=version, reason="", remarks={0: "x"}, acting=budi())
        return_plan(version=version, reason="", remarks={first.pk: "Terlalu rendah"}, acting=budi())
        version.refresh_from_db()
        first.refresh_from_db()
        second.refresh_from_db()
        assert "1 indikator perlu diperbaiki" in version.return_reason
        assert (first.returned_because, second.returned_because) == ("Terlalu rendah", "")
        submit_plan(version=version, acting=ani())
        set_plan(version=version, acting=budi())
        first.refresh_from_db()
        assert first.returned_because == ""

    @pytest.mark.parametrize("number", [BUDI, EKO])
    def test_only_the_owner_withdraws_and_discards(self, people, number):
        version = agreed(begun())
        with pytest.raises(PlanRefused):
            discard_draft(version=version, acting=acting(employee(number).user, LATE))
        submit_plan(version=version, acting=ani())
        with pytest.raises(PlanRefused, match="pemilik"):
            withdraw_submission(version=version, acting=acting(employee(number).user, LATE))

    def test_a_first_draft_goes_with_its_plan_and_stays_in_the_ledger(self, people):
        version = begun()
        discard_draft(version=version, acting=ani())
        assert not Plan.objects.filter(year=2027).exists()
        (entry,) = discarded_drafts(employee(ANI).pk)
        assert entry.before["results"]["Masyarakat terlayani"] == ["Permohonan selesai: 400.0000"]
        assert (check_rows().broken, check_chains().broken) == (None, None)
        assert begun().number == 1
        assert check_rows().broken is None

    def test_a_revision_goes_alone(self, people):
        fresh = revise_plan(plan=people.plan, reason="Tugas bertambah", acting=ani())
        discard_draft(version=fresh, acting=ani())
        assert list(people.plan.versions.all()) == [people]
        people.refresh_from_db()
        assert people.status == "set"
        assert check_rows().broken is None

    def test_what_is_set_or_rested_on_is_not_thrown_away(self, people):
        with pytest.raises(PlanRefused):
            discard_draft(version=people, acting=ani())
        version = begun()
        rest_on(version.plan)
        with pytest.raises(PlanRefused, match="sudah dipakai"):
            discard_draft(version=version, acting=ani())
        assert PlanVersion.objects.filter(pk=version.pk).exists()


def rest_on(plan: Plan) -> None:
    EvidenceFreeze.objects.create(plan=plan, reason="x", at=cast.moment(LATE))


def _any(act) -> None:
    try:
        with transaction.atomic():
            act()
    except PlanRefused:
        pass


def _acts() -> dict[str, object]:
    def newest() -> PlanVersion:
        found = PlanVersion.objects.filter(plan__year=2027).order_by("-number").first()
        if found is None:
            raise PlanRefused("none")
        return found

    return {
        "start": lambda: start_plan(assignment=own(), year=2027, acting=ani()),
        "copy": begun,
        "agree": lambda: agreed(newest()),
        "submit": lambda: submit_plan(version=newest(), acting=ani()),
        "withdraw": lambda: withdraw_submission(version=newest(), acting=ani()),
        "return": lambda: return_plan(version=newest(), reason="x", acting=budi()),
        "set": lambda: set_plan(version=newest(), acting=budi()),
        "revise": lambda: revise_plan(plan=newest().plan, reason="x", acting=ani()),
        "discard": lambda: discard_draft(version=newest(), acting=ani()),
    }


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.lists(st.sampled_from(sorted(_acts())), min_size=4, max_size=14))
def test_whatever_the_order_there_is_one_plan_and_one_version_in_the_making(people, order):
    acts = _acts()
    with transaction.atomic():
        for name in ["copy", "agree", "submit", *order]:
            _any(acts[name])
            plans = list(Plan.objects.filter(assignment=own(), year=2027))
            assert len(plans) <= 1
            for plan in plans:
                statuses = [one.status for one in plan.versions.all()]
                assert sum(one in ("draft", "submitted", "returned") for one in statuses) <= 1
                assert statuses and statuses.count("set") <= 1
        assert people.plan.versions.get() == people
        transaction.set_rollback(True)


def test_the_database_says_so_too(people):
    version = begun()
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(assignment=own(), year=2027, starts=NEXT, ends=date(2027, 12, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.create(plan=version.plan, number=2)
