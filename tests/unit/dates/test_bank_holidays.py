"""The holidays that are held, against the usual rules and against another way of finding Easter."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.dates.bank_holidays import (
    ENGLAND_AND_WALES,
    easter_sunday,
    name_of,
    usual_bank_holidays,
)
from tests.unit.domain import day_by_day

YEARS = range(2014, 2042)


@pytest.mark.parametrize("year", YEARS)
def test_easter_is_the_same_by_two_ways_of_finding_it(year: int) -> None:
    assert easter_sunday(year) == day_by_day.easter(year)


@pytest.mark.parametrize("year", YEARS)
def test_every_year_holds_the_holidays_worked_out_another_way(year: int) -> None:
    assert {day for day in ENGLAND_AND_WALES.days if day.year == year} == day_by_day.holidays(year)


def test_announced_years_differ_from_the_usual_rules_only_by_the_one_off_days() -> None:
    announced = {day for day in ENGLAND_AND_WALES.days if day <= ENGLAND_AND_WALES.known_until}
    usual = {day for year in range(2014, 2029) for day in usual_bank_holidays(year)}
    assert announced - usual == {
        date(2020, 5, 8),
        date(2022, 6, 2),
        date(2022, 6, 3),
        date(2022, 9, 19),
        date(2023, 5, 8),
    }
    assert usual - announced == {date(2020, 5, 4), date(2022, 5, 30)}


def test_days_past_the_last_announced_year_are_marked_as_forecast() -> None:
    assert not ENGLAND_AND_WALES.forecast(date(2028, 12, 31))
    assert ENGLAND_AND_WALES.forecast(date(2029, 1, 1))


def test_no_holiday_falls_on_a_weekend() -> None:
    assert all(day.isoweekday() <= 5 for day in ENGLAND_AND_WALES.days)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 5, 4), "Early May bank holiday"),
        (date(2026, 5, 25), "Spring bank holiday"),
        (date(2026, 8, 31), "Summer bank holiday"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 28), "Boxing Day (substitute day)"),
        (date(2027, 12, 27), "Christmas Day (substitute day)"),
        (date(2027, 12, 28), "Boxing Day (substitute day)"),
        (date(2022, 12, 26), "Boxing Day"),
        (date(2022, 12, 27), "Christmas Day (substitute day)"),
        (date(2021, 12, 27), "Christmas Day (substitute day)"),
        (date(2028, 1, 3), "New Year's Day (substitute day)"),
        (date(2022, 9, 19), "State Funeral of Queen Elizabeth II"),
    ],
)
def test_a_holiday_is_called_by_its_name(day: date, name: str) -> None:
    assert day in ENGLAND_AND_WALES.days
    assert name_of(day) == name
