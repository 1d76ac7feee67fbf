"""The days of planning a year: on working days, in their order, never before they are proposed."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from terukur.regulation.citations import Certainty
from terukur.regulation.planning_year import PlanningStep, planning_begins, proposed_planning
from terukur.regulation.working_calendar import default_calendar

years = st.integers(2021, 2040)
CALENDAR = default_calendar(on=date(2027, 1, 1))
BEGINS = date(2026, 11, 1)


def due(on: date, **more) -> list[date]:
    return [one.dates.due for one in proposed_planning(2027, on=on, **more).values()]


def test_the_planning_of_2027_is_proposed_from_november_to_the_end_of_january():
    found = proposed_planning(2027, on=BEGINS)
    assert planning_begins(2027) == BEGINS
    assert found[PlanningStep.UNIT_PLANS].dates.opens == date(2026, 11, 2)
    assert due(BEGINS) == [date(2026, 12, 18), date(2027, 1, 8), date(2027, 1, 20), date(2027, 1, 29)]


def test_every_date_names_its_source_and_how_sure_it_is():
    found = proposed_planning(2027, on=BEGINS)
    assert "Januari" in found[PlanningStep.SETTING].source.reference
    assert found[PlanningStep.SETTING].source.status is Certainty.SINGLE
    assert found[PlanningStep.SUBMISSION].source.status is Certainty.POLICY


def test_a_day_off_of_the_agency_moves_a_due_day_before_it():
    office = replace(CALENDAR, holidays=CALENDAR.holidays | {date(2027, 1, 20)})
    assert due(BEGINS, calendar=office)[2] == date(2027, 1, 19)


def test_what_is_opened_late_gets_working_days_one_step_after_the_other():
    assert due(date(2027, 2, 1)) == [date(2027, 2, 8), date(2027, 2, 15), date(2027, 2, 22), date(2027, 3, 1)]


@given(years, st.integers(-70, 250))
def test_steps_follow_each_other_and_none_opens_before_it_is_proposed(year, offset):
    on = date(year, 1, 1) + timedelta(days=offset)
    found = [one.dates for one in proposed_planning(year, on=on).values()]
    assert len(found) == len(PlanningStep)
    assert all(on <= dates.opens <= dates.due <= dates.closes for dates in found)
    assert [dates.due for dates in found] == sorted(dates.due for dates in found)
    assert all(on < dates.due for dates in found)


@given(years)
def test_steps_opened_in_time_are_due_on_working_days(year):
    office = default_calendar(on=date(year, 1, 1))
    found = proposed_planning(year, on=date(year - 1, 11, 1), calendar=office).values()
    assert all(
        office.is_working_day(one.dates.due) and office.is_working_day(one.dates.opens) for one in found
    )
