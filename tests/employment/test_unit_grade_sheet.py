"""Organization grades of many units by one decision: all of them or none, by who may."""

import pytest

from terukur.appraisal.models import UnitGrade
from terukur.appraisal.operations import AppraisalRefused
from terukur.appraisal.unit_grade_sheet import periods_of, set_unit_grades, sheet_of
from terukur.organization.models import Unit
from terukur.regulation.cadence import Cadence
from terukur.regulation.scales import OrganizationGrade
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, QUARTER, acting, employee

pytestmark = pytest.mark.django_db
PERIODS = periods_of(2026, Cadence.QUARTERLY)
GOOD = OrganizationGrade.GOOD


@pytest.fixture(autouse=True)
def people():
    cast.load_people()


def give(codes: str, by: str) -> None:
    set_unit_grades(
        grades={Unit.objects.get(code=code): GOOD for code in codes.split()},
        period=QUARTER,
        reason="SK Wali Kota 100/5/2026",
        acting=acting(employee(by).user, AFTER),
    )


def test_a_leader_sees_and_sets_the_units_below_only():
    assert [row.unit.code for row in sheet_of(employee(CITRA).user, PERIODS, on=AFTER)] == ["SEKSI"]
    assert sheet_of(employee(BUDI).user, PERIODS, on=AFTER) == []
    give("SEKSI", CITRA)
    (row,) = sheet_of(employee(CITRA).user, PERIODS, on=AFTER)
    assert row.grade_of(QUARTER).grade == GOOD


def test_where_one_may_not_be_set_none_is():
    with pytest.raises(AppraisalRefused, match="pimpinan unit di atasnya"):
        give("SEKSI KEC", CITRA)
    assert not UnitGrade.objects.exists()
    give("SEKSI KEC", DEWI)
    assert len(sheet_of(employee(DEWI).user, PERIODS, on=AFTER)) == 3


@pytest.mark.parametrize(("codes", "by"), [("SEKSI", ANI), ("", DEWI)])
def test_it_is_refused_without_right_or_unit(codes, by):
    with pytest.raises(AppraisalRefused):
        give(codes, by)
