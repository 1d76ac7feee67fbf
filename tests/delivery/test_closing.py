"""From delivered to final: received, answered or not, talked about, agreements carried on."""

from datetime import date, timedelta

import pytest
from django.db import Error, transaction

from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import AppraisalRefused, deliver
from terukur.coaching.dialogue import AgreementDraft, DialogueRefused, ReviewDraft, open_agreements
from terukur.coaching.models import Agreement, AgreementReview
from terukur.delivery.closing import last_day_for, settle_all
from terukur.delivery.models import DeliveryNotice
from terukur.delivery.receipt import accept, give_notice, mark_read, without_receipt
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.objections.hearing import DecisionDraft, decide_objection
from terukur.objections.models import Objection
from terukur.objections.operations import ObjectionRefused
from terukur.regulation.scales import Rating
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, FAJAR, acting, employee, moment, sign_in
from tests.support.check_pages import confirmed
from tests.support.quarter import confirm, give, grade_unit, hand_over, objecting, talk

pytestmark = pytest.mark.django_db
LAST_DAY = AFTER + timedelta(days=14)
ONE = AgreementDraft("Menghitung ulang buku register", Agreement.Owner.EMPLOYEE, date(2026, 5, 4))


def delivered(appraisal) -> Appraisal:
    give(appraisal)
    grade_unit()
    deliver(appraisal=appraisal, acting=acting(employee(BUDI).user, AFTER))
    return Appraisal.objects.get(pk=appraisal.pk)


def told(appraisal, on, by=BUDI, note="Lembar hasil diserahkan di ruang kerja."):
    return give_notice(
        appraisal=appraisal, way=DeliveryNotice.Way.IN_PERSON, note=note, acting=acting(employee(by).user, on)
    )


def status() -> str:
    return Appraisal.objects.get().status


def agree(appraisal, on=AFTER):
    accept(appraisal=appraisal, acting=acting(employee(ANI).user, on))


def nightly(on) -> int:
    return settle_all(acting=acting(COMMAND, on))


class TestReceipt:
    def test_opening_is_the_receipt(self, appraisal):
        read = hand_over(appraisal)
        assert read.received_at == read.read_at == moment(AFTER)
        assert last_day_for(read) == LAST_DAY

    def test_the_second_notice_is_the_receipt_where_nobody_opens(self, appraisal):
        told(delivered(appraisal), AFTER)
        assert Appraisal.objects.get().received_at is None
        second = date(2026, 4, 9)
        told(appraisal, second)
        assert last_day_for(Appraisal.objects.get()) == second + timedelta(days=14)

    def test_opening_after_two_notices_does_not_move_the_clock(self, appraisal):
        delivered(appraisal)
        for day in (AFTER, date(2026, 4, 9)):
            told(appraisal, day)
        read = mark_read(appraisal=appraisal, acting=acting(employee(ANI).user, date(2026, 4, 20)))
        assert (read.received_at, read.read_at) == (moment(date(2026, 4, 9)), moment(date(2026, 4, 20)))

    def test_two_notices_are_three_working_days_apart(self, appraisal):
        told(delivered(appraisal), AFTER)
        with pytest.raises(AppraisalRefused, match="09-04-2026"):
            told(appraisal, date(2026, 4, 8))

    def test_nothing_is_told_twice_about_what_was_received(self, appraisal):
        hand_over(appraisal)
        with pytest.raises(AppraisalRefused, match="sudah diterima"):
            told(appraisal, AFTER)
        assert not without_receipt().exists()

    @pytest.mark.parametrize("by", [ANI, CITRA, EKO, FAJAR])
    def test_notices_come_from_the_appraiser_or_the_team(self, appraisal, by):
        delivered(appraisal)
        with pytest.raises(AppraisalRefused, match="pejabat penilai atau pengelola"):
            told(appraisal, AFTER, by=by)
        assert told(appraisal, AFTER, by=DEWI).number == 1

    def test_a_notice_in_person_says_how(self, appraisal):
        delivered(appraisal)
        with pytest.raises(AppraisalRefused, match="bagaimana"):
            told(appraisal, AFTER, note="ya")

    def test_nobody_accepts_what_was_not_received(self, appraisal):
        delivered(appraisal)
        with pytest.raises(AppraisalRefused, match="baca hasilnya"):
            agree(appraisal)


class TestFinal:
    def test_accepted_and_talked_about_is_final(self, appraisal):
        hand_over(appraisal)
        agree(appraisal)
        assert status() == "accepted"
        confirm(talk(appraisal, AFTER), AFTER)
        assert status() == "final"
        assert list(Entry.objects.filter(act="final").values_list("after", flat=True)) == [{"grade": "good"}]

    def test_the_talk_may_come_before_the_answer(self, appraisal):
        hand_over(appraisal)
        confirm(talk(appraisal, AFTER), AFTER)
        assert status() == "delivered"
        agree(appraisal)
        assert status() == "final"

    def test_without_an_answer_the_time_to_object_ends_it(self, appraisal):
        hand_over(appraisal)
        confirm(talk(appraisal, AFTER), AFTER)
        assert (nightly(LAST_DAY), status()) == (0, "delivered")
        assert (nightly(LAST_DAY + timedelta(days=1)), status()) == (1, "final")
        assert Entry.objects.filter(act="time-to-object-over").count() == 1

    def test_without_a_talk_nothing_becomes_final(self, appraisal):
        hand_over(appraisal)
        assert nightly(LAST_DAY + timedelta(days=300)) == 0
        assert status() == "unanswered"

    def test_a_talk_counts_in_silence_after_five_working_days(self, appraisal):
        hand_over(appraisal)
        agree(appraisal)
        talk(appraisal, AFTER)
        assert nightly(date(2026, 4, 13)) == 0
        assert nightly(date(2026, 4, 14)) == 1

    def test_a_disputed_talk_does_not_count_and_another_can_be_held(self, appraisal):
        hand_over(appraisal)
        agree(appraisal)
        confirm(talk(appraisal, AFTER), AFTER, agrees=False, note="Percakapan itu tidak pernah ada.")
        assert nightly(AFTER + timedelta(days=60)) == 0
        confirm(talk(appraisal, AFTER + timedelta(days=61)), AFTER + timedelta(days=61))
        assert status() == "final"

    def test_a_talk_before_the_delivery_is_not_about_the_result(self, appraisal):
        hand_over(appraisal)
        agree(appraisal)
        confirm(talk(appraisal, AFTER, held_on=AFTER - timedelta(days=1)), AFTER)
        assert status() == "accepted"

    def test_while_an_objection_runs_nothing_is_final(self, appraisal):
        hand_over(appraisal)
        confirm(talk(appraisal, AFTER), AFTER)
        objection = objecting(appraisal, AFTER)
        late = AFTER + timedelta(days=40)
        assert (nightly(late), status()) == (0, "objected")
        decide_objection(
            objection=objection,
            acting=acting(employee(CITRA).user, late),
            draft=DecisionDraft(
                "Keduanya didengar pada tanggal itu.",
                "Angkanya lengkap, rating tetap.",
                Rating.MEETS,
                Rating.MEETS,
            ),
        )
        assert status() == "final"

    def test_a_final_result_cannot_be_touched(self, appraisal):
        hand_over(appraisal)
        agree(appraisal)
        confirm(talk(appraisal, AFTER), AFTER)
        for change in ({"grade": "poor"}, {"status": "accepted", "final_at": None}, {"status": "open"}):
            with pytest.raises(Error), transaction.atomic():
                Appraisal.objects.update(**change)

    @pytest.mark.parametrize("finish", [False, True])
    def test_an_objection_after_the_time_is_refused_and_kept(self, appraisal, finish):
        hand_over(appraisal)
        if finish:
            confirm(talk(appraisal, AFTER), AFTER)
        late = LAST_DAY + timedelta(days=1)
        nightly(late)
        before = status()
        with pytest.raises(ObjectionRefused, match="Batas keberatan sudah lewat"):
            objecting(appraisal, late)
        assert Objection.objects.get().is_late
        assert status() == before

    def test_what_was_accepted_is_not_objected_to(self, appraisal):
        hand_over(appraisal)
        agree(appraisal)
        with pytest.raises(ObjectionRefused, match="sebelum dijawab"):
            objecting(appraisal, AFTER)
        assert not Objection.objects.exists()


class TestTalk:
    @pytest.mark.parametrize("by", [CITRA, DEWI, EKO, FAJAR])
    def test_only_the_two_record_it(self, appraisal, by):
        hand_over(appraisal)
        with pytest.raises(DialogueRefused, match="pegawai atau pejabat penilainya"):
            talk(appraisal, AFTER, by=by)

    def test_who_recorded_it_does_not_confirm_it(self, appraisal):
        hand_over(appraisal)
        dialogue = talk(appraisal, AFTER, by=ANI)
        with pytest.raises(DialogueRefused, match="pihak yang lain"):
            confirm(dialogue, AFTER, by=ANI)
        confirm(dialogue, AFTER, by=BUDI)
        with pytest.raises(DialogueRefused, match="sudah dijawab"):
            confirm(dialogue, AFTER, by=BUDI)

    def test_a_talk_is_not_recorded_ahead(self, appraisal):
        hand_over(appraisal)
        with pytest.raises(DialogueRefused, match="belum tiba"):
            talk(appraisal, AFTER, held_on=AFTER + timedelta(days=1))

    def test_open_agreements_are_carried_on_and_none_is_forgotten(self, appraisal):
        hand_over(appraisal)
        talk(appraisal, AFTER, agreements=[ONE])
        (open_now,) = open_agreements(appraisal.plan.assignment.employee_id)
        later = AFTER + timedelta(days=30)
        with pytest.raises(DialogueRefused, match="kesepakatan lama belum dijawab"):
            talk(appraisal, later)
        until = later + timedelta(days=30)
        goes_on = ReviewDraft(AgreementReview.Outcome.CONTINUED, until)
        talk(appraisal, later, reviews={open_now.agreement.pk: goes_on})
        (carried,) = open_agreements(appraisal.plan.assignment.employee_id)
        assert (carried.agreement, carried.due) == (open_now.agreement, until)
        done = ReviewDraft(AgreementReview.Outcome.DONE)
        talk(appraisal, until, reviews={open_now.agreement.pk: done})
        assert open_agreements(appraisal.plan.assignment.employee_id) == []

    def test_what_goes_on_gets_a_new_day(self, appraisal):
        hand_over(appraisal)
        talk(appraisal, AFTER, agreements=[ONE])
        key = Agreement.objects.get().pk
        for due in (None, AFTER):
            with pytest.raises(DialogueRefused, match="tanggal baru"):
                talk(
                    appraisal,
                    AFTER + timedelta(days=30),
                    reviews={key: ReviewDraft(AgreementReview.Outcome.CONTINUED, due)},
                )


def test_the_pages_lead_to_a_final_result(appraisal, client, monkeypatch):
    monkeypatch.setattr("terukur.web.viewer.clock", lambda: moment(AFTER))
    delivered(appraisal)
    page = f"/penilaian/{appraisal.pk}/"
    sign_in(client, BUDI)
    assert "Catat pemberitahuan langsung" in client.get(f"{page}percakapan/").content.decode()
    client.post(f"{page}pemberitahuan/", {"note": "Dikabari di ruang rapat."})
    sign_in(client, ANI)
    client.get(page)
    confirmed(client, f"{page}terima/")
    assert "Tinggal dibicarakan" in client.get(page).content.decode()
    client.post(
        f"{page}percakapan/",
        {
            "held_on": str(AFTER),
            "summary": "Kami membahas capaian triwulan ini.",
            "text_0": "Belajar memakai aplikasi antrean",
            "owner_0": "employee",
            "due_0": "2026-05-30",
        },
    )
    sign_in(client, BUDI)
    shown = client.get(f"{page}percakapan/").content.decode()
    assert "Belajar memakai aplikasi antrean" in shown
    key = appraisal.plan.dialogues.get().pk
    client.post(f"{page}percakapan/{key}/jawab/", {"agrees": "ya"})
    assert status() == "final"
    sign_in(client, ANI)
    assert "Final sejak" in client.get(page).content.decode()
