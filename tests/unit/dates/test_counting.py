"""Each way of counting, on the days where a slip would show."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehc_workflow.dates import counting
from tests.unit.domain import day_by_day

DAYS = st.dates(date(2014, 9, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("start", "number", "last"),
    [
        (date(2026, 1, 12), 6, date(2026, 2, 23)),
        (date(2028, 1, 18), 6, date(2028, 2, 29)),
        (date(2026, 3, 28), 1, date(2026, 4, 4)),
        (date(2026, 10, 24), 1, date(2026, 10, 31)),
    ],
    ids=["six weeks", "to a leap day", "clocks go forward", "clocks go back"],
)
def test_weeks_after_fall_on_the_same_weekday(start: date, number: int, last: date) -> None:
    assert counting.weeks_after(start, number) == last


@pytest.mark.parametrize(
    ("start", "number", "last"),
    [
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2027, 12, 29), 2, date(2028, 2, 29)),
        (date(2026, 12, 29), 2, date(2027, 2, 28)),
        (date(2026, 2, 28), 2, date(2026, 4, 28)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 11, 30), 2, date(2027, 1, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), -6, date(2026, 2, 28)),
        (date(2026, 3, 15), -6, date(2025, 9, 15)),
    ],
)
def test_months_after_end_on_the_corresponding_date_or_the_months_last_day(
    start: date, number: int, last: date
) -> None:
    assert counting.months_after(start, number) == last


@pytest.mark.parametrize(
    ("start", "number", "last"),
    [
        (date(2026, 5, 5), 3, date(2026, 8, 4)),
        (date(2026, 9, 10), 12, date(2027, 9, 9)),
        (date(2026, 12, 1), 3, date(2027, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 11, 29), 3, date(2027, 2, 28)),
        (date(2026, 11, 28), 3, date(2027, 2, 27)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 1, 1), 1, date(2026, 1, 31)),
    ],
)
def test_months_beginning_with_end_the_day_before_or_on_the_months_last_day(
    start: date, number: int, last: date
) -> None:
    assert counting.months_beginning_with(start, number) == last


def test_days_beginning_with_count_the_first_day() -> None:
    assert counting.days_beginning_with(date(2026, 6, 4), 15) == date(2026, 6, 18)
    assert counting.days_after(date(2026, 6, 4), 15) == date(2026, 6, 19)
    assert counting.days_before(date(2026, 6, 22), 15) == date(2026, 6, 7)


def test_working_days_step_over_weekends_and_holidays() -> None:
    assert counting.working_days_after(date(2026, 4, 30), 3) == date(2026, 5, 6)
    assert counting.working_days_after(date(2026, 12, 23), 4) == date(2026, 12, 31)
    assert counting.working_days_after(date(2026, 4, 2), 2) == date(2026, 4, 8)
    assert counting.working_days_after(date(2026, 4, 4), 1) == date(2026, 4, 7)


def test_working_days_beginning_with_a_day_that_is_none_begin_with_the_next() -> None:
    assert counting.working_days_beginning_with(date(2026, 8, 29), 15) == date(2026, 9, 21)
    assert counting.working_days_beginning_with(date(2026, 9, 1), 15) == date(2026, 9, 21)
    assert counting.working_days_beginning_with(date(2026, 9, 1), 1) == date(2026, 9, 1)


def test_counting_back_the_working_day_before_is_the_first() -> None:
    assert counting.working_days_before(date(2027, 2, 22), 1) == date(2027, 2, 19)
    assert counting.working_days_before(date(2027, 2, 22), 15) == date(2027, 2, 1)
    assert counting.working_days_before(date(2026, 9, 1), 1) == date(2026, 8, 28)


@given(DAYS)
def test_next_working_day_is_never_the_day_itself(day: date) -> None:
    following = counting.next_working_day(day)
    assert following > day
    assert counting.is_working_day(following)
    assert not any(
        counting.is_working_day(date.fromordinal(n))
        for n in range(day.toordinal() + 1, following.toordinal())
    )


@given(DAYS)
def test_a_working_day_is_its_own_first_and_last(day: date) -> None:
    before, after = (
        counting.last_working_day_on_or_before(day),
        counting.first_working_day_on_or_after(day),
    )
    assert before <= day <= after
    assert (before == day == after) is counting.is_working_day(day)


def test_every_way_of_counting_agrees_with_a_walk_day_by_day() -> None:
    for place in range(day_by_day.PLACE[date(2014, 9, 1)], day_by_day.PLACE[date(2041, 1, 1)]):
        day = day_by_day.EVERY_DAY[place]
        assert counting.is_working_day(day) == (day in day_by_day.OPEN), day
        assert counting.weeks_after(day, 20) == day_by_day.day_after(day, 140)
        assert counting.months_after(day, 2) == day_by_day.months_after(day, 2)
        assert counting.months_beginning_with(day, 3) == day_by_day.months_beginning_with(day, 3)
        assert counting.working_days_after(day, 3) == day_by_day.working_day_after(day, 3)
        assert counting.working_days_before(day, 3) == day_by_day.working_day_before(day, 3)
