"""Patterns of rating: found where they were put in, and seldom where they were not."""

import numpy as np
import pytest
from scipy.special import ndtri

from terukur.statistics.screening.discovery import judged, robust_scores
from terukur.statistics.screening.gaps import GapStatus, conditional_gap
from terukur.statistics.screening.raters import DRIFT, HALO, SPREAD, Forms, LeastSample, drift, halo, spread
from tests.statistics.test_indicators import FIFTEEN

RATERS, PEOPLE, QUARTERS, ITEMS = 300, 14, 4, 7


def forms(quarters: int = QUARTERS, people: int = PEOPLE) -> Forms:
    rater, person, period = (
        axis.ravel()
        for axis in np.meshgrid(np.arange(RATERS), np.arange(people), np.arange(quarters), indexing="ij")
    )
    return Forms(rater, rater * people + person, period)


def test_benjamini_and_hochberg_reject_four_of_their_fifteen():
    z = np.append(-ndtri(FIFTEEN), np.nan)
    found = judged(z, z, tail="high", level=0.05)
    assert found.flagged.sum() == 4
    assert (found.flagged == (found.p <= sorted(FIFTEEN)[3] + 1e-9)).all()
    assert found.checked.sum() == 15


def test_a_few_odd_ones_do_not_widen_what_is_usual():
    rng = np.random.default_rng(1)
    values = np.concatenate([rng.normal(0, 1, 60), np.full(5, 8.0)])
    assert robust_scores(values, np.ones(65))[60] > 5
    assert np.isnan(robust_scores(values[:29], np.ones(29))).all()


def marks(rng, found: Forms, *, block: int = 0) -> np.ndarray:
    """Seven marks of 1 to 3: merit of the person, of the behavior, chance; ``block`` raters give one mark."""
    merit = rng.normal(0, 0.35, found.ratee.max() + 1)[found.ratee]
    items = 2 + merit[:, None] + rng.normal(0, 0.5, (len(merit), ITEMS))
    moved = found.rater < block
    items[moved] = (
        items[moved].mean(axis=1, keepdims=True)
        + rng.normal(0, 0.15, (moved.sum(), ITEMS))
        + 1.1 * merit[moved, None]
    )
    return np.clip(np.rint(items), 1, 3)


def test_halo_is_found_and_others_are_left_alone():
    rng = np.random.default_rng(2)
    found = forms()
    screen = halo(marks(rng, found, block=30), found)
    assert screen.flagged[:30].mean() > 0.9
    assert screen.flagged[30:].sum() <= 0.1 * screen.flagged.sum()
    assert not halo(marks(rng, forms(quarters=3)), forms(quarters=3)).checked.any()


def test_too_little_and_too_much_difference_are_found():
    rng = np.random.default_rng(3)
    found = forms(people=24)
    scale = np.where(found.rater < 15, 0.55, np.where(found.rater < 30, 1.8, 1.0))
    residual = rng.normal(0, 0.3, len(scale)) * scale
    screens = spread(residual, found)
    assert screens.central.flagged[:15].mean() > 0.8
    assert screens.inconsistent.flagged[15:30].mean() > 0.8
    assert (screens.central.flagged[15:].sum() + screens.inconsistent.flagged[30:].sum()) <= 3


def test_a_few_rare_values_are_no_narrow_spread():
    rng = np.random.default_rng(8)
    found = forms(people=24)
    residual = rng.normal(0, 0.3, len(found.rater))
    # Forms all alike, but for two people who differ by far: their variance is not known well.
    rare = found.rater == 0
    residual[rare] = np.where(found.ratee[rare] < 2, 0.5, 0.0)
    screen = spread(residual, found).central
    assert screen.z[0] > -2.5
    assert robust_scores(screen.statistic, np.full(RATERS, 24.0))[0] < -4
    # Who gives everybody the same is narrow without doubt.
    residual[rare] = 0.0
    assert spread(residual, found).central.flagged[0]


def test_whose_forms_move_as_one_is_not_looked_at_for_spread():
    rng = np.random.default_rng(9)
    found = forms()
    block = found.rater[found.ratee % PEOPLE == 0][::QUARTERS] < 3
    residual = rng.normal(0, 0.3, len(found.rater)) * np.where(found.rater < 3, 0.2, 1.0)
    assert spread(residual, found).central.flagged[:3].all()
    screens = spread(residual, found, block=block)
    assert not screens.central.checked[:3].any() and not screens.inconsistent.checked[:3].any()


def test_whole_forms_that_jump_are_no_halo():
    rng = np.random.default_rng(10)
    found = forms()
    items = 4 + rng.normal(0, 0.5, (len(found.rater), ITEMS))
    items += rng.normal(0, 0.6, len(found.rater))[:, None] * (found.rater < 20)[:, None]
    assert not halo(items, found).flagged.any()


@pytest.mark.parametrize(
    ("screen", "least"),
    [
        ("halo", LeastSample(5, 4)),
        ("central", LeastSample(12, 4)),
        ("inconsistent", LeastSample(12, 4)),
        ("drift", LeastSample(5, 8)),
    ],
)
def test_every_screen_is_silent_below_its_least_sample(screen, least):
    def checked(people: int, quarters: int) -> np.ndarray:
        rng = np.random.default_rng(11)
        found = forms(quarters, people)
        residual = rng.normal(0, 0.2, len(found.rater))
        width = spread(residual, found)
        return {
            "halo": halo(marks(rng, found), found),
            "central": width.central,
            "inconsistent": width.inconsistent,
            "drift": drift(residual, found),
        }[screen].checked

    assert checked(least.employees, least.periods).all()
    assert not checked(least.employees - 1, least.periods).any()
    assert not checked(least.employees, least.periods - 1).any()
    assert {HALO, SPREAD, DRIFT} == {LeastSample(5, 4), LeastSample(12, 4), LeastSample(5, 8)}


def test_drift_needs_eight_quarters():
    rng = np.random.default_rng(4)
    found = forms(quarters=8, people=8)
    residual = rng.normal(0, 0.2, len(found.rater))
    residual += 0.08 * found.period * (found.rater < 30)
    screen = drift(residual, found)
    assert screen.flagged[:30].mean() > 0.9
    assert screen.flagged[30:].sum() <= 3
    short = forms(quarters=7, people=8)
    assert not drift(rng.normal(0, 0.2, len(short.rater)), short).checked.any()


@pytest.mark.parametrize(("gap", "status"), [(0.0, GapStatus.EQUIVALENT), (-0.12, GapStatus.DIFFERENT)])
def test_the_gap_of_an_agency_given_results(gap, status):
    rng = np.random.default_rng(5)
    found = forms()
    person = found.ratee
    member = (rng.random(person.max() + 1) < 0.4)[person]
    # The group has lower results too: only what is left given them is a gap.
    x = rng.normal(0, 1, len(person)) - 0.4 * member
    y = 0.15 * x + gap * member + rng.normal(0, 0.17, RATERS)[found.rater]
    y += rng.normal(0, 0.22, person.max() + 1)[person] + rng.normal(0, 0.2, len(person))
    result = conditional_gap(y, x[:, None], member, found.rater, found.rater, person=person)
    assert result.status is status
    assert result.gap == pytest.approx(gap, abs=0.03)


def test_no_gap_is_told_of_fewer_than_a_hundred():
    rng = np.random.default_rng(6)
    n = 300
    member = np.arange(n) < 99
    unit = np.arange(n) // 30
    result = conditional_gap(rng.normal(size=n), np.zeros((n, 1)), member, unit, unit, person=np.arange(n))
    assert (result.status, result.gap) == (GapStatus.NOT_ENOUGH_DATA, None)
