"""The service of the appraisal by unit: from five people up, no trial, nothing that subtraction recovers."""

from datetime import date, timedelta

import pytest

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal
from terukur.appraisal.operations import deliver, set_unit_grade
from terukur.delivery.receipt import accept, mark_read
from terukur.ledger.acting import COMMAND
from terukur.objections.operations import ObjectionDraft, file_objection
from terukur.objectivity.service import SMALL_UNITS, service_of
from terukur.organization.models import Unit
from terukur.organization.people_import import import_people
from terukur.planning.models import Measure
from terukur.regulation.scales import OrganizationGrade
from tests.support import cast
from tests.support.cast import (
    AFTER,
    BUDI,
    CITRA,
    DEWI,
    FAJAR,
    NEW_YEAR,
    PEOPLE,
    QUARTER,
    acting,
    employee,
    moment,
    people_csv,
    sign_in,
)
from tests.support.quarter import give

pytestmark = pytest.mark.django_db
TEAM = [f"19910101201505200{n}" for n in range(1, 7)]


def load(numbers):
    rows = [cast.colleague(number, f"Pegawai {place}") for place, number in enumerate(numbers, start=1)]
    import_people(content=people_csv([*PEOPLE, *rows]), filename="tim.csv", acting=acting(COMMAND, NEW_YEAR))
    for number in numbers:
        cast.load_plan(number)
    assert Measure.objects.exists()
    evaluate(period=QUARTER, acting=acting(COMMAND, AFTER))


@pytest.fixture
def seven(version):
    """Ani and six colleagues in one section; nobody is rated yet."""
    load(TEAM)


def of(number) -> Appraisal:
    return Appraisal.objects.get(plan__assignment__employee__number=number)


def hand_over(number):
    appraisal = of(number)
    give(appraisal)
    unit = Unit.objects.get(code="SEKSI")
    if not unit.grades.exists():
        set_unit_grade(
            unit=unit,
            period=QUARTER,
            grade=OrganizationGrade.GOOD,
            reason="Rencana tercapai",
            acting=acting(employee(CITRA).user, AFTER),
        )
    deliver(appraisal=appraisal, acting=acting(employee(BUDI).user, AFTER))
    mark_read(appraisal=appraisal, acting=acting(employee(number).user, AFTER))
    return appraisal


def test_it_counts_what_was_done(seven):
    first, second = TEAM[:2]
    user = employee(first).user
    accept(appraisal=hand_over(first), acting=acting(user, AFTER))
    file_objection(
        appraisal=hand_over(second),
        acting=acting(employee(second).user, AFTER),
        draft=ObjectionDraft(["results"], "Realisasi Februari belum lengkap."),
    )
    (found,) = service_of(QUARTER, on=AFTER)
    assert (found.name, found.people, found.rated, found.on_time, found.delivered) == (
        "Seksi Pelayanan",
        7,
        2,
        2,
        2,
    )
    assert (found.objections, found.running, found.granted, found.rejected) == (1, 1, 0, 0)
    assert (found.days_to_rate, found.days_to_final) == (6.0, None)


def test_a_rating_after_the_due_day_is_not_on_time(seven):
    hand_over(TEAM[0])
    Appraisal.objects.filter(rated_at__isnull=False).update(first_rated_at=moment(date(2026, 4, 15)))
    (found,) = service_of(QUARTER, on=AFTER)
    assert (found.rated, found.on_time) == (1, 0)


def test_below_five_people_a_unit_is_not_named(version):
    load(TEAM[:3])
    assert service_of(QUARTER, on=AFTER) == []


def test_small_units_are_put_together(version):
    for number in (BUDI, DEWI, FAJAR):
        cast.load_plan(number)
    load(TEAM[:2])
    (found,) = service_of(QUARTER, on=AFTER)
    assert (found.name, found.people) == (SMALL_UNITS, 6)


def test_trials_and_running_periods_are_left_out(seven):
    assert service_of(QUARTER, on=QUARTER.ends) == []
    Appraisal.objects.filter(plan__assignment__employee__number__in=TEAM[:3]).update(is_trial=True)
    assert service_of(QUARTER, on=AFTER) == []


def test_the_public_page_names_nobody(seven, client):
    hand_over(TEAM[0])
    shown = client.get("/layanan-penilaian/?periode=2026-Q1").content.decode()
    assert "1 dari 7" in shown
    assert "Pegawai 1" not in shown
    assert "Budi" not in shown


def test_leaders_see_their_own_units_alone(seven, client):
    page = "/keberatan/?periode=2026-Q1"
    for number in (BUDI, CITRA, DEWI, FAJAR):
        sign_in(client, number)
        assert "Seksi Pelayanan" in client.get(page).content.decode()
    sign_in(client, TEAM[0])
    assert client.get(page).status_code == 404
    assert not service_of(QUARTER, on=AFTER + timedelta(days=1), units=[])
