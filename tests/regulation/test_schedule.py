"""The days of a period's steps, and when people are reminded of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terukur.regulation.schedule import DatesOutOfOrder, Step, StepDates, is_day_to_remind, proposed_schedule
from terukur.regulation.working_calendar import default_calendar

days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
CALENDAR = default_calendar(on=date(2026, 1, 1))
RATING = StepDates(date(2026, 4, 1), date(2026, 4, 15), date(2026, 4, 22))


@given(days)
def test_every_step_has_its_days_in_order_and_none_before_the_period_ends(ended):
    schedule = proposed_schedule(from_day=ended)
    assert set(schedule) == set(Step)
    assert all(ended <= dates.opens <= dates.due <= dates.closes for dates in schedule.values())


@given(days)
def test_steps_are_due_one_after_the_other(ended):
    due = [dates.due for dates in proposed_schedule(from_day=ended).values()]
    assert due == sorted(due)


def test_a_collective_leave_moves_the_days_behind_it():
    leave = replace(CALENDAR, holidays=CALENDAR.holidays | {date(2026, 4, 2)})
    without, with_leave = (
        proposed_schedule(from_day=date(2026, 3, 31), calendar=calendar)[Step.RATING].due
        for calendar in (CALENDAR, leave)
    )
    assert (without, with_leave) == (date(2026, 4, 14), date(2026, 4, 15))


def test_dates_that_run_backwards_are_none():
    with pytest.raises(DatesOutOfOrder):
        StepDates(date(2026, 4, 2), date(2026, 4, 1), date(2026, 4, 3))


def test_reminders_come_before_on_and_after_the_day_until_it_closes():
    around = [date(2026, 4, 1) + timedelta(days=n) for n in range(40)]
    told = [day.day for day in around if is_day_to_remind(RATING, on=day, calendar=CALENDAR)]
    assert told == [10, 15, 20, 22]


@given(days)
def test_nobody_is_reminded_of_what_is_closed_or_far_off(ended):
    dates = proposed_schedule(from_day=ended)[Step.TALK]
    assert not is_day_to_remind(dates, on=dates.closes + timedelta(days=1), calendar=CALENDAR)
    assert not is_day_to_remind(dates, on=dates.opens - timedelta(days=30), calendar=CALENDAR)
