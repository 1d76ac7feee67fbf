"""The year after its quarters, heads after their unit, a transfer that splits the year, trial quarters."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.explanation import explanation_of
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import AppraisalRefused, deliver, rate, set_unit_grade
from terukur.appraisal.queries import others_of_year
from terukur.appraisal.trial import declare_trial
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.organization.models import Unit
from terukur.organization.people_import import import_people
from terukur.planning.models import Plan
from terukur.planning.operations.versions import PlanRefused, revise_plan
from terukur.regulation.periods import Period, quarters
from terukur.regulation.scales import OrganizationGrade, Rating
from tests.support import cast
from tests.support.built_once import built_once
from tests.support.cast import ANI, BUDI, CITRA, DEWI, EKO, PEOPLE, acting, employee, people_csv, sign_in
from tests.support.quarter import AS_SUGGESTED

pytestmark = pytest.mark.django_db
YEAR = Period.parse("2026")
NEXT_YEAR = date(2027, 1, 11)
MOVED = date(2026, 6, 1)
TOLD = "Capaian setahun dibahas dalam dialog kinerja."


def compute(period: Period, on: date, number: str = ANI) -> Appraisal:
    evaluate(period=period, acting=acting(COMMAND, on))
    return (
        Appraisal.objects.select_related("computation")
        .filter(plan__assignment__employee__number=number, period=str(period))
        .latest("starts")
    )


def grade(period: Period, unit: str = "SEKSI", to: OrganizationGrade = OrganizationGrade.GOOD):
    set_unit_grade(
        unit=Unit.objects.get(code=unit),
        period=period,
        grade=to,
        reason="Rencana aksi tercapai",
        acting=acting(employee(DEWI).user, NEXT_YEAR),
    )


def give(appraisal: Appraisal, results=Rating.BELOW, behavior=Rating.MEETS, reason=TOLD, by=BUDI):
    draft = replace(
        AS_SUGGESTED, results=results, results_reason=reason, behavior=behavior, behavior_reason=reason
    )
    rate(appraisal=appraisal, draft=draft, acting=acting(employee(by).user, NEXT_YEAR))


def hand_over(appraisal: Appraisal, by=BUDI):
    deliver(appraisal=appraisal, acting=acting(employee(by).user, NEXT_YEAR))


def quarter_given(period: Period, results=Rating.BELOW, behavior=Rating.MEETS):
    grade(period)
    appraisal = compute(period, NEXT_YEAR)
    give(appraisal, results, behavior)
    hand_over(appraisal)


@pytest.fixture
def whole_year(db):
    """Four delivered quarters, two below and two as expected."""
    return built_once("whole-year", _whole_year)


def _whole_year():
    cast.load_all()
    for period, results in zip(
        quarters(2026), [Rating.BELOW, Rating.MEETS, Rating.BELOW, Rating.MEETS], strict=True
    ):
        quarter_given(period, results)
    return compute(YEAR, NEXT_YEAR)


class TestYear:
    def test_it_is_rated_after_all_its_quarters(self, version):
        quarter_given(quarters(2026)[0])
        with pytest.raises(AppraisalRefused, match="Triwulan II 2026 belum disampaikan"):
            give(compute(YEAR, NEXT_YEAR))

    def test_it_is_shown_with_all_of_them(self, whole_year, client):
        x = explanation_of(whole_year)
        assert [q["result_rating"] for q in x["quarters"]] == ["below", "meets", "below", "meets"]
        sign_in(client, BUDI)
        shown = client.get(f"/penilaian/{whole_year.pk}/").content.decode()
        assert "Periode di dalam tahun ini" in shown

    @pytest.mark.parametrize("part", ["results", "behavior"])
    def test_a_year_unlike_each_of_its_quarters_needs_a_reason(self, whole_year, part):
        unlike = {part: Rating.ABOVE}
        with pytest.raises(AppraisalRefused) as refusal:
            give(whole_year, reason="", **unlike)
        told = {finding.code: finding.message for finding in refusal.value.findings}
        assert "Tidak satu pun periodenya" in told[f"{part}_reason"]
        give(whole_year, **unlike)

    def test_a_year_like_one_of_its_quarters_follows_the_usual_rule(self, whole_year):
        with pytest.raises(AppraisalRefused) as refusal:
            give(whole_year, Rating.BELOW, reason="")
        messages = [finding.message for finding in refusal.value.findings]
        assert not [message for message in messages if "pun periodenya" in message]

    def test_a_trial_quarter_is_neither_waited_for_nor_counted(self, version):
        first, *others = quarters(2026)
        declare_trial(
            unit=Unit.objects.get(code="SEKSI"),
            period=first,
            reason="Belajar memakai sistem",
            acting=acting(employee(DEWI).user, NEXT_YEAR),
        )
        quarter_given(first, Rating.ABOVE)
        for period in others:
            quarter_given(period)
        year = compute(YEAR, NEXT_YEAR)
        assert len(explanation_of(year)["quarters"]) == 3
        with pytest.raises(AppraisalRefused):
            give(year, Rating.ABOVE, reason="")


class TestHead:
    @pytest.fixture
    def head(self, version) -> Appraisal:
        cast.load_plan(BUDI)
        return compute(quarters(2026)[0], NEXT_YEAR, BUDI)

    def test_a_head_is_rated_from_the_units_achievement(self, head):
        with pytest.raises(AppraisalRefused, match="mengikuti capaian itu"):
            give(head, Rating.ABOVE, by=CITRA)
        grade(quarters(2026)[0], to=OrganizationGrade.EXCELLENT)
        with pytest.raises(AppraisalRefused) as refusal:
            give(head, Rating.MEETS, reason="", by=CITRA)
        assert refusal.value.findings[0].code == "results_reason"
        give(head, Rating.ABOVE, by=CITRA)
        x = explanation_of(Appraisal.objects.get(pk=head.pk))
        assert (x["expected"], x["suggested"]) == ("above", None)
        assert "kepala unit" in x["head_steps"][1]

    def test_nobody_else_is(self, version):
        grade(quarters(2026)[0], to=OrganizationGrade.EXCELLENT)
        assert explanation_of(compute(quarters(2026)[0], NEXT_YEAR))["head_steps"] == []


class TestTransfer:
    @pytest.fixture
    def moved(self, version):
        """Ani works in the district office from June on and has a plan there."""
        rows = [
            row
            if row[0] != ANI
            else (
                ANI,
                "Ani",
                "Pengadministrasi",
                "Pelaksana",
                "KEC",
                "Kecamatan",
                "KOTA",
                CITRA,
                "tidak",
                str(MOVED),
            )
            for row in PEOPLE
        ]
        import_people(content=people_csv(rows), filename="pindah.csv", acting=acting(COMMAND, MOVED))
        cast.load_plan()

    def test_it_splits_the_year_into_two_appraisals(self, moved):
        later = compute(YEAR, NEXT_YEAR)
        (earlier,) = others_of_year(later)
        assert (earlier.starts, earlier.ends) == (date(2026, 1, 1), MOVED - timedelta(days=1))
        assert (later.starts, later.ends) == (MOVED, date(2026, 12, 31))
        assert Entry.objects.filter(act="plan-closed").count() == 1
        assert [q["period"] for q in explanation_of(earlier)["quarters"]] == ["2026-Q1", "2026-Q2"]

    def test_each_appraiser_rates_their_own_part(self, moved):
        grade(quarters(2026)[2], unit="KEC")
        third = compute(quarters(2026)[2], NEXT_YEAR)
        with pytest.raises(AppraisalRefused):
            give(third)
        give(third, by=CITRA)
        assert not Appraisal.objects.filter(period="2026-Q3", starts=date(2026, 7, 1)).exclude(pk=third.pk)

    def test_what_was_due_by_then_is_its_share_of_the_agreed_target(self, moved):
        later = compute(YEAR, NEXT_YEAR)
        (earlier,) = others_of_year(later)
        due = earlier.computation.body["results"][0]["indicators"][0]["due_target"]
        assert 0 < Fraction(due) < 400

    def test_a_closed_plan_is_not_revised(self, moved):
        compute(YEAR, NEXT_YEAR)
        plan = Plan.objects.get(closed_on__isnull=False)
        with pytest.raises(PlanRefused, match="berakhir 31-05-2026"):
            revise_plan(plan=plan, reason="Tugas baru", acting=acting(employee(ANI).user, NEXT_YEAR))


class TestTrial:
    FIRST = quarters(2026)[0]

    def declare(self, by=DEWI, unit="KEC", reason="Belajar memakai sistem", period=FIRST):
        return declare_trial(
            unit=Unit.objects.get(code=unit),
            period=period,
            reason=reason,
            acting=acting(employee(by).user, NEXT_YEAR),
        )

    def test_it_reaches_units_below_before_and_after_the_computation(self, version):
        compute(self.FIRST, NEXT_YEAR)
        self.declare()
        assert Appraisal.objects.get().is_trial
        assert compute(quarters(2026)[1], NEXT_YEAR).is_trial is False

    def test_it_is_declared_before_the_first_rating(self, version):
        give(compute(self.FIRST, NEXT_YEAR))
        with pytest.raises(AppraisalRefused, match="sebelum rating pertama"):
            self.declare()

    def test_it_never_counts_afterwards(self, version):
        self.declare()
        quarter_given(self.FIRST)
        with pytest.raises(DatabaseError), transaction.atomic():
            Appraisal.objects.update(is_trial=False)

    @pytest.mark.parametrize("by", [ANI, BUDI, CITRA, EKO])
    def test_only_the_team_declares_one_once_with_a_reason(self, version, by):
        with pytest.raises(AppraisalRefused, match="pengelola kinerja"):
            self.declare(by)
        with pytest.raises(AppraisalRefused, match="alasan"):
            self.declare(reason="coba")
        self.declare()
        with pytest.raises(AppraisalRefused, match="sudah menjadi uji coba"):
            self.declare()
