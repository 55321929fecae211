"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_workflow.dates.written import MONTHS, read_day


@pytest.mark.parametrize(
    "written",
    [
        "12 1 2026",
        "12/01/2026",
        "12-1-2026",
        "12.1.2026",
        " 12 January 2026 ",
        "12 Jan 2026",
        "12-Jan-2026",
        "12th jan. 2026",
        "2026-01-12",
        "2026-01-12T00:00:00",
        "2026-01-12 00:00",
    ],
)
def test_a_day_is_read_day_first(written: str) -> None:
    assert read_day(written) == date(2026, 1, 12)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "31/2/2026",
        "29 February 2026",
        "12/1/26",
        "1/13/2026",
        "12 Ja 2026",
        "12 Janvier 2026",
        "2026/1/12/1",
        "2026-01-12 09:30",
        "tomorrow",
        "46034",
    ],
)
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"day|month"):
        read_day(written)


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS, start=1)))
def test_every_month_has_its_names(number: int, name: str) -> None:
    for written in (str(number), name, name.upper(), name[:3].title()):
        assert read_day(f"1 {written} 2026") == date(2026, number, 1)


def test_the_odd_short_name_is_known() -> None:
    assert read_day("1 Sept 2026") == date(2026, 9, 1)
