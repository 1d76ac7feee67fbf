"""The appraiser of an ended position has left: it is listed, and a successor rates what is left of it."""

from datetime import date, timedelta

import pytest

from terukur.appraisal.doable import without_appraiser
from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.appraisal.queries import waiting_for
from terukur.ledger.acting import COMMAND
from terukur.organization.leaving import leave_service
from terukur.organization.models import ReportingLine, Unit
from terukur.organization.operations import OrganizationRefused
from terukur.organization.placements import transfer
from terukur.organization.positions import Post
from terukur.organization.queries import appraiser_of, assignment_on
from terukur.organization.succession import succeed_appraiser
from terukur.regulation.scales import PositionKind
from tests.support.cast import ANI, BUDI, CITRA, DEWI, EKO, QUARTER, acting, employee, sign_in
from tests.support.quarter import begun

pytestmark = pytest.mark.django_db
MOVE, RETIRED, NOW = date(2026, 2, 16), date(2026, 3, 31), date(2026, 4, 20)
DAY = timedelta(days=1)
BECAUSE = "Budi pensiun, SK 88"


@pytest.fixture
def former():
    """Ani moved in February, and Budi, who appraised her until then, left in March."""
    begun()
    held = assignment_on(employee(ANI).pk, MOVE)
    post = Post(Unit.objects.get(code="KEC"), "Analis", PositionKind.IMPLEMENTER)
    team = acting(employee(DEWI).user, MOVE)
    transfer(employee=employee(ANI), to=post, since=MOVE, reason="SK mutasi 800/12", acting=team)
    by = acting(employee(DEWI).user, RETIRED)
    leave_service(employee=employee(BUDI), last_day=RETIRED, reason="Pensiun, SK 88", acting=by)
    evaluate(period=QUARTER, acting=acting(COMMAND, NOW))
    held.refresh_from_db()
    return held


def succeed(held, number=CITRA, by=DEWI, on=NOW):
    team = acting(employee(by).user, on)
    succeed_appraiser(assignment=held, appraiser=employee(number), reason=BECAUSE, acting=team)


def test_it_is_listed_until_a_successor_is_named_and_waits_for_the_successor(former):
    appraisal = Appraisal.objects.get(plan__assignment=former)
    assert list(without_appraiser(on=NOW)) == [appraisal]
    succeed(former)
    assert list(without_appraiser(on=NOW)) == []
    assert list(waiting_for(employee(CITRA), on=NOW)) == [appraisal]
    assert not waiting_for(employee(BUDI), on=NOW).exists()
    assert appraiser_of(former, on=MOVE - 2 * DAY) == employee(BUDI)


def test_who_succeeded_may_be_succeeded(former):
    succeed(former)
    later = NOW + 30 * DAY
    by = acting(employee(DEWI).user, later)
    leave_service(employee=employee(CITRA), last_day=later, reason="Pindah, SK 90", acting=by)
    succeed(former, EKO, on=later + DAY)
    lines = ReportingLine.objects.filter(assignment=former).order_by("starts")
    assert [line.appraiser.number for line in lines] == [BUDI, EKO]


@pytest.mark.parametrize(("number", "by"), [(ANI, DEWI), (BUDI, DEWI), (CITRA, EKO)])
def test_nobody_rates_themselves_nobody_who_left_and_only_the_team_names_one(former, number, by):
    with pytest.raises(OrganizationRefused):
        succeed(former, number, by)
    assert appraiser_of(former, on=NOW) == employee(BUDI)


def test_a_running_position_and_one_whose_appraiser_serves_keep_theirs(former):
    with pytest.raises(OrganizationRefused, match="masih berjalan"):
        succeed(assignment_on(employee(EKO).pk, NOW), DEWI)
    succeed(former)
    with pytest.raises(OrganizationRefused, match="masih bertugas"):
        succeed(former, EKO)


def test_the_page_of_the_person_leads_to_it(former, client, monkeypatch):
    monkeypatch.setattr("terukur.web.viewer.clock", lambda: acting(COMMAND, NOW).at)
    sign_in(client, DEWI)
    page = f"/organisasi/pegawai/{former.employee_id}/"
    assert "Tetapkan penilai pengganti" in client.get(page).text
    answer = client.post(
        f"/organisasi/penempatan/{former.pk}/", {"appraiser": CITRA, "reason": BECAUSE}, follow=True
    )
    assert "Penilai pengganti ditetapkan" in answer.text
    assert "Tetapkan penilai pengganti" not in client.get(page).text
