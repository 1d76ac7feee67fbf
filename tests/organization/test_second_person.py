"""A higher account is opened by two of the performance team, and its owner is told."""

import pytest
from django.db import IntegrityError, transaction

from terukur.accounts.operations import CodeRefused, issue_activation_code
from terukur.ledger.acting import COMMAND
from terukur.organization.models import AccessRequest, RoleGrant
from terukur.organization.operations import OrganizationRefused, grant_role
from terukur.organization.second_person import ask_for_access, carry_out_access
from terukur.regulation.appraiser_office import check_office
from terukur.regulation.scales import PositionKind
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, DEWI, EKO, FAJAR, acting, employee, moment, sign_in
from tests.support.check_pages import confirmed

pytestmark = pytest.mark.django_db
WHY = "Ponsel auditor hilang, surat 700/3 Inspektorat."


@pytest.fixture
def two():
    """Dewi and Eko are the performance team; Fajar audits."""
    cast.load_people()
    cast.let_load(EKO)


def ask(by=DEWI, subject=FAJAR, kind=AccessRequest.Kind.CODE, role=""):
    return ask_for_access(
        kind=kind,
        subject=employee(subject).user,
        role=role,
        reason=WHY,
        acting=acting(employee(by).user, AFTER),
    )


def carry_out(asked, by):
    return carry_out_access(asked=asked, acting=acting(employee(by).user, AFTER))


def test_one_alone_issues_no_code_for_the_auditor(two):
    with pytest.raises(CodeRefused, match="pengelola lain"):
        issue_activation_code(user=employee(FAJAR).user, acting=acting(employee(DEWI).user, AFTER))
    with pytest.raises(CodeRefused):
        issue_activation_code(
            user=employee(FAJAR).user, acting=acting(employee(DEWI).user, AFTER), second=employee(DEWI).user
        )
    assert issue_activation_code(user=employee(ANI).user, acting=acting(employee(DEWI).user, AFTER))


def test_two_do_and_the_owner_reads_it_on_the_own_home(two, client, monkeypatch):
    asked = ask()
    for who in (DEWI, FAJAR, ANI):
        with pytest.raises(OrganizationRefused, match="pengelola kinerja lain"):
            carry_out(asked, who)
    assert len(carry_out(asked, EKO)) == 14
    with pytest.raises(OrganizationRefused, match="sudah diputus"):
        carry_out(asked, EKO)
    monkeypatch.setattr("terukur.web.viewer.clock", lambda: moment(AFTER))
    sign_in(client, FAJAR)
    page = client.get("/").content.decode()
    assert "Kode untuk akun Anda diterbitkan" in page
    assert "Dewi" in page
    assert "Eko" in page


def test_a_role_of_overseeing_is_given_by_two(two):
    with pytest.raises(OrganizationRefused, match="dua orang"):
        grant_role(
            user=employee(BUDI).user, role=RoleGrant.Role.AUDITOR, acting=acting(employee(DEWI).user, AFTER)
        )
    asked = ask(subject=BUDI, kind=AccessRequest.Kind.ROLE, role="auditor")
    assert carry_out(asked, EKO) == ""
    assert RoleGrant.objects.on(AFTER).filter(user=employee(BUDI).user, role="auditor").exists()


def test_nobody_asks_for_themselves_and_the_database_knows(two):
    with pytest.raises(OrganizationRefused, match="diri sendiri"):
        ask(subject=DEWI)
    asked = ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessRequest.objects.filter(pk=asked.pk).update(
            outcome="done", decided_by=employee(DEWI).user, decided_at=moment(AFTER)
        )


def test_the_pages_lead_from_asking_to_the_second_person(two, client):
    sign_in(client, DEWI)
    client.post("/organisasi/akses/", {"person": "Fajar", "wanted": "code", "reason": WHY}, follow=True)
    asked = AccessRequest.objects.get()
    told = client.post(f"/organisasi/pegawai/{employee(FAJAR).pk}/kode/", follow=True)
    assert "disetujui pengelola lain" in told.content.decode()
    sign_in(client, EKO)
    assert "menunggu Anda sebagai orang kedua" in client.get("/").content.decode()
    page = confirmed(client, f"/organisasi/akses/{asked.pk}/setujui/")
    assert "Fajar" in page.content.decode()
    asked.refresh_from_db()
    assert (asked.outcome, asked.decided_by) == ("done", employee(EKO).user)


def test_the_server_may_alone(two):
    assert issue_activation_code(user=employee(FAJAR).user, acting=acting(COMMAND, AFTER))


@pytest.mark.parametrize(
    ("kind", "rank", "ranks", "codes"),
    [
        (PositionKind.SUPERVISOR, "III/c", ["III/a", ""], []),
        (PositionKind.IMPLEMENTER, "II/d", ["II/a"], ["office"]),
        (PositionKind.FUNCTIONAL, "IV/a", ["III/a"], ["office"]),
        (PositionKind.SUPERVISOR, "III/a", ["III/d", "IV/a"], ["rank"]),
        (None, "", ["III/d"], ["office"]),
    ],
)
def test_office_and_rank_of_an_appraiser(kind, rank, ranks, codes):
    assert [one.code for one in check_office(kind=kind, rank=rank, ranks=ranks)] == codes
