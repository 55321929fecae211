"""How days, moments and roles read."""

from __future__ import annotations

from datetime import UTC, date, datetime

from api import words
from ehc_workflow.domain.actors import Role


def test_days_and_moments_read_as_in_london() -> None:
    assert words.day(date(2026, 1, 2)) == "2 January 2026"
    assert words.short_day(date(2026, 1, 12)) == "Mon 12 Jan 2026"
    assert words.moment(datetime(2026, 7, 1, 8, 5, tzinfo=UTC)) == "1 July 2026, 9:05am"
    assert words.moment(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == "31 December 2026, 11:30pm"
    assert words.day(None) == words.moment(None) == words.short_day(None) == ""


def test_names_read_as_words() -> None:
    assert words.words("requested_late") == "Requested late"
    assert words.plural(1, "case") == "1 case"
    assert words.plural(1200, "case") == "1,200 cases"
    assert words.plural(2, "child", "children") == "2 children"


def test_every_role_has_a_name() -> None:
    assert set(words.ROLES) == set(Role)
