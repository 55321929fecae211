"""The sweep's statements: deadlines whose day has come, and everything that follows from them, in bulk.

`domain.risk` decides; this reads and writes. One chunk is one short transaction: deadline, alerts, messages and the
case's rating are committed together or not at all, so a killed sweep is simply run again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ehc_workflow.domain.deadlines import OPEN_STATUSES, Deadline, Kind, Owner, Status
from ehc_workflow.domain.risk import NOTHING_OPEN, Standing
from ehc_workflow.rules.ladders import Level
from ehc_workflow.store import outbox
from ehc_workflow.store.ids import id_of
from ehc_workflow.store.rows import Rows

DEADLINE_COLUMNS = (
    "code",
    "ref",
    "kind",
    "owner",
    "starts_on",
    "due_on",
    "act_by",
    "provision",
    "rule_version",
    "service_id",
    "met_on",
    "disapplied_by",
    "status",
)
"""The columns from which `deadline_of` makes a deadline, in its order."""


@dataclass(frozen=True, slots=True)
class Found:
    """A deadline whose day has come, and whose case it is."""

    assessment_id: str
    reference: str
    authority_id: str
    team_id: str
    caseworker_seat_id: str | None
    deadline: Deadline

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the deadline in its table."""
        return self.assessment_id, self.deadline.code, self.deadline.ref


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert that was raised before, standing or cleared."""

    id: str
    due_on: date
    rung: str
    level: Level
    standing: bool
    acknowledged_at: Any
    acknowledged_by: str | None
    recovery_on: date | None
    snoozed_until: date | None
    delegated_to: str | None


@dataclass(frozen=True, slots=True)
class NewAlert:
    """An alert to raise for one deadline, with the messages that carry it.

    `in_hand` is an alert of the same limit and no better level that somebody has in hand: then they have this one too.
    """

    due_on: date
    rung: str
    level: Level
    audience: str
    reason: str
    messages: tuple[outbox.Sendable, ...]
    unheeded_from: date | None
    in_hand: Raised | None
    delegated_to: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sweep makes of one deadline."""

    found: Found
    standing: Standing
    raised: tuple[NewAlert, ...]
    cleared: tuple[str, ...]
    restored: tuple[str, ...]


_OPEN = ", ".join(f"'{status.value}'" for status in sorted(OPEN_STATUSES))
_DUE = "SELECT assessment_id, code, ref FROM deadline WHERE changes_on <= ? LIMIT ?"
_READ = f"""
SELECT a.id, a.reference, a.authority_id, a.team_id, a.caseworker_seat_id,
       {", ".join(f"d.{column}" for column in DEADLINE_COLUMNS)}
FROM assessment a JOIN deadline d ON d.assessment_id = a.id
"""
# Cases are held in the order of their ids and before their deadlines, as commands hold them: nobody waits in a circle.
_HOLD = "ORDER BY a.id, d.code, d.ref FOR UPDATE OF a, d"


def due(rows: Rows, as_of: date, *, limit: int) -> list[tuple[str, str, str]]:
    """The deadlines that the sweep of this day must look at, by their keys: one narrow read of one index."""
    return rows.all(_DUE, as_of, limit)


def read(rows: Rows, case_ids: Iterable[str], as_of: date) -> list[Found]:
    """Everything of these cases that the sweep must look at, kept from commands until the transaction ends."""
    hold = _HOLD if rows.dialect == "postgresql" else ""  # on SQLite a writer is alone anyway
    sql = f"{_READ} WHERE {rows.one_of('a.id')} AND d.changes_on <= ? {hold}"
    return [_found(row) for row in rows.all(sql, rows.listed(sorted(case_ids)), as_of)]


def owed_by(
    rows: Rows, authority_id: str, code: str, after: tuple[str, str], *, limit: int
) -> list[Found]:
    """A lot of what is owed of one kind to one authority, in the order of cases, from after a case and its ref."""
    sql = f"""
    {_READ} WHERE a.authority_id = ? AND d.code = ? AND d.status IN ({_OPEN}) AND (a.id, d.ref) > (?, ?)
    ORDER BY a.id, d.ref LIMIT ?
    """
    return [_found(row) for row in rows.all(sql, authority_id, code, *after, limit)]


def _found(row: Sequence[Any]) -> Found:
    case_id, reference, authority_id, team_id, seat_id, *columns = row
    return Found(case_id, reference, authority_id, team_id, seat_id, deadline_of(columns))


_KINDS = {kind.value: kind for kind in Kind}
_OWNERS = {owner.value: owner for owner in Owner}


def deadline_of(row: Sequence[Any]) -> Deadline:
    """A stored deadline as the domain knows it, from `DEADLINE_COLUMNS`."""
    code, ref, kind, owner, starts, due, act_by, provision, version, service, met, by, status = row
    return Deadline(
        code=code,
        ref=ref,
        kind=_KINDS[kind],
        owner=_OWNERS[owner],
        starts_on=day_of(starts),
        due_on=day_of(due),
        act_by=day_of(act_by),
        provision=provision,
        rule_version=version,
        service_id=service,
        met_on=day_of(met) if met else None,
        is_void=status == Status.VOID,
        is_superseded=status == Status.SUPERSEDED,
        disapplied_by=by,
    )


def day_of(value: Any) -> date:
    """A day as the driver gives it: SQLite as text, PostgreSQL as a day."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def raised_before(
    rows: Rows, found: Sequence[Found]
) -> dict[tuple[str, str, str], tuple[Raised, ...]]:
    """The alerts there are for these cases, by deadline."""
    alerts: dict[tuple[str, str, str], tuple[Raised, ...]] = {}
    cases = {one.assessment_id for one in found}
    sql = f"""
    SELECT assessment_id, code, ref, id, due_on, rung, level, cleared_on IS NULL, acknowledged_at, acknowledged_by,
           recovery_on, snoozed_until, delegated_to
    FROM alert WHERE {rows.one_of("assessment_id")}
    """
    for case_id, code, ref, *columns in rows.all(sql, rows.listed(cases)):
        before = alerts.get((case_id, code, ref), ())
        alerts[case_id, code, ref] = (*before, _raised(columns))
    return alerts


_LEVELS = {level.value: level for level in Level}


def _raised(row: Sequence[Any]) -> Raised:
    alert_id, due_on, rung, level, stands, at, by, recovery, snoozed, seat_id = row
    return Raised(
        id=alert_id,
        due_on=day_of(due_on),
        rung=rung,
        level=_LEVELS[level],
        standing=bool(stands),
        acknowledged_at=at,
        acknowledged_by=by,
        recovery_on=day_of(recovery) if recovery else None,
        snoozed_until=day_of(snoozed) if snoozed else None,
        delegated_to=seat_id,
    )


def record(
    rows: Rows, outcomes: Sequence[Outcome], *, as_of: date, seen_on: date, now: datetime
) -> None:
    """Write what a sweep found, and rate the cases it touched afresh. `seen_on` is the day people can see it."""
    _mark_deadlines(rows, outcomes, as_of)
    rows.load("alert", [_alert(one, new, as_of) for one in outcomes for new in one.raised])
    outbox.load(
        rows,
        [
            (one.found.assessment_id, message)
            for one in outcomes
            for new in one.raised
            for message in new.messages
        ],
        now,
    )
    _clear(rows, [alert for one in outcomes for alert in one.cleared], as_of)
    _restore(rows, [alert for one in outcomes for alert in one.restored], seen_on)
    touched = {one.found.assessment_id for one in outcomes}
    closed = {
        one.found.assessment_id for one in outcomes if one.standing.status not in OPEN_STATUSES
    }
    rate(rows, sorted(touched), maybe_nothing_open=sorted(closed))


def _alert(one: Outcome, new: NewAlert, as_of: date) -> dict[str, Any]:
    return {
        "id": id_of("alert", *one.found.key, new.due_on, new.rung),
        "assessment_id": one.found.assessment_id,
        "code": one.found.deadline.code,
        "ref": one.found.deadline.ref,
        "due_on": new.due_on,
        "rung": new.rung,
        "level": new.level.value,
        "audience": new.audience,
        "raised_on": as_of,
        "acknowledged_at": new.in_hand and new.in_hand.acknowledged_at,
        "acknowledged_by": new.in_hand and new.in_hand.acknowledged_by,
        "recovery_on": new.in_hand and new.in_hand.recovery_on,
        "snoozed_until": new.in_hand and new.in_hand.snoozed_until,
        "delegated_to": new.delegated_to,
        "unheeded_from": new.unheeded_from,
    }


_MARKS = (
    "status",
    "level",
    "risk_order",
    "changes_on",
    "swept_to",
    "assessment_id",
    "code",
    "ref",
)
_MARK = """
UPDATE deadline SET status = ?, level = ?, risk_order = ?, changes_on = ?, swept_to = ?
WHERE assessment_id = ? AND code = ? AND ref = ?
"""
_MARK_ALL = """
UPDATE deadline d SET status = n.status, level = n.level, risk_order = n.risk_order,
       changes_on = n.changes_on, swept_to = n.swept_to
FROM json_to_recordset(CAST(? AS json)) AS n(status text, level text, risk_order int, changes_on date,
       swept_to date, assessment_id text, code text, ref text)
WHERE d.assessment_id = n.assessment_id AND d.code = n.code AND d.ref = n.ref
"""


def _columns_of(at: Standing) -> tuple[Any, ...]:
    return at.status, at.level, at.order, at.changes_on


def _mark_deadlines(rows: Rows, outcomes: Sequence[Outcome], as_of: date) -> None:
    marks = [(*_columns_of(one.standing), as_of, *one.found.key) for one in outcomes]
    if rows.dialect == "sqlite":
        rows.run_many(_MARK, marks)
    else:
        rows.run(_MARK_ALL, [dict(zip(_MARKS, mark, strict=True)) for mark in marks])


def _clear(rows: Rows, alerts: Sequence[str], cleared_on: date) -> None:
    if alerts:
        sql = f"UPDATE alert SET cleared_on = ? WHERE {rows.one_of('id')}"
        rows.run(sql, cleared_on, rows.listed(alerts))


def _restore(rows: Rows, alerts: Sequence[str], seen_on: date) -> None:
    """Let alerts stand again, waiting from the day people can see it.

    What was said of a day that had moved away holds no longer; the log has it.
    """
    if alerts:
        sql = f"""
        UPDATE alert SET cleared_on = NULL, acknowledged_at = NULL, acknowledged_by = NULL, recovery_on = NULL,
               snoozed_until = NULL, delegated_to = NULL,
               unheeded_from = CASE WHEN unheeded_from IS NOT NULL THEN CAST(? AS date) END
        WHERE {rows.one_of("id")}
        """
        if rows.dialect == "sqlite":
            sql = sql.replace("CAST(? AS date)", "?")
        rows.run(sql, seen_on, rows.listed(alerts))


def rate(rows: Rows, assessment_ids: Sequence[str], *, maybe_nothing_open: Sequence[str]) -> None:
    """Give these cases the rating of their worst open deadline: the order of `domain.risk.rating`, in one statement."""
    by_bytes = ' COLLATE "C"' if rows.dialect == "postgresql" else ""
    differs = "IS NOT" if rows.dialect == "sqlite" else "IS DISTINCT FROM"
    mine = rows.one_of("assessment_id")
    open_here = f"status IN ({_OPEN}) AND kind <> '{Kind.FAMILY.value}'"
    rows.run(
        f"""
        UPDATE assessment SET risk_level = w.level, risk_order = w.risk_order, risk_code = w.code, risk_ref = w.ref,
               risk_due_on = w.due_on, next_due_on = w.next_due_on
        FROM (SELECT assessment_id, level, risk_order, code, ref, due_on,
                     MIN(due_on) OVER (PARTITION BY assessment_id) AS next_due_on,
                     ROW_NUMBER() OVER (PARTITION BY assessment_id
                                        ORDER BY risk_order, due_on, code{by_bytes}, ref{by_bytes}) AS place
              FROM deadline WHERE {mine} AND {open_here}) AS w
        WHERE w.place = 1 AND assessment.id = w.assessment_id
          AND (assessment.risk_level, assessment.risk_order, assessment.risk_code, assessment.risk_ref,
               assessment.risk_due_on, assessment.next_due_on)
              {differs} (w.level, w.risk_order, w.code, w.ref, w.due_on, w.next_due_on)
        """,
        rows.listed(assessment_ids),
    )
    if maybe_nothing_open:
        _rate_as_nothing_open(rows, maybe_nothing_open, open_here)


def _rate_as_nothing_open(rows: Rows, assessment_ids: Sequence[str], open_here: str) -> None:
    rows.run(
        f"""
        UPDATE assessment SET risk_level = ?, risk_order = ?, risk_code = '', risk_ref = '',
               risk_due_on = NULL, next_due_on = NULL
        WHERE {rows.one_of("id")} AND NOT EXISTS
              (SELECT 1 FROM deadline d WHERE d.assessment_id = assessment.id AND {open_here})
        """,
        NOTHING_OPEN.level,
        NOTHING_OPEN.order,
        rows.listed(assessment_ids),
    )
