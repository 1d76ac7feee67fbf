"""Nothing is delivered over an open recommendation, whoever calls the act and from where."""

import pytest

from terukur.appraisal.operations import AppraisalRefused, deliver
from terukur.calibration.models import Remark
from terukur.calibration.opinions import keep
from terukur.calibration.rounds import open_round
from terukur.organization.models import Unit
from tests.support.cast import AFTER, BUDI, CITRA, DEWI, QUARTER, employee, moment
from tests.support.quarter import give, grade_unit

pytestmark = pytest.mark.django_db


def hand_in(appraisal):
    deliver(appraisal=appraisal, by=employee(BUDI).user, on=AFTER, at=moment(AFTER))


def test_the_act_itself_refuses_while_a_recommendation_waits(appraisal):
    give(appraisal)
    grade_unit()
    round_ = open_round(
        unit=Unit.objects.get(code="SEKSI"),
        period=QUARTER,
        by=employee(DEWI).user,
        on=AFTER,
        at=moment(AFTER),
    )
    said = Remark.objects.create(
        round=round_,
        row=round_.rows.get(),
        kind="recommended",
        text="x",
        results="above",
        behavior="meets",
        by=employee(CITRA).user,
        at=moment(AFTER),
    )
    with pytest.raises(AppraisalRefused, match="usulan kalibrasi"):
        hand_in(appraisal)
    keep(recommendation=said, why="Hasilnya sesuai target.", by=employee(BUDI).user, at=moment(AFTER))
    hand_in(appraisal)
    appraisal.refresh_from_db()
    assert appraisal.status == "delivered"
