"""Small tables of any shape: what must not change does not, and what must move moves the right way."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.simulated_agency import World, mark_forms, simulate
from terukur.statistics.screening.report import screen_raters
from terukur.statistics.severity.components import default_components
from terukur.statistics.severity.estimate import estimate_severity
from terukur.statistics.severity.ratings import Ratings

SHIPPED = default_components().components
COLUMNS = ("score", "rater", "ratee", "team", "period")
forms = st.tuples(
    st.sampled_from([1.0, 1.57, 2.0, 2.43, 3.0]),
    st.integers(0, 4),
    st.integers(0, 7),
    st.integers(0, 3),
    st.integers(0, 2),
)
rows = st.lists(forms, min_size=3, max_size=30)
tables = rows.map(lambda table: ratings_of(table))
orders = st.randoms(use_true_random=False)
fast = settings(max_examples=40, deadline=None)


def ratings_of(table) -> Ratings:
    score, rater, ratee, team, period = np.array(table).T
    codes = [part.astype(int) for part in (rater, ratee, team, period)]
    return Ratings(score, *codes)


def ordered(ratings: Ratings, order) -> Ratings:
    return Ratings(**{name: getattr(ratings, name)[order] for name in COLUMNS})


def estimated(ratings: Ratings):
    return estimate_severity(ratings, components=SHIPPED)


@fast
@given(tables, orders)
def test_same_forms_in_any_order_give_the_same_digits(ratings, chance):
    order = list(range(len(ratings.score)))
    chance.shuffle(order)
    one, again, other = estimated(ratings), estimated(ratings), estimated(ordered(ratings, order))
    for report in (again, other):
        assert list(report.estimates()) == list(one.estimates())
        assert np.array_equal(report.severity, one.severity)
        assert report.sha256 == one.sha256


@fast
@given(tables, st.permutations(range(5)), st.permutations(range(8)), st.permutations(range(4)))
def test_names_of_raters_employees_and_teams_mean_nothing(ratings, raters, ratees, teams):
    raters, ratees, teams = (np.array(names) for names in (raters, ratees, teams))
    other = replace(
        ratings, rater=raters[ratings.rater], ratee=ratees[ratings.ratee], team=teams[ratings.team]
    )
    before, after = estimated(ratings), estimated(other)
    place = np.searchsorted(after.raters, raters[before.raters])
    assert after.severity[place] == pytest.approx(before.severity, abs=1e-8)
    assert after.sd[place] == pytest.approx(before.sd, abs=1e-8)
    assert np.array_equal(after.identified[place], before.identified)
    assert np.array_equal(after.status[place], before.status)


@fast
@given(tables, st.floats(-3, 3))
def test_a_constant_for_everybody_moves_nobody(ratings, constant):
    one, other = estimated(ratings), estimated(replace(ratings, score=ratings.score + constant))
    assert other.severity == pytest.approx(one.severity, abs=1e-8)
    assert other.sd == pytest.approx(one.sd, abs=1e-9)


@fast
@given(tables, st.data(), st.floats(0.1, 1.0))
def test_who_rates_higher_never_looks_more_severe(ratings, data, lift):
    rater = data.draw(st.sampled_from(sorted(set(ratings.rater.tolist()))))
    raised = replace(ratings, score=ratings.score + lift * (ratings.rater == rater))
    before, after = estimated(ratings), estimated(raised)
    place = np.searchsorted(before.raters, rater)
    assert after.severity[place] <= before.severity[place] + 1e-9


@fast
@given(rows, rows, st.data(), st.floats(0.1, 1.0))
def test_who_is_not_linked_at_all_stays_where_he_was(one, other, data, lift):
    """Two offices with nothing in common, not even the level of a job family."""
    other = [(s, rater + 5, ratee + 8, team + 4, 0) for s, rater, ratee, team, _ in other]
    one = [(*form[:4], 0) for form in one]
    family = np.repeat([0, 1], [len(one), len(other)])
    ratings = replace(ratings_of([*one, *other]), family=family)
    rater = data.draw(st.sampled_from(sorted({form[1] for form in one})))
    raised = replace(ratings, score=ratings.score + lift * (ratings.rater == rater))
    before, after = estimated(ratings), estimated(raised)
    elsewhere = before.raters >= 5
    assert after.severity[elsewhere] == pytest.approx(before.severity[elsewhere], abs=1e-9)


@pytest.fixture(scope="module")
def marked():
    agency = simulate(World(900, team_size=14, seed=9))
    items = mark_forms(agency, halo=0.1, central=0.1, seed=9).items + np.linspace(0, 0.1, 7)
    return replace(agency.ratings, score=items.mean(axis=1)), items


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(-1, 1))
def test_screens_do_not_see_the_order_of_rows_nor_a_constant(marked, seed, constant):
    ratings, items = marked
    order = np.random.default_rng(seed).permutation(len(items))
    moved = Ratings(**{name: getattr(ratings, name)[order] for name in (*COLUMNS, "family", "covariates")})
    one = screen_raters(ratings, items=items).screens
    same = screen_raters(moved, items=items[order]).screens
    lifted = screen_raters(replace(ratings, score=ratings.score + constant), items=items + constant).screens
    assert any(screen.flagged.any() for screen in one.values())
    for name, screen in one.items():
        assert np.array_equal(same[name].z, screen.z, equal_nan=True)
        assert lifted[name].z == pytest.approx(screen.z, abs=1e-6, nan_ok=True)
