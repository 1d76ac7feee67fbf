"""Thirty needs against a catalogue of two hundred: one of the expert's picks is among the first three."""

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from terukur.development.learning_import import import_learning
from terukur.development.models import LearningItem
from terukur.development.queries import as_items, catalogue
from terukur.development.ranking import behavior_need, competence_need, indicator_need, ranker
from terukur.jobs.sample.growth import CATALOGUE_FILE
from terukur.ledger.acting import COMMAND
from tests.support.cast import acting

pytestmark = pytest.mark.django_db
CASES = yaml.safe_load((Path(__file__).parent / "cases" / "picks.yaml").read_text())
ON = date(2026, 12, 1)
ASPECTS = {"Kuantitas": "quantity", "Kualitas": "quality", "Waktu": "time", "Biaya": "cost"}
LEAST = 27


def need_of(case):
    gap, position = case["gap"], case["position"]
    if gap["kind"] == "indicator":
        return indicator_need(
            key="t",
            name=gap["name"],
            result=gap["result"],
            aspect=ASPECTS[gap["aspect"]],
            unit=gap["unit"],
            measure=gap["measure"] or "",
            context=[position],
        )
    if gap["kind"] == "behavior":
        return behavior_need(value=gap["value"], examples=gap["examples"], context=[position])
    return competence_need(key=gap["key"], name=gap["name"], level=gap["level"], required=gap["required"])


def test_what_is_recommended_is_what_an_experienced_person_would_pick():
    content = files("terukur.jobs.sample").joinpath(CATALOGUE_FILE).read_bytes()
    import_learning(content=content, filename=CATALOGUE_FILE, acting=acting(COMMAND, ON))
    assert (LearningItem.objects.count(), len(CASES)) == (200, 30)
    rank = ranker(as_items(catalogue()))
    missed = []
    for case in CASES:
        first = [one.item.code for one in rank(need_of(case), on=ON, helped={}, least_people=5)][:3]
        if not set(first) & set(case["picks"]):
            missed.append((case["case"], case["picks"], first))
    assert len(CASES) - len(missed) >= LEAST, missed
