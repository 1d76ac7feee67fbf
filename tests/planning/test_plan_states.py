"""The states of a plan: each act where it belongs, refused everywhere else by who must act first.

DRAFT → SUBMITTED → SET → SUPERSEDED; SUBMITTED → RETURNED → SUBMITTED; SUBMITTED → DRAFT where it is
withdrawn; closed with its position.
"""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from terukur.ledger.acting import COMMAND
from terukur.organization.models import Assignment
from terukur.planning.models import Plan, PlanVersion
from terukur.planning.operations.closing import close_ended_plans
from terukur.planning.operations.content import share_weights_evenly
from terukur.planning.operations.versions import PlanRefused, return_plan, revise_plan, set_plan
from terukur.planning.operations.withdrawing import withdraw_submission
from tests.support import quarter
from tests.support.cast import AFTER, ANI, BUDI, acting, employee, moment

pytestmark = pytest.mark.django_db
STATUSES = [status.value for status in PlanVersion.Status]


def submit(version):
    quarter.submit(version)


def hand_back(version):
    return_plan(version=version, reason="Target terlalu rendah", acting=acting(employee(BUDI).user, AFTER))


def take_back(version):
    withdraw_submission(version=version, acting=acting(employee(ANI).user, AFTER))


def set_it(version):
    set_plan(version=version, acting=acting(employee(BUDI).user, AFTER))


def revise(version, on=AFTER):
    revise_plan(plan=version.plan, reason="Tugas bertambah", acting=acting(employee(ANI).user, on))


def replace(version):
    revise(version)
    later = PlanVersion.objects.get(plan=version.plan, number=2)
    submit(later)
    set_it(later)


def write(version):
    share_weights_evenly(version=version, acting=acting(employee(ANI).user, AFTER))


WAY: dict[str, list[Callable]] = {
    "draft": [],
    "submitted": [submit],
    "returned": [submit, hand_back],
    "set": [submit, set_it],
    "superseded": [submit, set_it, replace],
}
ALLOWED = {
    "draft": {submit, write},
    "submitted": {hand_back, set_it, take_back},
    "returned": {submit, write},
    "set": set(),
}
HOLDER = {
    "draft": "pegawai melengkapi dan mengajukannya",
    "submitted": "pejabat penilai menetapkan atau mengembalikannya",
    "returned": "pegawai memperbaiki dan mengajukannya lagi",
    "set": "pegawai memulai revisi",
    "superseded": "pakai versi yang menggantikannya",
}


def brought_to(status: str, version: PlanVersion) -> PlanVersion:
    for act in WAY[status]:
        act(version)
    found = PlanVersion.objects.get(pk=version.pk)
    assert found.status == status
    return found


@pytest.mark.parametrize(
    ("status", "act"),
    [
        (status, act)
        for status in STATUSES
        for act in (submit, hand_back, set_it, write, take_back)
        if act not in ALLOWED.get(status, set())
    ],
)
def test_a_forbidden_act_is_refused_by_who_must_act_first(draft, status, act):
    version = brought_to(status, draft)
    with pytest.raises(PlanRefused) as refusal:
        act(version)
    assert HOLDER[status] in str(refusal.value)
    assert PlanVersion.objects.get(pk=version.pk).status == status


@pytest.mark.parametrize("status", STATUSES)
def test_the_database_refuses_every_other_step(draft, status):
    version = brought_to(status, draft)
    following = {
        "draft": {"submitted"},
        "returned": {"submitted"},
        "submitted": {"returned", "set", "draft"},
        "set": {"superseded"},
        "superseded": set(),
    }[status]
    for other in set(STATUSES) - following - {status}:
        with pytest.raises(DatabaseError), transaction.atomic():
            PlanVersion.objects.filter(pk=version.pk).update(status=other, in_force_from=AFTER)


def test_a_revision_begins_from_the_plan_in_force_alone(draft):
    with pytest.raises(PlanRefused, match="Belum ada SKP yang ditetapkan"):
        revise(draft)
    brought_to("set", draft)
    revise(draft)
    with pytest.raises(PlanRefused, match="Sudah ada revisi"):
        revise(draft)


def test_a_plan_ends_with_its_position(draft):
    brought_to("set", draft)
    ended = date(2026, 5, 31)
    Assignment.objects.filter(plans=draft.plan).update(ends=ended)
    for _again in range(2):
        close_ended_plans(acting=acting(COMMAND, ended + timedelta(days=1), moment(AFTER)))
    assert (Plan.objects.get().closed_on, Plan.objects.get().ends) == (ended, date(2026, 12, 31))
    with pytest.raises(PlanRefused, match="berakhir 31-05-2026"):
        revise(PlanVersion.objects.get(), ended + timedelta(days=1))
    revise(PlanVersion.objects.get(), ended)
