"""The page that begins a plan: what may be started from, and nothing of a colleague but the name."""

from datetime import date

import pytest

from terukur.organization.models import Assignment
from terukur.planning.models import Indicator, Plan, PlanVersion, UnitObjective
from tests.support import cast
from tests.support.cast import ANI, EKO, LINES, employee, moment, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def november(monkeypatch) -> PlanVersion:
    version = cast.load_all()
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment(date(2026, 11, 30)))
    return version


def own(number: str) -> Assignment:
    return Assignment.objects.own().get(employee__number=number)


def page_of(client, number: str, year: int = 2027) -> str:
    sign_in(client, number)
    return client.get(f"/skp/mulai/{year}/{own(number).pk}/").content.decode()


def test_a_colleague_is_named_and_none_of_the_numbers(november, client):
    Indicator.objects.filter(result__version=november).update(target=98765, last_year_value=43210)
    page = page_of(client, EKO)
    assert "Ani – Petugas, Seksi Pelayanan" in page and "Rencana unit 2027 belum dimuat" in page
    assert "98765" not in page and "98.765" not in page and "43" + "210" not in page
    sent = {"jabatan": own(EKO).pk, "tahun": 2027, "from": "colleague", "rekan": own(ANI).pk}
    there = client.post("/skp/mulai/", sent, follow=True).content.decode()
    assert LINES[0].indicator in there and "98.765" not in there and "43.210" not in there


def test_the_units_plan_is_offered_where_there_is_one(november, client):
    UnitObjective.objects.create(
        unit=own(ANI).position.unit, year=2027, number=1, title="Layanan cepat dan ramah"
    )
    assert "Layanan cepat dan ramah" in page_of(client, ANI)


def test_two_clicks_begin_one_plan_and_anothers_position_is_not_found(november, client):
    sign_in(client, ANI)
    sent = {"jabatan": own(ANI).pk, "tahun": 2027, "from": "last-year"}
    answers = [client.post("/skp/mulai/", sent).status_code for _click in range(2)]
    assert answers == [302, 302] and Plan.objects.filter(year=2027).count() == 1
    assert client.post("/skp/mulai/", sent | {"jabatan": own(EKO).pk}).status_code == 404
    assert client.get(f"/skp/mulai/2027/{own(EKO).pk}/").status_code == 404


def test_a_draft_is_thrown_away_after_a_check_page_and_read_afterwards(november, client):
    sign_in(client, ANI)
    client.post("/skp/mulai/", {"jabatan": own(ANI).pk, "tahun": 2027, "from": "last-year"})
    draft = PlanVersion.objects.get(plan__year=2027)
    asked = client.get(f"/skp/{draft.pk}/buang/")
    assert "SKP ini dihapus seluruhnya" in asked.content.decode()
    assert PlanVersion.objects.filter(pk=draft.pk).exists()
    mark = asked.context["check"].mark if "check" in asked.context else ""
    assert mark
    page = client.post(f"/skp/{draft.pk}/buang/", {"confirmed": mark}, follow=True).content.decode()
    assert "Konsep yang dibuang" in page and LINES[0].indicator in page
    assert not Plan.objects.filter(year=2027, assignment__employee=employee(ANI)).exists()
