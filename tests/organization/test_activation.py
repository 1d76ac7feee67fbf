"""Codes for a whole unit in one act: who gets one, what is kept of it, and who has not come yet."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password

from terukur.accounts.codes import hash_of, is_code, new_code, written
from terukur.accounts.lost_passwords import ask_for_code, forget_requests
from terukur.accounts.models import ActivationCode, CodeRequest, User
from terukur.accounts.operations import ActivationRefused, CodeRefused, activate, issue_activation_code
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.ledger.verification import check_rows
from terukur.organization.activation import arrivals, issue_for_unit, people_who_lost
from terukur.organization.models import RoleGrant, Unit
from terukur.organization.operations import grant_role
from tests.support import cast
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, acting, employee, moment

pytestmark = pytest.mark.django_db
PASSWORD = "terukur-sekali-9"


@pytest.fixture(autouse=True)
def people():
    cast.load_people()


def issue(unit="SEKSI", *, by=DEWI, replace=False, on=AFTER):
    return issue_for_unit(
        unit=Unit.objects.get(code=unit) if unit else None,
        replace=replace,
        way="slips",
        acting=acting(employee(by).user, on),
    )


def come(number: str, code: str, on=AFTER) -> User:
    return activate(username=number, code=code, password=PASSWORD, at=moment(on))


def test_everybody_of_a_unit_gets_a_code_that_opens_the_own_account():
    codes = {one.name: one for one in issue()}
    assert set(codes) == {"Ani", "Budi"}
    assert (codes["Ani"].unit, codes["Ani"].position) == ("Seksi Pelayanan", "Petugas")
    with pytest.raises(ActivationRefused):
        come(BUDI, codes["Ani"].code)
    assert come(ANI, codes["Ani"].code.lower().replace("-", " ")).check_password(PASSWORD)
    with pytest.raises(ActivationRefused):
        come(ANI, codes["Ani"].code)


def test_only_a_keyed_hash_is_kept_and_each_account_has_its_own_entry(settings):
    codes = {one.name: one.code for one in issue()}
    plain = codes["Ani"].replace("-", "")
    kept = ActivationCode.objects.get(user=employee(ANI).user)
    assert kept.code_hash == hash_of(plain, kept.user_id)
    for entry in Entry.objects.all():
        assert plain not in str([entry.after, entry.reason, entry.rows])
    for number in (ANI, BUDI):
        own = Entry.objects.get(act="activation-code-issued", chain=f"user/{employee(number).user.pk}")
        row = ActivationCode.objects.get(user=employee(number).user).pk
        assert set(own.rows) == {f"accounts.activationcode:{row}"}
        assert own.after == {"way": "slips", "together": 2}
    assert check_rows().broken is None
    settings.SECRET_KEY = "another-secret-of-the-server"
    assert hash_of(plain, kept.user_id) != kept.code_hash


def test_a_second_round_is_for_those_without_a_code_and_replaces_only_when_asked():
    first = {one.name: one.code for one in issue()}
    with pytest.raises(CodeRefused, match="Tidak ada orang"):
        issue()
    later = AFTER + timedelta(days=15)
    assert {one.name for one in issue(on=later)} == {"Ani", "Budi"}
    again = {one.name: one.code for one in issue(replace=True, on=later)}
    with pytest.raises(ActivationRefused):
        come(ANI, first["Ani"], on=later)
    come(ANI, again["Ani"], on=later)
    assert {one.name for one in issue(replace=True, on=later)} == {"Budi"}


def test_holders_of_roles_are_left_out_of_many():
    assert {one.name for one in issue(None)} == {"Ani", "Budi", "Citra", "Eko"}
    grant_role(
        user=employee(EKO).user, role=RoleGrant.Role.TECHNICAL_ADMINISTRATOR, acting=acting(COMMAND, AFTER)
    )
    assert {one.name for one in issue(None, replace=True)} == {"Ani", "Budi", "Citra"}


def test_nobody_without_the_reach_makes_codes_for_many():
    for number in (ANI, BUDI, CITRA, EKO):
        with pytest.raises(CodeRefused):
            issue(by=number)
    team = RoleGrant.Role.PERFORMANCE_TEAM
    unit = Unit.objects.get(code="SEKSI")
    grant_role(user=employee(EKO).user, role=team, unit=unit, acting=acting(COMMAND, AFTER))
    with pytest.raises(CodeRefused, match="unit orang-orang itu"):
        issue("KEC", by=EKO)
    assert len(issue(by=EKO)) == 2


def test_who_has_not_come_is_counted_for_each_unit_with_all_below():
    issue()
    code = issue_activation_code(user=employee(ANI).user, acting=acting(COMMAND, AFTER))
    come(ANI, code)
    counts = arrivals(None, on=AFTER, at=moment(AFTER))
    by_code = {unit.code: counts[unit.pk] for unit in Unit.objects.filter(pk__in=counts)}
    seksi, kota = by_code["SEKSI"], by_code["KOTA"]
    assert (seksi.people, seksi.come, seksi.code_out, seksi.without_code) == (2, 1, 1, 0)
    assert (kota.people, kota.come, kota.code_out, kota.without_code) == (6, 1, 1, 4)
    gone = arrivals(None, on=AFTER, at=moment(AFTER + timedelta(days=15)))
    assert gone[Unit.objects.get(code="SEKSI").pk].without_code == 1


def test_codes_of_earlier_versions_open_until_they_end():
    user = employee(ANI).user
    ActivationCode.objects.create(
        user=user,
        code_hash=make_password("ABCDEFGHJKMN"),
        issued_at=moment(AFTER),
        expires_at=moment(AFTER + timedelta(days=14)),
    )
    with pytest.raises(ActivationRefused):
        come(ANI, "ABCD-EFGH-JKMX")
    come(ANI, "abcd-efgh-jkmn")


def test_a_code_is_long_and_belongs_to_one_person():
    code = new_code()
    assert len(set(written(code)) - set("ABCDEFGHJKMNPQRSTUVWXYZ23456789-")) == 0
    assert len(code) == 12
    assert is_code(written(code), 1, hash_of(code, 1))
    assert not is_code(code, 2, hash_of(code, 1))
    assert not is_code(code, 1, None)


def test_a_lost_password_is_seen_by_the_unit_and_ends_with_the_code():
    for number in (ANI, "199999999999999999"):
        ask_for_code(number=number, at=moment(AFTER))
    ask_for_code(number=ANI, at=moment(AFTER))
    assert CodeRequest.objects.count() == 2
    seksi, kec = ({Unit.objects.get(code=code).pk} for code in ("SEKSI", "KEC"))
    for units, names in ((None, ["Ani"]), (seksi, ["Ani"]), (kec, [])):
        people = people_who_lost(units, on=AFTER, at=moment(AFTER))
        assert [one.employee.name for one in people] == names
    forget_requests(at=moment(AFTER))
    assert [one.number for one in CodeRequest.objects.all()] == [ANI]
    issue_activation_code(user=employee(ANI).user, acting=acting(employee(DEWI).user, AFTER))
    assert not CodeRequest.objects.exists()
    ask_for_code(number=ANI, at=moment(AFTER))
    forget_requests(at=moment(AFTER + timedelta(days=15)))
    assert not CodeRequest.objects.exists()
