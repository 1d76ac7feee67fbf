"""The clock of an objection."""

from datetime import UTC, date, datetime, timedelta

import pytest

from terukur.appraisal.operations import deliver
from terukur.delivery.closing import last_day_for
from terukur.delivery.receipt import mark_read
from terukur.objections.models import Objection
from terukur.objections.operations import ObjectionRefused
from tests.support.cast import AFTER, ANI, BUDI, acting, employee
from tests.support.quarter import give, grade_unit, hand_over, objecting

pytestmark = pytest.mark.django_db


def test_an_objection_on_the_last_day_is_in_time(appraisal):
    hand_over(appraisal)
    assert objecting(appraisal, AFTER + timedelta(days=14)).last_day == AFTER + timedelta(days=14)
    appraisal.refresh_from_db()
    assert appraisal.status == "objected"


def test_the_clock_counts_days_where_the_offices_are(appraisal):
    give(appraisal)
    grade_unit()
    deliver(appraisal=appraisal, acting=acting(employee(BUDI).user, AFTER))
    half_past_one_in_palembang = datetime(2026, 4, 6, 18, 30, tzinfo=UTC)
    read = mark_read(appraisal=appraisal, acting=acting(employee(ANI).user, at=half_past_one_in_palembang))
    assert last_day_for(read) == date(2026, 4, 21)


def test_a_late_objection_is_refused_and_recorded(appraisal):
    hand_over(appraisal)
    with pytest.raises(ObjectionRefused, match="Batas keberatan"):
        objecting(appraisal, AFTER + timedelta(days=15))
    assert Objection.objects.get().is_late
    appraisal.refresh_from_db()
    assert appraisal.status == "delivered"
