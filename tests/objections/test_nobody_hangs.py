"""No objection hangs: in every case somebody can act, or the page of what is stuck says who can.

Each case is a world in which the appraiser, the line above and a person named by letter are as they may be;
the day is one for an explanation, or one after its time. Whoever has the turn really takes it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import transaction

from terukur.accounts.models import User
from terukur.appraisal.access import may_read_appraisal
from terukur.appraisal.models import Appraisal
from terukur.objections.access import may_decide_objection
from terukur.objections.decider import decider_of, deciding
from terukur.objections.deciders import hanging_objections, name_decider
from terukur.objections.hearing import turn_of, waiting_objections
from terukur.objections.models import NamedDecider, Objection
from terukur.objections.operations import ObjectionRefused
from terukur.organization.models import Assignment, Employee, ReportingLine, RoleGrant
from terukur.organization.outside_appraisers import add_outside_appraiser
from terukur.regulation import parameters
from terukur.regulation.workflow import Party
from tests.objections import test_decisions
from tests.objections.test_decisions import FILED
from tests.support.built_once import built_once
from tests.support.cast import ANI, BUDI, CITRA, DEWI, EKO, FAJAR, acting, employee, moment, sign_in

pytestmark = pytest.mark.django_db
OVERDUE = FILED + timedelta(days=40)
LETTER = "Surat bupati 800/77"
APPRAISERS = ("civil servant", "outside")
STATES = ("there", "moved", "left", "inactive")
ABOVE = ("superior", "no line", "line ended", "superior left", "superior inactive", "superior objects")
NAMED = ("nobody", "somebody", "somebody who left", "two, the first left")
TEAM = ("one", "objects", "nobody")
OWN_SETTING = """
objection.above_highest:
  values:
    - {from: 2019-04-29, value: appraiser, basis: "Peraturan bupati", status: POLICY, scope: city}
"""


@pytest.fixture
def objection(db) -> Objection:
    return built_once("objection", test_decisions._objection)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def leaves(person: Employee, state: str) -> None:
    if state == "left":
        Employee.objects.filter(pk=person.pk).update(left_on=FILED - timedelta(days=1))
    if state in ("left", "inactive"):
        User.objects.filter(pk=person.user_id).update(is_active=False)


def outside() -> Employee:
    return add_outside_appraiser(
        name="Rahmat Hidayat", office="Bupati Contoh", acting=acting(employee(DEWI).user, FILED)
    )


def arrange(objection: Objection, appraiser: str, state: str, above: str, named: str, team: str) -> None:
    """The world of one case."""
    person = outside() if appraiser == "outside" else employee(BUDI)
    Appraisal.objects.filter(pk=objection.appraisal_id).update(appraiser=person)
    lines = ReportingLine.objects.filter(assignment__employee__number=BUDI)
    if above == "no line":
        lines.delete()
    if above == "line ended":
        lines.update(ends=FILED - timedelta(days=2))
    if above == "superior objects":
        lines.update(appraiser=employee(ANI))
    if above.startswith("superior "):
        leaves(employee(CITRA), above.split()[-1])
    if state == "moved":
        Assignment.objects.filter(employee=person).update(ends=FILED - timedelta(days=1))
        lines.filter(ends=None).update(ends=FILED - timedelta(days=1))
    leaves(person, state)
    if "first" in named:
        name(objection, FAJAR)
        leaves(employee(FAJAR), "left")
    if named != "nobody":
        name(objection, EKO)
    if named == "somebody who left":
        leaves(employee(EKO), "left")
    grants = RoleGrant.objects.filter(role="performance-team")
    if team == "objects":
        grants.update(user=employee(ANI).user)
    if team == "nobody":
        grants.delete()


def name(objection: Objection, number: str) -> None:
    NamedDecider.objects.create(
        objection=objection, employee=employee(number), basis=LETTER, by=employee(DEWI).user, at=moment(FILED)
    )


def check(objection: Objection, on: date) -> str:
    """Take the turn of whoever has it, and return who that was."""
    objection = Objection.objects.get(pk=objection.pk)
    appraiser = objection.appraisal.appraiser
    turn = turn_of(objection, on=on).who
    decider = decider_of(objection, on=on)
    hanging = {one.objection.pk: one for one in hanging_objections(on=on)}
    assert (objection.pk in hanging) == (decider is None)
    if turn is Party.APPRAISER:
        assert appraiser.user.is_active
        assert waiting_objections(appraiser, on=on) == [objection]
    if decider is None:
        return named_by_the_team(objection, hanging[objection.pk], on)
    assert decider.user.is_active
    assert decider.left_on is None
    assert decider.pk != objection.appraisal.plan.assignment.employee_id
    assert may_decide_objection(decider.user, objection, on=on)
    assert may_read_appraisal(decider.user, objection.appraisal, on=on)
    if turn is Party.SUPERIOR:
        assert waiting_objections(decider, on=on) == [objection]
        with undone():
            test_decisions.decide(objection, by=decider.number, on=on)
            assert Appraisal.objects.get().status in (Appraisal.Status.DECIDED, Appraisal.Status.FINAL)
    return "appraiser" if decider == appraiser else decider.name


def named_by_the_team(objection: Objection, hanging, on: date) -> str:
    assert hanging.reason
    for told in hanging.namers:
        with undone():
            chosen = employee(EKO) if employee(EKO).user.is_active else employee(FAJAR)
            name_decider(
                objection=objection,
                employee=chosen,
                basis=LETTER,
                acting=acting(User.objects.get(name=told), on),
            )
            assert decider_of(objection, on=on) == chosen
    return "named by " + (", ".join(hanging.namers) or "nobody")


def cases(setting: str) -> set[tuple[str, ...]]:
    """All worlds with a team of one; and the other teams where they are asked to name somebody."""
    appraisers = APPRAISERS if setting == "appointed" else ("outside",)
    found = set(product(appraisers, STATES, ABOVE, NAMED, TEAM[:1]))
    return found | set(product(appraisers, STATES[:1], ABOVE, NAMED[:1], TEAM))


@pytest.mark.slow
@pytest.mark.parametrize("setting", ["appointed", "appraiser"])
def test_in_every_case_somebody_can_act(objection, monkeypatch, setting):
    if setting == "appraiser":
        monkeypatch.setattr(parameters, "_local", parameters.parse_parameters(OWN_SETTING))
    seen = set()
    for case in sorted(cases(setting)):
        with undone():
            arrange(objection, *case)
            for on in (FILED, OVERDUE):
                try:
                    acts = check(objection, on)
                except AssertionError as error:
                    raise AssertionError(f"{setting}, {case}, {on}") from error
                seen.add(acts)
                assert ("nobody" in acts) <= (case[-1] != "one"), case
    assert {"Eko", "named by Dewi"} <= seen
    assert ("Citra" in seen) == ("named by nobody" in seen) == (setting == "appointed")
    assert ("appraiser" in seen) == (setting == "appraiser")


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (("outside", "there", "superior", "nobody", "one"), "bukan ASN dan tidak punya atasan"),
        (("civil servant", "there", "no line", "nobody", "one"), "tidak punya pejabat penilai"),
        (("civil servant", "there", "superior left", "nobody", "one"), "Citra, atasan Budi, sudah tidak"),
        (("civil servant", "there", "superior objects", "nobody", "one"), "yang mengajukan keberatan"),
        (("civil servant", "there", "superior", "somebody who left", "one"), "Eko, yang ditunjuk, sudah"),
    ],
)
def test_the_page_says_why_and_who_can_name_somebody(objection, client, monkeypatch, case, words):
    arrange(objection, *case)
    monkeypatch.setattr("terukur.web.oversight.stuck_views.today", lambda _request: FILED)
    sign_in(client, DEWI)
    page = client.get("/macet/").content.decode()
    assert words in page
    assert "Yang dapat mencatat pemutusnya: Dewi." in page
    assert words in client.get(f"/macet/keberatan/{objection.pk}/").content.decode()


def test_without_a_team_member_who_is_no_party_the_page_says_how_to_get_one(objection, client, monkeypatch):
    arrange(objection, "outside", "there", "superior", "nobody", "objects")
    monkeypatch.setattr("terukur.web.oversight.stuck_views.today", lambda _request: FILED)
    sign_in(client, FAJAR)
    page = client.get("/macet/").content.decode()
    assert "terukur access NIP --role performance-team" in page
    with pytest.raises(ObjectionRefused, match="pengelola kinerja lain"):
        name_decider(
            objection=objection,
            employee=employee(EKO),
            basis=LETTER,
            acting=acting(employee(ANI).user, FILED),
        )


def test_who_left_is_not_named(objection):
    arrange(objection, "outside", "there", "superior", "nobody", "one")
    leaves(employee(EKO), "left")
    with pytest.raises(ObjectionRefused, match="Eko sudah tidak bekerja"):
        name_decider(
            objection=objection,
            employee=employee(EKO),
            basis=LETTER,
            acting=acting(employee(DEWI).user, FILED),
        )


def test_a_superior_of_an_appraiser_who_moved_still_decides(objection):
    arrange(objection, "civil servant", "moved", "superior", "nobody", "one")
    told = deciding(objection, on=OVERDUE)
    assert (told.employee, told.reason) == (employee(CITRA), "atasan Budi")
