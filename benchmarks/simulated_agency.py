"""Simulated agencies with a known truth, to measure the engine and the power of a test.

Teams of people, one appraiser each; every quarter some people move and some appraisers change places,
within their office.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from terukur.statistics.severity.components import VarianceComponents, default_components
from terukur.statistics.severity.ratings import Cases, Ratings

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """The parameters of a simulated agency. Shares are of each quarter; ``cases`` is the number of standard
    cases."""

    employees: int
    quarters: int = 4
    team_size: int = 12
    office: int = 1_000
    moves: float = 0.02
    rotations: float = 0.04
    cases: int = 0
    seed: int = 1
    components: VarianceComponents = field(default_factory=lambda: default_components().components)


@dataclass(frozen=True)
class Agency:
    """Ratings, and the truth behind them: ``severity`` by rater code, and the team's unseen merit."""

    ratings: Ratings
    severity: Floats
    merit: Floats


def simulate(world: World) -> Agency:
    """Draw an agency: period inflation, three families with slopes of their own, normal effects."""
    rng = np.random.default_rng(world.seed)
    teams = max(2, world.employees // world.team_size)
    v = world.components
    severity = rng.normal(0, v.rater**0.5, teams)
    merit = rng.normal(0, max(v.team, 0) ** 0.5, teams)
    own = rng.normal(0, v.ratee**0.5, world.employees)
    team, rater = _placements(world, teams, rng)
    ratee = np.tile(np.arange(world.employees), world.quarters)
    period = np.repeat(np.arange(world.quarters), world.employees)
    family = ratee % 3
    x = rng.normal(0, 1, len(ratee))
    score = 2.05 + 0.02 * period + np.array([0.10, 0.15, 0.20])[family] * x + own[ratee]
    score += merit[team] - severity[rater] + rng.normal(0, v.error**0.5, len(ratee))
    cases = _cases(world, severity, rng) if world.cases else None
    ratings = Ratings(score, rater, ratee, team, period, family, x[:, None], cases)
    return Agency(ratings, severity, merit)


@dataclass(frozen=True)
class Marks:
    """Marks of 1 to 3 for seven behaviors, a row a form, and which raters really have a pattern."""

    items: Floats
    halo: npt.NDArray[np.bool_]
    central: npt.NDArray[np.bool_]
    erratic: npt.NDArray[np.bool_]


def mark_forms(
    agency: Agency,
    *,
    halo: float = 0.0,
    central: float = 0.0,
    erratic: float = 0.0,
    shown: float = 0.4,
    seed: int = 1,
) -> Marks:
    """Return seven marks about each score, of which some move as one, stay in the middle, or jump.

    Shares are of all raters. Under halo behaviors differ by three tenths of what they do; a central rater
    shows so much of every difference (``shown``); an erratic one adds half a step of chance to a form.
    """
    rng = np.random.default_rng(seed)
    rater, score = np.asarray(agency.ratings.rater), agency.ratings.score
    drawn = rng.random(len(agency.severity))
    has_halo, is_central = drawn < halo, drawn > 1 - central
    is_erratic = (drawn >= halo) & (drawn < halo + erratic)
    apart = rng.normal(0, 0.5, (len(score), 7)) * np.where(has_halo, 0.3, 1.0)[rater][:, None]
    if erratic:
        score = score + rng.normal(0, 0.5, len(score)) * is_erratic[rater]
    items = 2 + (score[:, None] - 2 + apart) * np.where(is_central, shown, 1.0)[rater][:, None]
    return Marks(np.clip(np.rint(items), 1, 3), has_halo, is_central, is_erratic)


@dataclass(frozen=True)
class Drifted:
    """Ratings in which some raters become more severe or more lenient, and which raters these are."""

    ratings: Ratings
    drifts: npt.NDArray[np.bool_]


def let_drift(agency: Agency, *, share: float, slope: float, seed: int = 1) -> Drifted:
    """Return the same scores, those of some raters moved by ``slope`` each quarter, up or down."""
    rng = np.random.default_rng(seed)
    raters = len(agency.severity)
    drifts = rng.random(raters) < share
    moved = slope * drifts * np.where(rng.random(raters) < 0.5, 1, -1)
    ratings = agency.ratings
    period = np.asarray(ratings.period, dtype=float)
    score = ratings.score + moved[np.asarray(ratings.rater)] * (period - period.mean())
    return Drifted(replace(ratings, score=score), drifts)


def _placements(world: World, teams: int, rng: np.random.Generator) -> tuple[Codes, Codes]:
    """Return the team and rater of every employee in every quarter."""
    office = np.arange(teams) * world.team_size // world.office
    # Sizes differ: shares of an even draw, a few teams of four, a few of thirty.
    weight = rng.gamma(4.0, 1.0, teams)
    team = np.sort(rng.choice(teams, world.employees, p=weight / weight.sum()))
    rater = np.arange(teams)
    all_teams, all_raters = [], []
    for quarter in range(world.quarters):
        if quarter:
            team = _moved(team, office, world.moves, rng)
            rater = _rotated(rater, office, world.rotations, rng)
        all_teams.append(team)
        all_raters.append(rater[team])
    return np.concatenate(all_teams), np.concatenate(all_raters)


def _moved(team: Codes, office: Codes, share: float, rng: np.random.Generator) -> Codes:
    """Return the teams after some employees went to another of the same office."""
    first = np.searchsorted(office, office, side="left")
    size = np.searchsorted(office, office, side="right") - first
    goes = rng.random(len(team)) < share
    drawn = first[team] + (rng.random(len(team)) * size[team]).astype(np.int64)
    return np.where(goes, drawn, team)


def _rotated(rater: Codes, office: Codes, share: float, rng: np.random.Generator) -> Codes:
    """Return the raters after those of some teams changed places with each other, within the office."""
    chosen = np.flatnonzero(rng.random(len(rater)) < share)
    new = rater.copy()
    starts = np.flatnonzero(np.diff(office[chosen], prepend=-1))
    for group in np.split(chosen, starts[1:]):
        new[group] = np.roll(rater[group], 1)
    return new


def _cases(world: World, severity: Floats, rng: np.random.Generator) -> Cases:
    """Return the ratings of the same cases by every appraiser, with an own behavior of each there."""
    v, raters = world.components, len(severity)
    other = rng.normal(0, v.case_effect**0.5, raters)
    rater = np.repeat(np.arange(raters), world.cases)
    case = np.tile(np.arange(world.cases), raters)
    level = rng.normal(2, 0.4, world.cases)
    noise = rng.normal(0, v.case_error**0.5, len(rater))
    return Cases(rater, case, level[case] - severity[rater] + other[rater] + noise)
