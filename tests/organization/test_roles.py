"""Every role is given by two, ended with a reason, and somebody of the performance team remains."""

import pytest

from terukur.ledger.models import Entry
from terukur.ledger.verification import check_rows
from terukur.organization.access import roles_of
from terukur.organization.models import AccessRequest, RoleGrant, Unit
from terukur.organization.operations import OrganizationRefused, grant_role
from terukur.organization.queries import user_with_standing
from terukur.organization.roles import end_grant
from terukur.organization.second_person import ask_for_access, carry_out_access
from terukur.web.organization.role_words import OPENS
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, DEWI, EKO, FAJAR, acting, employee, sign_in
from tests.support.check_pages import confirmed

pytestmark = pytest.mark.django_db
WHY = "Surat tugas 800/21 Sekda."


@pytest.fixture
def two():
    """Dewi and Eko are the performance team; Fajar audits."""
    cast.load_people()
    cast.let_load(EKO)


def ask(role, *, by=DEWI, subject=BUDI, unit=None):
    kind = AccessRequest.Kind.ROLE
    user = employee(subject).user
    return ask_for_access(
        kind=kind, subject=user, role=role, unit=unit, reason=WHY, acting=acting(employee(by).user, AFTER)
    )


def end(number, role, *, by, reason=WHY):
    grant = RoleGrant.objects.get(user__username=number, role=role)
    end_grant(grant=grant, reason=reason, acting=acting(employee(by).user, AFTER))


@pytest.mark.parametrize("role", list(RoleGrant.Role))
def test_every_role_takes_two_people(two, role):
    with pytest.raises(OrganizationRefused, match="dua orang"):
        grant_role(user=employee(BUDI).user, role=role, acting=acting(employee(DEWI).user, AFTER))
    asked = ask(role.value)
    with pytest.raises(OrganizationRefused, match="pengelola kinerja lain"):
        carry_out_access(asked=asked, acting=acting(employee(DEWI).user, AFTER))
    assert not RoleGrant.objects.filter(user=employee(BUDI).user).exists()
    carry_out_access(asked=asked, acting=acting(employee(EKO).user, AFTER))
    assert roles_of(employee(BUDI).user, on=AFTER) == {role.value}
    with pytest.raises(OrganizationRefused, match="sudah memegang"):
        ask(role.value)
    assert Entry.objects.filter(act="role-granted", chain=f"user/{employee(BUDI).user.pk}").count() == 1


def test_every_role_says_what_it_opens():
    assert set(OPENS) == set(RoleGrant.Role)


def test_a_role_for_a_unit_is_another_than_the_same_for_all(two):
    unit = Unit.objects.get(code="SEKSI")
    limited = ask("auditor", unit=unit)
    ask("auditor")
    with pytest.raises(OrganizationRefused, match="masih menunggu"):
        ask("auditor", unit=unit)
    with pytest.raises(OrganizationRefused, match="kosongkan unitnya"):
        ask("leader", unit=unit)
    carry_out_access(asked=limited, acting=acting(employee(EKO).user, AFTER))
    standing = user_with_standing(employee(BUDI).user.pk, on=AFTER)._standing[1]
    assert (standing.roles, standing.limited) == (frozenset(), {("auditor", unit.pk)})


def test_a_role_ends_at_once_with_its_reason(two):
    with pytest.raises(OrganizationRefused, match="alasannya"):
        end(FAJAR, "auditor", by=DEWI, reason=" ")
    with pytest.raises(OrganizationRefused, match="pemegangnya sendiri"):
        end(FAJAR, "auditor", by=ANI)
    end(FAJAR, "auditor", by=DEWI)
    assert roles_of(employee(FAJAR).user, on=AFTER) == frozenset()
    entry = Entry.objects.filter(act="role-ended").get()
    assert (entry.reason, entry.before["role"]) == (WHY, "auditor")
    with pytest.raises(OrganizationRefused, match="sudah berakhir"):
        end(FAJAR, "auditor", by=DEWI)
    assert check_rows().broken is None


def test_the_holder_may_lay_a_role_down(two):
    end(FAJAR, "auditor", by=FAJAR)
    assert roles_of(employee(FAJAR).user, on=AFTER) == frozenset()


def test_the_last_of_the_team_remains(two):
    end(EKO, "performance-team", by=DEWI)
    with pytest.raises(OrganizationRefused, match="satu-satunya"):
        end(DEWI, "performance-team", by=DEWI)
    grant_role(
        user=employee(BUDI).user,
        role=RoleGrant.Role.PERFORMANCE_TEAM,
        unit=Unit.objects.get(code="SEKSI"),
        acting=acting(cast.COMMAND, AFTER),
    )
    with pytest.raises(OrganizationRefused, match="satu-satunya"):
        end(DEWI, "performance-team", by=DEWI)


def test_the_page_asks_the_second_confirms_and_the_role_ends(two, client):
    sign_in(client, DEWI)
    asked = {"person": "Budi", "wanted": "performance-team", "unit": "seksi", "reason": WHY}
    client.post("/organisasi/akses/", asked)
    request = AccessRequest.objects.get()
    assert request.unit.code == "SEKSI"
    sign_in(client, EKO)
    page = client.post(f"/organisasi/akses/{request.pk}/setujui/").content.decode()
    assert "Seksi Pelayanan" in page
    confirmed(client, f"/organisasi/akses/{request.pk}/setujui/")
    page = client.get("/organisasi/akses/").content.decode()
    assert "Seksi Pelayanan dan unit di bawahnya" in page
    grant = RoleGrant.objects.get(user=employee(BUDI).user)
    client.post(f"/organisasi/akses/peran/{grant.pk}/akhiri/", {"reason": WHY})
    assert not RoleGrant.objects.filter(user=employee(BUDI).user).exists()


def test_a_team_of_one_is_told_how_to_get_a_second(client):
    cast.load_people()
    sign_in(client, DEWI)
    assert "terukur access NIP --role performance-team" in client.get("/organisasi/akses/").content.decode()


def test_a_wrong_unit_is_said_at_its_field(two, client):
    sign_in(client, DEWI)
    asked = {"person": "Budi", "wanted": "auditor", "unit": "Antah", "reason": WHY}
    assert "Tidak ada unit" in client.post("/organisasi/akses/", asked).content.decode()
