"""Dated values: which holds on a day, and what an agency adds without a release."""

from datetime import date

import pytest

from terukur.regulation import parameters
from terukur.regulation.objection import objection_clock
from terukur.regulation.parameters import InvalidParameter, RuleSet, Scope, parse_parameters

CITY = """
objection.file_days:
  unit: days
  description: Perwali contoh
  values:
    - from: 2026-07-01
      to: 2026-12-31
      value: 21
      basis: "Perwali contoh 1/2026"
      status: CONFIRMED
      scope: city
"""


@pytest.fixture
def local(monkeypatch):
    monkeypatch.setattr(parameters, "_local", [])
    return parameters.add_local


def test_a_city_value_holds_in_its_days_only(local):
    local(CITY)
    days = [
        (objection_clock(received=day).result.file_by - day).days
        for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert days == [14, 21, 21, 14]


def test_the_decision_names_the_legal_basis_that_it_used(local):
    local(CITY)
    said = [c.reference for c in objection_clock(received=date(2026, 8, 1)).citations]
    assert "Perwali contoh 1/2026" in said


def test_a_narrower_scope_wins_over_a_later_beginning():
    entries = parse_parameters(CITY) + parse_parameters(
        CITY.replace("2026-07-01", "2026-08-01").replace("city", "province").replace("21", "30")
    )
    rules = RuleSet({"objection.file_days": ()}).with_more(entries)
    found = rules.at("objection.file_days", on=date(2026, 9, 1))
    assert (found.value, found.scope) == (21, Scope.CITY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "objection.days: {values: [{from: 2026-01-01, value: 1, basis: x, status: SINGLE}]}",
            "objection.days",
        ),
        (CITY.replace("CONFIRMED", "MAYBE"), "CONFIRMED"),
        (CITY.replace("city", "moon"), "national"),
        (CITY.replace("basis:", "source:"), "basis"),
        (CITY.replace("2026-07-01", "soon"), "tanggal"),
        ("objection.file_days: 3", "values"),
        ("[1, 2]", "nama"),
        ("{: :", "YAML"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_whole(local, text, said):
    with pytest.raises(InvalidParameter, match=said):
        local(text)
    assert parameters._local == []


def test_outside_of_all_its_days_a_value_is_unknown():
    with pytest.raises(KeyError):
        parameters.parameter("objection.file_days", on=date(2000, 1, 1))
