"""Agencies whose truth is known: intervals hold what they promise, and few are flagged wrongly."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.simulated_agency import World, let_drift, mark_forms, simulate
from terukur.statistics.screening.report import screen_raters
from terukur.statistics.severity.components import default_components
from terukur.statistics.severity.estimate import Z80, Z95, estimate_severity
from terukur.statistics.severity.forecast_test import forecast_test, placebo_test

pytestmark = pytest.mark.slow
SHIPPED = default_components().components


@pytest.fixture(scope="module")
def agency():
    """Twenty thousand people, teams with unseen merit, a tenth of appraisers rotating each quarter."""
    return simulate(World(20_000, rotations=0.10, seed=21))


@pytest.fixture(scope="module")
def report(agency):
    return estimate_severity(agency.ratings)


def test_intervals_cover_and_flags_are_right(agency, report):
    assert report.components.source == "own, REML"
    truth = agency.severity[report.raters.astype(int)]
    told = report.identified & (report.amount.employees >= 8)
    error = np.abs(report.severity - truth)[told] / report.sd[told]
    assert np.mean(error < Z95) == pytest.approx(0.95, abs=0.03)
    assert np.mean(error < Z80) == pytest.approx(0.80, abs=0.05)
    flagged = report.status == "MATERIAL_DIFFERENCE"
    assert flagged.sum() >= 5
    assert np.mean(np.abs(truth[flagged]) < 0.25) <= 0.2
    assert not np.any(np.abs(truth[flagged]) < 0.10)


def test_without_the_team_in_the_model_intervals_fail(agency):
    blind = replace(agency.ratings, team=np.zeros(len(agency.ratings.score), dtype=int))
    report = estimate_severity(blind, components=SHIPPED.without(team=True))
    truth = agency.severity[report.raters.astype(int)]
    told = report.amount.employees >= 8
    assert np.mean(np.abs(report.severity - truth)[told] < Z95 * report.sd[told]) < 0.85


def test_the_forecast_holds_with_the_team_and_exposes_the_model_without():
    agency = simulate(World(60_000, rotations=0.15, seed=22))
    right = forecast_test(agency.ratings, SHIPPED)
    wrong = forecast_test(agency.ratings, SHIPPED.without(team=True))
    placebo = placebo_test(agency.ratings, SHIPPED)
    assert placebo.changes >= 100
    assert abs(placebo.slope) < 3 * placebo.se
    assert right.slope == pytest.approx(1, abs=3 * right.se)
    assert wrong.slope < 1 - 3 * wrong.se


def test_few_changes_give_no_slope():
    found = forecast_test(simulate(World(300, seed=3)).ratings, SHIPPED)
    assert (found.slope, found.changes < 100) == (None, True)


def test_ordinary_raters_are_left_alone_by_all_screens(agency):
    screens = screen_raters(agency.ratings)
    assert screens.checked()["inconsistent"] > 500
    assert screens.checked()["drift"] == 0
    flagged = sum(screen.flagged.sum() for screen in screens.screens.values())
    assert flagged <= 3


def averages(agencies):
    """Of what is found the wrong share, and of what is there the found share, over several agencies."""
    wrong, power = [], []
    for screen, truth in agencies:
        found = screen.flagged
        wrong.append(np.count_nonzero(found & ~truth) / max(1, np.count_nonzero(found)))
        power.append(found[screen.checked & truth].mean())
    return np.mean(wrong), np.mean(power)


@pytest.mark.parametrize(
    ("name", "truth", "shown", "wrong", "power"),
    [
        ("halo", "halo", 0.4, 0.06, 0.90),
        ("central-tendency", "central", 0.4, 0.07, 0.95),
        ("central-tendency", "central", 0.65, 0.08, 0.45),
        ("inconsistent", "erratic", 0.4, 0.05, 0.70),
    ],
)
def test_patterns_are_found_and_few_are_found_wrongly(name, truth, shown, wrong, power):
    """One rater in twenty with each pattern; three agencies of 40,000 people."""
    agencies = []
    for seed in (61, 62, 63):
        agency = simulate(World(40_000, seed=seed))
        marks = mark_forms(agency, halo=0.05, central=0.05, erratic=0.05, shown=shown, seed=seed)
        ratings = replace(agency.ratings, score=marks.items.mean(axis=1))
        screens = screen_raters(ratings, items=marks.items).screens
        agencies.append((screens[name], getattr(marks, truth)[np.unique(ratings.rater)]))
    found_wrong, found = averages(agencies)
    assert found_wrong <= wrong
    assert found >= power


def test_drift_is_found_over_eight_quarters():
    drifted = [
        let_drift(simulate(World(40_000, quarters=8, seed=seed)), share=0.05, slope=0.08, seed=seed)
        for seed in (61, 62)
    ]
    wrong, power = averages(
        [
            (screen_raters(one.ratings).screens["drift"], one.drifts[np.unique(one.ratings.rater)])
            for one in drifted
        ]
    )
    assert wrong <= 0.05
    assert power >= 0.90
