"""What is said of the jobs, in the same sentences in the log, on the page and at the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from ehc_workflow.clock import LONDON
from ehc_workflow.dates.words import in_words, with_weekday
from ehc_workflow.jobs.schedule import stretches


def set_back_words(now: datetime, last: Mapping[str, date], last_at: datetime | None) -> str:
    """The clock is behind what was run: what is seen, what follows, and what to do."""
    until = [f"jobs are done for {with_weekday(max(last.values()))}"] if last else []
    if last_at is not None:
        until.append(f"one was finished at {_moment(last_at)}")
    return (
        f"The clock says {_moment(now)}, but {' and '.join(until)}. No job runs until the clock has passed that, so "
        "that nothing runs twice. If the clock is wrong, put it right. If it was ahead before and is right now, run: "
        "ehc job trust-clock"
    )


def _moment(moment: datetime) -> str:
    there = moment.astimezone(LONDON)
    return f"{there:%H:%M} on {with_weekday(there.date())}"


def too_long_ago_words(days: Sequence[date], most: int) -> str:
    """Days that nobody makes up for."""
    return (
        f"No job ran for {days_in_words(days)}, more than {most} days ago. The worker leaves these days out: "
        "whatever is still late is told as of today, but not each step on its own day."
    )


def days_in_words(days: Sequence[date]) -> str:
    """`2 June 2026`, `2 June 2026 to 4 June 2026 (3 days)`, several with commas between."""
    return ", ".join(_stretch(first, last) for first, last in stretches(tuple(days)))


def _stretch(first: date, last: date) -> str:
    if first == last:
        return in_words(first)
    return f"{in_words(first)} to {in_words(last)} ({(last - first).days + 1} days)"
