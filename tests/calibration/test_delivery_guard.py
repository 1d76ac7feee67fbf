"""Nothing is delivered over an open recommendation, whoever calls the act and from where."""

import re
from pathlib import Path

import pytest

from terukur.appraisal.operations import AppraisalRefused, deliver
from terukur.calibration.models import Remark
from terukur.calibration.opinions import keep
from terukur.calibration.rounds import open_round
from terukur.organization.models import Unit
from tests.support.cast import AFTER, BUDI, CITRA, DEWI, QUARTER, acting, employee, moment
from tests.support.quarter import give, grade_unit

pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).resolve().parents[2] / "src" / "terukur"


def hand_in(appraisal):
    deliver(appraisal=appraisal, acting=acting(employee(BUDI).user, AFTER))


def test_the_act_itself_refuses_while_a_recommendation_waits(appraisal):
    give(appraisal)
    grade_unit()
    round_ = open_round(
        unit=Unit.objects.get(code="SEKSI"), period=QUARTER, acting=acting(employee(DEWI).user, AFTER)
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
    keep(recommendation=said, why="Hasilnya sesuai target.", acting=acting(employee(BUDI).user, AFTER))
    hand_in(appraisal)
    appraisal.refresh_from_db()
    assert appraisal.status == "delivered"


def test_nothing_goes_round_the_act():
    """A status changes by ``step`` alone, and from RATED to DELIVERED in ``deliver`` alone."""
    texts = {str(path.relative_to(SOURCE)): path.read_text() for path in SOURCE.rglob("*.py")}
    steps = {path for path, text in texts.items() if re.search(r"\bstep\([^)]*\.DELIVERED\)", text)}
    # The other two give a result back for which an acceptance or an objection was withdrawn.
    assert steps == {"appraisal/operations.py", "delivery/recall.py", "objections/withdrawal.py"}
    above = ("delivery/", "objections/", "calibration/", "coaching/", "raters/", "jobs/", "web/")
    writes = re.compile(r"\bappraisal\.status = |Appraisal\.objects[^\n]*\.update\([^)]*\bstatus=")
    assert [path for path, text in texts.items() if path.startswith(above) and writes.search(text)] == []
