"""The rules of law as a lawyer would check them: vectors, and properties over everything."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.notation.numbers import display, rounded
from terukur.regulation.achievement import Target, achievement_of, target_due
from terukur.regulation.behaviors import BEHAVIOR_CODES, BEHAVIOR_VALUES
from terukur.regulation.citations import CITATIONS
from terukur.regulation.employee_number import InvalidEmployeeNumber, parse_employee_number
from terukur.regulation.grade import grade_of
from terukur.regulation.objection import objection_clock
from terukur.regulation.parameters import parameter, parameter_names
from terukur.regulation.periods import InvalidPeriod, Period
from terukur.regulation.plan_time import elapsed_share
from terukur.regulation.rating import BehaviorMarkDraft, RatingDraft, check_rating
from terukur.regulation.scales import Direction, Grade, Origin, Pace, Rating, ResultKind
from terukur.regulation.suggestion import (
    IndicatorOutcome,
    ResultOutcome,
    SuggestionPolicy,
    suggest_results_rating,
)

POLICY = SuggestionPolicy(1, Fraction(120), Fraction(90), Fraction(110), Fraction(60))
amounts = st.fractions(min_value=0, max_value=10_000, max_denominator=100)
positive = st.fractions(min_value=Fraction(1, 100), max_value=10_000, max_denominator=100)
ratings = st.sampled_from(list(Rating))


@given(ratings, ratings, ratings)
def test_a_lower_rating_never_gives_a_better_grade(one, other, fixed):
    low, high = sorted((one, other), key=lambda rating: rating.position)
    order = list(Grade)
    for pair in (lambda r: {"results": r, "behavior": fixed}, lambda r: {"results": fixed, "behavior": r}):
        assert order.index(grade_of(**pair(low)).result) >= order.index(grade_of(**pair(high)).result)


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_a_message(text):
    try:
        assert len(parse_employee_number(text).digits) == 18
    except InvalidEmployeeNumber as error:
        assert str(error)


@given(amounts, amounts, positive)
def test_more_is_never_worse_where_higher_is_better(one, other, target):
    low, high = sorted((one, other))
    percent = [
        achievement_of(realization=r, low=target, direction=Direction.HIGHER).result for r in (low, high)
    ]
    assert percent[0] <= percent[1]


@given(amounts, amounts, positive)
def test_more_is_never_better_where_lower_is_better(one, other, target):
    low, high = sorted((one, other))
    percent = [
        achievement_of(realization=r, low=target, direction=Direction.LOWER).result for r in (low, high)
    ]
    assert percent[0] >= percent[1] >= 0


@given(positive, st.sampled_from([Direction.HIGHER, Direction.LOWER]))
def test_meeting_the_target_is_a_hundred_percent(target, direction):
    assert achievement_of(realization=target, low=target, direction=direction).result == 100


@given(amounts, positive, positive)
def test_inside_a_range_is_a_hundred_and_outside_is_less(realization, low, width):
    high = low + width
    percent = achievement_of(realization=realization, low=low, high=high, direction=Direction.RANGE).result
    assert (percent == 100) == (low <= realization <= high)


def test_coverage_above_a_hundred_is_real_and_not_clipped():
    decision = achievement_of(realization=Fraction(103), low=Fraction(100), direction=Direction.HIGHER)
    assert decision.result == 103


def test_a_quarter_of_the_year_is_a_quarter_of_the_target():
    target = Target(Fraction(240), Direction.HIGHER, Pace.STEADY)
    due = target_due(target, starts=date(2026, 1, 1), ends=date(2026, 12, 31), on=date(2026, 3, 31))
    assert due.low == 60


def test_a_one_time_target_is_not_due_before_its_day():
    target = Target(Fraction(1), Direction.HIGHER, Pace.ONCE, due=date(2026, 11, 30))
    year = {"starts": date(2026, 1, 1), "ends": date(2026, 12, 31)}
    assert target_due(target, on=date(2026, 11, 29), **year) is None
    assert target_due(target, on=date(2026, 11, 30), **year).low == 1


def test_less_exposure_lowers_the_target_visibly():
    target = Target(
        Fraction(600), Direction.HIGHER, Pace.LEVEL, planned_exposure=Fraction(200), exposure=Fraction(60)
    )
    due = target_due(target, starts=date(2026, 1, 1), ends=date(2026, 12, 31), on=date(2026, 6, 30))
    assert due.low == 180
    assert "paparan" in due.steps[0]


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_the_share_of_the_year_grows_with_the_days(one, other):
    early, late = sorted((one, other))
    year = {"starts": date(2026, 1, 1), "ends": date(2026, 12, 31)}
    assert 0 <= elapsed_share(on=early, **year) <= elapsed_share(on=late, **year) <= 1


def outcome(achievement, *, weight=100, origin=Origin.MEASURED, kind=ResultKind.MAIN, due=True):
    percent = None if achievement is None else Fraction(achievement)
    indicator = IndicatorOutcome(Fraction(weight), percent, origin, due)
    return ResultOutcome("Hasil", kind, (indicator,))


@pytest.mark.parametrize(
    ("achievement", "expected"),
    [("89.99", Rating.BELOW), ("90", Rating.MEETS), ("110", Rating.MEETS), ("110.01", Rating.ABOVE)],
)
def test_both_ends_of_the_band_meet_expectation(achievement, expected):
    assert suggest_results_rating([outcome(achievement)], POLICY).result.rating is expected


def test_an_achievement_is_capped_only_where_it_is_averaged():
    suggestion = suggest_results_rating([outcome(300, weight=50), outcome(80, weight=50)], POLICY).result
    assert suggestion.achievement == 100


def test_too_little_evidence_gives_no_suggestion():
    decision = suggest_results_rating(
        [outcome(100, weight=59), outcome(100, weight=41, origin=Origin.DECLARED)], POLICY
    )
    assert decision.result.rating is None
    assert "59 %" in decision.result.refusal


def test_above_needs_no_main_result_below():
    results = [outcome(120, weight=90), outcome(50, weight=10)]
    assert suggest_results_rating(results, POLICY).result.rating is Rating.MEETS


def test_what_is_not_due_carries_no_weight():
    results = [outcome(100, weight=10), outcome(None, weight=90, origin=Origin.NONE, due=False)]
    suggestion = suggest_results_rating(results, POLICY).result
    assert (suggestion.rating, suggestion.coverage) == (Rating.MEETS, 100)


@given(st.lists(st.tuples(amounts, positive), min_size=1, max_size=6), st.data())
def test_a_better_realization_never_turns_the_suggestion_worse(parts, data):
    index = data.draw(st.integers(0, len(parts) - 1))
    better = list(parts)
    better[index] = (parts[index][0] + data.draw(positive), parts[index][1])
    before, after = (
        suggest_results_rating([outcome(a, weight=w) for a, w in version], POLICY).result.rating
        for version in (parts, better)
    )
    assert before.position <= after.position


def marks(**changed):
    return {code: BehaviorMarkDraft(Rating.MEETS) for code in BEHAVIOR_CODES} | changed


def check(draft, suggested=Rating.MEETS):
    found = check_rating(draft, suggested=suggested, period_starts=date(2026, 1, 1), on=date(2026, 4, 6))
    return {finding.code for finding in found}


def test_nothing_has_a_default():
    found = check(RatingDraft(None, "", None, "", {}))
    assert {"results", "behavior", *(f"mark_{code}" for code in BEHAVIOR_CODES)} == found


def test_the_middle_as_suggested_needs_no_words():
    assert check(RatingDraft(Rating.MEETS, "", Rating.MEETS, "", marks())) == set()


@given(ratings, ratings)
def test_leaving_the_middle_or_the_suggestion_needs_a_reason(given_rating, suggested):
    found = check(RatingDraft(given_rating, "", Rating.MEETS, "", marks()), suggested)
    assert ("results_reason" in found) == (given_rating is not suggested or given_rating is not Rating.MEETS)


def test_a_mark_away_from_the_middle_needs_a_dated_example_in_the_period():
    late = BehaviorMarkDraft(Rating.BELOW, "Tiga kali memakai soal yang sama.", date(2025, 12, 1))
    bare = BehaviorMarkDraft(Rating.ABOVE)
    found = check(RatingDraft(Rating.MEETS, "", Rating.MEETS, "", marks(AD=late, KP=bare)))
    assert found == {"example_on_AD", "example_KP", "example_on_KP"}


def test_the_fourteenth_day_is_the_last():
    assert objection_clock(received=date(2026, 1, 2)).result.file_by == date(2026, 1, 16)


@pytest.mark.parametrize("written", ["2026", "2026-S1", "2026-S2", "2026-Q3", "2026-09"])
def test_periods_are_written_as_they_are_read(written):
    assert str(Period.parse(written)) == written


@pytest.mark.parametrize("written", ["", "26", "2026-Q5", "2026-13", "2026-00", "Q1", "2026-S3"])
def test_other_ways_to_write_a_period_are_refused(written):
    with pytest.raises(InvalidPeriod):
        Period.parse(written)


def test_the_quarter_before_the_first_lies_in_the_year_before():
    assert str(Period.parse("2026-Q1").previous) == "2025-Q4"


@given(st.fractions(), st.integers(0, 6))
def test_rounding_is_half_up_and_never_off_by_more_than_half(number, places):
    difference = Fraction(rounded(number, places)) - number
    assert abs(difference) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize(
    ("number", "shown"), [(Fraction(25, 12), "2,08"), (1234567, "1.234.567"), (Fraction(1, 8), "0,13")]
)
def test_numbers_are_shown_the_indonesian_way(number, shown):
    assert display(number) == shown


def test_seven_values_and_twenty_one_guides():
    assert len(BEHAVIOR_VALUES) == 7
    assert sum(len(value.guides) for value in BEHAVIOR_VALUES) == 21


def test_every_parameter_has_a_source_and_a_status():
    for name in parameter_names():
        found = parameter(name, on=date(2026, 1, 1))
        assert found.legal_basis
        assert found.status


def test_every_citation_says_something_in_plain_words():
    assert all(len(citation.says) > 20 for citation in CITATIONS.values())
