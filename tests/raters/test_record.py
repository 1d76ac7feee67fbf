"""The figures of a run are stored as JSON and read again as they were, whichever version has stored them."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.notation.stored_records import from_json, to_json
from terukur.objectivity.dependability import Dependability
from terukur.raters.models import RaterResult
from terukur.raters.record import MirrorRecord, RunRecord, mirror_record
from terukur.statistics.expectation import Expectation
from terukur.statistics.severity.verdict import SeverityStatus
from tests.raters.test_mirror import KEPT
from tests.support.run_record import kept_body

SIMPLE = {
    str: st.text(max_size=8),
    int: st.integers(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
}


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Return values of a type, of which records have fields."""
    origin, parts = get_origin(kind), get_args(kind)
    if kind in SIMPLE:
        return SIMPLE[kind]
    if origin is tuple and parts[-1] is Ellipsis:
        return st.lists(any_of(parts[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(any_of, parts))
    if NoneType in parts:
        return st.none() | st.one_of(any_of(part) for part in parts if part is not NoneType)
    if origin is Mapping:
        return st.dictionaries(any_of(parts[0]), any_of(parts[1]), max_size=2)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    assert is_dataclass(kind), kind
    hints = get_type_hints(kind)
    return st.builds(kind, **{one.name: any_of(hints[one.name]) for one in fields(kind)})


def through_json(record: Any) -> Any:
    return json.loads(json.dumps(to_json(record)))


@given(any_of(RunRecord))
def test_what_a_run_keeps_comes_back(record):
    stored = through_json(record)
    assert from_json(RunRecord, stored) == record
    assert to_json(from_json(RunRecord, stored)) == stored


@given(any_of(MirrorRecord))
def test_what_a_run_keeps_of_an_appraiser_comes_back(record):
    stored = through_json(record)
    assert from_json(MirrorRecord, stored) == record
    assert to_json(from_json(MirrorRecord, stored)) == stored


@given(any_of(Dependability))
def test_the_dependability_of_a_unit_comes_back(record):
    assert from_json(Dependability, through_json(record)) == record


def test_a_status_is_a_status_again():
    estimate = {"severity": 0.5, "sd": 0.1, "employees": 9, "forms": 20, "status": "UNCERTAIN"}
    record = from_json(RunRecord, kept_body(caterpillar=[estimate], statuses={"UNCERTAIN": 1}))
    assert record.caterpillar[0].status is SeverityStatus.UNCERTAIN
    assert list(record.statuses) == [SeverityStatus.UNCERTAIN]


def test_whole_numbers_that_a_database_gives_stay_whole():
    stored = KEPT | {"seen_to_mark": {"own": 12, "quartiles": [9, 20, 33]}}
    assert json.dumps(to_json(from_json(MirrorRecord, stored))["seen_to_mark"]["quartiles"]) == "[9, 20, 33]"


def test_a_run_of_before_30_november_knows_no_scale():
    stored = kept_body()
    record = from_json(RunRecord, stored)
    assert (record.scale, record.scale_reason) == (None, "")
    assert to_json(record) == stored
    scale = {"scores": 400, "share_of_one_value": 0.97, "limit": 0.9, "shows_difference": False}
    told = from_json(RunRecord, kept_body(scale={**scale, "reason": "Hampir semua sama."}))
    assert told.scale_reason == "Hampir semua sama."


@pytest.mark.parametrize("unknown", ["colleagues", "targets"])
def test_the_first_runs_knew_less_of_an_appraiser(unknown):
    stored = {key: value for key, value in KEPT.items() if key != unknown}
    point = {"appraisal": 1, "period": "2026-Q1", "result": 0.95, "score": 2.0, "team": True}
    stored |= {"points": [point]}
    record = from_json(MirrorRecord, stored)
    assert getattr(record, unknown) is None
    assert record.points[0].family is None
    assert to_json(record) == stored


def test_below_the_least_sample_there_is_no_mirror():
    assert mirror_record(RaterResult(mirror={})) is None
    assert mirror_record(RaterResult(mirror=KEPT)) == from_json(MirrorRecord, KEPT)


def test_an_expectation_of_nobody_is_no_expectation():
    assert from_json(RunRecord, kept_body()).expectation is None
    line = Expectation({"teacher": {"2026-Q1": 1.2}}, {"teacher": 0.8}, 0.3)
    assert from_json(RunRecord, kept_body(expectation=to_json(line))).expectation == line
