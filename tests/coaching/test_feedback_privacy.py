"""Who can read which feedback: each address, each of the cast, before and after it is shared."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from terukur.appraisal.models import Appraisal
from terukur.calibration.evidence import evidence_of, with_evidence
from terukur.coaching.feedback import FeedbackDraft, FeedbackRefused, answer_feedback, share_feedback
from terukur.coaching.models import Feedback, FeedbackShare
from terukur.coaching.queries import shared_from_below
from terukur.jobs.clock import now, today
from terukur.organization.models import ReportingLine
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, FAJAR, acting, employee, moment, sign_in
from tests.support.feedback import BEHAVIOR, asked, wrote

pytestmark = pytest.mark.django_db
NAMES = {"ani": ANI, "budi": BUDI, "citra": CITRA, "dewi": DEWI, "eko": EKO, "fajar": FAJAR}
ABOVE = {"ani", "budi", "citra", "dewi", "fajar"}
WORDS = "Anak yang demam dicatat dahulu, 12 Maret."
ANSWER = "Daftarnya saya tempel di buku."
MESSAGE, INBOX, PAGE = "/umpan-balik/{pk}/", "/umpan-balik/", "/penilaian/{appraisal}/"
# The message first: opened, it stands in the receiver's list with its words.
EVERYWHERE = (
    MESSAGE,
    INBOX,
    PAGE,
    "/penilaian/{appraisal}/nilai/",
    "/",
    "/penilaian/{appraisal}/riwayat/",
    "/harian/pegawai/{ani}/",
    "/tim/?periode=2026-Q1",
    "/umpan-balik/tulis/{plan}/",
)


@pytest.fixture(params=["appraiser's", "employee's", "colleague's"])
def feedback(request, appraisal):
    """One message on Ani's plan, and who the two are."""
    author = {"appraiser's": BUDI, "employee's": ANI, "colleague's": EKO}[request.param]
    if author == EKO:
        asked(appraisal.plan, EKO)
    return wrote(appraisal.plan, FeedbackDraft(BEHAVIOR, "advice", observed=WORDS), by=author)


def two_of(feedback: Feedback) -> set[str]:
    keys = {feedback.author_id, feedback.receiver_id}
    return {name for name, number in NAMES.items() if employee(number).user_id in keys}


def readers(client, words: str, feedback: Feedback, addresses=(MESSAGE, INBOX)) -> dict[str, set[str]]:
    """For each address who finds the words there."""
    appraisal = Appraisal.objects.get(plan=feedback.plan)
    found = {}
    for address in addresses:
        page = address.format(
            pk=feedback.pk, appraisal=appraisal.pk, ani=employee(ANI).pk, plan=feedback.plan_id
        )
        found[address] = set()
        for name, number in NAMES.items():
            sign_in(client, number)
            if words in client.get(page).content.decode():
                found[address].add(name)
    return found


def test_private_is_read_by_the_two_at_every_address(client, feedback):
    found = readers(client, WORDS, feedback, EVERYWHERE)
    two = two_of(feedback)
    assert found[MESSAGE] == two
    assert set().union(*found.values()) == two


def test_a_stranger_finds_nothing_rather_than_a_refusal(client, feedback):
    for number in {CITRA, DEWI, FAJAR}:
        sign_in(client, number)
        assert client.get(f"/umpan-balik/{feedback.pk}/").status_code == 404
        assert client.post(f"/umpan-balik/{feedback.pk}/bagikan/").status_code == 404
    assert not FeedbackShare.objects.exists()


def test_either_of_the_two_shares_and_then_it_is_read_above_and_by_those_who_oversee(client, feedback):
    side = feedback.author if feedback.author_id != employee(BUDI).user_id else feedback.receiver
    share_feedback(feedback=feedback, acting=acting(side, at=now()))
    found = readers(client, WORDS, feedback, EVERYWHERE)
    assert found[MESSAGE] == ABOVE | two_of(feedback)
    assert found[PAGE] == ABOVE
    assert found["/penilaian/{appraisal}/nilai/"] == {"budi"}
    assert found[INBOX] == {"budi", "citra"} | two_of(feedback)
    everywhere = set().union(*found.values())
    assert everywhere == ABOVE | two_of(feedback)


@pytest.mark.parametrize("who", [CITRA, DEWI, FAJAR])
def test_only_the_two_share(feedback, who):
    with pytest.raises(FeedbackRefused, match="dibagikan oleh"):
        share_feedback(feedback=feedback, acting=acting(employee(who).user, AFTER))


def test_sharing_is_for_good(feedback):
    share_feedback(feedback=feedback, acting=acting(feedback.author, AFTER))
    with pytest.raises(FeedbackRefused, match="sudah dibagikan"):
        share_feedback(feedback=feedback, acting=acting(feedback.receiver, AFTER))
    with pytest.raises(DatabaseError), transaction.atomic():
        FeedbackShare.objects.all().delete()


def answered(feedback: Feedback, day) -> None:
    answer_feedback(feedback=feedback, outcome="trying", text=ANSWER, acting=acting(feedback.receiver, day))


def test_an_answer_from_before_stays_between_the_two_where_its_author_did_not_share_it(client, feedback):
    answered(feedback, AFTER)
    assert set().union(*readers(client, ANSWER, feedback).values()) == two_of(feedback)
    share_feedback(feedback=feedback, acting=acting(feedback.author, at=now()))
    assert set().union(*readers(client, ANSWER, feedback).values()) == two_of(feedback)
    sign_in(client, CITRA)
    assert "sedang dicoba" not in client.get("/umpan-balik/").content.decode()
    answered(feedback, today() + timedelta(1))
    assert "citra" in readers(client, ANSWER, feedback)[MESSAGE]


def test_who_shares_what_was_received_shares_the_own_answers(client, feedback):
    answered(feedback, AFTER)
    share_feedback(feedback=feedback, acting=acting(feedback.receiver, AFTER + timedelta(1)))
    assert readers(client, ANSWER, feedback)[MESSAGE] == ABOVE | two_of(feedback)


def test_whoever_judges_independently_gets_what_was_shared_alone(feedback):
    def evidence():
        found = Appraisal.objects.annotate(**with_evidence("")).get()
        return evidence_of(found, examples=found.seen_examples, feedback=found.seen_feedback).feedback

    assert evidence() == []
    share_feedback(feedback=feedback, acting=acting(feedback.author, AFTER))
    assert [seen.text for seen in evidence()] == [WORDS]


def test_the_asked_colleague_reads_nothing_else_of_the_plan(client, appraisal):
    private = wrote(appraisal.plan, FeedbackDraft(BEHAVIOR, "advice", observed=WORDS))
    share_feedback(feedback=private, acting=acting(employee(ANI).user, AFTER))
    asked(appraisal.plan, EKO)
    assert "eko" not in set().union(*readers(client, WORDS, private).values())


def test_a_new_appraiser_reads_what_was_shared_and_the_old_one_what_was_own(client, appraisal):
    private, shared = (
        wrote(appraisal.plan, FeedbackDraft(BEHAVIOR, "advice", observed=words))
        for words in ("Rahasia pukul 7.", WORDS)
    )
    share_feedback(feedback=shared, acting=acting(employee(ANI).user, AFTER))
    ReportingLine.objects.filter(assignment=appraisal.plan.assignment).update(appraiser=employee(EKO))
    sign_in(client, EKO)
    page = client.get(f"/penilaian/{appraisal.pk}/").content.decode()
    assert WORDS in page
    assert "Rahasia" not in page
    sign_in(client, BUDI)
    assert client.get(f"/umpan-balik/{private.pk}/").status_code == 200


def test_the_appraiser_of_an_ended_assignment_still_reads_what_was_shared(appraisal):
    feedback = wrote(appraisal.plan, FeedbackDraft(BEHAVIOR, "advice", observed=WORDS), by=ANI)
    share_feedback(feedback=feedback, acting=acting(employee(ANI).user, AFTER))
    line = ReportingLine.objects.get(assignment=appraisal.plan.assignment)
    line.assignment.ends = line.ends = AFTER
    line.assignment.save()
    line.save()
    later = AFTER + timedelta(30)
    readable = Feedback.objects.readable_by
    assert readable(employee(BUDI).user, on=later).exists()
    assert not readable(employee(CITRA).user, on=later).exists()


def test_what_was_shared_below_is_listed_for_those_above_for_some_weeks(appraisal):
    feedback = wrote(appraisal.plan, FeedbackDraft(BEHAVIOR, "advice", observed=WORDS))
    share_feedback(feedback=feedback, acting=acting(employee(ANI).user, AFTER))
    assert shared_from_below(employee(CITRA).user, on=AFTER) == [feedback]
    assert shared_from_below(employee(CITRA).user, on=AFTER + timedelta(90)) == []
    assert shared_from_below(employee(BUDI).user, on=AFTER) == []


@pytest.mark.parametrize(("author", "two"), [(BUDI, {"ani", "budi"}), (ANI, {"ani", "budi"})])
def test_what_was_written_before_there_were_receivers_is_private_too(client, appraisal, author, two):
    old = Feedback.objects.create(
        plan=appraisal.plan,
        value="BP",
        about="Berorientasi Pelayanan",
        text=WORDS,
        author=employee(author).user,
        at=moment(AFTER),
    )
    found = readers(client, WORDS, old, (MESSAGE, INBOX, PAGE))
    assert found[MESSAGE] == two
    assert set().union(*found.values()) == two
