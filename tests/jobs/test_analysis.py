"""``terukur analyse …``: any file, no database; what is wrong is named by line and column."""

import contextlib
import csv
import io
import json
import random
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from benchmarks.simulated_agency import World, simulate
from terukur.jobs.management.commands import analyse_rater_effects
from terukur.statistics.severity import gradients, system
from terukur.statistics.severity.estimate import estimate_severity

TERUKUR = Path(sys.executable).parent / "terukur"
COLUMNS = ["--score", "nilai", "--rater", "penilai", "--ratee", "pegawai"]


def analysed(name: str, *words: object) -> dict:
    out = io.StringIO()
    call_command(name, *map(str, words), "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def ratings(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("nilai") / "nilai.csv"
    found = simulate(World(200, rotations=0.2, seed=2)).ratings
    with file.open("w", newline="") as stream:
        out = csv.writer(stream, delimiter=";")
        out.writerow(["Penilai", "Pegawai", "Unit", "Triwulan", "Capaian", "Nilai"])
        for rater, ratee, team, period, x, y in zip(
            found.rater,
            found.ratee,
            found.team,
            found.period,
            found.covariates[:, 0],
            found.score,
            strict=True,
        ):
            numbers = [f"{value:.3f}".replace(".", ",") for value in (x, y)]
            out.writerow([f"P{rater}", f"E{ratee}", f"T{team}", period, *numbers])
    return file


def test_rater_effects_say_variance_raters_and_diagnostics(ratings, tmp_path):
    page = tmp_path / "laporan.html"
    found = analysed(
        "analyse_rater_effects",
        ratings,
        *COLUMNS,
        "--covariate",
        "capaian",
        "--group",
        "unit",
        "--period",
        "triwulan",
        "--html",
        page,
    )
    assert found["diagnostics"]["rows"] == 800
    assert len(found["diagnostics"]["input_sha256"]) == 64
    by_status = {one["status"] for one in found["raters"]}
    assert "NOT_IDENTIFIED" in by_status and len(by_status) > 1
    for one in found["raters"]:
        hidden = one["status"] == "NOT_IDENTIFIED" or one["employees"] < 5 or one["n"] < 10
        assert (one["severity"] is None) == hidden
    text = page.read_text()
    assert "<svg" in text and "<script" not in text and "http" not in text


def test_the_forecast_test_stands_beside_the_same_without_teams_and_a_placebo(tmp_path):
    file = tmp_path / "besar.csv"
    found = simulate(World(6_000, rotations=0.15, seed=5)).ratings
    with file.open("w", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["penilai", "pegawai", "unit", "triwulan", "nilai"])
        rows = zip(found.rater, found.ratee, found.team, found.period, found.score, strict=True)
        out.writerows([f"P{rater}", f"E{ratee}", f"T{team}", *rest] for rater, ratee, team, *rest in rows)
    page = tmp_path / "laporan.html"
    words = [file, *COLUMNS, "--group", "unit", "--forecast"]
    tests = analysed(
        "analyse_rater_effects", *words, "--period", "triwulan", "--components", "default", "--html", page
    )["forecast"]
    assert list(tests) == ["test", "without_team", "placebo"]
    assert all(one["changes"] >= 100 for one in tests.values())
    assert tests["without_team"]["slope"] < tests["test"]["slope"]
    assert abs(tests["placebo"]["slope"]) < 4 * tests["placebo"]["se"]
    assert "Uji perkiraan" in page.read_text() and "Pembanding" in page.read_text()
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("analyse_rater_effects", *map(str, words), stderr=err)
    assert "--period" in err.getvalue()


def test_few_changes_of_appraiser_give_no_slope(ratings):
    words = [ratings, *COLUMNS, "--group", "unit", "--period", "triwulan"]
    assert analysed("analyse_rater_effects", *words)["forecast"] is None
    tests = analysed("analyse_rater_effects", *words, "--forecast")["forecast"]
    assert {one["slope"] for one in tests.values()} == {None}


NUMBERS = ("severity", "se", "interval80", "interval95", "reliability", "chance_material")


def numbers_in(found: object) -> list[float]:
    """All fractions anywhere in JSON, and those written in a sentence."""
    if isinstance(found, dict):
        return [number for part in found.values() for number in numbers_in(part)]
    if isinstance(found, list):
        return [number for part in found for number in numbers_in(part)]
    if isinstance(found, str):
        written = re.findall(r"[−-]?\d+,\d+", found)
        return [float(text.replace("−", "-").replace(",", ".")) for text in written]
    return [found] if isinstance(found, float) else []


@pytest.fixture(scope="module")
def mixed(tmp_path_factory) -> Path:
    """Raters who took turns, some who never left their team, and some with but two people or four forms."""
    file = tmp_path_factory.mktemp("campur") / "nilai.csv"
    chance = random.Random(3)  # noqa: S311
    rows = [["penilai", "pegawai", "unit", "triwulan", "nilai"]]
    for team in range(12):
        for person in range(9):
            for quarter in range(4):
                linked = team < 6
                rater = (team + quarter // 2) % 6 if linked else team
                rows.append([f"P{rater}", f"E{team}.{person}", f"T{team}", quarter])
                rows[-1].append(round(2 - 0.4 * (rater == 1) + chance.gauss(0, 0.2), 3))
    # Two stand-ins in a linked team: one with four people, one with nine forms of five people.
    rows += [["P90", f"E0.{k}", "T0", q, round(chance.uniform(1, 3), 3)] for k in range(4) for q in (4, 5, 6)]
    rows += [["P91", f"E1.{k % 5}", "T1", 4 + k // 5, round(chance.uniform(1, 3), 3)] for k in range(9)]
    with file.open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return file


@pytest.mark.parametrize("preference", ["auto", "own"])
def test_where_nothing_may_be_said_no_number_stands_anywhere(mixed, tmp_path, preference, monkeypatch):
    reports = []

    def remembered(*given, **more):
        reports.append(estimate_severity(*given, **more))
        return reports[-1]

    monkeypatch.setattr(analyse_rater_effects, "estimate_severity", remembered)
    page = tmp_path / "laporan.html"
    words = [mixed, *COLUMNS, "--group", "unit", "--period", "triwulan", "--components", preference]
    found = analysed("analyse_rater_effects", *words, "--all", "--html", page)
    (report,) = reports
    hidden = {one["rater"] for one in found["raters"] if one["severity"] is None}
    assert hidden == {*(f"P{team}" for team in range(6, 12)), "P90", "P91"}
    by_name = {one["rater"]: one for one in found["raters"]}
    for name in hidden:
        one = by_name[name]
        assert [one[key] for key in NUMBERS] == [None] * len(NUMBERS)
        assert not one["enough_to_show"] and one["flags"] == []
        assert numbers_in(one["sentence"]) == []
    places = [place for place, name in enumerate(report.raters) if str(name) in hidden]
    secret = np.concatenate([report.severity[places], report.sd[places]])
    everywhere = np.array(numbers_in(found))
    assert not np.any(np.abs(np.abs(everywhere)[:, None] - np.abs(secret)) < 1e-9)
    # On the page: dashes in the table, nothing in the drawing.
    text = page.read_text()
    drawing = text[text.index("<svg") : text.index("</svg>")]
    for name in hidden:
        (row,) = re.findall(rf"<tr><td>{name}</td>.*?</tr>", text)
        assert numbers_in(row) == [] and row.count("–") == 4
        assert f">{name}<" not in drawing
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        call_command("analyse_rater_effects", *map(str, words), "--all")
    for line in out.getvalue().splitlines():
        if any(f"│ {name} " in line for name in hidden):
            assert numbers_in(line) == [] and "●" not in line


def test_a_score_that_is_no_number_is_named_with_its_line(ratings, tmp_path):
    bad = tmp_path / "salah.csv"
    lines = ratings.read_text().splitlines()
    lines[4] = lines[4].rsplit(";", 1)[0] + ";baik"
    bad.write_text("\n".join(lines))
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("analyse_rater_effects", str(bad), *COLUMNS, "--json", stdout=out, stderr=err)
    assert refused.value.returncode == 1
    (error,) = json.loads(out.getvalue())["errors"]
    assert (error["line"], error["column"], error["value"]) == (5, "nilai", "baik")
    assert "baris 5, nilai" in err.getvalue()


def test_equations_that_are_not_solved_are_said_plainly(ratings, monkeypatch):
    monkeypatch.setattr(system, "LARGEST_DENSE", 0)
    monkeypatch.setattr(gradients, "MOST_ITERATIONS", 0)
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="tidak dapat dianalisis") as refused:
        call_command("analyse_rater_effects", str(ratings), *COLUMNS, "--json", stdout=out, stderr=err)
    assert refused.value.returncode == 1
    (error,) = json.loads(out.getvalue())["errors"]
    assert error["message"].startswith("Hitungan tidak mencapai ketelitian")
    assert error["message"] in err.getvalue()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--score", "skor", "--rater", "penilai", "--ratee", "pegawai"], "Kolom “skor” tidak ada"),
        ([*COLUMNS, "--group", "tim"], "Kolom “tim” tidak ada"),
    ],
)
def test_a_column_that_is_not_there_is_named_with_those_that_are(ratings, words, said):
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("analyse_rater_effects", str(ratings), *words, stderr=err)
    assert said in err.getvalue() and "triwulan" in err.getvalue()


def test_reliability_gives_the_published_coefficients(tmp_path):
    file = tmp_path / "kalibrasi.csv"
    file.write_text("subjek,A,B,C,D\n1,9,2,5,8\n2,6,1,3,2\n3,8,4,6,8\n4,7,1,2,6\n5,10,5,6,9\n6,6,2,4,7\n")
    found = analysed("analyse_reliability", file, "--draws", 50, "--html", tmp_path / "k.html")
    assert found["icc"]["ICC2"] == pytest.approx(0.289764, abs=1e-6)
    assert found["diagnostics"]["raters"] == ["A", "B", "C", "D"]
    assert set(found["krippendorff_alpha"]) == {"nominal", "ordinal", "interval", "ratio"}
    assert isinstance(found["fleiss_kappa"], float)


def test_missing_scores_and_decimal_commas_are_read(tmp_path):
    file = tmp_path / "koma.csv"
    file.write_text("A;B;C\n1,143;2,143;\n3,5;3,25;3\n.;1;2\n2;2;2\n")
    found = analysed("analyse_reliability", file, "--draws", 20)
    assert (found["diagnostics"]["subjects"], found["diagnostics"]["complete_subjects"]) == (4, 2)


@pytest.mark.slow
def test_wrong_usage_ends_with_2_a_missing_file_with_1_and_neither_needs_a_database(tmp_path):
    env = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "TERUKUR_HOME": str(tmp_path)}
    usage = subprocess.run([TERUKUR, "analyse", "rater-effects"], env=env, capture_output=True)
    assert usage.returncode == 2
    missing = subprocess.run(
        [TERUKUR, "analyse", "reliability", "tiada.csv"], env=env, capture_output=True, text=True
    )
    assert missing.returncode == 1
    assert "tiada.csv" in missing.stderr and "Traceback" not in missing.stderr


def test_pages_load_no_numpy():
    code = (
        "import django, sys; django.setup(); import terukur.web.urls, terukur.config.urls; "
        "import terukur.statistics.severity.verdict; "
        "sys.exit(bool({'numpy', 'scipy'} & set(sys.modules)))"
    )
    env = {
        "DJANGO_SETTINGS_MODULE": "terukur.config.settings",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    }
    assert subprocess.run([sys.executable, "-c", code], env=env).returncode == 0


def test_integrity_names_the_unit_that_heaps_at_the_threshold_and_the_easy_target(tmp_path):
    rng = random.Random(1)  # noqa: S311
    file = tmp_path / "capaian.csv"
    rows = [["unit", "capaian", "realisasi", "target", "q1", "q2", "q3", "q4"]]
    for unit, lifted in (("jujur", 0.0), ("diangkat", 0.9)):
        for _ in range(300):
            value = rng.gauss(97, 9)
            if 95 <= value < 100 and rng.random() < lifted:
                value = 100.5
            target = rng.gauss(200, 8)
            rows.append([unit, round(value, 1), rng.randint(200, 900), round(target), *[200] * 4])
    rows[1][3] = 120
    with file.open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    found = analysed(
        "analyse_integrity",
        file,
        "--achievement",
        "capaian",
        "--group",
        "unit",
        "--value",
        "realisasi",
        "--target",
        "target",
        *[w for q in "1234" for w in ("--history", f"q{q}")],
        "--html",
        tmp_path / "i.html",
    )
    assert {one["unit"]: one["flags"] for one in found["units"]} == {"diangkat": ["bunching"], "jujur": []}
    assert 2 in [one["line"] for one in found["easy_targets"]]
