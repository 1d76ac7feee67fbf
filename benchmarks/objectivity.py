"""Severity on agencies with known truth: how often intervals cover, flags are wrong, and what it costs.

Usage: python benchmarks/objectivity.py [--truth] [--speed] [--nation]
Without words: truth and speed up to 1,000,000 employees; --nation adds 4,700,000 (about 8 GB of memory).
"""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from simulated_agency import Agency, World, let_drift, mark_forms, simulate

from terukur.statistics.screening.discovery import Screen
from terukur.statistics.screening.report import screen_raters
from terukur.statistics.severity.components import default_components
from terukur.statistics.severity.estimate import Z80, Z95, SeverityReport, estimate_severity
from terukur.statistics.severity.forecast_test import forecast_test
from terukur.statistics.severity.ratings import Cases, Ratings

SHIPPED = default_components().components
MATERIAL, GROSS = 0.25, 0.10
SIZES = (15_000, 200_000, 1_000_000)
NATION = 4_700_000


def row(*cells: object) -> None:
    """A line of a Markdown table."""
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def head(*cells: str) -> None:
    """The head of a Markdown table."""
    row(*cells)
    row(*["---"] * len(cells))


def accuracy(agency: Agency, report: SeverityReport) -> tuple[str, ...]:
    """Analysed, correlation, coverage, flags and their errors among raters with the least numbers."""
    truth = agency.severity[report.raters.astype(int)]
    enough = (report.amount.employees >= 8) & (report.amount.forms >= 16) & report.identified
    error = np.abs(report.severity - truth)[enough] / report.sd[enough]
    flagged = report.status == "MATERIAL_DIFFERENCE"
    false = flagged & (np.abs(truth) < MATERIAL)
    reliable = enough & (report.reliability >= 0.70)
    material = enough & (np.abs(truth) > MATERIAL)
    return (
        f"{np.count_nonzero(enough):,}",
        f"{np.corrcoef(report.severity[enough], truth[enough])[0, 1]:.3f}",
        f"{np.mean(error < Z95):.3f}",
        f"{np.mean(error < Z80):.3f}",
        f"{np.count_nonzero(reliable):,}",
        f"{np.count_nonzero(flagged):,}",
        f"{np.count_nonzero(false) / max(1, np.count_nonzero(flagged)):.3f}",
        f"{np.count_nonzero(flagged & (np.abs(truth) < GROSS)):,}",
        f"{np.count_nonzero(flagged & material) / max(1, np.count_nonzero(material)):.3f}",
    )


def truth_table() -> None:
    """One world after the other: with and without unseen merit of teams, cases, long and short."""
    head(
        "world (60,000 employees)",
        "can be told",
        "r(true)",
        "cover 95",
        "cover 80",
        "reliability ≥ .70",
        "flagged",
        "of them < .25",
        "of them < .10",
        "power",
    )
    worlds = {
        "unseen team merit": World(60_000),
        "no team merit": World(60_000, components=replace(SHIPPED, team=0.0)),
        "team merit, 12 quarters": World(60_000, quarters=12),
        "team merit, 6 cases": World(60_000, cases=6),
        "team merit, three times the rotations": World(60_000, rotations=0.12),
    }
    for name, world in worlds.items():
        agency = simulate(world)
        row(name, *accuracy(agency, estimate_severity(agency.ratings)))
    agency = simulate(World(60_000, cases=6))
    row("6 cases, behavior on them .7 of work", *accuracy(*_other_on_cases(agency)))
    agency = simulate(World(60_000))
    blind = replace(agency.ratings, team=np.zeros(len(agency.ratings.score), dtype=int))
    row("team merit, model without team (never do)", *accuracy(agency, estimate_severity(blind)))


def _other_on_cases(agency: Agency) -> tuple[Agency, SeverityReport]:
    match agency.ratings.cases:
        case Cases(rater, case, score):
            weaker = Cases(rater, case, score + 0.3 * agency.severity[rater])
    return agency, estimate_severity(replace(agency.ratings, cases=weaker))


def coverage_table() -> None:
    """Many offices, towns and cities by ``auto``, where the shipped components are right and where not."""
    print()
    head(
        "world",
        "employees",
        "runs",
        "can be told",
        "cover 95",
        "by the true components",
        "cover 80",
        "flagged",
        "of them below the limit",
    )
    worlds = {
        "shipped components": SHIPPED,
        "teams differ more than raters": replace(SHIPPED, rater=0.02, team=0.03, ratee=0.06, error=0.06),
        "raters differ far more than teams": replace(SHIPPED, rater=0.05, team=0.008),
    }
    sizes = ((200, 120, 0.04), (200, 60, 0.15), (1_000, 40, 0.08), (4_000, 40, 0.04))
    for name, components in worlds.items():
        for size, runs, rotations in (*sizes, (15_000, 12, 0.04), (200_000, 2, 0.04)):
            counts = np.zeros(5)
            true = 0
            for seed in range(400, 400 + runs):
                agency = simulate(World(size, rotations=rotations, components=components, seed=seed))
                report = estimate_severity(agency.ratings)
                error, flagged, small = _told(agency, report)
                counts += len(error), np.sum(error < Z95), np.sum(error < Z80), flagged, small
                right = estimate_severity(agency.ratings, components=components)
                true += int(np.sum(_told(agency, right)[0] < Z95))
            told, inner, narrow, flags, wrong = counts
            row(
                f"{name}, rotations {rotations}",
                f"{size:,}",
                runs,
                f"{told:,.0f}",
                f"{inner / told:.3f}",
                f"{true / told:.3f}",
                f"{narrow / told:.3f}",
                f"{flags:.0f}",
                f"{wrong:.0f}",
            )


def _told(agency: Agency, report: SeverityReport) -> tuple[np.ndarray, int, int]:
    """Errors in units of their standard deviation, flags, and flags of whom the truth is below the limit."""
    truth = agency.severity[report.raters.astype(int)]
    enough = (report.amount.employees >= 8) & (report.amount.forms >= 16) & report.identified
    flagged = report.status == "MATERIAL_DIFFERENCE"
    small = flagged & (np.abs(truth) < report.rule.material)
    error = np.abs(report.severity - truth)[enough] / report.sd[enough]
    return error, int(flagged.sum()), int(small.sum())


def offices_table() -> None:
    """150 offices of 200 people, each analysed alone: with the shipped components, and with its own."""
    print()
    head(
        "150 offices of 200", "can be told", "cover 95", "flagged", "of them < .25", "never mixed → no number"
    )
    for name, preference in (("auto", "auto"), ("own components (never do)", "own")):
        covered, known, flags, false, silent = 0, 0, 0, 0, True
        for seed in range(150):
            agency = simulate(World(200, rotations=0.04, seed=seed))
            report = estimate_severity(agency.ratings, components=preference)
            truth = agency.severity[report.raters.astype(int)]
            told = report.identified & (report.amount.employees >= 8)
            covered += int(np.sum(np.abs(report.severity - truth)[told] < Z95 * report.sd[told]))
            known += int(told.sum())
            flagged = report.status == "MATERIAL_DIFFERENCE"
            flags += int(flagged.sum())
            false += int(np.sum(flagged & (np.abs(truth) < MATERIAL)))
            if preference == "auto":
                still = estimate_severity(simulate(World(200, rotations=0, seed=seed)).ratings)
                silent &= all(one.severity is None for one in still.estimates())
        row(name, known, f"{covered / max(1, known):.3f}", flags, false, "all" if silent else "NOT ALL")


def screens_table() -> None:
    """One rater in twenty with each pattern: how many are found, and how many are found wrongly."""
    print()
    head(
        "pattern (60,000 employees, mean of 8 agencies)",
        "looked at",
        "really so",
        "found",
        "power",
        "below 20 employees",
        "from 20",
        "of found wrong",
        "of them with halo",
    )
    for quarters in (4, 8):
        for shown in (0.4, 0.65):
            found = [_patterns(quarters, shown, seed) for seed in range(21, 29)]
            for name in found[0]:
                if name == "central-tendency":
                    _screen_row(
                        f"{name}, {shown} of differences shown, {quarters} quarters",
                        [one[name] for one in found],
                    )
                elif shown == 0.4:
                    _screen_row(f"{name}, {quarters} quarters", [one[name] for one in found])
    alone = [_patterns(4, 0.65, seed, items=False) for seed in range(21, 29)]
    _screen_row(
        "central-tendency, 0.65 shown, 4 quarters, marks not given",
        [one["central-tendency"] for one in alone],
    )
    for slope in (0.05, 0.08):
        _screen_row(
            f"drift of {slope} a quarter, 8 quarters", [_drift(slope, seed) for seed in range(21, 29)]
        )


Found = tuple[float, ...]


def _patterns(quarters: int, shown: float, seed: int, *, items: bool = True) -> dict[str, Found]:
    agency = simulate(World(60_000, quarters=quarters, seed=seed))
    marks = mark_forms(agency, halo=0.05, central=0.05, erratic=0.05, shown=shown, seed=seed)
    ratings = replace(agency.ratings, score=marks.items.mean(axis=1))
    screens = screen_raters(ratings, items=marks.items if items else None).screens
    labels, employees = _employees(ratings)
    truths = {"halo": marks.halo, "central-tendency": marks.central, "inconsistent": marks.erratic}
    return {
        name: _screened(screens[name], truth[labels], employees, marks.halo[labels])
        for name, truth in truths.items()
        if name in screens
    }


def _drift(slope: float, seed: int) -> Found:
    drifted = let_drift(simulate(World(60_000, quarters=8, seed=seed)), share=0.05, slope=slope, seed=seed)
    labels, employees = _employees(drifted.ratings)
    truth = drifted.drifts[labels]
    screen = screen_raters(drifted.ratings).screens["drift"]
    return _screened(screen, truth, employees, np.zeros(len(labels), dtype=bool))


def _employees(ratings: Ratings) -> tuple[np.ndarray, np.ndarray]:
    """The raters in order, and of how many people each has forms."""
    pairs = np.unique(np.column_stack([ratings.rater, ratings.ratee]), axis=0)
    return np.unique(pairs[:, 0], return_counts=True)


def _screened(screen: Screen, truth: np.ndarray, employees: np.ndarray, halo: np.ndarray) -> Found:
    """Counts and shares of one screen in one agency."""
    found, real = screen.flagged, screen.checked & truth
    wrong = found & ~truth
    powers = [found[real & part].mean() for part in (employees > 0, employees < 20, employees >= 20)]
    return (
        screen.checked.sum(),
        real.sum(),
        found.sum(),
        *powers,
        wrong.sum() / max(1, found.sum()),
        (wrong & halo).sum() / max(1, found.sum()),
    )


def _screen_row(name: str, found: list[Found]) -> None:
    mean = np.mean(found, axis=0)
    row(name, *[f"{value:,.0f}" for value in mean[:3]], *[f"{value:.3f}" for value in mean[3:]])


def forecast_table() -> None:
    """The slope with the team in the model and without."""
    print()
    head("forecast test (300,000 employees)", "changes", "slope", "se")
    for name, world in {
        "team merit": World(300_000),
        "no team merit": World(300_000, components=replace(SHIPPED, team=0.0)),
    }.items():
        agency = simulate(world)
        for model, used in (("with team", SHIPPED), ("appraiser only", replace(SHIPPED, team=0.0))):
            found = forecast_test(agency.ratings, used)
            row(f"{name}, model {model}", found.changes, f"{found.slope:.3f}", f"{found.se:.3f}")


def speed_table(sizes: tuple[int, ...]) -> None:
    """Each size in a process of its own, by likelihood and by moments."""
    print()
    head(
        "employees × 4 quarters",
        "components",
        "seconds",
        "processor s",
        "µs per employee",
        "iterations",
        "peak GB",
        "can be told",
        "r(true)",
        "cover 95",
        "cover 80",
        "reliability ≥ .70",
        "flagged",
        "of them < .25",
        "of them < .10",
        "power",
    )
    for size in sizes:
        for preference in ("own", "moments"):
            words = [sys.executable, __file__, "--one", str(size), preference]
            done = subprocess.run(words, capture_output=True, text=True, check=True)
            row(*json.loads(done.stdout))


def one(size: int, preference: str) -> None:
    """Print the figures of one size as JSON."""
    agency = simulate(World(size))
    wall, busy = time.perf_counter(), time.process_time()
    report = estimate_severity(agency.ratings, components=preference)
    wall, busy = time.perf_counter() - wall, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        json.dumps(
            [
                f"{size:,}",
                report.components.source,
                f"{wall:.1f}",
                f"{busy:.1f}",
                f"{wall / size * 1e6:.0f}",
                report.iterations,
                f"{peak:.2f}",
                *accuracy(agency, report),
            ]
        )
    )


_LME4 = """
library(lme4)
d <- read.csv("FILE")
for (n in c("rater","ratee","team","period","family")) d[[n]] <- factor(d[[n]])
t <- system.time(m <- lmer(y ~ period + family + family:x + (1|ratee) + (1|rater) + (1|team), d))
v <- as.data.frame(VarCorr(m)); cat(t[["elapsed"]], v$vcov[v$grp=="rater"], v$vcov[v$grp=="team"])
"""


def compare_with_lme4(size: int) -> None:
    """The same data by R's lme4, where it is installed: time and components beside ours."""
    print()
    if (
        shutil.which("Rscript") is None
        or subprocess.run(["Rscript", "-e", "library(lme4)"], capture_output=True, check=False).returncode
    ):
        print("R with lme4 is not installed: no comparison.")
        return
    ratings = simulate(World(size)).ratings
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ratings.csv"
        table = np.column_stack(
            [
                ratings.score,
                ratings.rater,
                ratings.ratee,
                ratings.team,
                ratings.period,
                ratings.family,
                ratings.covariates[:, 0],
            ]
        )
        np.savetxt(file, table, delimiter=",", comments="", header="y,rater,ratee,team,period,family,x")
        done = subprocess.run(
            ["Rscript", "-e", _LME4.replace("FILE", str(file))], capture_output=True, text=True, check=True
        )
    seconds, rater, team = map(float, done.stdout.split()[-3:])
    started = time.perf_counter()
    report = estimate_severity(ratings, components="own")
    own = time.perf_counter() - started
    print(f"lme4, {size:,} employees: {seconds:.1f} s, ours {own:.1f} s, ratio {seconds / own:.1f}; ", end="")
    print(
        f"rater {rater:.5f} and {report.components.rater:.5f}, "
        f"team {team:.5f} and {report.components.team:.5f}"
    )


def main(words: list[str]) -> None:
    """Run what is asked for."""
    if "--one" in words:
        one(int(words[-2]), words[-1])
        return
    everything = not {"--truth", "--speed"} & set(words)
    if everything or "--truth" in words:
        truth_table()
        coverage_table()
        offices_table()
        screens_table()
        forecast_table()
    if everything or "--speed" in words:
        speed_table((*SIZES, NATION) if "--nation" in words else SIZES)
        compare_with_lme4(50_000)


if __name__ == "__main__":
    main(sys.argv[1:])
