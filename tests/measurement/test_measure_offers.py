"""Measures that exist for a position are offered with last year's value and what like positions promised."""

from fractions import Fraction

import pytest

from terukur.measurement.measure_offers import measure_offers, near_measures, promised_by_name
from terukur.planning.models import Plan
from tests.measurement.test_target_difficulty import a_year_ago, colleagues
from tests.support import cast
from tests.support.cast import BUDI, CITRA, EKO, NEW_YEAR

pytestmark = pytest.mark.django_db


def offers(plan: Plan):
    return measure_offers(near_measures(plan).near, plan, on=NEW_YEAR)


def test_what_has_data_is_offered_with_its_value_of_a_whole_year(version):
    a_year_ago(12)
    (offer,) = offers(version.plan)
    assert (offer.measure.key, offer.last_year, offer.promised) == ("permohonan", Fraction(600), None)


def test_a_part_of_a_year_is_no_value(version):
    a_year_ago(6)
    (offer,) = offers(version.plan)
    assert offer.last_year is None


def test_what_nobody_near_uses_is_not_offered(version):
    leader = cast.load_plan(CITRA, lines=(cast.Line("Disiplin", "5", "100", ""),))
    assert offers(leader.plan) == []
    assert [one.key for one in near_measures(leader.plan).others] == ["permohonan"]


@pytest.mark.parametrize(("others", "told"), [(4, False), (5, True)])
def test_like_positions_are_told_from_five_others_on(version, others, told):
    colleagues(others)
    (offer,) = offers(version.plan)
    assert (offer.promised is not None) == told
    if told:
        one = offer.promised
        assert (one.people, one.low, one.middle, one.high, one.year) == (5, 500, 520, 540, 2026)


def test_other_amounts_of_work_and_other_titles_are_not_like(version):
    colleagues(4)
    cast.load_plan(EKO, lines=(cast.Line(target="9", weight="100", exposure="240"),))
    cast.load_plan(BUDI, lines=(cast.Line(target="9", weight="100"),))
    (offer,) = offers(version.plan)
    assert offer.promised is None


def test_by_hand_the_same_name_is_like(version):
    for number in colleagues(5):
        plan = Plan.objects.get(assignment__employee__number=number)
        plan.versions.get().results.first().indicators.update(measure=None, name="Pengaduan Dijawab")
    told = promised_by_name("pengaduan dijawab ", version.plan, on=NEW_YEAR)
    assert (told.people, told.middle) == (5, 520)
    assert promised_by_name("lain", version.plan, on=NEW_YEAR) is None
