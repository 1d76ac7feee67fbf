"""A tree is stored as JSON and read again as it was, whichever version of the rules has stored it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.appraisal.computing import seal_of
from terukur.appraisal.explained_figures import explained
from terukur.appraisal.tree import (
    AppliedPolicy,
    AttachedEvidence,
    ComputationTree,
    ComputedIndicator,
    ComputedResult,
    DataMonths,
    ExposureFigure,
    FileSource,
    OwnFigure,
    PeriodValue,
    ReachedTotal,
    StatedSource,
)
from terukur.appraisal.tree_json import from_json, to_json
from terukur.regulation.scales import Direction, Origin, Pace, Rating, ResultKind
from tests.support import computed_tree

WITH_MONTHS = ("due_by_calendar", "reached", "own", "months")
NUMBERS, DAYS, WORDS = st.fractions(), st.dates(), st.text(max_size=12)
MOMENTS = st.datetimes().map(lambda at: at.replace(tzinfo=UTC)) | st.datetimes(
    min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1)
).map(lambda at: at.replace(tzinfo=timezone(timedelta(hours=7))))
maybe = st.none().__or__


def some(of: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(of, max_size=2).map(tuple)


EVIDENCE = st.builds(AttachedEvidence, st.integers(), maybe(WORDS), maybe(WORDS), maybe(WORDS), maybe(WORDS))
FILES = st.builds(
    FileSource,
    import_id=st.integers(),
    file=WORDS,
    sha256=WORDS,
    loaded_by=WORDS,
    loaded_at=MOMENTS,
    rows=some(st.integers()),
    versions=some(st.integers()),
    counted_rows=maybe(st.integers()),
)
STATED = st.builds(
    StatedSource,
    realization=st.integers(),
    declared_by=WORDS,
    declared_at=MOMENTS,
    verified_by=maybe(WORDS),
    evidence=some(EVIDENCE),
)
SOURCES = some(FILES | STATED)
VALUES = some(st.builds(PeriodValue, DAYS, DAYS, NUMBERS))
REACHED = st.builds(ReachedTotal, DAYS, DAYS, maybe(NUMBERS), st.sampled_from(Origin))
OWN = st.builds(
    OwnFigure, NUMBERS, DAYS, DAYS, maybe(NUMBERS), maybe(NUMBERS), maybe(NUMBERS), WORDS, SOURCES
)
MONTHS = st.builds(DataMonths, some(DAYS), some(DAYS), some(DAYS), NUMBERS, st.booleans())
EXPOSURE = st.builds(ExposureFigure, WORDS, NUMBERS, NUMBERS, WORDS, maybe(DAYS), maybe(SOURCES))
INDICATORS = st.builds(
    ComputedIndicator,
    thread=st.uuids().map(str),
    name=WORDS,
    aspect=maybe(WORDS),
    unit=WORDS,
    direction=st.sampled_from(Direction),
    pace=st.sampled_from(Pace),
    weight=NUMBERS,
    target=NUMBERS,
    target_high=maybe(NUMBERS),
    due_target=maybe(NUMBERS),
    due_target_high=maybe(NUMBERS),
    is_due=st.booleans(),
    due_on=maybe(DAYS),
    last_year=maybe(NUMBERS),
    measure=maybe(WORDS),
    realization=maybe(NUMBERS),
    achievement=maybe(NUMBERS),
    origin=st.sampled_from(Origin),
    exposure=maybe(EXPOSURE),
    sources=SOURCES,
    series=VALUES,
    steps=some(WORDS),
    compared_until=maybe(DAYS),
    season=maybe(VALUES),
    due_by_calendar=maybe(NUMBERS),
    reached=maybe(REACHED),
    own=maybe(OWN),
    months=MONTHS,
)
RESULTS = st.builds(
    ComputedResult,
    thread=st.uuids().map(str),
    title=WORDS,
    kind=st.sampled_from(ResultKind),
    weight=NUMBERS,
    indicators=some(INDICATORS),
    suggested=maybe(st.sampled_from(Rating)),
    achievement=maybe(NUMBERS),
)
POLICIES = st.builds(
    lambda version, numbers, basis: AppliedPolicy(
        version, numbers[2], numbers[0], numbers[1], Fraction(50), basis
    ),
    st.integers(),
    st.lists(st.fractions(min_value=Fraction(1, 100)), min_size=3, max_size=3).map(sorted),
    WORDS,
)
TREES = st.builds(
    ComputationTree,
    rules=WORDS,
    as_of=DAYS,
    plan_version=st.integers(),
    policy=POLICIES,
    results=some(RESULTS),
    suggested=maybe(st.sampled_from(Rating)),
    achievement=maybe(NUMBERS),
    coverage=NUMBERS,
    refusal=maybe(WORDS),
    steps=some(WORDS),
    citations=some(WORDS),
    heads_unit=st.booleans(),
)


def stored(tree: ComputationTree) -> dict:
    """What the database gives back of a tree."""
    return json.loads(json.dumps(to_json(tree)))


@given(TREES)
def test_what_was_stored_is_read_as_it_was(tree):
    assert from_json(stored(tree)) == tree


@given(TREES)
def test_storing_again_gives_the_same_seal(tree):
    assert to_json(from_json(stored(tree))) == stored(tree)
    assert seal_of(to_json(from_json(stored(tree)))) == seal_of(to_json(tree))


@given(TREES, st.data())
def test_older_trees_are_read_and_written_without_what_came_later(tree, data):
    """Each of what came later may be missing; what came together is missing together."""
    body = stored(tree)
    for item in [item for result in body["results"] for item in result["indicators"]]:
        for later in (("compared_until",), ("season",), WITH_MONTHS):
            if data.draw(st.booleans()):
                for name in later:
                    item.pop(name, None)
        if item["exposure"] and data.draw(st.booleans()):
            item["exposure"].pop("sources", None)
        for source in item["sources"]:
            source.pop("counted_rows", None)
            for evidence in source.get("evidence", ()):
                evidence.pop("origin", None)
    assert to_json(from_json(body)) == body


OLD = """
{"rules": "2026.1", "as_of": "2026-03-31", "plan_version": 1,
 "policy": {"version": 1, "cap": "120", "meets_low": "90", "meets_high": "110", "minimum_evidence": "60",
  "basis": "Kebijakan"},
 "results": [{"thread": "r", "title": "Layanan", "kind": "main", "weight": "60", "suggested": "meets",
  "achievement": "289/3", "indicators": [
   {"thread": "a", "name": "Permohonan", "aspect": null, "unit": "berkas", "direction": "higher",
    "pace": "steady", "weight": "60", "target": "400", "target_high": null, "due_target": "100",
    "due_target_high": null, "is_due": true, "due_on": null, "last_year": null, "measure": "permohonan",
    "realization": "289/3", "achievement": "289/3", "origin": "measured", "exposure": null,
    "sources": [{"import": 4, "file": "nilai.csv", "sha256": "ab", "loaded_by": "Dewi",
     "loaded_at": "2026-04-02T01:00:00.123456+00:00", "rows": [2, 3], "versions": [1, 1]}],
    "series": [{"starts": "2026-01-01", "ends": "2026-01-31", "value": "30"},
     {"starts": "2026-02-01", "ends": "2026-02-28", "value": "199/3"}],
    "steps": ["30 + 66,33"]}]}],
 "suggested": "meets", "achievement": "289/3", "coverage": "100", "refusal": null, "steps": [],
 "citations": ["policy", "ratings"]}
"""


def test_a_tree_of_the_first_rules_is_read_exactly():
    body = json.loads(OLD)
    tree = from_json(body)
    (item,) = tree.indicators()
    assert to_json(tree) == body
    assert (item.realization, item.share, item.fills_back) == (Fraction(289, 3), 1, True)
    assert item.reached == ReachedTotal(
        date(2026, 1, 1), date(2026, 2, 28), Fraction(289, 3), Origin.MEASURED
    )
    assert (item.months, item.own, item.season, item.missing_label) == (None, None, None, "")


def test_a_tree_of_the_first_rules_is_explained_as_ever():
    tree = from_json(json.loads(OLD))
    told = explained(tree.indicators()[0], tree.policy)
    assert (told["season"], told["compared_until"], told["own"], told["exposure"]) == (None, None, None, None)
    assert (told["source"], told["rows"], told["counted_rows"]) == ("nilai.csv", [2, 3], 2)
    assert (told["reached"]["label"], told["reached"]["place"]) == ("Januari–Februari", "meets")
    assert (told["months"]["missing"], told["months"]["share"], told["months"]["fills_back"]) == (
        [],
        None,
        True,
    )


def test_only_a_head_is_marked_as_one():
    tree = computed_tree.tree(computed_tree.indicator())
    assert "heads_unit" not in to_json(tree)
    assert to_json(replace(tree, heads_unit=True))["heads_unit"] is True


@pytest.mark.parametrize(
    ("changes", "countable"),
    [
        ({}, True),
        ({"unit": " Persen"}, False),
        ({"target": Fraction(1, 2)}, False),
        ({"realization": Fraction(1, 2)}, False),
        ({"realization": None}, True),
        ({"series": (PeriodValue(date(2026, 1, 1), date(2026, 1, 31), Fraction(1, 3)),)}, False),
    ],
)
def test_what_comes_in_pieces(changes, countable):
    assert computed_tree.indicator(**changes).is_countable is countable


def test_a_target_is_scaled_to_the_work_that_there_is():
    exposure = ExposureFigure("Bayi", Fraction(50), Fraction(40), "", None, ())
    scaled = computed_tree.indicator(exposure=exposure)
    assert (scaled.adjusted_target, scaled.whole_target) == (320, 320)
    for same in (
        replace(scaled, pace=Pace.ONCE),
        replace(scaled, exposure=replace(exposure, actual=Fraction(50))),
    ):
        assert (same.adjusted_target, same.whole_target) == (None, 400)


@pytest.mark.parametrize(("fills_back", "label"), [(True, "Maret"), (False, "Januari, Maret")])
def test_a_later_value_stands_for_the_months_before_it(fills_back, label):
    january, february, march = (date(2026, month, 1) for month in (1, 2, 3))
    months = DataMonths((january, february, march), (february,), (january, march), Fraction(1, 3), fills_back)
    assert (months.covered_label, months.missing_label) == ("Februari", label)
