"""Rows that cannot be meant are refused by line, and several spellings are one name."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

TABLES = Path(__file__).parent / "tables"
WORDS = ["--score", "nilai", "--rater", "penilai", "--ratee", "pegawai", "--period", "triwulan"]
TEAMS = [*WORDS, "--group", "tim", "--covariate", "capaian"]


def analysed(command: str, file: Path, *words: str) -> dict:
    out = io.StringIO()
    call_command(command, str(file), *words, "--json", stdout=out)
    return json.loads(out.getvalue())


def refused(command: str, file: Path, *words: str) -> list[dict]:
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command(command, str(file), *words, "--json", stdout=out)
    return json.loads(out.getvalue())["errors"]


def written(file: Path, rows) -> Path:
    with file.open("w", newline="") as stream:
        csv.writer(stream).writerows([["penilai", "pegawai", "triwulan", "nilai"], *rows])
    return file


def test_a_typing_error_is_refused_by_line():
    errors = refused("analyse_rater_effects", TABLES / "typo.csv", *TEAMS)
    assert [(one["column"], one["value"]) for one in errors] == [("nilai", "33")]
    line = (TABLES / "typo.csv").read_text().splitlines()[errors[0]["line"] - 1]
    assert line.endswith(",33")


def test_doubled_lines_are_refused_and_single_ones_are_not():
    unit = [*WORDS, "--group", "unit"]
    assert len(refused("analyse_rater_effects", TABLES / "dup2.csv", *unit)) == 16
    assert analysed("analyse_rater_effects", TABLES / "dup1.csv", *unit)["diagnostics"]["rows"] == 16


def test_a_constant_scale_acquits_nobody_and_says_so(tmp_path, capsys):
    page = tmp_path / "h.html"
    found = analysed("analyse_rater_effects", TABLES / "constant4.csv", *TEAMS, "--html", str(page))
    assert {one["status"] for one in found["raters"]} == {"SCALE_SHOWS_NOTHING"}
    assert found["scale"]["shows_difference"] is False
    call_command("analyse_rater_effects", str(TABLES / "constant4.csv"), *TEAMS)
    for said in (page.read_text(), capsys.readouterr().out):
        assert "tidak dapat menunjukkan perbedaan" in " ".join(said.split())
        assert "tidak ada perbedaan berarti" not in said


def test_the_same_grades_one_higher_give_the_same_flags():
    one, two = (
        [
            (rater["rater"], rater["flags"], rater["status"])
            for rater in analysed("analyse_rater_effects", TABLES / name, *TEAMS)["raters"]
        ]
        for name in ("kode1.csv", "kode2.csv")
    )
    assert one == two


def test_somebody_who_rates_himself_is_refused(tmp_path):
    rows = [["A", "p1", "2026-Q1", 2], [" b  c", "B C", "2026-Q1", 3]]
    errors = refused("analyse_rater_effects", written(tmp_path / "n.csv", rows), *WORDS)
    assert [one["line"] for one in errors] == [3]
    assert "dirinya sendiri" in errors[0]["message"]


def test_three_spellings_of_a_rater_are_one_and_that_is_said(tmp_path):
    rows = [
        [rater, f"p{k}", f"2026-Q{1 + k % 4}", 1 + k % 3]
        for k, rater in enumerate(["Budi", "budi", "BUDI  ", "Citra"] * 8)
    ]
    found = analysed("analyse_rater_effects", written(tmp_path / "n.csv", rows), *WORDS)
    assert len(found["raters"]) == 2
    assert "dianggap satu" in found["diagnostics"]["notes"][0]


def test_an_interval_that_excludes_its_estimate_is_left_out_with_the_reason():
    found = analysed("analyse_reliability", TABLES / "cont12_2_6.csv")
    assert found["krippendorff_alpha"]["ordinal"] == pytest.approx(0.9887, abs=0.001)
    assert found["krippendorff_alpha_interval95"]["ordinal"] == [None, None]
    assert found["intervals_left_out"]["coefficients"] == ["ordinal"]
    assert found["intervals_left_out"]["reason"]
