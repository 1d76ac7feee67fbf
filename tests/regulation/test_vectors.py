"""Every vector of the law, kept as data: one file a rule, each case with its origin.

``rule`` is what one would write after ``terukur rule NAME``; ``expect`` names places in the JSON, with
``~`` before a number that is rounded to its decimals; ``error`` is a part of the refusal.
"""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from terukur.jobs.rules.inputs import read_inputs
from terukur.jobs.rules.output import decision_json
from terukur.notation.numbers import rounded
from terukur.regulation.decision import InputRefused
from terukur.regulation.register import RULES, rule_named
from terukur.regulation.scales import ServiceElement

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 23)
VECTORS = [
    (path.stem, case) for path in sorted(CASES.glob("*.yaml")) for case in yaml.safe_load(path.read_text())
]


def words_of(case, folder) -> list[str]:
    written = case["rule"]
    words = written if isinstance(written, list) else written.split()
    content = case.get("file")
    if "all" in case:
        answers = case.get("answers", 100_000)
        score = {"total": str(Fraction(str(case["all"])) * answers), "answers": answers}
        content = {"elements": {element.value: score for element in ServiceElement}}
    if content is None:
        return words
    path = folder / "input.yaml"
    path.write_text(yaml.safe_dump(content))
    return [str(path), *words]


def at(data, place: str):
    for step in place.split("."):
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data


def agrees(actual, expected) -> bool:
    if not (isinstance(actual, dict) and "decimal" in actual):
        return actual == expected
    exact = Fraction(actual["value"])
    if isinstance(expected, str) and expected.startswith("~"):
        places = len(expected.partition(".")[2])
        return rounded(exact, places) == rounded(Fraction(expected[1:]), places)
    return exact == Fraction(str(expected))


@pytest.mark.parametrize(
    ("name", "case"), VECTORS, ids=[f"{name}: {case['rule'] or case['origin']}" for name, case in VECTORS]
)
def test_vector(name, case, tmp_path):
    assert case["origin"]
    rule = rule_named(name)
    words = words_of(case, tmp_path)
    if "error" in case:
        with pytest.raises(InputRefused) as refusal:
            rule.decide(**read_inputs(rule, words, on=TODAY))
        assert case["error"] in str(refusal.value)
        return
    answer = decision_json(rule.decide(**read_inputs(rule, words, on=TODAY)))
    for place, expected in case["expect"].items():
        assert agrees(at(answer, place), expected), f"{place}: {at(answer, place)} ≠ {expected}"
    assert answer["steps"]
    assert answer["citations"]


def test_every_rule_has_vectors():
    assert {name for name, _ in VECTORS} == {rule.name for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_example_of_a_rule_works(rule, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hasil.yaml").write_text(
        "results: [{kind: main, indicators: [{weight: 100, achievement: 94}]}]"
    )
    (tmp_path / "jawaban.csv").write_text("Persyaratan,Prosedur,U8\n4,3,4\n3,,4\n")
    answer = decision_json(rule.decide(**read_inputs(rule, rule.example.split(), on=TODAY)))
    assert answer["citations"]


def test_a_blank_answer_is_left_out_of_its_element_only(tmp_path):
    rows = ["persyaratan,biaya", *["3,3"] * 10, "3,"]
    (tmp_path / "skm.csv").write_text("\n".join(rows))
    rule = rule_named("satisfaction")
    answer = decision_json(rule.decide(**read_inputs(rule, [str(tmp_path / "skm.csv")], on=TODAY)))
    assert agrees(at(answer, "result.means.biaya"), 3)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (["results=above", "behavior=below", "mood=good"], "mood"),
        (["results=above", "results=below", "behavior=meets"], "results"),
        (["results=above", "behavior"], "file"),
    ],
)
def test_what_a_rule_does_not_know_is_named(words, field):
    with pytest.raises(InputRefused) as refusal:
        read_inputs(rule_named("grade"), words, on=TODAY)
    assert refusal.value.field == field
