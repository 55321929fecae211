"""The window of a closure: a week before each end."""

from __future__ import annotations

from datetime import date

from ehc_workflow.dates.closures import closure_window


def test_the_window_runs_from_a_week_before_closing_to_a_week_before_opening() -> None:
    window = closure_window(date(2026, 7, 22), date(2026, 9, 2))
    assert (window.first_day, window.last_day, window.closed_days) == (
        date(2026, 7, 15),
        date(2026, 8, 26),
        42,
    )


def test_both_ends_of_the_window_are_in_it_and_the_days_beside_them_are_not() -> None:
    window = closure_window(date(2026, 7, 22), date(2026, 9, 2))
    assert [window.holds(date(2026, 7, day)) for day in (14, 15, 16)] == [False, True, True]
    assert [window.holds(date(2026, 8, day)) for day in (25, 26, 27)] == [True, True, False]
    assert window.on_boundary(date(2026, 7, 15))
    assert window.on_boundary(date(2026, 8, 26))
    assert not window.on_boundary(date(2026, 7, 16))
