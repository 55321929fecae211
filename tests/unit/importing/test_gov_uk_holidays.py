"""GOV.UK's list of bank holidays: what is read, and every way in which a file is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from ehc_workflow.dates.bank_holidays import (
    ENGLAND_AND_WALES,
    BankHolidays,
    name_of,
    usual_bank_holidays,
)
from ehc_workflow.importing.gov_uk_holidays import BankHolidayFileError, read_bank_holidays

KNOWN = ENGLAND_AND_WALES
LAST = KNOWN.known_until.year
Events = list[dict[str, Any]]


def events(first: int = LAST - 4, last: int = LAST) -> Events:
    """The events that GOV.UK would list for these years, both included, as they are known."""
    days = sorted(day for day in KNOWN.days if first <= day.year <= last)
    return [
        {"title": name_of(day), "date": day.isoformat(), "notes": "", "bunting": True}
        for day in days
    ]


def division(found: Any, name: str = "england-and-wales") -> dict[str, Any]:
    return {"division": name, "events": found}


def read(found: object) -> BankHolidays:
    return read_bank_holidays(json.dumps(found).encode(), KNOWN, "bank-holidays.json")


def refusal(found: object) -> tuple[str, ...]:
    with pytest.raises(BankHolidayFileError) as refused:
        read(found)
    return refused.value.faults


def test_the_whole_file_and_one_division_say_the_same() -> None:
    whole = {
        "england-and-wales": division(events()),
        "scotland": division([{"title": "2nd January", "date": "2026-01-02"}], "scotland"),
    }
    assert read(whole) == read(division(events()))
    assert read(whole).days == KNOWN.days
    assert read(whole).known_until == KNOWN.known_until


def test_a_new_year_is_announced_and_earlier_years_stay() -> None:
    calendar = read(division(events(last=LAST + 1)))
    assert calendar.known_until == date(LAST + 1, 12, 31)
    assert calendar.days == KNOWN.days
    assert calendar.source == "bank-holidays.json"


def test_a_holiday_proclaimed_once_is_the_only_difference() -> None:
    extra = date(2026, 6, 15)
    calendar = read(division([*events(), {"title": "A day off", "date": extra.isoformat()}]))
    assert calendar.days - KNOWN.days == {extra}
    assert KNOWN.days <= calendar.days


def test_a_moved_holiday_is_a_day_added_and_a_day_taken_away() -> None:
    moved: Events = [
        {**event, "date": "2026-05-08"} if event["date"] == "2026-05-04" else event
        for event in events()
    ]
    calendar = read(division(moved))
    assert calendar.days - KNOWN.days == {date(2026, 5, 8)}
    assert KNOWN.days - calendar.days == {date(2026, 5, 4)}


def test_years_after_the_list_are_forecast_by_the_usual_rules() -> None:
    calendar = read(division(events(last=LAST + 1)))
    after = date(LAST + 2, 1, 1)
    in_year = {day for day in calendar.days if day.year == after.year}
    assert calendar.forecast(after)
    assert in_year == usual_bank_holidays(after.year)


@pytest.mark.parametrize(
    ("name", "says"), [("scotland", "Scotland"), ("northern-ireland", "Northern Ireland")]
)
def test_another_country_is_refused(name: str, says: str) -> None:
    for found in (division(events(), name), {name: division(events(), name)}):
        (fault,) = refusal(found)
        assert fault.startswith(f"This file is of {says} only;")


def test_another_country_under_our_name_is_refused() -> None:
    (fault,) = refusal({"england-and-wales": division(events(), "scotland")})
    assert "Scotland only" in fault


@pytest.mark.parametrize(
    "found",
    [
        [],
        "text",
        {},
        {"england-and-wales": []},
        {"france": division(events())},
        division([]),
        division(None),
        division({}),
        division(["2026-12-25"]),
        {"division": 7, "events": events()},
    ],
)
def test_what_is_no_such_list_is_refused_in_a_sentence(found: object) -> None:
    assert all(fault.endswith(".") for fault in refusal(found))


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"title,date\r\n", b"[" * 100_000])
def test_what_is_no_json_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(BankHolidayFileError, match="is not JSON"):
        read_bank_holidays(content, KNOWN, "x")


@pytest.mark.parametrize(
    ("event", "fault"),
    [
        ({"title": "X", "date": "2026-02-30"}, "(X): '2026-02-30' is no date like 2026-12-25."),
        ({"title": "X", "date": "25/12/2026"}, "(X): '25/12/2026' is no date like 2026-12-25."),
        ({"title": "X", "date": 20261225}, "(X): '20261225' is no date like 2026-12-25."),
        ({"title": "X"}, "(X): has no date."),
        ({"title": "X", "date": "2026-12-26"}, "(X): 26 December 2026 is at a weekend;"),
    ],
)
def test_a_bad_event_is_named_by_its_place(event: dict[str, Any], fault: str) -> None:
    found = [*events(), event]
    assert refusal(division(found))[0].startswith(f"Event {len(found)} {fault}")


def test_a_day_listed_twice_is_refused() -> None:
    again = {"title": "Again", "date": "2026-12-25"}
    assert refusal(division([*events(), again])) == (
        "25 December 2026 stands in the list 2 times.",
    )


Change = Callable[[Events], Events]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda found: found[:-8], f"The list ends with {LAST - 1}, and the holidays up to {LAST}"),
        (lambda found: found[:-1], f"The list has 7 days in {LAST}, and"),
        (
            lambda found: [each for each in found if not each["date"].startswith("2026")],
            "The list has 0 days in 2026, and",
        ),
    ],
)
def test_a_list_that_knows_less_than_we_do_is_refused(change: Change, fault: str) -> None:
    assert refusal(division(change(events())))[0].startswith(fault)


def test_a_list_that_begins_later_than_ours_is_none_that_knows_less() -> None:
    recent = read(division(events(first=LAST)))
    assert KNOWN.days - recent.days == frozenset()
    assert min(recent.days) < date(LAST, 1, 1) - timedelta(days=365)
