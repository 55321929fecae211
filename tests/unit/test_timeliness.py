"""Both figures of timeliness, by the rule of the Department for Education."""

from __future__ import annotations

from datetime import date

from ehc_workflow.reporting.timeliness import Figure, by_month, in_all
from ehc_workflow.store.queries.timeliness import SentOn


def test_england_in_2019_as_it_was_published() -> None:
    """53,327 plans of which 31,313 in time; without exception cases 49,519 of which 29,895."""
    year = SentOn(date(2019, 12, 31), 53_327, 31_313, 53_327 - 49_519, 31_313 - 29_895)
    both = in_all(by_month([year]))
    assert both.with_exceptions == Figure(53_327, 31_313)
    assert both.without_exceptions == Figure(49_519, 29_895)
    assert both.with_exceptions.percent == 58.7
    assert both.without_exceptions.percent == 60.4


def test_months_are_added_up_by_plans_and_not_by_shares() -> None:
    days = [SentOn(date(2026, 3, 2), 1, 1, 0, 0), SentOn(date(2026, 3, 30), 1, 0, 1, 0)]
    days.append(SentOn(date(2026, 1, 5), 8, 2, 0, 0))
    months = by_month(days)
    assert list(months) == [date(2026, 1, 1), date(2026, 3, 1)]
    assert months[date(2026, 3, 1)].without_exceptions == Figure(1, 1)
    assert in_all(months).with_exceptions == Figure(10, 3)


def test_nothing_sent_has_no_share() -> None:
    assert in_all({}).with_exceptions.percent is None
