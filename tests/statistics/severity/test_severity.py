"""What severity must obey whatever the data: order, names, constants, silence where nothing is known."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.simulated_agency import World, simulate
from terukur.raters.wording import severity_sentence
from terukur.statistics.severity.components import default_components
from terukur.statistics.severity.equations import equations_of
from terukur.statistics.severity.estimate import estimate_severity
from terukur.statistics.severity.intervals import prediction_variance
from terukur.statistics.severity.likelihood import fit_variances
from terukur.statistics.severity.ratings import Cases, Ratings, coded
from terukur.statistics.severity.system import System
from terukur.statistics.severity.verdict import SeverityStatus

SHIPPED = default_components().components


@pytest.fixture(scope="module")
def office():
    return simulate(World(300, rotations=0.15, seed=11))


def of(report):
    return {one.rater: one for one in report.estimates()}


def picked(ratings: Ratings, order) -> Ratings:
    names = ("score", "rater", "ratee", "team", "period", "family", "covariates")
    return Ratings(**{name: getattr(ratings, name)[order] for name in names})


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_order_of_rows_changes_not_the_last_digit(office, seed):
    order = np.random.default_rng(seed).permutation(len(office.ratings.score))
    one = estimate_severity(office.ratings, components=SHIPPED)
    other = estimate_severity(picked(office.ratings, order), components=SHIPPED)
    assert np.array_equal(one.severity, other.severity)
    assert np.array_equal(one.sd, other.sd)
    assert one.sha256 == other.sha256


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(-5, 5))
def test_new_names_and_a_constant_for_everybody_change_nothing(office, seed, constant):
    ratings = office.ratings
    new = np.random.default_rng(seed).permutation(400)
    other = replace(
        ratings,
        rater=new[ratings.rater],
        ratee=new[ratings.ratee],
        team=new[ratings.team],
        score=ratings.score + constant,
    )
    one = estimate_severity(ratings, components=SHIPPED)
    again = of(estimate_severity(other, components=SHIPPED))
    for rater, severity, sd in zip(one.raters, one.severity, one.sd, strict=True):
        found = again[str(new[int(rater)])]
        if found.severity is not None:
            assert (found.severity, found.se) == pytest.approx((severity, sd), abs=1e-7)


def pair_of_offices(first_lift: float = 0.0) -> Ratings:
    """Raters 0 and 1 took turns in teams 0 and 1; raters 2 and 3 did in 2 and 3; nobody else met."""
    rows = [
        (ratee, 2 * office + (team + quarter // 2) % 2, 2 * office + team, quarter)
        for office in (0, 1)
        for team in (0, 1)
        for ratee in range(20 * office + 10 * team, 20 * office + 10 * team + 10)
        for quarter in range(4)
    ]
    ratee, rater, team, quarter = np.array(rows).T
    noise = np.random.default_rng(1).normal(0, 0.3, len(rows))
    lift = np.where(rater == 0, first_lift, 0)
    return Ratings(2 + noise + lift, rater, ratee, team, quarter)


@pytest.mark.parametrize("lift", [0.2, 0.6])
def test_raising_ones_ratings_makes_that_one_lenient_and_hardly_moves_who_is_not_linked(lift):
    before = estimate_severity(pair_of_offices(), components=SHIPPED)
    after = estimate_severity(pair_of_offices(lift), components=SHIPPED)
    moved = before.severity - after.severity
    # Who took turns in the same teams is compared with, and so looks more severe; the others feel
    # only the common level.
    assert moved[0] > 0.6 * lift
    assert abs(moved[2]) < 0.25 * lift and moved[2] == pytest.approx(moved[3], abs=1e-9)


def test_who_never_left_the_team_gets_no_number():
    ratings = simulate(World(120, moves=0.1, rotations=0.0, seed=4)).ratings
    report = estimate_severity(ratings)
    assert {one.status for one in report.estimates()} == {SeverityStatus.NOT_IDENTIFIED}
    assert all(one.severity is None and one.se is None for one in report.estimates())
    assert not any(char.isdigit() for one in report.estimates() for char in severity_sentence(one))


def test_standard_cases_identify_who_never_left_the_team():
    world = World(400, rotations=0.0, cases=6, seed=4)
    agency = simulate(world)
    with_cases = estimate_severity(agency.ratings)
    assert with_cases.identified.all()
    truth = agency.severity[with_cases.raters.astype(int)]
    assert np.corrcoef(with_cases.severity, truth)[0, 1] > 0.8
    everybody_alike = Cases(
        agency.ratings.cases.rater, agency.ratings.cases.case, agency.ratings.cases.score + 3
    )
    other = estimate_severity(replace(agency.ratings, cases=everybody_alike))
    assert other.severity == pytest.approx(with_cases.severity, abs=1e-9)


def test_without_a_team_column_the_main_rater_stands_for_the_team(office):
    nested = simulate(World(60, moves=0, rotations=0)).ratings
    alone = estimate_severity(replace(nested, team=None))
    assert not alone.identified.any()
    # Where everybody rates everybody, raters are compared on the same people.
    ratee, rater = np.repeat(np.arange(30), 5), np.tile(np.arange(5), 30)
    score = np.random.default_rng(2).normal(0, 0.2, 150) + 2 - 0.5 * (rater == 3)
    crossed = estimate_severity(Ratings(score, rater, ratee))
    assert crossed.identified.all()
    assert of(crossed)["3"].flags == ["severe"]
    assert sum(len(one.flags) for one in crossed.estimates()) == 1


@pytest.mark.parametrize(
    ("employees", "quarters", "status"),
    [(7, 4, "NOT_ENOUGH_DATA"), (12, 1, "NOT_ENOUGH_DATA"), (12, 4, "MATERIAL_DIFFERENCE")],
)
def test_a_flag_needs_people_forms_and_quarters(employees, quarters, status):
    ratee = np.repeat(np.arange(8 * employees), quarters)
    quarter = np.tile(np.arange(quarters), 8 * employees)
    # Within one team, so many people under each of eight.
    rater = ratee // employees
    score = 2 - 0.9 * (rater == 0) + np.random.default_rng(1).normal(0, 0.02, len(ratee))
    components = replace(SHIPPED, ratee=0.001, error=0.001)
    report = estimate_severity(
        Ratings(score, rater, ratee, np.zeros(len(ratee)), quarter), components=components
    )
    assert report.status[0] == status


def test_draws_come_near_the_exact_intervals_and_iterations_near_the_exact_solution():
    data = coded(simulate(World(2500, rotations=0.10, seed=7)).ratings)
    equations = equations_of(data)
    variances = fit_variances(equations, exact=True).variances
    exact = System(equations, variances, dense=True)
    iterated = System(equations, variances, dense=False)
    assert iterated.solution.u == pytest.approx(exact.solution.u, abs=1e-6)
    sd = np.sqrt(prediction_variance(exact, seed=1))
    drawn = np.sqrt(prediction_variance(iterated, seed=1, draws=24))
    assert np.mean(drawn / sd) == pytest.approx(1, abs=0.01)
    assert np.std(drawn / sd) < 0.05
    estimated = fit_variances(equations, exact=False).variances
    assert estimated.factors["rater"] == pytest.approx(variances.factors["rater"], rel=0.03)
    assert estimated.factors["team"] == pytest.approx(variances.factors["team"], rel=0.06)


def test_a_small_office_does_not_believe_its_own_components(office):
    report = estimate_severity(office.ratings)
    assert report.components.source.startswith("default")


def test_components_move_towards_the_data_the_further_the_surer_these_are():
    """In a world of other components: a group of a few raters, an office, a town, a city."""
    other = replace(SHIPPED, rater=0.02, team=0.03, ratee=0.06, error=0.06)
    apart = []
    for employees, source in ((60, "default"), (600, "moved"), (2_400, "moved"), (15_000, "own")):
        ratings = simulate(World(employees, rotations=0.08, components=other, seed=3)).ratings
        # Within the scale, for shipped components are not adapted to its width there.
        ratings = replace(ratings, score=np.clip(ratings.score, 1, 3))
        used = estimate_severity(ratings).components
        assert source in used.source
        apart.append(abs(np.log(used.team / used.rater) - np.log(other.team / other.rater)))
    assert apart[0] == pytest.approx(abs(np.log(SHIPPED.team / SHIPPED.rater * 0.02 / 0.03)))
    assert apart[3] < 0.5 * apart[0]
    assert apart[2] < apart[0]


def test_all_constant_scores_say_nothing_and_do_not_fail():
    ratings = replace(pair_of_offices(), score=np.full(160, 2.0))
    report = estimate_severity(ratings)
    assert np.allclose(report.severity, 0)
    assert "MATERIAL_DIFFERENCE" not in report.status


@pytest.mark.parametrize("preference", ["auto", "own", "moments", "default"])
@pytest.mark.parametrize("rows", [1, 2, 6])
def test_a_handful_of_forms_gives_an_answer_and_no_flag(preference, rows):
    place = np.arange(rows)
    ratings = Ratings(50.0 + place, place % 3, place % 4, place % 2, covariates=np.ones((rows, 1)))
    report = estimate_severity(ratings, components=preference)
    assert np.isfinite(report.severity).all()
    assert "MATERIAL_DIFFERENCE" not in report.status
