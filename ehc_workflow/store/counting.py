"""What dates are counted by: the policy that follows from the changes on file, read again when there is a new one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Any

import msgspec

from ehc_workflow.clock import LONDON
from ehc_workflow.dates.bank_holidays import BankHolidays
from ehc_workflow.domain.deadlines import OPEN_STATUSES
from ehc_workflow.rules.changes import (
    NewLadder,
    NewPlannedDays,
    NewTarget,
    NewVersion,
    with_planned,
    with_target,
    with_version,
)
from ehc_workflow.rules.ladders import Ladders, Way
from ehc_workflow.rules.local_policy import DEFAULT_POLICY, Policy
from ehc_workflow.store.rows import Rows
from ehc_workflow.store.tables.changes import ChangeKind

__all__ = [
    "NUMBER",
    "Change",
    "ChangeKind",
    "CountingRules",
    "add",
    "changes",
    "look_again",
    "plain",
    "policy_as_known",
    "policy_of",
]

NUMBER = "(SELECT coalesce(max(number), 0) FROM counting_change)"
"""The number of the last change, for a statement that reads something else as well."""

_COLUMNS = "number, kind, content, provision, reason, made_by, made_at, moved"
_ALL = f"SELECT {_COLUMNS} FROM counting_change ORDER BY number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change on file; `content` is the list of bank holidays, a rule, a target, or whose cases moved by it."""

    number: int
    kind: ChangeKind
    content: Mapping[str, Any]
    provision: str
    reason: str
    made_by: str
    made_at: datetime
    moved: int = 0


class CountingRules:
    """The policy in force in one database. Several threads may ask at once."""

    def __init__(self) -> None:
        """Nothing is read yet: what is built in is in force until a change says otherwise."""
        self._lock = Lock()
        self._known: tuple[int, Policy] = (0, DEFAULT_POLICY)

    @property
    def last_read(self) -> Policy:
        """The policy as it was when something was last counted here: for what comes right after that."""
        return self._known[1]

    def policy(self, rows: Rows, number: int | None = None) -> Policy:
        """The policy in force; `number` is that of the last change, where a statement has read it already."""
        if number is None:
            (number,) = rows.all(f"SELECT {NUMBER}")[0]
        if self._known[0] != number:
            with self._lock:
                self._known = (number, policy_of(changes(rows)))
        return self._known[1]


def changes(rows: Rows) -> list[Change]:
    """Every change, in the order of their numbers."""
    return [_change(row) for row in rows.all(_ALL)]


def policy_of(made: list[Change]) -> Policy:
    """The policy that follows from these changes: the last list of bank holidays and targets, every new version."""
    policy = DEFAULT_POLICY
    for change in made:
        if change.kind is ChangeKind.BANK_HOLIDAYS:
            policy = replace(policy, calendar=msgspec.convert(change.content, BankHolidays))
        if change.kind is ChangeKind.RULE:
            book = with_version(policy.book, msgspec.convert(change.content, NewVersion))
            policy = replace(policy, book=book)
        if change.kind is ChangeKind.TARGET:
            last_day = _day(change) - timedelta(days=1)
            new = msgspec.convert(change.content, NewTarget)
            policy = replace(policy, targets=with_target(policy.targets, new, last_day))
        if change.kind is ChangeKind.PLANNED_DAYS:
            planned = msgspec.convert(change.content, NewPlannedDays)
            policy = replace(policy, planned=with_planned(policy.planned, planned))
        if change.kind is ChangeKind.LADDER:
            policy = with_ladder(policy, _ladder(change.content))
    return policy


def _ladder(content: Mapping[str, Any]) -> NewLadder:
    """A ladder on file. Before its steps said by which way they go, each said whether it `sends` a message."""
    rungs = [
        {**rung, "way": Way.AT_ONCE if rung["sends"] else Way.DIGEST} if "sends" in rung else rung
        for rung in content["rungs"]
    ]
    return msgspec.convert({**content, "rungs": rungs}, NewLadder)


def with_ladder(policy: Policy, new: NewLadder) -> Policy:
    """The policy with this ladder in the place of the one its authority had."""
    ladders = Ladders({**policy.ladders_of(new.authority_id), new.code: new.rungs})
    return replace(policy, own_ladders={**policy.own_ladders, new.authority_id: ladders})


def policy_as_known(rows: Rows, day: date) -> Policy:
    """What dates were counted by at the end of a past day in London."""
    return policy_of([each for each in changes(rows) if _day(each) <= day])


def add(rows: Rows, change: Change) -> None:
    """File a change; two made at once cannot have one number."""
    row = {name: getattr(change, name) for name in Change.__slots__}
    rows.insert(
        "counting_change", {**row, "kind": change.kind.value, "content": plain(change.content)}
    )


def plain(value: Any) -> Any:
    """A calendar or a version as JSON keeps it."""
    made: Any = msgspec.to_builtins(value, order="deterministic")
    return made


def look_again(rows: Rows, today: date) -> None:
    """Have the next sweep look at every deadline: the working days before a day are others now, so its rungs are."""
    rows.run("UPDATE deadline SET changes_on = ? WHERE changes_on > ?", today, today)


_CLIMB_AGAIN = f"""
UPDATE deadline SET changes_on = ?
WHERE code = ? AND status IN ({", ".join(f"'{status.value}'" for status in sorted(OPEN_STATUSES))})
  AND (changes_on IS NULL OR changes_on > ?)
  AND assessment_id IN (SELECT id FROM assessment WHERE authority_id = ?)
"""


def climb_again(rows: Rows, new: NewLadder, today: date) -> None:
    """Have the next sweep look at everything owed whose ladder is another now, what had left its last rung as well."""
    rows.run(_CLIMB_AGAIN, today, new.code, today, new.authority_id)


def _day(change: Change) -> date:
    """The London day of a change."""
    return change.made_at.astimezone(LONDON).date()


def _moment(stored: datetime | str) -> datetime:
    """A moment as the driver gives it: SQLite's is text, in UTC."""
    if isinstance(stored, datetime):
        return stored
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


def _change(row: Any) -> Change:
    number, kind, content, provision, reason, made_by, made_at, moved = row
    return Change(
        number=number,
        kind=ChangeKind(kind),
        content=json.loads(content) if isinstance(content, str) else content,
        provision=provision,
        reason=reason,
        made_by=made_by,
        made_at=_moment(made_at),
        moved=moved,
    )
