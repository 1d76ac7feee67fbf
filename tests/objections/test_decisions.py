"""After an objection: the appraiser explains, the superior hears both and decides, and that is final."""

from datetime import timedelta

import pytest
from django.db import Error, transaction

from terukur.appraisal.models import Appraisal
from terukur.appraisal.verification import check_grades
from terukur.ledger.models import Entry
from terukur.objections.hearing import (
    DecisionDraft,
    answer_objection,
    clock_of,
    decide_objection,
    objection_on,
    waiting_objections,
)
from terukur.objections.models import Objection, ObjectionDecision
from terukur.objections.operations import ObjectionRefused
from terukur.regulation.scales import Rating
from tests.support.built_once import built_once
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, FAJAR, acting, employee, moment, sign_in
from tests.support.quarter import begun, hand_over, objecting

pytestmark = pytest.mark.django_db
FILED = AFTER + timedelta(days=3)
ANSWERED, DECIDED = FILED + timedelta(days=2), FILED + timedelta(days=5)
EXPLAINED = "Angka Februari lengkap; saya memakai berkas yang dimuat 2 April."
HEARD = "Pegawai menunjukkan buku register; penilai mengakui dua hari belum masuk."
REASON = "Register membuktikan 10 berkas yang belum terhitung; capaian di atas pita."


@pytest.fixture
def objection(db) -> Objection:
    return built_once("objection", _objection)


def _objection() -> Objection:
    appraisal = begun()
    hand_over(appraisal)
    return objecting(appraisal, FILED)


def answer(objection: Objection, by: str = BUDI, on=ANSWERED, text: str = EXPLAINED):
    return answer_objection(objection=objection, text=text, acting=acting(employee(by).user, on))


def decide(
    objection: Objection,
    by: str = CITRA,
    on=DECIDED,
    results: Rating = Rating.ABOVE,
    heard: str = HEARD,
    reason: str = REASON,
):
    return decide_objection(
        objection=Objection.objects.get(pk=objection.pk),
        acting=acting(employee(by).user, on),
        draft=DecisionDraft(heard, reason, results, Rating.MEETS),
    )


def test_a_granted_objection_changes_rating_and_grade_and_keeps_what_was(objection):
    answer(objection)
    decision = decide(objection)
    appraisal = Appraisal.objects.get()
    assert (appraisal.status, appraisal.result_rating, appraisal.grade) == ("decided", "above", "good")
    assert (decision.result_before, decision.result_after, decision.is_granted) == ("meets", "above", True)
    told = Entry.objects.get(act="objection-granted")
    assert (told.before["results"], told.after["results"], told.reason) == ("meets", "above", REASON)
    assert check_grades().broken is None


def test_a_refused_objection_leaves_everything_as_it_was(objection):
    answer(objection)
    decision = decide(objection, results=Rating.MEETS)
    assert not decision.is_granted
    assert Appraisal.objects.get().result_rating == "meets"
    assert Entry.objects.filter(act="objection-rejected").count() == 1


def test_the_superior_waits_for_the_answer_until_its_time_is_over(objection):
    last = clock_of(objection).answer_by
    assert last == FILED + timedelta(days=14)
    with pytest.raises(ObjectionRefused, match="belum menjelaskan"):
        decide(objection, on=last)
    decide(objection, on=last + timedelta(days=1))


def test_the_decision_counts_from_the_answer(objection):
    assert not answer(objection).is_late
    objection = objection_on(Appraisal.objects.get())
    assert clock_of(objection).decide_by == ANSWERED + timedelta(days=7)


def test_a_late_answer_is_kept_and_shown_as_late(objection):
    late = answer(objection, on=FILED + timedelta(days=20))
    assert (late.answer_by, late.is_late) == (FILED + timedelta(days=14), True)


@pytest.mark.parametrize("by", [ANI, CITRA, DEWI, EKO, FAJAR])
def test_only_the_appraiser_answers(objection, by):
    with pytest.raises(ObjectionRefused, match="pejabat penilai"):
        answer(objection, by)


@pytest.mark.parametrize("by", [ANI, BUDI, DEWI, EKO, FAJAR])
def test_only_the_appraisers_superior_decides(objection, by):
    answer(objection)
    with pytest.raises(ObjectionRefused, match="atasan pejabat penilai"):
        decide(objection, by)


def test_each_step_happens_once_and_with_words(objection):
    with pytest.raises(ObjectionRefused, match="Jelaskan"):
        answer(objection, text="tetap")
    answer(objection)
    with pytest.raises(ObjectionRefused, match="sudah diberikan"):
        answer(objection)
    for words in ({"heard": "ok"}, {"reason": "ok"}):
        with pytest.raises(ObjectionRefused, match="disampaikan keduanya"):
            decide(objection, **words)
    decide(objection)
    with pytest.raises(ObjectionRefused, match="sudah diputus"):
        decide(objection)
    assert ObjectionDecision.objects.count() == 1


def test_nothing_but_the_decision_changes_a_delivered_rating(objection):
    answer(objection)
    for change in ({"result_rating": "below"}, {"grade": "poor"}, {"status": "accepted"}):
        with pytest.raises(Error), transaction.atomic():
            Appraisal.objects.update(**change)
    decide(objection)
    for change in ({"result_rating": "below"}, {"status": "objected"}, {"status": "open"}):
        with pytest.raises(Error), transaction.atomic():
            Appraisal.objects.update(**change)


def test_home_tells_who_has_the_next_step(objection, client, monkeypatch):
    def waits(number: str) -> int:
        return len(waiting_objections(employee(number), on=DECIDED))

    assert [waits(number) for number in (ANI, BUDI, CITRA)] == [0, 1, 0]
    answer(objection)
    assert [waits(number) for number in (ANI, BUDI, CITRA)] == [0, 0, 1]
    decide(objection)
    assert [waits(number) for number in (ANI, BUDI, CITRA)] == [0, 0, 0]


def test_the_whole_way_on_the_pages(objection, client, monkeypatch):
    monkeypatch.setattr("terukur.web.viewer.clock", lambda: moment(DECIDED))
    page = f"/penilaian/{objection.appraisal_id}/"
    sign_in(client, BUDI)
    assert "Kirim penjelasan" in client.get(page).content.decode()
    client.post(f"{page}keberatan/jawab/", {"text": EXPLAINED})
    sign_in(client, CITRA)
    assert "Putuskan" in client.get(page).content.decode()
    draft = {"heard": HEARD, "results": "above", "behavior": "meets", "reason": REASON}
    client.post(f"{page}keberatan/putus/", draft | {"results": "splendid"})
    assert not ObjectionDecision.objects.exists()
    client.post(f"{page}keberatan/putus/", draft)
    sign_in(client, ANI)
    told = client.get(page).content.decode()
    assert "Dikabulkan" in told
    assert REASON in told
    assert "keberatan berjalan" not in told
    assert "Tinggal dibicarakan" in told
    for number in (DEWI, EKO):
        sign_in(client, number)
        assert client.post(f"{page}keberatan/putus/", draft).status_code == 404
