"""Which months of a period have data: what was never loaded is missing, neither zero nor done."""

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from terukur.regulation.combining import SpanPart, combined
from terukur.regulation.measured_months import measured_months, month_names, months_between, share_of_plan
from terukur.regulation.periods import Period, quarters
from terukur.regulation.plan_time import elapsed_share
from terukur.regulation.scales import Combination

YEAR = Period.parse("2026")
PLAN = {"starts": YEAR.starts, "ends": YEAR.ends}
months = st.integers(1, 12).map(lambda number: Period(2026, number, number))
loaded = st.lists(months, unique=True)
amounts = st.lists(st.integers(0, 500), min_size=12, max_size=12)


def spans(periods):
    return [(period.starts, period.ends) for period in sorted(periods, key=lambda p: p.first)]


def of(periods, *, quarter="2026-Q4", on="2026-12-31", back=False):
    period = Period.parse(quarter)
    return measured_months(
        spans(periods), starts=period.starts, ends=period.ends, as_of=date.fromisoformat(on), fills_back=back
    )


def test_a_quarter_without_a_row_is_not_measured():
    told = of([Period(2026, month, month) for month in range(1, 10)], on="2026-11-30")
    assert (month_names(told.missing), told.covered, told.share) == ("Oktober–November", (), 0)


def test_the_running_month_is_not_yet_missing():
    assert month_names(of([], on="2026-11-29").missing) == "Oktober"


def test_a_month_that_the_plan_cuts_is_not_waited_for():
    told = measured_months(
        spans([Period.parse("2026-07")]),
        starts=date(2026, 7, 1),
        ends=date(2026, 8, 15),
        as_of=date(2026, 8, 15),
    )
    assert (told.missing, told.share) == ((), 1)


def test_a_value_of_the_whole_quarter_covers_its_months():
    assert of([Period.parse("2026-Q4")]).share == 1


def test_a_state_at_a_time_stands_for_the_months_before_it_and_not_for_those_after():
    told = of([Period(2026, 11, 11)], back=True)
    assert (told.share, month_names(told.missing)) == (Fraction(2, 3), "Oktober, Desember")


@given(loaded, months, st.sampled_from(quarters(2026)), st.dates(*PLAN.values()), st.booleans())
def test_one_more_month_of_data_ends_the_gap_of_that_month_alone(known, more, period, on, back):
    if on < period.starts:
        on = period.ends
    before = of(known, quarter=str(period), on=str(on), back=back)
    after = of([*known, *([] if more in known else [more])], quarter=str(period), on=str(on), back=back)
    assert set(before.missing) - set(after.missing) <= {more.starts}
    assert set(after.covered) - set(before.covered) <= {more.starts}
    assert set(after.missing) <= set(before.missing)
    assert after.share >= before.share
    assert not set(after.missing) & set(after.covered)


@given(st.dates(*PLAN.values()), st.dates(*PLAN.values()), st.dates(*PLAN.values()))
def test_all_months_together_are_the_time_gone_by(one, two, on):
    starts, ends = sorted((one, two))
    covered = list(months_between(starts, ends))
    told = share_of_plan(covered, starts=starts, ends=ends, on=on)
    assert told == elapsed_share(starts=starts, ends=ends, on=on)


@given(amounts, st.lists(st.integers(1, 500), min_size=12, max_size=12), st.sampled_from(Combination))
def test_the_own_values_of_four_quarters_make_the_year(tops, bottoms, combination):
    is_ratio = combination is Combination.RATIO
    parts = [
        SpanPart(Fraction(top), Fraction(bottom if is_ratio else 1))
        for top, bottom in zip(tops, bottoms, strict=True)
    ]
    whole, _ = combined(parts, combination, per=100 if is_ratio else 1)
    cut = [parts[first : first + 3] for first in (0, 3, 6, 9)]
    if is_ratio:
        own = [SpanPart(sum(p.value for p in q), sum(p.denominator for p in q)) for q in cut]
        again, _ = combined(own, combination, per=100)
    else:
        own = [SpanPart(combined(quarter, combination)[0]) for quarter in cut]
        again, _ = combined(own, combination)
    assert again == whole


def test_months_are_named_in_runs():
    named = [date(2026, month, 1) for month in (2, 4, 5, 6, 12)]
    assert month_names(named) == "Februari, April–Juni, Desember"
