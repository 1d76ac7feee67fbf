"""Whoever opens somebody's appraisal from outside the line is named in its history."""

from datetime import timedelta

import pytest

from terukur.appraisal.visits import note_view
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.organization.models import RoleGrant
from terukur.organization.operations import grant_role
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, FAJAR, NEW_YEAR, acting, employee, sign_in
from tests.support.quarter import hand_over

pytestmark = pytest.mark.django_db


def view(appraisal, number, on=AFTER) -> None:
    note_view(appraisal=appraisal, acting=acting(employee(number).user, on))


def viewers() -> list[str]:
    found = Entry.objects.filter(act="viewed").order_by("number")
    return list(found.values_list("actor_name", flat=True))


@pytest.mark.parametrize(
    ("number", "seen"), [(ANI, []), (BUDI, []), (CITRA, []), (DEWI, ["Dewi"]), (FAJAR, ["Fajar"])]
)
def test_the_performance_team_and_auditors_are_outside_and_the_line_is_not(appraisal, number, seen):
    view(appraisal, number)
    assert viewers() == seen


@pytest.mark.parametrize("number", [BUDI, CITRA, ANI])
def test_a_role_beside_the_line_makes_nobody_an_outsider(appraisal, number):
    grant_role(
        user=employee(number).user, role=RoleGrant.Role.PERFORMANCE_TEAM, acting=acting(COMMAND, NEW_YEAR)
    )
    view(appraisal, number)
    assert viewers() == []


def test_once_a_day_is_enough(appraisal):
    for day in (AFTER, AFTER, AFTER + timedelta(days=1)):
        view(appraisal, FAJAR, day)
    view(appraisal, DEWI)
    assert viewers() == ["Fajar", "Fajar", "Dewi"]


def test_the_employee_reads_it_in_the_history(appraisal, client):
    hand_over(appraisal)
    sign_in(client, FAJAR)
    for page in ("", "riwayat/", ""):
        assert client.get(f"/penilaian/{appraisal.pk}/{page}").status_code == 200
    sign_in(client, ANI)
    page = client.get(f"/penilaian/{appraisal.pk}/riwayat/").content.decode()
    assert page.count("Dibuka dari luar garis penilaian") == 1
    assert "Fajar" in page


def test_a_visit_vouches_for_nothing(appraisal):
    view(appraisal, FAJAR)
    assert Entry.objects.get(act="viewed").rows is None
