"""How people are helped to grow, by unit: from five people up, and nothing of what was said."""

from datetime import timedelta

import pytest

from terukur.coaching.dialogue import DialogueDraft, confirm_dialogue, record_dialogue
from terukur.coaching.models import Dialogue
from terukur.objectivity.service import SMALL_UNITS
from terukur.oversight.growth import growth_of
from terukur.planning.models import Plan
from tests.objectivity.test_service import TEAM, load
from tests.support.cast import AFTER, ANI, BUDI, CITRA, DEWI, EKO, FAJAR, QUARTER, acting, employee, sign_in
from tests.support.feedback import said

pytestmark = pytest.mark.django_db
LATER = AFTER + timedelta(days=31)


@pytest.fixture
def seven(version):
    """Ani and six colleagues in one section."""
    load(TEAM)


def plan_of(number) -> Plan:
    return Plan.objects.get(assignment__employee__number=number)


def talked(number, *, agrees=True) -> None:
    dialogue = record_dialogue(
        plan=plan_of(number),
        acting=acting(employee(BUDI).user, AFTER),
        draft=DialogueDraft(
            kind=Dialogue.Kind.MIDDLE,
            period=QUARTER,
            held_on=AFTER,
            agreements=(),
            reviews={},
            summary="Capaian dan hambatan dibicarakan berdua.",
        ),
    )
    confirm_dialogue(
        dialogue=dialogue,
        agrees=agrees,
        note="" if agrees else "Percakapan ini tidak pernah ada.",
        acting=acting(employee(number).user, AFTER),
    )


def test_a_unit_of_eight_is_told_and_four_others_are_not(seven):
    for number in TEAM[:3]:
        said(plan_of(number))
    said(plan_of(TEAM[0]))
    talked(TEAM[0])
    talked(TEAM[1], agrees=False)
    (section,) = growth_of(on=AFTER)
    assert (section.name, section.people) == ("Seksi Pelayanan", 8)
    assert (section.with_feedback, section.with_talk, section.talks) == (3, 1, 1)
    assert (section.learning, section.hours, section.effect) == (0, 0, None)
    assert growth_of(on=LATER)[0].with_feedback == 0, "30 days later"


def test_fewer_than_five_are_not_told(version):
    said(version.plan)
    assert [growth.name for growth in growth_of(on=AFTER)] in ([], [SMALL_UNITS])


@pytest.mark.parametrize(
    ("who", "reads"), [(ANI, False), (EKO, False), (BUDI, True), (CITRA, True), (DEWI, True), (FAJAR, True)]
)
def test_leaders_and_those_who_oversee_read_it_without_names(seven, client, who, reads):
    said(plan_of(TEAM[0]))
    sign_in(client, who)
    answer = client.get("/pembinaan/")
    assert answer.status_code == (200 if reads else 404)
    assert "Pegawai 1" not in answer.content.decode()
