"""A second opinion: one named colleague of the same rank, one appraisal, only while asked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from terukur.appraisal.models import Appraisal, UnitGrade
from terukur.appraisal.operations import deliver
from terukur.calibration.models import SecondOpinion
from terukur.calibration.second_opinions import (
    SecondOpinionRefused,
    answer_second_opinion,
    ask_second_opinion,
)
from terukur.ledger.models import Entry
from terukur.organization.models import Unit
from tests.support import two_appraisers
from tests.support.built_once import built_once
from tests.support.cast import (
    AFTER,
    ANI,
    BUDI,
    CITRA,
    DEWI,
    EKO,
    FAJAR,
    QUARTER,
    acting,
    employee,
    moment,
    sign_in,
)
from tests.support.two_appraisers import GITA, HADI, appraisal_of, rated

pytestmark = pytest.mark.django_db
QUESTION = "Apakah capaian Ani menurutmu di atas ekspektasi?"


@pytest.fixture
def office(db):
    built_once("ani-rated", _office)


def _office():
    two_appraisers.load_everybody()
    rated(ANI)


def ask(colleague=GITA, by=BUDI, question=QUESTION) -> SecondOpinion:
    return ask_second_opinion(
        appraisal=appraisal_of(ANI),
        colleague=employee(colleague),
        question=question,
        acting=acting(employee(by).user, AFTER),
    )


def answer(asked, by=GITA, text="Menurut saya sesuai, buktinya lengkap."):
    return answer_second_opinion(asked=asked, text=text, acting=acting(employee(by).user, AFTER))


def hand_over():
    UnitGrade.objects.create(
        unit=Unit.objects.get(code="SEKSI"),
        starts=QUARTER.starts,
        ends=QUARTER.ends,
        version=1,
        grade="good",
        reason="x",
        set_by=employee(CITRA).user,
        set_at=moment(AFTER),
    )
    deliver(appraisal=appraisal_of(ANI), acting=acting(employee(BUDI).user, AFTER))


@pytest.mark.parametrize("who", [ANI, CITRA, DEWI, EKO, FAJAR, GITA])
def test_only_the_appraiser_asks(office, who):
    with pytest.raises(SecondOpinionRefused, match="pejabat penilai"):
        ask(by=who, colleague=GITA)


@pytest.mark.parametrize(
    "who", [ANI, BUDI, CITRA, EKO], ids=["employee", "oneself", "superior", "no appraiser"]
)
def test_only_a_colleague_of_the_same_rank_is_asked(office, who):
    with pytest.raises(SecondOpinionRefused, match="setingkat"):
        ask(colleague=who)


def test_one_colleague_a_question_and_before_delivery(office):
    with pytest.raises(SecondOpinionRefused, match="Tulis apa"):
        ask(question="?")
    ask()
    with pytest.raises(SecondOpinionRefused, match="sudah diminta"):
        ask()
    hand_over()
    with pytest.raises(SecondOpinionRefused, match="sebelum disampaikan"):
        ask()


def test_the_colleague_reads_that_appraisal_only_and_only_while_asked(office, client):
    asked = ask()
    sign_in(client, GITA)
    assert "meminta pendapat kedua Anda" in client.get("/tim/?periode=2026-Q1").content.decode()
    page = client.get(f"/pendapat/{asked.pk}/").content.decode()
    assert "Permohonan selesai" in page
    assert QUESTION in page
    assert client.get(f"/penilaian/{appraisal_of(ANI).pk}/").status_code == 404
    assert client.get(f"/penilaian/{appraisal_of(EKO).pk}/").status_code == 404
    client.post(f"/pendapat/{asked.pk}/", {"text": "Menurut saya sesuai, buktinya lengkap."})
    assert client.get(f"/pendapat/{asked.pk}/").status_code == 404
    with pytest.raises(SecondOpinionRefused, match="tidak"):
        answer(asked)


@pytest.mark.parametrize("who", [ANI, BUDI, CITRA, DEWI, EKO, FAJAR, HADI])
def test_nobody_else_reads_or_answers_it(office, client, who):
    asked = ask()
    sign_in(client, who)
    assert client.get(f"/pendapat/{asked.pk}/").status_code == 404
    with pytest.raises(SecondOpinionRefused):
        answer(asked, by=who)


def test_after_delivery_nobody_is_asked_any_more(office, client):
    asked = ask()
    hand_over()
    sign_in(client, GITA)
    assert client.get(f"/pendapat/{asked.pk}/").status_code == 404
    with pytest.raises(SecondOpinionRefused):
        answer(asked)


def test_the_appraiser_reads_it_and_nothing_changes_by_it(office, client):
    before = Appraisal.objects.values().get(pk=appraisal_of(ANI).pk)
    answer(ask())
    assert Appraisal.objects.values().get(pk=appraisal_of(ANI).pk) == before
    sign_in(client, BUDI)
    page = client.get(f"/penilaian/{appraisal_of(ANI).pk}/").content.decode()
    assert "Menurut saya sesuai" in page


def test_the_employee_sees_afterwards_whom_and_not_what(office, client):
    answer(ask())
    page = f"/penilaian/{appraisal_of(ANI).pk}/"
    sign_in(client, ANI)
    for address in (page, f"{page}riwayat/"):
        assert "Gita" not in client.get(address).content.decode(), "not before it is delivered"
    hand_over()
    shown = client.get(page).content.decode()
    assert "pendapat kedua dari <strong>Gita</strong>" in shown
    assert "Menurut saya sesuai" not in shown
    history = client.get(f"{page}riwayat/").content.decode()
    assert "Pendapat kedua diminta" in history
    assert "Menurut saya sesuai" not in history
    assert [e.act for e in Entry.objects.filter(act__startswith="second-opinion").order_by("id")] == [
        "second-opinion-asked",
        "second-opinion-given",
    ]


def test_a_colleague_is_found_by_name(office, client):
    sign_in(client, BUDI)
    address = f"/pendapat/minta/{appraisal_of(ANI).pk}/"
    assert "Gita" in client.get(f"{address}?cari=git").content.decode()
    assert "Gita" not in client.get(f"{address}?cari=xyz").content.decode()
    sent = {"colleague": employee(GITA).pk, "question": QUESTION}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, {**sent, "colleague": employee(ANI).pk}).status_code == 404


def test_the_pages_cost_no_more_than_eight_statements(office, client):
    asked = ask()
    pages = [
        (GITA, "/pendapat/"),
        (GITA, f"/pendapat/{asked.pk}/"),
        (BUDI, f"/pendapat/minta/{asked.appraisal_id}/"),
        (BUDI, f"/penilaian/{asked.appraisal_id}/"),
    ]
    for who, address in pages:
        sign_in(client, who)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert len(captured) <= 8, address
    hand_over()
    for who in (ANI, BUDI):
        sign_in(client, who)
        client.get(f"/penilaian/{asked.appraisal_id}/")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/penilaian/{asked.appraisal_id}/")
        assert len(captured) <= 8
