"""The clock of an objection."""

from datetime import timedelta

import pytest

from terukur.objections.models import Objection
from terukur.objections.operations import ObjectionRefused
from tests.cast import AFTER
from tests.quarter import hand_over, objecting

pytestmark = pytest.mark.django_db


def test_an_objection_on_the_last_day_is_in_time(appraisal):
    hand_over(appraisal)
    assert objecting(appraisal, AFTER + timedelta(days=14)).last_day == AFTER + timedelta(days=14)
    appraisal.refresh_from_db()
    assert appraisal.status == "objected"


def test_a_late_objection_is_refused_and_recorded(appraisal):
    hand_over(appraisal)
    with pytest.raises(ObjectionRefused, match="Batas keberatan"):
        objecting(appraisal, AFTER + timedelta(days=15))
    assert Objection.objects.get().is_late
    appraisal.refresh_from_db()
    assert appraisal.status == "delivered"
