"""A plan's way: submitted, returned, set, revised."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from terukur.planning.models import Indicator, PlanVersion
from terukur.planning.operations.versions import PlanRefused, return_plan, revise_plan, set_plan
from tests.support.cast import AFTER, ANI, BUDI, CITRA, EKO, acting, employee
from tests.support.quarter import submit

pytestmark = pytest.mark.django_db


def test_a_plan_is_submitted_returned_submitted_and_set(draft):
    submit(draft)
    return_plan(version=draft, reason="Target terlalu rendah", acting=acting(employee(BUDI).user, AFTER))
    submit(draft)
    set_plan(version=draft, acting=acting(employee(BUDI).user, AFTER))
    draft.refresh_from_db()
    assert (draft.status, draft.in_force_from) == ("set", date(2026, 1, 1))


def test_weights_that_do_not_add_up_are_answered_with_their_sum(draft):
    Indicator.objects.filter(result__version=draft).update(weight=40)
    with pytest.raises(PlanRefused) as refusal:
        submit(draft)
    assert "80" in str(refusal.value.findings[0])


@pytest.mark.parametrize("number", [ANI, CITRA, EKO])
def test_only_the_appraiser_sets_a_plan(draft, number):
    submit(draft)
    with pytest.raises(PlanRefused):
        set_plan(version=draft, acting=acting(employee(number).user, AFTER))


def test_a_draft_cannot_be_set(draft):
    with pytest.raises(PlanRefused, match="berikutnya pegawai"):
        set_plan(version=draft, acting=acting(employee(BUDI).user, AFTER))


def test_a_revision_is_a_new_version_and_the_old_one_stays(version):
    fresh = revise_plan(plan=version.plan, reason="Tugas bertambah", acting=acting(employee(ANI).user, AFTER))
    Indicator.objects.filter(result__version=fresh, measure__isnull=False).update(target=500)
    submit(fresh)
    set_plan(version=fresh, acting=acting(employee(BUDI).user, AFTER))
    version.refresh_from_db()
    assert (version.status, version.replaced_on) == ("superseded", AFTER)
    old = Indicator.objects.get(result__version=version, measure__isnull=False)
    assert old.target == 400
    in_force = PlanVersion.objects.in_force(on=date(2026, 3, 31)).get(plan=version.plan)
    assert in_force == version


def test_two_versions_in_force_are_refused_by_the_database(version):
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanVersion.objects.create(plan=version.plan, number=2, status="set", in_force_from=AFTER)
