"""Time away: by a decision, in one place, and seen in every figure that it moves."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from terukur.appraisal.doable import closed_unrated, not_ghosts
from terukur.appraisal.explanation import explanation_of
from terukur.appraisal.models import Appraisal
from terukur.appraisal.queries import team_of
from terukur.appraisal.schedule import open_period
from terukur.appraisal.waiting import units_in, waits_in
from terukur.coaching.early_warning import forecasts_of
from terukur.coaching.standing import standings_of
from terukur.coaching.team_table import table_of
from terukur.delivery.reminders import lines_due
from terukur.employment.models import TimeAway
from terukur.employment.rights import EmploymentRefused
from terukur.employment.time_away import AwayDraft, end_time_away, record_time_away, withdraw_time_away
from terukur.ledger.models import Entry
from terukur.measurement.operations import change_exposure
from terukur.organization.models import Unit
from terukur.planning.models import Indicator
from terukur.regulation.schedule import Step, StepDates
from terukur.regulation.time_away import AwayKind
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, DEWI, QUARTER, acting, employee, sign_in
from tests.support.quarter import VALUES, computed, declare, hand_over

pytestmark = pytest.mark.django_db
MARCH = (date(2026, 3, 1), date(2026, 3, 31))
BASIS = "SK Bupati 800/12/2026, 20 Februari 2026"


def away(starts: date, ends: date | None, kind=AwayKind.LONG, *, of=ANI, by=DEWI, basis=BASIS) -> TimeAway:
    draft = AwayDraft(employee(of), kind, starts, ends, basis)
    return record_time_away(draft=draft, acting=acting(employee(by).user, AFTER))


def measured() -> dict:
    return computed().computation.body["results"][0]["indicators"][0]


@pytest.fixture
def loaded(version):
    cast.load_values(VALUES)
    return version


class TestActs:
    def test_only_the_performance_team_records_it(self, version):
        with pytest.raises(EmploymentRefused, match="pengelola kinerja"):
            away(*MARCH, by=BUDI)

    def test_it_needs_the_decision(self, version):
        with pytest.raises(EmploymentRefused, match="nomor, tanggal"):
            away(*MARCH, basis=" ")

    def test_nobody_is_away_twice_on_a_day(self, version):
        away(*MARCH)
        with pytest.raises(
            EmploymentRefused, match="sudah tercatat cuti besar, 1 Maret 2026 – 31 Maret 2026"
        ):
            away(date(2026, 3, 31), None, AwayKind.SICK)
        away(date(2026, 4, 1), None, AwayKind.SICK)

    def test_the_database_refuses_it_too(self, version):
        row = away(*MARCH)
        with pytest.raises(IntegrityError), transaction.atomic():
            TimeAway.objects.create(
                employee=row.employee, kind="sick", starts=date(2026, 3, 31), ends=None, basis="x"
            )

    def test_it_is_ended_earlier_with_both_days_on_record(self, version):
        row = away(date(2026, 3, 1), None)
        end_time_away(
            away=row,
            last_day=date(2026, 3, 10),
            reason="Surat aktif kembali 11 Maret",
            acting=acting(employee(DEWI).user, AFTER),
        )
        row.refresh_from_db()
        assert row.ends == date(2026, 3, 10)
        entry = Entry.objects.get(act="away-ended")
        assert (entry.before["to"], entry.after["to"]) == ("", "2026-03-10")

    def test_a_mistake_is_withdrawn_and_counts_no_more(self, loaded):
        before = measured()
        row = away(*MARCH)
        assert measured()["due_target"] != before["due_target"]
        withdraw_time_away(away=row, reason="Keliru orang", acting=acting(employee(DEWI).user, AFTER))
        assert measured() == before
        with pytest.raises(EmploymentRefused, match="sudah dibatalkan"):
            withdraw_time_away(away=row, reason="Keliru orang", acting=acting(employee(DEWI).user, AFTER))


class TestFigures:
    def test_the_target_falls_by_the_days_and_says_which_and_why(self, loaded):
        full = measured()
        away(date(2026, 3, 1), date(2026, 3, 31))
        found = measured()
        assert Fraction(found["due_target"]) == Fraction(full["due_target"]) * Fraction(2, 3)
        assert Fraction(found["counted"]) == Fraction(11, 12)
        told = " ".join(found["steps"])
        assert "Tidak bertugas 1 Maret 2026 – 31 Maret 2026 (cuti besar; SK Bupati" in told
        assert "Waktu yang dihitung sampai 31 Maret 2026: 2 dari 3 bulan" in told
        assert (
            "Tidak bertugas 1 Maret 2026 – 31 Maret 2026: cuti besar"
            in explanation_of(computed())["uncounted"][0]
        )

    def test_two_adjacent_decisions_give_the_figures_of_one(self, loaded):
        row = away(*MARCH)
        one = measured()
        withdraw_time_away(away=row, reason="Dua keputusan", acting=acting(employee(DEWI).user, AFTER))
        away(date(2026, 3, 1), date(2026, 3, 15))
        away(date(2026, 3, 16), date(2026, 3, 31))
        two = measured()
        for name in ("due_target", "achievement", "counted", "realization", "months", "own"):
            assert one[name] == two[name], name

    def test_an_absence_outside_of_the_period_changes_none_of_its_figures(self, loaded):
        before = measured()
        away(date(2025, 3, 1), date(2025, 3, 31))
        assert measured() == before
        away(date(2026, 11, 1), date(2026, 11, 30))
        after = measured()
        for name in ("due_target", "achievement", "realization", "months", "own"):
            assert after[name] == before[name], name

    def test_annual_leave_is_part_of_every_years_target(self, loaded):
        before = measured()
        away(*MARCH, AwayKind.ANNUAL)
        assert measured() == before

    def test_a_month_away_without_data_is_not_missing(self, version):
        cast.load_values({"2026-01": "30", "2026-02": "34"})
        assert measured()["months"]["missing"] == ["2026-03-01"]
        away(*MARCH)
        found = measured()
        assert (found["months"]["missing"], found["months"]["share"]) == ([], "1")

    def test_the_figures_of_a_unit_go_on(self, loaded):
        measure = Indicator.objects.get(result__version=loaded, measure__isnull=False).measure
        measure.subject = "unit"
        measure.save()
        before = measured()
        away(*MARCH)
        found = measured()
        assert found["due_target"] == before["due_target"]
        assert "angka unit berjalan terus" in " ".join(found["steps"])

    def test_work_known_otherwise_is_not_lowered_twice(self, loaded):
        indicator = Indicator.objects.get(result__version=loaded, measure__isnull=False)
        Indicator.objects.filter(pk=indicator.pk).update(exposure_name="Hari di loket", exposure_planned=240)
        change_exposure(
            plan=loaded.plan,
            thread=indicator.thread,
            exposure=Decimal(200),
            reason="Hari di loket berkurang karena cuti besar",
            since=date(2026, 3, 1),
            acting=acting(employee(BUDI).user, AFTER),
        )
        before = measured()
        away(*MARCH)
        found = measured()
        assert found["due_target"] == before["due_target"]
        assert "sekali lagi" in " ".join(found["steps"])

    def test_early_warning_asks_for_the_counted_part_only(self, loaded):
        ends = date(2026, 12, 31)
        full = computed()
        before = next(iter(forecasts_of(full.tree.indicators(), ends=ends).values()))
        away(date(2026, 7, 1), date(2026, 12, 31), AwayKind.STUDY)
        found = computed()
        forecast = next(iter(forecasts_of(found.tree.indicators(), ends=ends).values()))
        assert forecast.target == before.target / 2
        # Nobody works on from July: the pace leads to half of what it led to.
        assert before.low > forecast.high > forecast.reached
        told = standings_of(found.tree, plan=found.plan, on=date(2026, 9, 30))
        measured_one = next(one for one in told if one.item.measure)
        assert "untuk waktu yang dihitung, dari" in measured_one.target
        assert measured_one.not_loaded == "April–Juni"


class TestExcused:
    def test_nothing_of_the_period_is_rated_and_nothing_is_zero(self, loaded):
        away(date(2025, 12, 1), date(2026, 2, 10), AwayKind.STUDY)
        away(date(2026, 2, 11), None, AwayKind.UNPAID)
        appraisal = computed()
        tree = appraisal.tree
        assert (tree.suggested, tree.achievement) == (None, None)
        assert "Tidak ada hari yang dihitung pada periode ini" in tree.refusal
        assert "Cuti di luar" in tree.refusal or "cuti di luar" in tree.refusal
        assert all(item.achievement is None and not item.is_due for item in tree.indicators())

    def test_it_is_nobodys_duty(self, loaded):
        appraisal = computed()
        unit = Unit.objects.get(code="SEKSI")
        assert [row.total for row in units_in(QUARTER) if row.unit == unit] == [1]
        away(date(2026, 1, 1), date(2026, 1, 31))
        away(date(2026, 2, 1), date(2026, 3, 30))
        assert Appraisal.objects.filter(not_ghosts(), pk=appraisal.pk).exists()
        away(date(2026, 3, 31), date(2026, 3, 31))
        assert not Appraisal.objects.filter(not_ghosts(), pk=appraisal.pk).exists()
        assert not [row for row in units_in(QUARTER) if row.unit == unit]
        assert waits_in(unit, QUARTER, on=AFTER) == []
        assert not closed_unrated(on=date(2027, 1, 1)).filter(pk=appraisal.pk).exists()

    def test_the_team_shows_it_and_nobody_is_reminded_to_rate(self, loaded, client):
        appraisal = computed()
        dates = {step: StepDates(AFTER, AFTER, date(2026, 5, 1)) for step in Step}
        open_period(period=QUARTER, dates=dates, acting=acting(employee(DEWI).user, AFTER))
        assert employee(BUDI).pk in lines_due(on=AFTER)
        assert table_of(employee(BUDI), period=QUARTER, on=AFTER)
        away(date(2026, 1, 1), date(2026, 3, 31))
        told = " ".join(lines_due(on=AFTER).get(employee(BUDI).pk, []))
        assert "penilaian" not in told.lower()
        assert table_of(employee(BUDI), period=QUARTER, on=AFTER) == []
        (seen,) = team_of(employee(BUDI), period=QUARTER, on=AFTER)
        assert seen == appraisal and seen.is_excused
        sign_in(client, BUDI)
        assert "tidak perlu dinilai" in client.get(f"/tim/?periode={QUARTER}").content.decode()

    def test_what_was_delivered_is_still_answered(self, loaded):
        declare(loaded)
        appraisal = computed()
        hand_over(appraisal)
        away(date(2026, 1, 1), date(2026, 3, 31))
        assert Appraisal.objects.filter(not_ghosts(), pk=appraisal.pk).exists()

    def test_annual_leave_excuses_nobody(self, loaded):
        appraisal = computed()
        away(date(2026, 1, 1), date(2026, 12, 31), AwayKind.ANNUAL)
        assert Appraisal.objects.filter(not_ghosts(), pk=appraisal.pk).exists()
