"""What holds for every input of the rules of numbers, hours, points and surveys."""

from collections import Counter
from datetime import date, datetime, timedelta
from fractions import Fraction
from statistics import median

from hypothesis import given
from hypothesis import strategies as st

from terukur.regulation.credit import COEFFICIENTS, PERCENTAGES, CreditRow, credit_sum
from terukur.regulation.distribution import check_distribution
from terukur.regulation.employee_number import parse_employee_number
from terukur.regulation.objection import objection_clock
from terukur.regulation.sample_size import sample_size
from terukur.regulation.satisfaction import ElementScore, quality_of, satisfaction
from terukur.regulation.scales import (
    DayKind,
    FunctionalLevel,
    Grade,
    OrganizationGrade,
    SampleMethod,
    ServiceElement,
    ServiceQuality,
)
from terukur.regulation.service import StandardTime, Tally, speed_of, standard_on
from terukur.regulation.working_calendar import WorkingClock, default_calendar

CALENDAR = default_calendar(on=date(2026, 1, 1))
levels = st.sampled_from(list(FunctionalLevel))
grades = st.sampled_from(list(Grade))
moments = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2026, 12, 31))
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))


@given(levels, grades)
def test_twelve_months_add_up_to_the_year(level, grade):
    year = credit_sum([CreditRow(level, grade, 12)]).result.points
    months = credit_sum([CreditRow(level, grade, 1)] * 12).result.points
    assert months == year == COEFFICIENTS[level] * PERCENTAGES[grade] / 100


@given(levels, st.lists(st.tuples(grades, st.integers(1, 12)), min_size=1, max_size=20), st.randoms())
def test_the_order_of_credit_rows_does_not_matter(level, parts, random):
    rows = [CreditRow(level, grade, months) for grade, months in parts]
    shuffled = random.sample(rows, len(rows))
    assert credit_sum(rows).result.points == credit_sum(shuffled).result.points


@given(moments, moments, moments)
def test_working_minutes_are_additive_and_never_negative(one, two, three):
    start, cut, end = sorted((one, two, three))
    whole = CALENDAR.working_minutes(start, end)
    assert whole == CALENDAR.working_minutes(start, cut) + CALENDAR.working_minutes(cut, end)
    assert 0 <= whole <= Fraction((end - start) // timedelta(microseconds=1), 60_000_000)


@given(days, st.integers(1, 60))
def test_a_deadline_in_working_days_falls_on_a_working_day(day, count):
    last = CALENDAR.add_working_days(day, count)
    assert CALENDAR.is_working_day(last)
    between = [day + timedelta(days=offset) for offset in range(1, (last - day).days + 1)]
    assert sum(CALENDAR.is_working_day(one) for one in between) == count


@given(days)
def test_working_days_are_never_fewer_than_calendar_days(day):
    working = objection_clock(received=day, day_kind=DayKind.WORKING).result
    calendar = objection_clock(received=day, day_kind=DayKind.CALENDAR).result
    assert working.file_by >= calendar.file_by
    assert calendar.file_by < calendar.answer_by < calendar.decide_by


@given(
    st.dates(min_value=date(1955, 1, 1), max_value=date(2004, 12, 31)),
    st.integers(1, 12),
    st.sampled_from("12"),
    st.integers(1, 999),
)
def test_a_number_is_read_as_it_was_written(birth, month, sex, sequence):
    written = f"{birth:%Y%m%d}{birth.year + 20}{month:02d}{sex}{sequence:03d}"
    parsed = parse_employee_number(written)
    assert (parsed.birth_date, parsed.start_month, parsed.sequence) == (birth, month, sequence)
    assert parse_employee_number(parsed.grouped).digits == written


scores = st.builds(
    lambda answers: ElementScore(Fraction(sum(answers)), len(answers)),
    st.lists(st.integers(1, 4), min_size=1, max_size=40),
)


@given(st.dictionaries(st.sampled_from([e.value for e in ServiceElement]), scores, min_size=1))
def test_the_ikm_of_any_elements_lies_between_25_and_100(elements):
    outcome = satisfaction(elements).result
    assert 25 <= outcome.ikm <= 100
    assert outcome.ikm == 25 * sum(s.mean for s in elements.values()) / len(elements)


@given(st.fractions(25, 100), st.fractions(25, 100))
def test_a_better_ikm_never_has_a_worse_quality(one, other):
    order = list(ServiceQuality)
    low, high = sorted((one, other))
    assert order.index(quality_of(high)) <= order.index(quality_of(low))


@given(st.integers(1, 10**7), st.sampled_from(list(SampleMethod)))
def test_a_sample_is_never_larger_than_its_population(population, method):
    needed = sample_size(population=population, method=method).result
    assert 1 <= needed <= population


@given(
    st.sampled_from(list(OrganizationGrade)), st.lists(st.integers(0, 50), min_size=5, max_size=5).filter(any)
)
def test_a_distribution_is_a_check_and_never_a_quota(organization, counts):
    decision = check_distribution(
        organization=organization, counts=dict(zip(Grade, counts, strict=True)), on=date(2026, 1, 1)
    )
    assert sum(decision.result.shares.values()) == 100
    assert decision.result.is_advisory == (sum(counts) < 10)
    assert decision.result.fits == (not decision.result.findings)


def test_share_median_and_ninetieth_of_a_log():
    minutes = (5, 7, 8, 9, 10, 11, 12, 15, 40, 60)
    tally = Tally(Counter(60 * m for m in minutes), judged=10, on_time=sum(m <= 10 for m in minutes))
    speed = speed_of(tally).result
    assert (speed.share, speed.median_minutes) == (50, Fraction(21, 2))
    assert speed.ninetieth_minutes == 40


@given(st.lists(st.integers(0, 100_000), min_size=1, max_size=200))
def test_the_median_is_that_of_the_single_times(seconds):
    speed = speed_of(Tally(Counter(seconds))).result
    assert speed.median_minutes == Fraction(median(seconds)) / 60
    assert sum(s <= speed.ninetieth_minutes * 60 for s in seconds) >= 0.9 * len(seconds)


def test_a_ticket_without_a_complete_file_is_never_on_time():
    speed = speed_of(Tally(without_acceptance=3, unfinished=2)).result
    assert (speed.share, speed.finished, speed.without_acceptance) == (None, 0, 3)


@given(moments, moments)
def test_the_clock_agrees_with_the_calendar(one, other):
    start, end = sorted(moment.replace(microsecond=0) for moment in (one, other))
    clock = WorkingClock(CALENDAR, date(2026, 1, 1))
    seconds = clock.position(end) - clock.position(start)
    assert Fraction(seconds, 60) == CALENDAR.working_minutes(start, end)


def test_the_standard_is_the_one_of_the_day_of_acceptance():
    standards = [StandardTime(date(2026, 1, 1), days=2), StandardTime(date(2026, 3, 1), days=1)]
    assert standard_on(standards, date(2026, 2, 28)).days == 2
    assert standard_on(standards, date(2026, 3, 1)).days == 1
    assert standard_on(standards, date(2025, 12, 31)) is None


def test_rows_are_rounded_where_printed_and_nowhere_else():
    row = CreditRow(FunctionalLevel.FIRST_EXPERT, Grade.GOOD, 1)
    outcome = credit_sum([row] * 12).result
    assert outcome.points == Fraction("12.5")
    assert outcome.printed_sum == Fraction("12.504")
