"""Results in words: no number, a class of evidence no better than the accounts, a reason for what differs."""

from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.appraisal.tree import ComputedExpectation, StatedAccount
from terukur.regulation.qualitative import (
    AccountState,
    ExpectationMarkDraft,
    approach_of,
    beyond_marks,
    check_expectation_marks,
    evidence_class,
    may_be_qualitative,
)
from terukur.regulation.rating import results_reason_needed
from terukur.regulation.scales import FormFamily, Origin, PlanApproach, Rating

ACCOUNTS = st.lists(st.builds(AccountState, st.booleans(), st.booleans()), max_size=6)
ORDER = (Origin.NONE, Origin.DECLARED, Origin.VERIFIED, Origin.MEASURED)
REASON = "Papan pengaduan terpasang dan dibaca warga."
START, ON = date(2026, 1, 1), date(2026, 3, 31)


@given(ACCOUNTS)
def test_words_are_never_measured_and_never_better_than_their_evidence(accounts):
    found = evidence_class(accounts)
    assert found is not Origin.MEASURED
    assert (found is Origin.NONE) == (not accounts)
    each = [ORDER.index(evidence_class([one])) for one in accounts]
    assert not each or ORDER.index(found) == min(each)


@given(ACCOUNTS.filter(bool))
def test_less_evidence_never_raises_the_class(accounts):
    weaker = [AccountState(False, one.disputed) for one in accounts]
    assert ORDER.index(evidence_class(weaker)) <= ORDER.index(evidence_class(accounts))
    assert evidence_class([AccountState(True, True)]) is Origin.DECLARED


def test_no_number_stands_in_what_is_computed_of_words():
    kinds = {
        kind for record in (ComputedExpectation, StatedAccount) for kind in get_type_hints(record).values()
    }
    assert not kinds & {int, float, Fraction, Fraction | None}
    assert [one.name for one in fields(ComputedExpectation)] == ["text", "origin", "accounts", "steps"]


@given(st.sampled_from(Rating), st.lists(st.sampled_from(Rating), max_size=4))
def test_a_rating_beyond_every_mark_needs_a_reason(rating, marks):
    order = list(Rating)
    places = [order.index(one) for one in marks]
    beyond = bool(places) and not min(places) <= order.index(rating) <= max(places)
    assert beyond_marks(rating, marks, None) == beyond
    if beyond:
        assert results_reason_needed(rating, None, (), marks)


def test_the_suggestion_counts_beside_the_marks():
    assert not beyond_marks(Rating.MEETS, [Rating.BELOW], Rating.MEETS)
    assert beyond_marks(Rating.MEETS, [Rating.BELOW], None)
    assert results_reason_needed(Rating.MEETS, Rating.MEETS, (), [Rating.BELOW]) is None


@pytest.mark.parametrize(
    ("numbers", "words", "approach"),
    [
        (True, False, PlanApproach.QUANTITATIVE),
        (False, True, PlanApproach.QUALITATIVE),
        (True, True, PlanApproach.MIXED),
        (False, False, None),
    ],
)
def test_the_approach_of_a_plan(numbers, words, approach):
    assert approach_of(has_numbers=numbers, has_words=words) is approach


@pytest.mark.parametrize("family", FormFamily)
def test_both_families_may_use_words_since_2022(family):
    assert may_be_qualitative(family, on=date(2026, 1, 1))


def test_a_mark_needs_its_rating_a_reason_and_a_day_in_the_period():
    titles = {"a": "Pengaduan tuntas", "b": "Layanan ramah"}
    whole = ExpectationMarkDraft(Rating.ABOVE, REASON, date(2026, 2, 1))

    def codes(marks):
        found = check_expectation_marks(titles, marks, period_starts=START, on=ON)
        return [one.code for one in found]

    assert codes({"a": whole, "b": whole}) == []
    assert codes({"a": whole}) == ["mark_b", "reason_b", "example_on_b"]
    early, late = (
        ExpectationMarkDraft(Rating.MEETS, REASON, date(2025, 12, 31)),
        ExpectationMarkDraft(Rating.MEETS, "ok", date(2026, 4, 1)),
    )
    assert codes({"a": early, "b": late}) == ["example_on_a", "reason_b", "example_on_b"]
