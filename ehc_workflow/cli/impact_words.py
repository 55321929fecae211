"""What a change of calendar or rules moves, in words and for machines. It never names a child."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from ehc_workflow.dates.bank_holidays import BankHolidays, name_of
from ehc_workflow.dates.words import in_words, with_weekday
from ehc_workflow.service.impact import Impact, Moved
from ehc_workflow.store.queries.alerts_told import Told


def calendars_as_json(now: BankHolidays, then: BankHolidays) -> dict[str, Any]:
    """How two lists of bank holidays differ."""
    return {
        "known_until": {"now": now.known_until.isoformat(), "then": then.known_until.isoformat()},
        "added": [_holiday(day) for day in sorted(then.days - now.days)],
        "taken_away": [_holiday(day) for day in sorted(now.days - then.days)],
    }


def calendars_as_text(now: BankHolidays, then: BankHolidays) -> Iterator[str]:
    """The same for a person."""
    yield f"Announced until {in_words(now.known_until)}; with this list until {in_words(then.known_until)}."
    yield from _days("Bank holidays that are none now", sorted(then.days - now.days))
    yield from _days("Bank holidays no more", sorted(now.days - then.days))


def as_json(moves: Impact) -> dict[str, Any]:
    """Counts first, then every deadline that moves."""
    return {
        "open_cases": moves.cases,
        "cases_moved": len(moves.touched),
        "become_late": sum(one.becomes_late for one in moves.moved),
        "no_longer_late": sum(one.no_longer_late for one in moves.moved),
        "moved": [_moved(one) for one in moves.moved],
    }


def as_text(moves: Impact) -> Iterator[str]:
    """The same for a person."""
    yield f"Open cases looked at: {moves.cases}; with a day that moves: {len(moves.touched)}."
    late = sum(one.becomes_late for one in moves.moved)
    eased = sum(one.no_longer_late for one in moves.moved)
    yield (
        f"Deadlines still owed that move: {len(moves.moved)}; of these, become late: {late}; "
        f"late no longer: {eased}."
    )
    for one in moves.moved:
        yield from _in_words(one)


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
        parts.append("it becomes late")
    if one.no_longer_late:
        parts.append("it is late no longer")
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
        "provision": {"now": one.before.provision, "then": one.after.provision},
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
