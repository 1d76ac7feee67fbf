"""The engine against figures that other programs and papers give for the same data."""

import numpy as np
import pytest

from terukur.statistics.severity.equations import Equations, assemble
from terukur.statistics.severity.judgement import shrunk_alone
from terukur.statistics.severity.likelihood import criterion, fit_variances
from terukur.statistics.severity.system import System, Variances

DYESTUFF = """
1545 1440 1440 1520 1580 1540 1555 1490 1560 1495 1595 1550 1605 1510 1560
1445 1440 1595 1465 1545 1595 1630 1515 1635 1625 1520 1455 1450 1480 1445
"""
PENICILLIN = """
27 23 26 23 23 21 27 23 26 23 23 21 25 21 25 24 24 20 26 23 25 23 23 20 25 22 26 22 23 20 24 22 25 23 22 19
24 20 23 21 22 19 26 22 26 24 24 21 24 21 24 22 22 20 24 21 24 23 22 19 26 23 26 24 24 21 25 22 26 24 24 20
26 24 26 24 25 22 26 23 26 23 23 20 26 23 25 24 24 22 25 22 25 23 23 20 25 21 24 23 23 20 25 22 24 23 23 19
24 21 23 21 21 19 26 23 26 24 24 21 25 21 24 22 22 18 25 22 25 22 22 20 24 21 24 22 24 19 24 21 24 22 21 18
"""


def equations(text: str, factors, ratee=None) -> Equations:
    y = np.array(text.split(), dtype=float)
    absorbed = (np.zeros(len(y), dtype=int), 0) if ratee is None else (ratee, ratee.max() + 1)
    return assemble(
        rows=len(y),
        factors=factors,
        ratee=absorbed,
        count=np.ones(len(y)),
        y_sum=y,
        x_sum=np.ones((len(y), 1)),
        xx=np.array([[float(len(y))]]),
        xy=np.array([y.sum()]),
        yy=float(y @ y),
    )


@pytest.fixture
def dyestuff():
    return equations(DYESTUFF, {"rater": (np.repeat(np.arange(6), 5), 6)})


PLATE, SAMPLE = np.repeat(np.arange(24), 6), np.tile(np.arange(6), 24)


@pytest.fixture(params=["both as factors", "plate absorbed"])
def penicillin(request):
    if request.param == "plate absorbed":
        return equations(PENICILLIN, {"rater": (SAMPLE, 6)}, PLATE)
    return equations(PENICILLIN, {"rater": (SAMPLE, 6), "team": (PLATE, 24)})


def test_dyestuff_by_restricted_likelihood(dyestuff):
    found = fit_variances(dyestuff).variances
    assert (found.factors["rater"], found.error) == pytest.approx((1764.05, 2451.25), abs=0.002)
    assert criterion(dyestuff, found) == pytest.approx(319.654277, abs=1e-5)
    system = System(dyestuff, found)
    assert system.solution.b == pytest.approx([1527.5])
    effects = [-17.6069, 0.3913, 28.5622, -23.0845, 56.7332, -44.9953]
    assert system.solution.u == pytest.approx(effects, abs=0.002)
    assert np.diag(system.inverse) == pytest.approx(383.6337, abs=0.002)


def test_dyestuff_by_likelihood(dyestuff):
    found = fit_variances(dyestuff, restricted=False).variances
    assert found.factors["rater"] == pytest.approx(1388.3333, abs=0.002)
    assert criterion(dyestuff, found, restricted=False) == pytest.approx(327.32705988, abs=1e-6)


def test_penicillin_by_restricted_likelihood(penicillin):
    found = fit_variances(penicillin).variances
    plate = found.ratee or found.factors["team"]
    assert (plate, found.factors["rater"], found.error) == pytest.approx(
        (0.71691, 3.7309, 0.30242), abs=0.002
    )
    assert criterion(penicillin, found) == pytest.approx(330.860589, abs=1e-5)
    system = System(penicillin, found)
    assert system.solution.b == pytest.approx([22.972222], abs=1e-5)
    assert 1 / system.information[0, 0] ** 0.5 == pytest.approx(0.8086, abs=1e-4)
    samples = [2.1871, -1.0105, 1.9379, -0.0969, -0.0138, -3.0037]
    assert system.solution.u[:6] == pytest.approx(samples, abs=0.002)
    assert np.sqrt(np.diag(system.inverse)[:6]) == pytest.approx(0.20217, abs=0.002)


def test_penicillin_by_likelihood(penicillin):
    found = fit_variances(penicillin, restricted=False).variances
    plate = found.ratee or found.factors["team"]
    assert (plate, found.factors["rater"], found.error) == pytest.approx(
        (0.714993, 3.135192, 0.302425), abs=0.002
    )
    assert criterion(penicillin, found, restricted=False) == pytest.approx(332.18834867, abs=1e-5)


@pytest.mark.parametrize(
    ("team", "weight", "severity", "sd", "chance"),
    [(0.0159, 0.563, 0.225, 0.115, 0.41), (0.0, 0.800, 0.320, 0.078, 0.82)],
)
def test_the_example_that_an_auditor_can_compute_by_hand(team, weight, severity, sd, chance):
    found = shrunk_alone(-0.40, employees=8, periods=4, rater=0.0303, team=team, ratee=0.0498, error=0.0436)
    assert (found.weight, found.severity, found.sd) == pytest.approx((weight, severity, sd), abs=0.002)
    assert found.chance == pytest.approx(chance, abs=0.006)
    # The engine, with no fixed effect to estimate, is the same formula.
    factors = {"rater": (np.zeros(8, dtype=int), 1), "team": (np.zeros(8, dtype=int), 1)}
    one = assemble(
        rows=32,
        factors=factors,
        ratee=(np.arange(8), 8),
        count=np.full(8, 4.0),
        y_sum=np.full(8, -1.6),
        x_sum=np.zeros((8, 0)),
        xx=np.zeros((0, 0)),
        xy=np.zeros(0),
        yy=5.12,
    )
    system = System(one, Variances(0.0436, 0.0498, {"rater": 0.0303, "team": max(team, 1e-9)}))
    assert -system.solution.u[0] == pytest.approx(found.severity, abs=1e-5)
    assert system.inverse[0, 0] ** 0.5 == pytest.approx(found.sd, abs=1e-5)
