"""Weeks before the end both see where an indicator is heading and what would still reach it."""

from dataclasses import replace
from datetime import date

import pytest

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.appraisal.tree import ComputedIndicator
from terukur.coaching.early_warning import Outlook, forecasts_of
from terukur.ledger.acting import COMMAND
from terukur.regulation.periods import Period
from terukur.regulation.scales import Pace
from tests.support import cast
from tests.support.cast import ANI, acting, sign_in

pytestmark = pytest.mark.django_db
YEAR_END, OCTOBER = date(2026, 12, 31), date(2026, 10, 5)


def computed(version, values) -> list[ComputedIndicator]:
    """Ani's third quarter with these values from January on; her year's target is 400."""
    months = {f"2026-{month:02d}": str(value) for month, value in enumerate(values, start=1)}
    cast.load_values(months, period="2026")
    evaluate(period=Period.parse("2026-Q3"), acting=acting(COMMAND, OCTOBER))
    return Appraisal.objects.get(plan=version.plan, period="2026-Q3").indicators()


def forecast(version, values):
    (found,) = forecasts_of(computed(version, values), ends=YEAR_END).values()
    return found


@pytest.mark.parametrize(
    ("values", "outlook"),
    [
        ([45] * 9, Outlook.REACHED),
        ([35] * 9, Outlook.SAFE),
        ([33, 30, 36, 34, 31, 35, 33, 32, 36], Outlook.OPEN),
        ([20, 22, 19, 21, 20, 18, 22, 20, 21], Outlook.MISSED),
    ],
)
def test_the_pace_so_far_leads_somewhere(version, values, outlook):
    assert forecast(version, values).outlook is outlook


def test_two_months_tell_too_little(version):
    assert forecasts_of(computed(version, [30, 30]), ends=YEAR_END) == {}


def test_a_share_has_no_course_to_follow(version):
    first, *others = computed(version, [30] * 9)
    assert forecasts_of([replace(first, pace=Pace.LEVEL), *others], ends=YEAR_END) == {}


def test_the_employee_is_told_at_home(version, client):
    computed(version, [20] * 9)
    sign_in(client, ANI)
    page = client.get("/").content.decode()
    assert "Masih dapat dikejar" in page
    assert "per minggu" in page
