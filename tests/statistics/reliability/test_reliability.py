"""Agreement: published figures, an independent program, and what must not change it."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terukur.statistics.reliability.alpha import METRICS, krippendorff_alpha
from terukur.statistics.reliability.generalizability import Generalizability, crossed_study, nested_study
from terukur.statistics.reliability.icc import intraclass, mean_squares
from terukur.statistics.reliability.kappa import fleiss_kappa
from terukur.statistics.reliability.report import reliability_of

# Shrout and Fleiss 1979, table 2: six targets, four judges.
JUDGED = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)
_ = np.nan
# Krippendorff's reference data: four observers, twelve units.
OBSERVED = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
        [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
    ]
).T


def test_mean_squares_are_those_of_the_paper():
    squares = mean_squares(JUDGED)
    found = (squares.between, squares.within, squares.judges, squares.error)
    assert found == pytest.approx((11.241667, 6.263889, 32.486111, 1.019444), abs=1e-6)


@pytest.mark.parametrize(
    ("form", "value", "low", "high"),
    [
        ("ICC1", 0.165742, -0.13, 0.72),
        ("ICC2", 0.289764, 0.02, 0.76),
        ("ICC3", 0.714841, 0.34, 0.95),
        ("ICC1k", 0.442797, -0.88, 0.91),
        ("ICC2k", 0.620051, 0.07, 0.93),
        ("ICC3k", 0.909316, 0.68, 0.99),
    ],
)
def test_the_six_forms_and_their_intervals(form, value, low, high):
    found = intraclass(mean_squares(JUDGED))[form]
    assert found.value == pytest.approx(value, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.006)


@pytest.mark.parametrize(
    ("metric", "value"),
    [("nominal", 0.743421), ("ordinal", 0.815388), ("interval", 0.849107), ("ratio", 0.797403)],
)
def test_alpha_of_the_reference_data(metric, value):
    assert krippendorff_alpha(OBSERVED, metric) == pytest.approx(value, abs=1e-6)


def test_kappa_where_raters_are_missing():
    assert fleiss_kappa(OBSERVED) == pytest.approx(0.76117, abs=1e-5)


cells = st.one_of(st.integers(1, 5).map(float), st.just(np.nan))
tables = st.lists(st.lists(cells, min_size=3, max_size=3), min_size=4, max_size=12).map(np.array)


@settings(deadline=None)
@given(tables, st.sampled_from(METRICS))
def test_alpha_is_what_an_independent_program_finds(table, metric):
    value = krippendorff_alpha(table, metric)
    if np.isfinite(value):
        other = krippendorff.alpha(reliability_data=table.T, level_of_measurement=metric)
        assert value == pytest.approx(other, abs=1e-9)


@settings(deadline=None)
@given(tables, st.permutations(range(3)), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_of_raters_changes_alpha(table, raters, chance):
    rows = list(range(len(table)))
    chance.shuffle(rows)
    for metric in METRICS:
        value = krippendorff_alpha(table, metric)
        again = krippendorff_alpha(table[rows][:, raters], metric)
        assert again == pytest.approx(value, nan_ok=True, abs=1e-9)


full = st.lists(st.lists(st.integers(0, 9).map(float), min_size=3, max_size=3), min_size=4, max_size=9).map(
    np.array
)


@settings(deadline=None)
@given(full, st.integers(-50, 50))
def test_a_constant_for_everybody_changes_no_interval_coefficient(table, constant):
    for one, other in zip(
        intraclass(mean_squares(table)).values(),
        intraclass(mean_squares(table + constant)).values(),
        strict=True,
    ):
        if abs(one.value) < 100:
            assert other.value == pytest.approx(one.value, abs=1e-6, nan_ok=True)


def test_full_agreement_is_one_and_a_severe_rater_lowers_absolute_agreement_only():
    same = np.repeat(np.arange(1.0, 8)[:, None], 3, axis=1)
    assert krippendorff_alpha(same, "ordinal") == 1
    severe = same - [0, 0, 2]
    found = intraclass(mean_squares(severe))
    assert found["ICC3"].value == 1
    assert found["ICC2"].value < 0.9


def test_a_study_finds_the_components_it_was_drawn_from_and_says_how_many_raters_it_takes():
    rng = np.random.default_rng(5)
    scores = rng.normal(0, 1, (4000, 1)) + rng.normal(0, 0.5, (1, 6)) + rng.normal(0, 0.8, (4000, 6))
    found = crossed_study(scores)
    assert found.subjects == pytest.approx(1, abs=0.06)
    assert found.rest == pytest.approx(0.64, abs=0.02)
    scores[rng.random(scores.shape) < 0.3] = np.nan
    nested = nested_study(scores)
    assert nested.subjects == pytest.approx(1, abs=0.06)
    # With signal 1 and noise 1, .80 takes four raters.
    assert Generalizability(1.0, 0.25, 0.75).raters_needed(0.8) == 4
    assert Generalizability(0.0, None, 1.0).raters_needed(0.8) is None


def test_the_report_is_the_same_in_any_order_and_knows_when_it_is_too_little():
    one = reliability_of(OBSERVED, seed=3, draws=200)
    assert one == reliability_of(OBSERVED[::-1], seed=3, draws=200)
    assert not one.is_enough
    alpha = one.alpha["ordinal"]
    assert alpha.low < alpha.value < alpha.high
