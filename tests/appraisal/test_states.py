"""The states of an evaluation: each act where it belongs, refused everywhere else by who must act first.

OPEN → RATED → DELIVERED → ACCEPTED, UNANSWERED or OBJECTED → DECIDED; each → FINAL.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import AppraisalRefused, deliver
from terukur.delivery.closing import settle_all
from terukur.delivery.receipt import accept, mark_read
from terukur.ledger.acting import COMMAND
from terukur.objections.hearing import DecisionDraft, answer_objection, decide_objection
from terukur.objections.models import Objection
from terukur.objections.operations import ObjectionRefused
from terukur.regulation.scales import Rating
from tests.support.cast import AFTER, ANI, BUDI, CITRA, acting, employee
from tests.support.quarter import confirm, give, grade_unit, objecting, talk

pytestmark = pytest.mark.django_db
LATER = AFTER + timedelta(days=20)
STATUSES = [status.value for status in Appraisal.Status]


def rate(appraisal):
    give(appraisal)


def hand_over(appraisal):
    if not appraisal.plan.assignment.position.unit.grades.exists():
        grade_unit()
    deliver(appraisal=appraisal, acting=acting(employee(BUDI).user, AFTER))


def read(appraisal):
    mark_read(appraisal=appraisal, acting=acting(employee(ANI).user, AFTER))


def agree(appraisal):
    accept(appraisal=appraisal, acting=acting(employee(ANI).user, AFTER))


def object_to(appraisal):
    objecting(appraisal, AFTER)


def answer(appraisal):
    answer_objection(
        objection=Objection.objects.get(),
        text="Saya memakai berkas tanggal 2 April.",
        acting=acting(employee(BUDI).user, AFTER),
    )


def decide(appraisal):
    decide_objection(
        objection=Objection.objects.get(),
        acting=acting(employee(CITRA).user, AFTER),
        draft=DecisionDraft(
            "Keduanya didengar hari itu.", "Berkasnya lengkap; tetap.", Rating.MEETS, Rating.MEETS
        ),
    )


def let_time_pass(appraisal):
    settle_all(acting=acting(COMMAND, LATER))


def talk_about(appraisal):
    confirm(talk(appraisal, AFTER), AFTER)


WAY: dict[str, list[Callable]] = {
    "open": [],
    "rated": [rate],
    "delivered": [rate, hand_over, read],
    "accepted": [rate, hand_over, read, agree],
    "objected": [rate, hand_over, read, object_to],
    "decided": [rate, hand_over, read, object_to, answer, decide],
    "unanswered": [rate, hand_over, read, let_time_pass],
    "final": [rate, hand_over, read, object_to, answer, decide, talk_about],
}
ALLOWED = {
    "open": {rate},
    "rated": {rate, hand_over},
    "delivered": {agree, object_to},
    "objected": {answer, decide},
}
HOLDER = {
    "open": "pejabat penilai memberi rating",
    "rated": "pejabat penilai menyampaikannya",
    "delivered": "pegawai menerima atau mengajukan keberatan",
    "objected": "atasan pejabat penilai memutus keberatan",
    "accepted": "percakapan tentang hasilnya dicatat",
    "unanswered": "percakapan tentang hasilnya dicatat",
    "decided": "percakapan tentang hasilnya dicatat",
    "final": "tidak ada langkah lagi",
}


def brought_to(status: str, appraisal: Appraisal) -> Appraisal:
    for act in WAY[status]:
        act(appraisal)
    appraisal.refresh_from_db()
    assert appraisal.status == status
    return appraisal


def acts_in(status: str) -> list[Callable]:
    """The acts that can be tried: nobody answers an objection that is not there."""
    acts = [rate, hand_over, agree, object_to]
    return [*acts, answer, decide] if object_to in WAY[status] else acts


@pytest.mark.parametrize("status", STATUSES)
def test_each_state_is_reached_by_acts_alone(appraisal, status):
    brought_to(status, appraisal)


@pytest.mark.parametrize(
    ("status", "act"), [(s, act) for s in STATUSES for act in acts_in(s) if act not in ALLOWED.get(s, set())]
)
def test_a_forbidden_act_is_refused_by_who_must_act_first(appraisal, status, act):
    brought_to(status, appraisal)
    if status == "unanswered" and act is object_to:
        with pytest.raises(ObjectionRefused, match="Batas keberatan"):
            act(appraisal)
        return
    with pytest.raises((AppraisalRefused, ObjectionRefused)) as refusal:
        act(appraisal)
    assert HOLDER[status] in str(refusal.value)
    appraisal.refresh_from_db()
    assert appraisal.status == status


@pytest.mark.parametrize("status", STATUSES)
def test_the_database_refuses_every_other_step(appraisal, status):
    brought_to(status, appraisal)
    following = {
        "open": {"rated"},
        "rated": {"delivered"},
        "delivered": {"accepted", "objected", "unanswered"},
        # Taken back by the employee, until it was answered, or final (appraisal.recall).
        "objected": {"decided", "delivered"},
        "accepted": {"final", "delivered"},
        "unanswered": {"final"},
        "decided": {"final"},
        "final": set(),
    }[status]
    for other in set(STATUSES) - following - {status}:
        with pytest.raises(DatabaseError), transaction.atomic():
            Appraisal.objects.update(status=other)


@pytest.mark.parametrize("status", ["open", "rated", "delivered", "objected"])
def test_time_alone_makes_nothing_final(appraisal, status):
    brought_to(status, appraisal)
    talk_about(appraisal) if appraisal.delivered_at else None
    settle_all(acting=acting(COMMAND, AFTER))
    appraisal.refresh_from_db()
    assert appraisal.status == status
