"""Feedback: written by whom it concerns, answered by its receiver, asked for with one tap."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from terukur.appraisal.models import Appraisal, BehaviorMark
from terukur.coaching.feedback import (
    FeedbackDraft,
    FeedbackRefused,
    answer_feedback,
    mark_read,
    share_feedback,
)
from terukur.coaching.feedback_requests import ask_for_feedback, decline_request, requests_waiting_for
from terukur.coaching.models import Feedback, FeedbackAnswer, FeedbackRequest
from terukur.coaching.queries import feedback_for, given, received
from terukur.coaching.subjects import FeedbackSubject, subjects_of
from terukur.ledger.models import Entry
from terukur.organization.people_import import import_people
from terukur.planning.models import Indicator
from tests.measurement import test_daily
from tests.support import cast, quarter
from tests.support.cast import (
    AFTER,
    ANI,
    BUDI,
    CITRA,
    DEWI,
    EKO,
    FAJAR,
    NEW_YEAR,
    acting,
    employee,
    moment,
    sign_in,
)
from tests.support.feedback import BEHAVIOR, OBSERVED, asked, said, wrote

pytestmark = pytest.mark.django_db


def user(number):
    return employee(number).user


def test_the_employee_and_the_appraiser_write_to_each_other(version):
    assert said(version.plan).receiver == user(ANI)
    assert said(version.plan, by=ANI).receiver == user(BUDI)


@pytest.mark.parametrize("who", [CITRA, DEWI, EKO, FAJAR])
def test_nobody_else_writes_unless_asked(version, who):
    with pytest.raises(FeedbackRefused, match="diminta"):
        said(version.plan, by=who)


def test_a_colleague_who_was_asked_writes_once(version):
    asked(version.plan, EKO)
    feedback = said(version.plan, by=EKO)
    assert feedback.receiver == user(ANI)
    assert feedback.request is not None
    with pytest.raises(FeedbackRefused):
        said(version.plan, by=EKO)


def test_being_asked_about_one_thing_opens_no_other(version):
    asked(version.plan, EKO)
    with pytest.raises(FeedbackRefused):
        wrote(version.plan, FeedbackDraft(FeedbackSubject(value="LY"), "praise", observed=OBSERVED), by=EKO)
    other = asked(version.plan, DEWI)
    with pytest.raises(FeedbackRefused, match="bukan untuk Anda"):
        wrote(version.plan, FeedbackDraft(BEHAVIOR, "praise", observed=OBSERVED), by=EKO, request=other)


def test_what_the_appraiser_writes_unasked_settles_what_was_asked(version):
    waiting = asked(version.plan)
    feedback = said(version.plan)
    assert feedback.request == waiting
    assert not requests_waiting_for(user(BUDI)).exists()


@pytest.mark.parametrize(
    ("draft", "why"),
    [
        (FeedbackDraft(BEHAVIOR, "praise", effect="Warga senang"), "terlihat"),
        (FeedbackDraft(BEHAVIOR, "praise", observed="  "), "terlihat"),
        (FeedbackDraft(BEHAVIOR, "", observed=OBSERVED), "pujian atau saran"),
        (FeedbackDraft(BEHAVIOR, "praise", observed="x" * 601), "terlalu panjang"),
        (FeedbackDraft(FeedbackSubject(thread=uuid4()), "praise", observed=OBSERVED), "Pilih"),
        (FeedbackDraft(FeedbackSubject(), "praise", observed=OBSERVED), "Pilih"),
        (FeedbackDraft(FeedbackSubject(day=AFTER), "praise", observed=OBSERVED), "progres harian"),
    ],
)
def test_what_is_not_taken(version, draft, why):
    with pytest.raises(FeedbackRefused, match=why):
        wrote(version.plan, draft)
    assert not Feedback.objects.exists()


def test_one_free_sentence_is_enough(version):
    feedback = wrote(version.plan, FeedbackDraft(BEHAVIOR, "advice", text="Satu kalimat."))
    assert feedback.words == "Satu kalimat."


def test_a_result_an_indicator_and_a_days_work_can_be_spoken_about(version):
    indicator = Indicator.objects.filter(result__version=version).first()
    test_daily.write(test_daily.draft(thread=indicator.result.thread, day=AFTER), on=AFTER)
    named = [
        wrote(version.plan, FeedbackDraft(subject, "praise", observed=OBSERVED)).about
        for subject in (
            FeedbackSubject(thread=indicator.thread),
            FeedbackSubject(thread=indicator.result.thread),
            FeedbackSubject(day=AFTER),
        )
    ]
    assert named == [indicator.name, indicator.result.title, "Kerja hari 6 April 2026"]
    offered = [code for _title, choices in subjects_of(version.plan, on=AFTER) for code, _ in choices]
    assert {str(indicator.thread), "BP", str(AFTER)} <= set(offered)
    assert [FeedbackSubject.parse(code).code for code in offered] == offered


def test_what_was_written_is_never_changed_nor_gone(version):
    feedback = said(version.plan)
    for change in (
        lambda: Feedback.objects.filter(pk=feedback.pk).update(observed="x"),
        lambda: Feedback.objects.filter(pk=feedback.pk).update(receiver=user(EKO)),
        lambda: Feedback.objects.filter(pk=feedback.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_opened_is_what_its_receiver_opens(version):
    feedback = said(version.plan)
    for number in (BUDI, CITRA):
        mark_read(feedback=feedback, acting=acting(user(number), AFTER))
    assert Feedback.objects.get().read_at is None
    mark_read(feedback=feedback, acting=acting(user(ANI), AFTER))
    assert Feedback.objects.get().read_at == moment(AFTER)


class TestAnswer:
    def answer(self, feedback, outcome="trying", text="", by=ANI):
        return answer_feedback(feedback=feedback, outcome=outcome, text=text, acting=acting(user(by), AFTER))

    def test_the_newest_answer_counts_and_its_author_reads_it(self, version):
        feedback = said(version.plan)
        self.answer(feedback)
        self.answer(feedback, "done")
        assert feedback_for(user(BUDI), feedback.pk, on=AFTER).last_outcome == "done"
        assert given(user(BUDI))[0].last_outcome == "done"

    @pytest.mark.parametrize("who", [BUDI, CITRA, DEWI, EKO, FAJAR])
    def test_only_the_receiver_answers(self, version, who):
        feedback = said(version.plan)
        with pytest.raises(FeedbackRefused, match="menerimanya"):
            self.answer(feedback, by=who)

    def test_nothing_done_needs_a_word_why(self, version):
        feedback = said(version.plan)
        for outcome, text in (("not-done", "tidak"), ("", " "), ("other", "Alasan lain")):
            with pytest.raises(FeedbackRefused):
                self.answer(feedback, outcome, text)
        self.answer(feedback, "not-done", "Jadwal posyandu ditetapkan desa.")
        self.answer(feedback, "", "Terima kasih.")
        assert FeedbackAnswer.objects.count() == 2


class TestRequest:
    def test_the_appraiser_is_asked_with_nothing_but_the_subject(self, version):
        assert asked(version.plan).asked == user(BUDI)

    def test_the_same_is_asked_of_the_same_person_once_at_a_time(self, version):
        request = asked(version.plan)
        with pytest.raises(FeedbackRefused, match="masih menunggu"):
            asked(version.plan)
        asked(version.plan, EKO)
        decline_request(request=request, acting=acting(user(BUDI), AFTER))
        asked(version.plan)
        with pytest.raises(IntegrityError), transaction.atomic():
            FeedbackRequest.objects.filter(is_declined=True).update(settled_at=None, is_declined=False)

    @pytest.mark.parametrize("who", [CITRA, ANI])
    def test_neither_oneself_nor_those_above_the_appraiser_are_asked(self, version, who):
        with pytest.raises(FeedbackRefused, match="rekan"):
            asked(version.plan, who)

    def test_nobody_from_far_away_is_asked(self, version):
        gita = "199001012015011001"
        row = (gita, "Gita", "Petugas", "Pelaksana", "LAIN", "Dinas Lain", "KOTA", "", "tidak", "2025-01-01")
        import_people(
            content=cast.people_csv([*cast.PEOPLE, row]),
            filename="p.csv",
            acting=acting(cast.COMMAND, NEW_YEAR),
        )
        with pytest.raises(FeedbackRefused, match="sekitarnya"):
            asked(version.plan, gita)

    @pytest.mark.parametrize("who", [BUDI, CITRA, EKO])
    def test_the_employee_alone_asks(self, version, who):
        with pytest.raises(FeedbackRefused, match="pegawai sendiri"):
            ask_for_feedback(
                plan=version.plan, subject=BEHAVIOR, colleague=None, acting=acting(user(who), AFTER)
            )

    def test_a_declined_request_is_closed_and_only_by_who_was_asked(self, version):
        request = asked(version.plan, EKO)
        for number in (ANI, BUDI):
            with pytest.raises(FeedbackRefused):
                decline_request(request=request, acting=acting(user(number), AFTER))
        decline_request(request=request, acting=acting(user(EKO), AFTER))
        with pytest.raises(FeedbackRefused):
            said(version.plan, by=EKO)


def test_the_ledger_knows_that_and_not_what(version, appraisal, client):
    asked(version.plan, EKO)
    feedback = said(version.plan, by=EKO)
    answer_feedback(feedback=feedback, outcome="done", text="", acting=acting(user(ANI), AFTER))
    entries = Entry.objects.filter(act__startswith="feedback")
    assert [entry.act for entry in entries.order_by("pk")] == [
        "feedback-requested",
        "feedback-written",
        "feedback-answered",
    ]
    assert not any(OBSERVED in f"{entry.after}{entry.reason}" for entry in entries)
    sign_in(client, CITRA)
    history = f"/penilaian/{appraisal.pk}/riwayat/"
    assert "Umpan balik" not in client.get(history).content.decode().split("<main")[1]
    share_feedback(feedback=feedback, acting=acting(user(ANI), AFTER))
    assert "Umpan balik dibagikan" in client.get(history).content.decode()


def test_what_was_not_opened_comes_first(version):
    old = said(version.plan)
    new = wrote(version.plan, FeedbackDraft(BEHAVIOR, "advice", text="Kedua"), on=AFTER + timedelta(1))
    assert [one.pk for one in received(user(ANI))] == [new.pk, old.pk]
    mark_read(feedback=new, acting=acting(user(ANI), AFTER))
    assert [one.pk for one in received(user(ANI))] == [old.pk, new.pk]


FIELDS = {"about": "BP", "tone": "praise", "observed": OBSERVED}


class TestPage:
    def post(self, client, version, **fields):
        return client.post(f"/umpan-balik/tulis/{version.plan_id}/", FIELDS | fields)

    def test_hints_are_shown_once_and_then_it_is_sent_all_the_same(self, version, client):
        sign_in(client, BUDI)
        page = self.post(client, version, observed="Anda memang malas.")
        assert "Kirim juga" in page.content.decode()
        assert not Feedback.objects.exists()
        sent = self.post(
            client,
            version,
            observed="Anda memang malas.",
            seen_hints=page.context["form"]["seen_hints"].value(),
        )
        assert sent.status_code == 302
        assert Feedback.objects.get().observed == "Anda memang malas."

    def test_without_hints_it_is_sent_at_once(self, version, client):
        sign_in(client, BUDI)
        assert self.post(client, version).status_code == 302
        assert Feedback.objects.get().receiver == user(ANI)

    def test_a_hint_while_writing_names_no_other_person(self, version, client):
        plan = cast.load_plan(EKO).plan
        text = f"Bu Eko: {OBSERVED} Warga di kursi tunggu tersenyum dan pulang sebelum siang hari itu juga."
        with pytest.raises(FeedbackRefused):
            wrote(plan, FeedbackDraft(BEHAVIOR, "praise", text=text))
        wrote(plan, FeedbackDraft(BEHAVIOR, "praise", text=text), by=CITRA)
        budis = cast.load_plan(BUDI).plan
        sign_in(client, CITRA)
        answer = client.post(
            f"/umpan-balik/tulis/{budis.pk}/petunjuk/", {"text": text.replace("Bu Eko", "Pak Budi")}
        )
        (hint,) = answer.json()["hints"]
        assert hint["kind"] == "copied"
        assert "100%" in hint["words"]
        assert "Eko" not in answer.content.decode()
        assert "tersenyum" not in answer.content.decode()

    def test_one_tap_on_an_appraisal_asks_the_appraiser(self, version, appraisal, client):
        sign_in(client, ANI)
        page = client.get(f"/penilaian/{appraisal.pk}/").content.decode()
        assert f'action="/umpan-balik/minta/{version.plan_id}/"' in page
        sent = client.post(
            f"/umpan-balik/minta/{version.plan_id}/", {"tentang": "BP", "penilaian": appraisal.pk}
        )
        assert sent.headers["Location"] == f"/penilaian/{appraisal.pk}/"
        assert requests_waiting_for(user(BUDI)).get().value == "BP"

    def test_colleagues_are_found_by_name_and_are_few(self, version, client):
        sign_in(client, ANI)
        address = f"/umpan-balik/minta/{version.plan_id}/"
        found = client.post(address, {"tentang": "BP", "cari": "ek", "search": "1"})
        assert [one.employee.name for one in found.context["people"]] == ["Eko"]
        client.post(address, {"tentang": "BP", "kepada": employee(EKO).pk})
        sign_in(client, EKO)
        request = requests_waiting_for(user(EKO)).get()
        page = client.get("/umpan-balik/").content.decode()
        assert "Ani" in page
        client.post(f"/umpan-balik/permintaan/{request.pk}/", {"tone": "praise", "observed": OBSERVED})
        assert Feedback.objects.get().receiver == user(ANI)

    def test_the_answer_is_given_on_the_page_of_the_message(self, version, client):
        feedback = said(version.plan)
        sign_in(client, ANI)
        address = f"/umpan-balik/{feedback.pk}/"
        assert "Tulis singkat mengapa" in client.post(address, {"outcome": "not-done"}).content.decode()
        client.post(address, {"outcome": "trying"})
        assert "Sedang saya coba" in client.get(address).content.decode()


class TestRating:
    """The same hints beside the reasons and examples of a rating."""

    def hints(self, client, appraisal, **texts):
        sign_in(client, BUDI)
        answer = client.post(f"/penilaian/{appraisal.pk}/nilai/petunjuk/", texts)
        return [(hint["at"], hint["kind"]) for hint in answer.json()["hints"]]

    def test_an_example_is_something_seen_and_a_reason_may_rest_on_figures(self, appraisal, client):
        assert self.hints(
            client,
            appraisal,
            results_reason="Mengikuti hasil ukur saja.",
            behavior_reason="Anda memang malas.",
            example_AK="Sudah bekerja dengan bagus.",
            example_LY=OBSERVED,
        ) == [("behavior_reason", "judges-person"), ("example_AK", "no-observation")]

    def test_what_was_written_about_another_is_a_copy_and_about_the_same_person_is_none(
        self, appraisal, client
    ):
        text = f"{OBSERVED} Warga di kursi tunggu pulang sebelum siang."
        mark = {"value": "BP", "mark": "above", "example": text, "example_on": AFTER}
        Appraisal.objects.filter(pk=appraisal.pk).update(appraiser=employee(BUDI))
        BehaviorMark.objects.create(appraisal=appraisal, **mark)
        assert self.hints(client, appraisal, example_AD=text) == []
        cast.load_plan(EKO)
        quarter.computed()
        ekos = Appraisal.objects.filter(plan__assignment__employee__number=EKO)
        ekos.update(appraiser=employee(BUDI))
        BehaviorMark.objects.create(appraisal=ekos.get(), **mark)
        assert self.hints(client, appraisal, example_AD=text) == [("example_AD", "copied")]
