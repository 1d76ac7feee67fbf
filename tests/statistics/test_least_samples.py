"""The table of least samples of docs/objectivity.md: one fewer, and nothing is said or relied on."""

import random
from fractions import Fraction

import numpy as np
import pytest

from terukur.statistics.indicators import (
    BUNCHING_LEVEL,
    EASY,
    ROUND_LEVEL,
    round_numbers,
    target_difficulty,
    threshold_bunching,
)
from terukur.statistics.reliability.report import AgreementTrust, reliability_of
from terukur.statistics.screening.gaps import EQUIVALENT, GapStatus, conditional_gap
from terukur.statistics.severity.components import default_components
from terukur.statistics.severity.estimate import estimate_severity
from terukur.statistics.severity.forecast_test import LEAST_CHANGES
from terukur.statistics.severity.judgement import Amount, FlagRule, statuses
from terukur.statistics.severity.ratings import Ratings

RULE = FlagRule()


def stand_in(employees: int, forms: int) -> Ratings:
    """Rater 0 takes some people of a team that rater 1 rates as well."""
    ratee = np.concatenate([np.arange(forms) % employees, np.repeat(np.arange(12), 4)])
    rater = np.repeat([0, 1], [forms, 48])
    score = 2 + np.random.default_rng(1).normal(0, 0.2, len(rater))
    return Ratings(score, rater, ratee, np.zeros(len(rater)), np.arange(len(rater)) % 4)


@pytest.mark.parametrize(("employees", "forms", "shown"), [(5, 10, True), (4, 12, False), (5, 9, False)])
def test_severity_is_shown_from_five_employees_and_ten_forms(employees, forms, shown):
    report = estimate_severity(stand_in(employees, forms), components=default_components().components)
    one = next(report.estimates())
    assert (one.employees, one.forms) == (employees, forms)
    numbers = (one.severity, one.se, one.interval80, one.interval95, one.reliability)
    assert one.is_showable is shown
    assert all((number is not None) is shown for number in (*numbers, one.chance_material))


@pytest.mark.parametrize(
    ("employees", "forms", "periods", "reliability", "status"),
    [
        (8, 16, 2, 0.70, "MATERIAL_DIFFERENCE"),
        (7, 16, 2, 0.70, "NOT_ENOUGH_DATA"),
        (8, 15, 2, 0.70, "NOT_ENOUGH_DATA"),
        (8, 16, 1, 0.70, "NOT_ENOUGH_DATA"),
        (8, 16, 2, 0.69, "UNCERTAIN"),
    ],
)
def test_a_flag_needs_each_of_its_four_conditions(employees, forms, periods, reliability, status):
    amount = Amount(*(np.array([number]) for number in (employees, forms, periods)))
    found = statuses(
        np.array([0.6]), np.array([0.05]), np.array([reliability]), np.array([True]), amount, RULE
    )
    assert found.tolist() == [status]


@pytest.mark.parametrize(("members", "told"), [(100, True), (99, False)])
def test_a_gap_needs_a_hundred_people_of_each_group(members, told):
    rng = np.random.default_rng(6)
    member = np.arange(400) < members
    rng.shuffle(member)
    unit = np.arange(400) // 10
    for inside in (member, ~member):
        found = conditional_gap(
            rng.normal(size=400), np.zeros((400, 1)), inside, unit, unit, person=np.arange(400)
        )
        assert (found.status is not GapStatus.NOT_ENOUGH_DATA) is told
        assert (found.gap is not None) is told
    assert EQUIVALENT == 0.05


@pytest.mark.parametrize(
    ("subjects", "raters", "standing"), [(30, 3, "RELIABLE"), (29, 3, "TENTATIVE"), (30, 2, "TENTATIVE")]
)
def test_agreement_is_relied_on_from_thirty_subjects_and_three_raters(subjects, raters, standing):
    scores = np.repeat((np.arange(subjects) % 5)[:, None], raters, axis=1).astype(float)
    found = reliability_of(scores, draws=20)
    assert found.alpha["ordinal"].value == 1
    assert found.standing is AgreementTrust(standing)
    assert found.is_enough is (standing == "RELIABLE")


def test_intraclass_correlations_count_complete_subjects_only():
    scores = np.repeat((np.arange(30) % 5)[:, None], 3, axis=1).astype(float)
    scores[0, 0] = np.nan
    found = reliability_of(scores, draws=20)
    assert (found.is_enough, found.is_enough_complete) == (True, False)


@pytest.mark.parametrize(("away", "standing"), [(0.0, "RELIABLE"), (0.45, "TENTATIVE"), (2.0, "TOO_LOW")])
def test_krippendorffs_limits_say_how_far_agreement_carries(away, standing):
    rng = np.random.default_rng(1)
    scores = np.repeat(rng.normal(0, 1, (400, 1)), 3, axis=1) + away * rng.normal(0, 1.2, (400, 3))
    assert reliability_of(scores, draws=10).standing is AgreementTrust(standing)


def test_bunching_needs_a_hundred_achievements():
    chance = random.Random(1)  # noqa: S311
    values = [chance.gauss(98, 8) for _ in range(100)]
    assert threshold_bunching(values) is not None
    assert threshold_bunching(values[:99]) is None
    assert BUNCHING_LEVEL == 0.01


def test_round_numbers_need_twenty_values():
    values = [Fraction(101 + 2 * k) for k in range(20)]
    assert round_numbers(values, resolution=Fraction(1)) is not None
    assert round_numbers(values[:19], resolution=Fraction(1)) is None
    assert ROUND_LEVEL == 0.001


def test_an_easy_target_needs_twenty_comparable_ones_and_four_quarters():
    targets = [(100.0 + k, [100.0] * 4) for k in range(20)]
    assert None not in target_difficulty(targets)
    assert set(target_difficulty(targets[:19])) == {None}
    assert target_difficulty([*targets, (100.0, [100.0] * 3)])[-1] is None
    assert EASY == -2.5


def test_the_forecast_test_needs_a_hundred_changes():
    assert LEAST_CHANGES == 100
