"""What another list of bank holidays would change, in words and for machines. It never names a child."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from ehc_workflow.dates.bank_holidays import name_of
from ehc_workflow.dates.words import in_words, with_weekday
from ehc_workflow.reporting.calendar_change import CalendarChange, Moved
from ehc_workflow.store.queries.alerts_told import Told


def as_json(change: CalendarChange) -> dict[str, Any]:
    """The days first, then counts, then every deadline that would move."""
    now, then = change.known_until
    return {
        "dry_run": True,
        "known_until": {"now": now.isoformat(), "then": then.isoformat()},
        "added": [_holiday(day) for day in change.added],
        "taken_away": [_holiday(day) for day in change.taken_away],
        "open_cases": change.cases,
        "become_late": sum(one.becomes_late for one in change.moved),
        "no_longer_late": sum(one.no_longer_late for one in change.moved),
        "moved": [_moved(one) for one in change.moved],
    }


def as_text(change: CalendarChange) -> Iterator[str]:
    """The same for a person."""
    now, then = change.known_until
    yield f"Announced until {in_words(now)}; with this file until {in_words(then)}."
    yield from _days("Would be bank holidays that are none now", change.added)
    yield from _days("Would be bank holidays no more", change.taken_away)
    cases = len({one.reference for one in change.moved})
    yield f"Open cases looked at: {change.cases}; with a deadline that moves: {cases}."
    late = sum(one.becomes_late for one in change.moved)
    yield f"Deadlines that move: {len(change.moved)}; of these, become late: {late}."
    for one in change.moved:
        yield from _in_words(one)
    yield "Nothing was written: this version compares only."


def _days(what: str, days: Sequence[date]) -> Iterator[str]:
    yield f"{what}: {len(days)}."
    for day in days:
        yield f"  {with_weekday(day)} ({name_of(day)})"


def _in_words(one: Moved) -> Iterator[str]:
    """One deadline: what moves from when to when, by how much, whether it is late then, and who was told otherwise."""
    before, after = one.before, one.after
    parts = []
    if one.due_moves:
        parts.append(_shift("the last day", before.due_on, after.due_on, one.due_moves))
    if one.act_by_moves:
        parts.append(_shift("the last working day", before.act_by, after.act_by, one.act_by_moves))
    if one.becomes_late:
        parts.append("it would be late")
    if one.no_longer_late:
        parts.append("it would no longer be late")
    yield f"  {one.reference}, {before.code} ({before.provision}): {'; '.join(parts)}."
    for alert in one.told:
        audience = " and ".join(name.replace("_", " ") for name in alert.audience)
        yield f"    Told the earlier answer on {in_words(alert.raised_on)}: {audience}."


def _shift(what: str, before: date, after: date, days: int) -> str:
    count = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    direction = "earlier" if days < 0 else "later"
    return f"{what} moves from {in_words(before)} to {in_words(after)}, {count} {direction}"


def _holiday(day: date) -> dict[str, str]:
    return {"date": day.isoformat(), "name": name_of(day)}


def _moved(one: Moved) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "code": one.before.code,
        "ref": one.before.ref,
        "kind": one.before.kind.value,
        "provision": one.before.provision,
        "due_on": _both(one.before.due_on, one.after.due_on, one.due_moves),
        "act_by": _both(one.before.act_by, one.after.act_by, one.act_by_moves),
        "becomes_late": one.becomes_late,
        "no_longer_late": one.no_longer_late,
        "told": [_told(alert) for alert in one.told],
    }


def _both(now: date, then: date, days: int) -> dict[str, Any]:
    return {"now": now.isoformat(), "then": then.isoformat(), "days": days}


def _told(alert: Told) -> dict[str, Any]:
    return {"audience": list(alert.audience), "raised_on": alert.raised_on.isoformat()}
