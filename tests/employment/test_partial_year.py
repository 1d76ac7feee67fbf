"""A year that begins in its middle, and one that rests on the quarters that exist."""

from datetime import date
from fractions import Fraction

import pytest
from django.db import DatabaseError, transaction

from terukur.appraisal.doable import doable, not_ghosts
from terukur.appraisal.explanation import explanation_of
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import AppraisalRefused
from terukur.employment.left_out import LeftOutFor, leave_out_quarter
from terukur.employment.measuring_start import set_measuring_start
from terukur.employment.models import LeftOutQuarter
from terukur.employment.rights import EmploymentRefused
from terukur.ledger.acting import COMMAND
from terukur.measurement.measurements_import import import_measurements
from terukur.organization.models import Unit
from terukur.planning.models import Measure
from terukur.regulation.periods import quarters
from terukur.tables.writing import to_csv
from tests.appraisal.test_annual import NEXT_YEAR, YEAR, compute, give, quarter_given
from tests.support.cast import ANI, BUDI, DEWI, EKO, acting, employee

pytestmark = pytest.mark.django_db
WHY = "Kabupaten memakai Terukur sejak 1 Juli 2026"
FIRST, SECOND, THIRD, FOURTH = quarters(2026)


def start(on: date, of: str | None = None, by: str = DEWI) -> None:
    set_measuring_start(
        employee=employee(of) if of else None,
        starts=on,
        reason=WHY,
        acting=acting(employee(by).user, NEXT_YEAR),
    )


def leave_out(period=FIRST, reach=LeftOutFor(), reason=WHY, by=DEWI):  # noqa: B008 - never changed
    return leave_out_quarter(
        period=period, reach=reach, reason=reason, acting=acting(employee(by).user, NEXT_YEAR)
    )


def measured(period) -> dict:
    return compute(period, NEXT_YEAR).computation.body["results"][0]["indicators"][0]


class TestStart:
    def test_earlier_months_are_not_measured_and_the_target_follows(self, version):
        for period, months in ((SECOND, {"05": "99"}), (THIRD, {"07": "30", "08": "34", "09": "32"})):
            rows = [(ANI, f"2026-{month}", value) for month, value in months.items()]
            import_measurements(
                content=to_csv(("NIP", "BULAN", "NILAI"), rows),
                filename="nilai.csv",
                measure=Measure.objects.get(),
                period=period,
                acting=acting(COMMAND, NEXT_YEAR),
            )
        start(date(2026, 7, 1))
        found = measured(THIRD)
        # Three of the six months that count: a quarter of the year's target.
        assert Fraction(found["due_target"]) == 100
        assert Fraction(found["realization"]) == 96
        assert found["months"]["missing"] == []
        assert f"Dihitung sejak 1 Juli 2026 ({WHY}); sebelumnya belum diukur, bukan nol" in found["steps"]
        told = explanation_of(compute(THIRD, NEXT_YEAR))["uncounted"]
        assert told == [f"Dihitung sejak 1 Juli 2026 ({WHY}). Bulan sebelumnya belum diukur, bukan nol."]

    def test_a_period_before_it_is_nobodys_duty_and_no_zero(self, version):
        appraisal = compute(FIRST, NEXT_YEAR)
        start(date(2026, 7, 1))
        assert not Appraisal.objects.filter(not_ghosts(), pk=appraisal.pk).exists()
        tree = compute(FIRST, NEXT_YEAR).tree
        assert tree.achievement is None and "belum diukur" in tree.refusal

    def test_one_person_may_begin_later(self, version):
        start(date(2026, 4, 1))
        start(date(2026, 10, 1), ANI)
        assert "1 Oktober 2026" in " ".join(measured(FOURTH)["steps"])
        assert compute(THIRD, NEXT_YEAR).tree.achievement is None

    def test_january_takes_it_back(self, version):
        before = measured(FIRST)
        start(date(2026, 7, 1))
        start(date(2026, 1, 1))
        assert measured(FIRST) == before

    def test_only_the_performance_team_sets_it(self, version):
        with pytest.raises(EmploymentRefused, match="pengelola kinerja"):
            start(date(2026, 7, 1), by=BUDI)

    def test_the_year_rests_on_the_quarters_since(self, version):
        start(date(2026, 7, 1))
        quarter_given(THIRD)
        with pytest.raises(AppraisalRefused, match="Triwulan IV 2026 belum disampaikan"):
            give(compute(YEAR, NEXT_YEAR))
        quarter_given(FOURTH)
        year = compute(YEAR, NEXT_YEAR)
        give(year)
        x = explanation_of(year)
        assert [bool(q["excuse"]) for q in x["quarters"]] == [True, True, False, False]
        assert x["rests_on"][0] == f"Triwulan I 2026 tidak ditunggu: tidak ada hari yang dihitung ({WHY})"


class TestLeftOut:
    def test_the_year_waits_no_more_and_says_why(self, version):
        for period in (SECOND, THIRD, FOURTH):
            quarter_given(period)
        compute(FIRST, NEXT_YEAR)
        year = compute(YEAR, NEXT_YEAR)
        with pytest.raises(AppraisalRefused, match="Triwulan I 2026 belum disampaikan"):
            give(year)
        assert not doable(Appraisal.objects.filter(pk=year.pk), on=NEXT_YEAR).exists()
        leave_out()
        assert doable(Appraisal.objects.filter(pk=year.pk), on=NEXT_YEAR).exists()
        give(year)
        assert explanation_of(year)["rests_on"] == [f"Triwulan I 2026 tidak ditunggu: {WHY}"]

    def test_a_year_without_any_quarter_has_no_ground(self, version):
        for period in quarters(2026):
            leave_out(period)
        with pytest.raises(AppraisalRefused, match="Belum ada satu periode pun"):
            give(compute(YEAR, NEXT_YEAR))

    def test_it_holds_for_the_unit_and_all_below_it_or_for_one_person(self, version):
        assert leave_out(reach=LeftOutFor(unit=Unit.objects.get(code="KEC"))) == 2
        assert leave_out(SECOND, LeftOutFor(employee=employee(EKO))) == 1
        for period in (THIRD, FOURTH):
            quarter_given(period)
        with pytest.raises(AppraisalRefused, match="Triwulan II 2026"):
            give(compute(YEAR, NEXT_YEAR))

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"by": BUDI}, "pengelola kinerja"),
            ({"period": YEAR}, "Pilih triwulan"),
            ({"reason": "Singkat"}, "paling sedikit"),
            ({"period": quarters(2027)[0]}, "masih dapat dinilai"),
        ],
    )
    def test_it_is_refused(self, version, given, words):
        with pytest.raises(EmploymentRefused, match=words):
            leave_out(**given)
        assert not LeftOutQuarter.objects.exists()

    def test_a_second_time_is_refused_and_the_database_keeps_the_reason(self, version):
        leave_out()
        with pytest.raises(EmploymentRefused, match="sudah tidak ditunggu"):
            leave_out()
        with pytest.raises(DatabaseError), transaction.atomic():
            LeftOutQuarter.objects.update(reason="Lain")

    def test_a_quarter_that_was_delivered_counts_all_the_same(self, version):
        for period in quarters(2026):
            quarter_given(period)
        leave_out()
        year = compute(YEAR, NEXT_YEAR)
        give(year)
        assert explanation_of(year)["rests_on"] == []
