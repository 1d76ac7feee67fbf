"""A rounded number never seems to lie on the other side of what it was held against."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.notation.numbers import percent_beside, percent_display, places_apart, rounded
from terukur.regulation.achievement import achievement_of
from terukur.regulation.scales import Direction, Origin, ResultKind
from terukur.regulation.suggestion import (
    IndicatorOutcome,
    ResultOutcome,
    SuggestionPolicy,
    band_of,
    suggest_results_rating,
)

numbers = st.fractions(min_value=0, max_value=300, max_denominator=10**6)
limits = st.integers(0, 1_500_000).map(lambda number: Fraction(number, 10_000))
POLICY = SuggestionPolicy(1, *map(Fraction, (120, 90, 110, 60)))


def read(text: str) -> Fraction:
    """What somebody reads: ``1.089,996 %`` as a number."""
    return Fraction(text.removesuffix(" %").replace(".", "").replace(",", "."))


def side(number: Fraction, threshold: Fraction) -> int:
    return (number > threshold) - (number < threshold)


@given(numbers, st.lists(limits, min_size=1, max_size=3))
def test_what_is_read_lies_on_the_same_side_of_every_limit(number, thresholds):
    shown = percent_beside(number, thresholds)
    places = places_apart(number, thresholds)
    for threshold in thresholds:
        told = Fraction(rounded(threshold, places))
        assert side(read(shown), told) == side(number, threshold)
        assert side(read(shown), threshold) == side(number, threshold)


@given(numbers, st.fractions(min_value=0, max_value=300))
def test_it_holds_for_limits_that_are_no_decimals(number, threshold):
    places = places_apart(number, [threshold])
    shown, told = (read(percent_display(one, places)) for one in (number, threshold))
    assert side(shown, told) == side(number, threshold)


@pytest.mark.parametrize(
    ("number", "shown"), [("89.996", "89,996 %"), ("110.04", "110,04 %"), ("90", "90 %"), ("97.94", "97,9 %")]
)
def test_only_as_many_decimals_as_it_takes(number, shown):
    assert percent_beside(Fraction(number), POLICY.limits) == shown


def test_the_working_of_an_achievement_explains_its_verdict():
    decision = achievement_of(
        realization=Fraction("85.4962"), low=Fraction(95), direction=Direction.HIGHER, beside=POLICY.limits
    )
    assert decision.steps == ("Capaian: 85,4962 ÷ 95 = 89,996 %",)


@given(numbers)
def test_the_band_in_the_steps_is_the_band_that_is_read(achievement):
    only = IndicatorOutcome(Fraction(100), achievement, Origin.MEASURED)
    decision = suggest_results_rating([ResultOutcome("", ResultKind.MAIN, (only,))], POLICY)
    average = next(step for step in decision.steps if step.startswith("Rata-rata"))
    assert band_of(read(average.rsplit(": ", 1)[1]), POLICY) is decision.result.rating


@given(st.lists(st.tuples(st.integers(1, 100), st.booleans()), min_size=1, max_size=5), limits)
def test_too_little_evidence_reads_as_too_little(weights, least):
    policy = SuggestionPolicy(1, *map(Fraction, (120, 90, 110)), min(least, Fraction(100)))
    outcomes = tuple(
        IndicatorOutcome(Fraction(weight), Fraction(100), Origin.MEASURED if seen else Origin.NONE)
        for weight, seen in weights
    )
    decision = suggest_results_rating([ResultOutcome("", ResultKind.MAIN, outcomes)], policy)
    covered = read(decision.steps[0].split(": ")[1].split(" (")[0])
    assert (covered < policy.minimum_evidence) == (decision.result.rating is None)


def test_points_below_ninety_are_not_shown_as_ninety():
    from datetime import date

    from terukur.regulation.score_2019 import score_2019

    decision = score_2019(
        skp=Fraction("89.995"),
        behavior=Fraction("89.995"),
        peers=False,
        new_idea=False,
        on=date(2026, 11, 30),
    )
    assert decision.steps[0].endswith("= 89,995")
    assert decision.steps[-1] == "Predikat: Cukup"
