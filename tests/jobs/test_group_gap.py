"""``terukur analyse group-gap``: an agency's two groups, in the order in which they are to be read."""

import csv
import io
import json
import random
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

WORDS = ["--score", "nilai", "--rater", "penilai", "--ratee", "pegawai", "--unit", "unit"]
GROUPS = [*WORDS, "--group", "kelompok", "--covariate", "capaian", "--reliability", "1"]


def written(
    file: Path, *, people: int, members: int, gap: float, groups: tuple[str, ...] = ("P", "L")
) -> Path:
    """Units of ten people with an appraiser each; so many ``members`` drawn by chance."""
    chance = random.Random(5)  # noqa: S311
    inside = set(chance.sample(range(people), members))
    with file.open("w", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["penilai", "pegawai", "unit", "kelompok", "capaian", "nilai"])
        for person in range(people):
            own = chance.gauss(0, 0.2)
            for _quarter in range(4):
                # The group has lower results too.
                x = chance.gauss(0, 1) - 0.5 * (person in inside)
                y = 2 + 0.15 * x + own + gap * (person in inside) + chance.gauss(0, 0.2)
                group = groups[0] if person in inside else groups[1 + person % (len(groups) - 1)]
                unit = person // 10
                out.writerow([f"A{unit}", f"E{person}", f"U{unit}", group, f"{x:.4f}", f"{y:.4f}"])
    return file


def analysed(file: Path, *words: str) -> dict:
    out = io.StringIO()
    call_command("analyse_group_gap", str(file), *words, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_gap_given_results_is_found_and_the_gap_in_results_beside_it(tmp_path):
    file = written(tmp_path / "n.csv", people=1200, members=500, gap=-0.15)
    page = tmp_path / "h.html"
    found = analysed(file, *GROUPS, "--html", str(page))
    assert list(found)[:4] == ["base_rates", "impact", "conditional_gap", "path"]
    assert [(one["group"], one["people"]) for one in found["base_rates"]] == [("P", 500), ("L", 700)]
    assert found["impact"]["ratio"] < 0.8 and found["impact"]["fisher_p"] < 0.001
    assert found["conditional_gap"]["status"] == "DIFFERENT"
    assert found["conditional_gap"]["gap"] == pytest.approx(-0.15, abs=0.05)
    assert found["path"]["capaian"]["gap"] == pytest.approx(-0.5, abs=0.1)
    assert found["path"]["capaian"]["status"] == "DIFFERENT"
    text = page.read_text()
    assert text.index("1. Bernilai tinggi") < text.index("2. Rasio") < text.index("3. Beda")
    assert text.index("3. Beda") < text.index("4. Beda pada capaian")


def test_equal_given_results_is_said_to_be_equivalent_though_rates_differ(tmp_path):
    file = written(tmp_path / "n.csv", people=6000, members=2500, gap=0.0)
    found = analysed(file, *GROUPS)
    assert found["status"] == "EQUIVALENT"
    assert found["impact"]["fisher_p"] < 0.01
    high = analysed(file, *GROUPS, "--favourable", "2.2")
    assert high["base_rates"][0]["favorable"] < found["base_rates"][0]["favorable"]


@pytest.mark.parametrize(("members", "shown"), [(100, True), (99, False)])
def test_a_group_below_a_hundred_people_shows_no_number(tmp_path, members, shown):
    file = written(tmp_path / "n.csv", people=400, members=members, gap=-0.3)
    found = analysed(file, *GROUPS)
    assert (found["base_rates"] is not None) is shown
    if not shown:
        assert found["status"] == "NOT_ENOUGH_DATA"
        assert found["impact"] is None and found["conditional_gap"] is None and found["path"] == {}
        assert "kurang dari 100 orang" in found["sentences"][0]
        assert "99" not in json.dumps(found)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"people": 300, "members": 150, "groups": ("P", "L", "X")}, "tepat dua"),
        ({"people": 90, "members": 45}, "penilai"),
    ],
)
def test_what_cannot_be_compared_is_said_and_one_appraiser_is_never_looked_at(tmp_path, how, said):
    file = written(tmp_path / "n.csv", gap=0.0, **how)
    err = io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("analyse_group_gap", str(file), *GROUPS, stderr=err)
    assert refused.value.returncode == 1
    assert said in err.getvalue()
