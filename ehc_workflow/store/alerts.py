"""What people do about alerts, written on every alert that stands for the limit, within what the authority allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NoReturn

from ehc_workflow.dates.words import with_weekday
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.alerts import latest_snooze
from ehc_workflow.domain.deadlines import Deadline
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.rules.alert_policy import CONTRIBUTORS, LONGEST_RECOVERY_DAYS
from ehc_workflow.store.alert_policies import ALERTS
from ehc_workflow.store.cases import Change
from ehc_workflow.store.rows import Rows
from ehc_workflow.store.sweep import DEADLINE_COLUMNS, day_of, deadline_of

_ALERT = f"""
SELECT al.cleared_on, al.recovery_on, al.snoozed_until, al.delegated_to, al.acknowledged_at,
       {", ".join(f"d.{column}" for column in DEADLINE_COLUMNS)}
FROM alert al JOIN deadline d ON d.assessment_id = al.assessment_id AND d.code = al.code AND d.ref = al.ref
WHERE al.id = ? AND al.assessment_id = ?
"""
_LIMIT = "assessment_id = ? AND code = ? AND ref = ? AND cleared_on IS NULL"
_AUDIENCES = f"SELECT audience FROM alert WHERE {_LIMIT}"
_OFFICE_SEAT = f"""
SELECT 1 FROM seat s JOIN seat_holding h ON h.seat_id = s.id
WHERE s.id = ? AND s.authority_id = ? AND (s.team_id IS NULL OR s.team_id = ?)
  AND s.role IN ('{Role.CASEWORKER}', '{Role.MANAGER}')
  AND s.closed_on IS NULL AND h.first_day <= ? AND (h.last_day IS NULL OR h.last_day >= ?)
"""
_SERVICE_SEAT = """
SELECT 1 FROM seat s JOIN seat_holding h ON h.seat_id = s.id
WHERE s.id = ? AND s.authority_id = ? AND s.service_id = ?
  AND s.closed_on IS NULL AND h.first_day <= ? AND (h.last_day IS NULL OR h.last_day >= ?)
"""


@dataclass(frozen=True, slots=True)
class _InHand:
    """An alert that stands, with its limit and what was done about it."""

    deadline: Deadline
    recovery_on: date | None
    snoozed_until: date | None
    delegated_to: str | None
    is_taken_up: bool


def keep_acknowledgement(rows: Rows, command: c.AcknowledgeAlert, change: Change) -> None:
    """Take up a limit until the end of its recovery day, from which on it waits again."""
    found = _standing(rows, command)
    if found.is_taken_up and found.recovery_on and found.recovery_on >= change.today:
        _refuse("/alert_id", "Somebody has taken up this alert already.")
    longest = LONGEST_RECOVERY_DAYS
    if command.request_id is not None:
        longest = ALERTS.of(rows, change.after.authority_id).longest_promise_days
    if command.recovery_on > change.today + timedelta(days=longest):
        says = f"Choose a day at most {longest} days from now: somebody has to look again by then."
        _refuse("/recovery_on", says)
    waits_from = command.recovery_on + timedelta(days=1)
    taken_up = {
        "acknowledged_at": change.at,
        "acknowledged_by": change.actor_id,
        "recovery_on": command.recovery_on,
    }
    _write(rows, command, found, taken_up, waits_from)


def keep_snooze(rows: Rows, command: c.SnoozeAlert, change: Change) -> None:
    """Put a limit off to the end of a day, once: what is put off again and again is taken up by nobody."""
    found = _standing(rows, command)
    if found.snoozed_until is not None:
        _refuse("/until", "It was put off once already. Take it up with a day, or do what is owed.")
    policy = ALERTS.of(rows, change.after.authority_id)
    latest = latest_snooze(found.deadline, change.today, policy)
    if latest is None:
        _refuse("/until", "Today is the last day for it: it cannot be put off.")
    elif command.until > latest:
        _refuse("/until", f"It can be put off to {with_weekday(latest)} at the latest.")
    waits_from = command.until + timedelta(days=1)
    _write(rows, command, found, {"snoozed_until": command.until}, waits_from)


def keep_delegation(rows: Rows, command: c.DelegateAlert, change: Change) -> None:
    """Give a limit to another seat, which somebody holds: a vacancy would hide it."""
    found = _standing(rows, command)
    case, day = change.after, change.today
    if command.request_id is None:
        held = rows.first(_OFFICE_SEAT, command.seat_id, case.authority_id, case.team_id, day, day)
    else:
        service_id = found.deadline.service_id
        held = rows.first(_SERVICE_SEAT, command.seat_id, case.authority_id, service_id, day, day)
    if not held:
        whose = "service" if command.request_id else "team"
        _refuse("/seat_id", f"Choose a seat of this {whose} that somebody holds today.")
    holder = case.caseworker_seat_id if command.request_id is None else None
    if command.seat_id == (found.delegated_to or holder):
        _refuse("/seat_id", "This seat has it already.")
    _write(rows, command, found, {"delegated_to": command.seat_id})


def keep_putting_back(rows: Rows, command: c.PutBackAlert, change: Change) -> None:
    """Undo what was done about a limit: it has waited since it was raised. A snooze is used up all the same."""
    found = _standing(rows, command)
    snoozed = found.snoozed_until is not None and found.snoozed_until >= change.today
    if not (found.is_taken_up or snoozed or found.delegated_to):
        _refuse("/alert_id", "Nobody has this alert in hand.")
    back: dict[str, Any] = {
        "acknowledged_at": None,
        "acknowledged_by": None,
        "recovery_on": None,
        "delegated_to": None,
    }
    if snoozed:
        back["snoozed_until"] = change.today - timedelta(days=1)
    _write(rows, command, found, back)
    sql = f"UPDATE alert SET unheeded_from = raised_on WHERE {_LIMIT} AND unheeded_from IS NOT NULL"
    rows.run(sql, *_key(command, found))


def _standing(rows: Rows, command: c.AlertCommand) -> _InHand:
    row = rows.first(_ALERT, command.alert_id, command.assessment_id)
    if row is None:
        raise NotFoundError("This case has no such alert.")
    cleared_on, recovery_on, snoozed_until, delegated_to, taken_up_at, *columns = row
    if cleared_on is not None:
        says = "This alert stands no more: what it was raised for is done or has moved."
        _refuse("/alert_id", says)
    found = _InHand(
        deadline=deadline_of(columns),
        recovery_on=day_of(recovery_on) if recovery_on else None,
        snoozed_until=day_of(snoozed_until) if snoozed_until else None,
        delegated_to=delegated_to,
        is_taken_up=taken_up_at is not None,
    )
    if command.request_id is not None:
        _refuse_the_authoritys(rows, command, found)
    return found


def _refuse_the_authoritys(rows: Rows, command: c.AlertCommand, found: _InHand) -> None:
    """Who owes advice may speak for a limit that they were told of, and for no other."""
    told = {
        name
        for (audience,) in rows.all(_AUDIENCES, *_key(command, found))
        for name in audience.split(",")
    }
    if found.deadline.ref != command.request_id or not told & {each.value for each in CONTRIBUTORS}:
        raise NotFoundError("This case has no such alert.")


def _write(
    rows: Rows,
    command: c.AlertCommand,
    found: _InHand,
    values: dict[str, Any],
    waits_from: date | None = None,
) -> None:
    """Write on every alert of the limit; what waits to be taken up waits from that day on."""
    key = _key(command, found)
    changes = ", ".join(f"{column} = ?" for column in values)
    rows.run(f"UPDATE alert SET {changes} WHERE {_LIMIT}", *values.values(), *key)
    if waits_from is not None:
        sql = f"UPDATE alert SET unheeded_from = ? WHERE {_LIMIT} AND unheeded_from IS NOT NULL"
        rows.run(sql, waits_from, *key)


def _key(command: c.AlertCommand, found: _InHand) -> tuple[str, str, str]:
    return command.assessment_id, found.deadline.code, found.deadline.ref


def _refuse(pointer: str, says: str) -> NoReturn:
    raise ImpossibleFactsError(Impossible(pointer, says))
