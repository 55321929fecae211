"""Alerts that nobody took up: found by the day from which each waits, and put before the next one up, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ehc_workflow.domain.deadlines import Kind
from ehc_workflow.rules.ladders import Audience, Level
from ehc_workflow.store import outbox
from ehc_workflow.store.ids import id_of
from ehc_workflow.store.rows import Rows
from ehc_workflow.store.sweep import DEADLINE_COLUMNS, Found, deadline_of

_DAY = "CAST(? AS date)"  # PostgreSQL asks what kind of value a CASE has
_UNHEEDED = f"""
SELECT al.id, al.audience, d.level, a.id, a.reference, a.authority_id, a.team_id, a.caseworker_seat_id,
       {", ".join(f"d.{column}" for column in DEADLINE_COLUMNS)}
FROM alert al
JOIN deadline d ON d.assessment_id = al.assessment_id AND d.code = al.code AND d.ref = al.ref
JOIN assessment a ON a.id = al.assessment_id
WHERE al.cleared_on IS NULL AND al.unheeded_from <= ? AND al.due_on = d.due_on
  AND al.unheeded_from <= CASE WHEN al.level = '{Level.LATE}' AND d.kind = '{Kind.STATUTORY}'
                               THEN {_DAY} ELSE {_DAY} END
"""
_IN_ORDER = "ORDER BY a.id, al.code, al.ref, al.raised_on, al.id LIMIT ?"
_HOLD = "FOR UPDATE OF a, al"


@dataclass(frozen=True, slots=True)
class Waits:
    """The alerts to look for in these authorities: those that wait from this day on, or from an earlier one.

    `late_until` is for limits of the law that have passed, `until` for all others, `latest` the later of the two.
    """

    latest: date
    until: date
    late_until: date
    authority_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unheeded:
    """An alert that nobody took up in time, with its limit as it stands now."""

    id: str
    audience: tuple[Audience, ...]
    level: Level
    found: Found


@dataclass(frozen=True, slots=True)
class NewClimb:
    """An alert to raise before the next one up; `goes_on_from` is the day from which it waits itself, if it can."""

    found: Found
    rung: str
    level: Level
    audience: Audience
    goes_on_from: date | None
    delegated_to: str | None
    messages: tuple[outbox.Sendable, ...]


def any_unheeded(rows: Rows, waits: Waits) -> bool:
    """Whether there is any such alert."""
    return bool(_found(rows, waits, "LIMIT 1"))


def unheeded(rows: Rows, waits: Waits, *, limit: int) -> list[Unheeded]:
    """The next alerts that nobody took up, held from commands until the transaction ends."""
    hold = _HOLD if rows.dialect == "postgresql" else ""
    return [_unheeded(row) for row in _found(rows, waits, f"{_IN_ORDER} {hold}", limit)]


def _found(rows: Rows, waits: Waits, which: str, *limit: int) -> list[Any]:
    sql = f"{_UNHEEDED} AND {rows.one_of('a.authority_id')} {which}"
    if rows.dialect == "sqlite":
        sql = sql.replace(_DAY, "?")
    days = waits.latest, waits.late_until, waits.until
    return rows.all(sql, *days, rows.listed(waits.authority_ids), *limit)


def _unheeded(row: Sequence[Any]) -> Unheeded:
    alert_id, audience, level, case_id, reference, authority_id, team_id, seat_id, *columns = row
    return Unheeded(
        id=alert_id,
        audience=tuple(Audience(name) for name in audience.split(",")),
        level=Level(level),
        found=Found(case_id, reference, authority_id, team_id, seat_id, deadline_of(columns)),
    )


def told_of(
    rows: Rows, alerts: Sequence[Unheeded]
) -> dict[tuple[str, str, str], tuple[set[str], set[Audience], list[str]]]:
    """For each limit, the rungs ever raised for its day; by those that stand who hears of it, and whose it is."""
    sql = f"""
    SELECT al.assessment_id, al.code, al.ref, al.rung, al.audience, al.cleared_on IS NULL,
           al.delegated_to
    FROM alert mine
    JOIN alert al ON al.assessment_id = mine.assessment_id AND al.code = mine.code AND al.ref = mine.ref
         AND al.due_on = mine.due_on
    WHERE {rows.one_of("mine.id")}
    """
    told: dict[tuple[str, str, str], tuple[set[str], set[Audience], list[str]]] = {}
    ids = rows.listed([one.id for one in alerts])
    for case_id, code, ref, rung, audience, stands, seat_id in rows.all(sql, ids):
        rungs, people, seats = told.setdefault((case_id, code, ref), (set(), set(), []))
        rungs.add(rung)
        if stands:
            people.update(Audience(name) for name in audience.split(","))
            seats += [seat_id] if seat_id else []
    return told


def record(
    rows: Rows,
    looked_at: Sequence[Unheeded],
    new: Sequence[NewClimb],
    *,
    as_of: date,
    now: datetime,
) -> None:
    """Write the alerts that went up with their messages; those they came from go up no further."""
    rows.load("alert", [_row(one, as_of) for one in new])
    outbox.load(
        rows, [(one.found.assessment_id, message) for one in new for message in one.messages], now
    )
    sql = f"UPDATE alert SET unheeded_from = NULL WHERE {rows.one_of('id')}"
    rows.run(sql, rows.listed([one.id for one in looked_at]))


def _row(one: NewClimb, as_of: date) -> dict[str, Any]:
    deadline = one.found.deadline
    return {
        "id": id_of("alert", *one.found.key, deadline.due_on, one.rung),
        "assessment_id": one.found.assessment_id,
        "code": deadline.code,
        "ref": deadline.ref,
        "due_on": deadline.due_on,
        "rung": one.rung,
        "level": one.level.value,
        "audience": one.audience.value,
        "raised_on": as_of,
        "unheeded_from": one.goes_on_from,
        "delegated_to": one.delegated_to,
    }
