"""A policy in versions: periods keep the numbers that they began with."""

from datetime import date
from fractions import Fraction

import pytest

from terukur.appraisal.evaluation import evaluate
from terukur.appraisal.models import Appraisal, Policy
from terukur.appraisal.operations import AppraisalRefused, adopt_policy
from terukur.ledger.acting import COMMAND
from terukur.ledger.models import Entry
from terukur.regulation.periods import Period
from terukur.regulation.suggestion import SuggestionPolicy as PolicyRule
from tests.support import cast
from tests.support.cast import ANI, DEWI, acting, employee, sign_in

pytestmark = pytest.mark.django_db
JUNE, JULY, OCTOBER = date(2026, 6, 20), date(2026, 7, 1), date(2026, 10, 5)
STRICT = PolicyRule(0, Fraction(120), Fraction(97), Fraction(110), Fraction(60))


def adopt(*, by=DEWI, valid_from=JULY, on=JUNE, basis="Keputusan 7/2026", rule=STRICT):
    return adopt_policy(rule=rule, valid_from=valid_from, basis=basis, acting=acting(employee(by).user, on))


def computed(period: str, on: date) -> Appraisal:
    evaluate(period=Period.parse(period), acting=acting(COMMAND, on))
    return Appraisal.objects.select_related("computation__policy").get(
        plan__assignment__employee__number=ANI, period=period
    )


@pytest.fixture
def values(version):
    months = {f"2026-{month:02d}": "32" for month in range(1, 10)}
    cast.load_values(months, period="2026")


def test_an_appraisal_computed_before_a_change_keeps_its_version(values):
    before = computed("2026-Q2", JUNE)
    adopt()
    again = computed("2026-Q2", OCTOBER)
    assert (before.computation.policy.version, again.computation.policy.version) == (1, 1)


def test_a_period_that_began_before_the_change_is_measured_by_the_old_numbers(values):
    computed("2026-Q1", JUNE)
    adopt()
    assert computed("2026-Q2", OCTOBER).computation.policy.version == 1
    third = computed("2026-Q3", OCTOBER).computation
    assert (third.policy.version, third.body["policy"]["version"]) == (2, 2)


def test_the_same_work_under_two_versions_is_explained_by_its_own(values):
    computed("2026-Q1", JUNE)
    adopt()
    second, third = computed("2026-Q2", OCTOBER), computed("2026-Q3", OCTOBER)
    places = [a.computation.body["results"][0]["suggested"] for a in (second, third)]
    assert places == ["meets", "below"]


def test_the_change_is_an_entry_of_the_ledger(values):
    policy = adopt()
    entry = Entry.objects.get(act="policy-set", after__version=2)
    assert (entry.reason, entry.after["meets_low"], policy.version) == ("Keputusan 7/2026", "97.0000", 2)


@pytest.mark.parametrize(
    ("how", "said"),
    [({"by": ANI}, "pengelola kinerja"), ({"basis": "  "}, "dasar"), ({"valid_from": JUNE}, "besok")],
)
def test_a_change_needs_the_right_a_basis_and_a_day_to_come(values, how, said):
    with pytest.raises(AppraisalRefused, match=said):
        adopt(**how)
    assert not Policy.objects.filter(version=2).exists()


def test_the_page_refuses_limits_out_of_order(values, client):
    sign_in(client, DEWI)
    page = client.post(
        "/kebijakan/",
        {
            "valid_from": "2030-01-01",
            "meets_low": "120",
            "meets_high": "110",
            "cap": "120",
            "minimum_evidence": "60",
            "basis": "x",
        },
    )
    assert "Ambang harus berurutan" in page.content.decode()
