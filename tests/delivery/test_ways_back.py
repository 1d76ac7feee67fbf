"""While nobody was harmed there is a way back: an unread delivery, an acceptance, an objection."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import AppraisalRefused, deliver
from terukur.delivery.recall import recall_delivery, withdraw_acceptance
from terukur.delivery.receipt import accept, mark_read
from terukur.ledger.models import Entry
from terukur.measurement.queries import frozen_until
from terukur.objections.hearing import answer_objection, objection_on
from terukur.objections.operations import ObjectionRefused
from terukur.objections.withdrawal import withdraw_objection
from tests.support.cast import AFTER, ANI, BUDI, acting, employee, sign_in
from tests.support.check_pages import confirmed
from tests.support.quarter import confirm, give, grade_unit, hand_over, objecting, talk

pytestmark = pytest.mark.django_db
WHY = "Tertukar dengan penilaian orang lain."


def delivered(appraisal) -> Appraisal:
    give(appraisal)
    grade_unit()
    deliver(appraisal=appraisal, acting=acting(employee(BUDI).user, AFTER))
    return Appraisal.objects.get(pk=appraisal.pk)


def recall(appraisal, by=BUDI, reason=WHY):
    recall_delivery(appraisal=appraisal, reason=reason, acting=acting(employee(by).user, AFTER))


def test_an_unread_delivery_comes_back_and_can_be_delivered_again(appraisal):
    found = delivered(appraisal)
    recall(found)
    found.refresh_from_db()
    assert (found.status, found.grade, found.delivered_at) == ("rated", "", None)
    assert frozen_until(found.plan) is None
    deliver(appraisal=found, acting=acting(employee(BUDI).user, AFTER))
    acts = Entry.objects.filter(chain=f"appraisal/{found.pk}").values_list("act", flat=True)
    assert list(acts.order_by("number"))[-3:] == ["delivered", "delivery-recalled", "delivered"]


def test_once_opened_nothing_comes_back_not_even_in_the_database(appraisal):
    found = delivered(appraisal)
    with pytest.raises(AppraisalRefused, match="Tulis mengapa"):
        recall(found, reason=" ")
    with pytest.raises(AppraisalRefused, match="pejabat penilai"):
        recall(found, by=ANI)
    mark_read(appraisal=found, acting=acting(employee(ANI).user, AFTER))
    with pytest.raises(AppraisalRefused, match="sudah membukanya"):
        recall(found)
    with pytest.raises(DatabaseError), transaction.atomic():
        Appraisal.objects.filter(pk=found.pk).update(status="rated", grade="", delivered_at=None)


def test_the_grade_is_shown_before_it_is_delivered_and_nothing_is_done(appraisal, client):
    give(appraisal)
    grade_unit()
    sign_in(client, BUDI)
    page = client.get(f"/penilaian/{appraisal.pk}/sampaikan/").content.decode()
    assert "Predikat kinerja" in page
    assert "Sampaikan predikat Baik" in page
    assert "menarik kembali" in page
    appraisal.refresh_from_db()
    assert appraisal.status == "rated"
    done = confirmed(client, f"/penilaian/{appraisal.pk}/sampaikan/", follow=True)
    assert "disampaikan kepada pegawai" in done.content.decode()


def test_what_changed_in_between_is_shown_anew(appraisal, client):
    give(appraisal)
    grade_unit()
    sign_in(client, BUDI)
    page = client.post(f"/penilaian/{appraisal.pk}/sampaikan/", {"confirmed": "0" * 16})
    assert "Ada yang berubah sejak halaman ini dibuka" in page.content.decode()


def test_an_acceptance_is_taken_back_while_time_runs(appraisal, client):
    found = hand_over(appraisal)
    sign_in(client, ANI)
    page = client.get(f"/penilaian/{found.pk}/terima/").content.decode()
    assert "masih berlaku sampai 20 April 2026" in page
    accept(appraisal=found, acting=acting(employee(ANI).user, AFTER))
    withdraw_acceptance(appraisal=found, acting=acting(employee(ANI).user, AFTER))
    found.refresh_from_db()
    assert (found.status, found.answered_at) == ("delivered", None)
    assert objecting(found, AFTER).pk


def test_a_final_or_late_acceptance_stays(appraisal):
    found = hand_over(appraisal)
    accept(appraisal=found, acting=acting(employee(ANI).user, AFTER))
    late = AFTER + timedelta(days=20)
    with pytest.raises(AppraisalRefused, match="tidak dapat ditarik lagi"):
        withdraw_acceptance(appraisal=found, acting=acting(employee(ANI).user, late))
    confirm(talk(found, AFTER), AFTER)
    with pytest.raises(AppraisalRefused, match="final"):
        withdraw_acceptance(appraisal=found, acting=acting(employee(ANI).user, AFTER))


def test_an_objection_is_taken_back_until_it_is_answered(appraisal):
    found = hand_over(appraisal)
    first = objecting(found, AFTER)
    how = {"acting": acting(employee(ANI).user, AFTER)}
    withdraw_objection(objection=first, **how)
    found.refresh_from_db()
    assert found.status == "delivered"
    assert objection_on(found) is None
    second = objecting(found, AFTER)
    answer_objection(
        objection=second,
        text="Register lengkap sudah saya periksa.",
        acting=acting(employee(BUDI).user, AFTER),
    )
    with pytest.raises(ObjectionRefused, match="tidak dapat ditarik"):
        withdraw_objection(objection=second, **how)
