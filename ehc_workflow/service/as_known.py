"""A case as it was known at the end of a past day, by replaying what its log had by then.

What was known then and what was true then are kept apart: a report that came on 3 June and was recorded on 10 June was
outstanding as known on 5 June, and is named among what was learned later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from ehc_workflow.clock import LONDON
from ehc_workflow.dates.words import in_words
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.replay import replay
from ehc_workflow.store.log import Entry


@dataclass(frozen=True, slots=True)
class LearnedLater:
    """Something that had happened by the day and was recorded after it: `happened_on` by the name of the fact."""

    seq: int
    kind: str
    recorded_on: date
    happened_on: dict[str, date]


@dataclass(frozen=True, slots=True)
class AsKnown:
    """The case at the end of a day as known then, and what of that time was learned later."""

    day: date
    case: Case
    learned_later: tuple[LearnedLater, ...]


def as_known(now: Case, entries: tuple[Entry, ...], day: date, *, today: date) -> AsKnown:
    """The case of these log entries as it was known at the end of a day in London; `now` is the case as stored.

    Who the child is comes from `now`: it is kept beside the log, which holds no name. Raises ImpossibleFactsError for a
    day to come, or one on which nothing of the case was recorded yet.
    """
    if day > today:
        raise ImpossibleFactsError(
            Impossible("/day", f"{in_words(day)} is still to come; nobody knows it yet.")
        )
    by_then = [entry for entry in entries if recorded_on(entry) <= day]
    if not by_then:
        first = in_words(recorded_on(entries[0]))
        raise ImpossibleFactsError(
            Impossible("/day", f"Nothing of this case was on record before {first}.")
        )
    blank = Case(id=now.id, authority_id="", team_id="", child_id="", reference="")
    case = replay(blank, [(entry.event, entry.state) for entry in by_then], now.person)
    return AsKnown(day, case, tuple(_learned_later(entries[len(by_then) :], day)))


def recorded_on(entry: Entry) -> date:
    """The London day on which an entry was written."""
    return entry.at.astimezone(LONDON).date()


def _learned_later(entries: tuple[Entry, ...], day: date) -> Iterator[LearnedLater]:
    for entry in entries:
        happened = {name: on for name, on in _days_of(entry.event) if on <= day}
        if happened:
            yield LearnedLater(entry.seq, entry.kind, recorded_on(entry), happened)


def _days_of(what: Any) -> Iterator[tuple[str, date]]:
    """The days on which an event, or a record in it, says that something happened."""
    for field in fields(what):
        value: Any = getattr(what, field.name)
        if field.name.endswith("_on") and isinstance(value, date):
            yield field.name, value
        for record in value if isinstance(value, tuple) else (value,):
            if is_dataclass(record):
                yield from _days_of(record)
