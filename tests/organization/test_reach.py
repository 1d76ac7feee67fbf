"""A role that is limited to a unit opens what is under that unit, and nothing else."""

import pytest
from django.db import IntegrityError, transaction

from terukur.accounts.models import User
from terukur.accounts.operations import CodeRefused, issue_activation_code
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.organization.access import may_read, oversees, serves_person, serves_unit, units_served
from terukur.organization.models import Headship, RoleGrant, Unit
from terukur.organization.operations import (
    OrganizationRefused,
    create_employee,
    grant_role,
    replace_head,
    set_appraiser,
)
from terukur.organization.queries import assignment_on
from terukur.organization.rights import acts_for_team, acts_for_units
from terukur.regulation.scales import EmploymentKind
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, NEW_YEAR, acting, employee, moment, sign_in
from tests.web.test_access import POST_ONLY, addresses  # noqa: F401 - a world with one of everything

pytestmark = pytest.mark.django_db
GILANG = "199412012019031009"
ROLE = RoleGrant.Role


def give(number: str, role: RoleGrant.Role, unit: str = "") -> None:
    grant_role(
        user=employee(number).user,
        role=role,
        unit=Unit.objects.get(code=unit) if unit else None,
        acting=acting(COMMAND, NEW_YEAR),
    )


@pytest.fixture
def people():
    """Kota > Kecamatan > Seksi Pelayanan; beside the section another one, of which nobody is a member."""
    cast.load_people()
    above = Unit.objects.get(code="KEC")
    Unit.objects.create(agency=above.agency, parent=above, code="LAIN", name="Seksi Lain")


def test_the_reach_is_the_unit_and_everything_under_it(people):
    give(EKO, ROLE.PERFORMANCE_TEAM, "SEKSI")
    eko = employee(EKO).user
    reached = {unit.code for unit in Unit.objects.all() if serves_unit(eko, unit.pk, on=AFTER)}
    assert reached == {"SEKSI"}
    assert {
        number for number in (ANI, BUDI, CITRA, DEWI) if may_read(eko, employee(number).pk, on=AFTER)
    } == {ANI, BUDI}
    assert not oversees(eko, on=AFTER)
    assert not acts_for_team(eko, at=moment(AFTER))


def test_a_unit_further_up_reaches_all_below(people):
    give(EKO, ROLE.PERFORMANCE_TEAM, "KEC")
    eko = employee(EKO).user
    assert units_served(eko, on=AFTER) == set(Unit.objects.exclude(code="KOTA").values_list("pk", flat=True))
    assert all(serves_person(eko, employee(number).pk, on=AFTER) for number in (ANI, BUDI, CITRA))


def test_two_limited_roles_add_up_and_an_agency_wide_one_reaches_all(people):
    give(EKO, ROLE.PERFORMANCE_TEAM, "SEKSI")
    give(EKO, ROLE.PERFORMANCE_TEAM, "LAIN")
    codes = Unit.objects.filter(pk__in=units_served(employee(EKO).user, on=AFTER)).values_list(
        "code", flat=True
    )
    assert set(codes) == {"SEKSI", "LAIN"}
    give(EKO, ROLE.PERFORMANCE_TEAM)
    assert units_served(employee(EKO).user, on=AFTER) is None


def test_a_limited_auditor_reads_and_changes_nothing(people):
    give(EKO, ROLE.AUDITOR, "SEKSI")
    eko = employee(EKO).user
    assert may_read(eko, employee(ANI).pk, on=AFTER)
    assert not may_read(eko, employee(CITRA).pk, on=AFTER)
    assert not serves_unit(eko, Unit.objects.get(code="SEKSI").pk, on=AFTER)
    with pytest.raises(CodeRefused):
        issue_activation_code(user=employee(ANI).user, acting=acting(eko, AFTER))


def test_acts_obey_the_reach(people):
    give(EKO, ROLE.PERFORMANCE_TEAM, "SEKSI")
    by, at = employee(EKO).user, moment(AFTER)
    assert issue_activation_code(user=employee(ANI).user, acting=acting(by, at=at))
    with pytest.raises(CodeRefused, match="unit orang itu"):
        issue_activation_code(user=employee(CITRA).user, acting=acting(by, at=at))
    seksi, kec = Unit.objects.get(code="SEKSI"), Unit.objects.get(code="KEC")
    set_appraiser(
        assignment=assignment_on(employee(ANI).pk, AFTER),
        appraiser=employee(CITRA),
        acting=acting(by, at=at),
        since=AFTER,
    )
    with pytest.raises(OrganizationRefused, match="unit itu"):
        set_appraiser(
            assignment=assignment_on(employee(DEWI).pk, AFTER),
            appraiser=employee(BUDI),
            acting=acting(by, at=at),
            since=AFTER,
        )
    kind = Headship.Kind.DAILY
    replace_head(unit=seksi, employee=employee(CITRA), kind=kind, acting=acting(by, at=at), since=AFTER)
    with pytest.raises(OrganizationRefused, match="unit itu"):
        replace_head(unit=kec, employee=employee(BUDI), kind=kind, acting=acting(by, at=at), since=AFTER)
    assert not acts_for_units(acting(by, at=at), [seksi.pk, kec.pk])
    assert not acts_for_units(acting(by, at=at), [])
    nobody = User(pk=0, name="Siapa")
    assert not acts_for_units(acting(nobody, at=at), [seksi.pk])


def test_who_is_moved_away_is_out_of_reach(people):
    give(EKO, ROLE.PERFORMANCE_TEAM, "SEKSI")
    ani, eko = employee(ANI), employee(EKO).user
    own = assignment_on(ani.pk, AFTER)
    own.position.unit = Unit.objects.get(code="LAIN")
    own.position.save()
    assert not may_read(eko, ani.pk, on=AFTER)


def test_only_oversight_is_limited_and_the_database_knows(people):
    unit = Unit.objects.get(code="SEKSI")
    for role in (ROLE.LEADER, ROLE.CALIBRATION_PANEL, ROLE.PDP_OFFICER, ROLE.TECHNICAL_ADMINISTRATOR):
        with pytest.raises(OrganizationRefused, match="seluruh instansi"):
            grant_role(user=employee(EKO).user, role=role, unit=unit, acting=acting(COMMAND, AFTER))
        with pytest.raises(IntegrityError), transaction.atomic():
            RoleGrant.objects.create(user=employee(EKO).user, role=role, unit=unit, starts=AFTER)


# Every page, beside somebody without any role

UNIT_PAGES = {
    "person-employment",
    "credit-of",
    *("planning-unit", "plan-compare", "plan-document"),
    # Reads of the people of the unit; acts of others behind these doors still refuse.
    *(
        "plan",
        "plan-submit",
        "plan-withdraw",
        "plan-set",
        "plan-return",
        "plan-revise",
        "even-weights",
        "former-weights",
    ),
    *(
        "realization",
        "daily-of",
        "daily-file",
        "person",
        "unit",
        "organization",
        "development-of",
        "talent-of",
    ),
    *(
        "appraisal",
        "deliver",
        "accept",
        "recall",
        "withdraw-acceptance",
        "talk",
        "notify",
        "history",
        "proof",
    ),
    *(
        "development-certificate",
        "dialogue",
        "figure-reports",
        "appraisal-document",
        "appraisal-summary",
        "figures-waiting",
    ),
    *("growth", "unit-bases", "objection-rates", "immunization", "activation", "basis-decision", "annulled"),
}
UNIT_ACTS = {
    "replace-head",
    "appraiser",
    "activation-code",
    "activation-issue",
    "code-decline",
    "exposure",
    "look-again",
}
AGENCY_UNITS = {"growth", "unit-bases", "objection-rates"}


@pytest.fixture
def answered(addresses, client, settings):  # noqa: F811
    """Which addresses answer somebody new with a role, beyond those that answer everybody signed in."""
    create_employee(number=GILANG, name="Gilang Asing", kind=EmploymentKind.PNS)

    def sweep() -> set[str]:
        sign_in(client, GILANG)
        found = set()
        for name, address in addresses.items():
            if name != "sign-out":
                response = client.post(address) if name in POST_ONLY else client.get(address)
                if response.status_code not in (403, 404):
                    found.add(name)
        return found

    plain = sweep()

    def with_role(role: RoleGrant.Role, unit: str = "") -> set[str]:
        give(GILANG, role, unit)
        return sweep() - plain

    return with_role


def test_the_team_of_a_unit_gets_its_pages_and_no_others(answered):
    found = answered(ROLE.PERFORMANCE_TEAM, "SEKSI")
    assert found - UNIT_PAGES - UNIT_ACTS == set()
    assert found >= UNIT_ACTS | {"person", "unit", "appraisal", "plan", "activation", "annulled"}


def test_the_auditor_of_a_unit_gets_its_pages_to_read(answered):
    found = answered(ROLE.AUDITOR, "SEKSI")
    assert found - UNIT_PAGES == set()
    assert found >= {"person", "unit", "appraisal", "activation", "annulled"}


def test_the_team_of_another_unit_gets_nothing_of_these_people(answered):
    above = Unit.objects.get(code="KEC")
    Unit.objects.create(agency=above.agency, parent=above, code="LAIN", name="Seksi Lain")
    found = answered(ROLE.PERFORMANCE_TEAM, "LAIN")
    own = {"organization", "activation", "activation-issue", "immunization", *AGENCY_UNITS}
    assert found - own - {"code-decline", "activation-code"} == set()
    assert "activation-code" not in found


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (ROLE.LEADER, {"higher-access", *AGENCY_UNITS}),
        (ROLE.PDP_OFFICER, {"higher-access"}),
        (ROLE.TECHNICAL_ADMINISTRATOR, set()),
    ],
)
def test_roles_without_oversight_open_no_person(answered, role, pages):
    assert answered(role) == pages


def test_a_visit_of_the_unit_s_team_is_noted_for_the_employee(addresses, client):  # noqa: F811
    create_employee(number=GILANG, name="Gilang Asing", kind=EmploymentKind.PNS)
    give(GILANG, ROLE.PERFORMANCE_TEAM, "SEKSI")
    sign_in(client, GILANG)
    assert client.get(addresses["appraisal"]).status_code == 200
    assert Entry.objects.filter(act="viewed", actor_name="Gilang Asing").count() == 1
