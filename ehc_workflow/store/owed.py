"""The deadline rows of one case: what is stored against what is owed now, and only what differs is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec

from ehc_workflow.domain.deadlines import OPEN_STATUSES, Deadline, Status
from ehc_workflow.domain.risk import Standing
from ehc_workflow.rules.ladders import Level
from ehc_workflow.store.rows import Rows

Key = tuple[str, str]
_VOID = (Status.VOID, Status.SUPERSEDED)
_AS_STATUS = {"is_void": Status.VOID, "is_superseded": Status.SUPERSEDED}


class Kept(NamedTuple):
    """A deadline as its row has it, and how it stood when a command or the sweep last looked at it."""

    deadline: Deadline
    status: Status
    level: Level
    changes_on: date | None

    def must_be_looked_at(self, today: date) -> bool:
        """Whether alerts may stand for it: a rung was reached, it was closed, or the sweep has not been there yet."""
        waits = self.changes_on is not None and self.changes_on <= today
        return waits or self.level is not Level.ON_TRACK or self.status not in OPEN_STATUSES


_KEPT = msgspec.json.Decoder(list[Kept], strict=False)  # to SQLite, true is 1
_COLUMNS = ", ".join(
    f"status = '{_AS_STATUS[name]}'" if name in _AS_STATUS else name for name in Deadline._fields
)
_LISTS = {
    "sqlite": ("json_group_array", "json_array"),
    "postgresql": ("json_agg", "json_build_array"),
}


def query(rows: Rows) -> str:
    """The deadlines of one case as one JSON value: a dozen rows would cost a dozen times the driver's work."""
    all_of, one = _LISTS[rows.dialect]
    row = f"{one}({one}({_COLUMNS}), status, level, changes_on)"
    return f"SELECT CAST({all_of}({row}) AS text) FROM deadline WHERE assessment_id = ?"


def kept(found: Sequence[Any]) -> dict[Key, Kept]:
    """The deadlines that `query` found, by what names them in the case."""
    stored = found[0][0]
    every = _KEPT.decode(stored) if stored else []
    return {(one.deadline.code, one.deadline.ref): one for one in every}


def save(
    rows: Rows,
    assessment_id: str,
    owed: Iterable[tuple[Deadline, Standing]],
    before: Mapping[Key, Kept],
    today: date,
) -> None:
    """Bring the rows of one case in line with what it owes."""
    gone = dict(before)
    changed = []
    for deadline, at in owed:
        known = gone.pop((deadline.code, deadline.ref), None)
        if known is not None and known.deadline == _as_stored(deadline, at):
            continue
        row = deadline_row(assessment_id, deadline, at)
        told = known is not None and known.must_be_looked_at(today)
        if told or at.level is not Level.ON_TRACK:
            row["changes_on"] = today  # the next sweep raises it, or clears what was raised
        changed.append(row)
    rows.put("deadline", ("assessment_id", "code", "ref"), changed)
    for one in gone.values():
        if one.status not in _VOID:
            _void(rows, assessment_id, one, today)


def _as_stored(deadline: Deadline, at: Standing) -> Deadline:
    """A family's own time that is over is stored as void, though nothing took it away."""
    return deadline._replace(is_void=True) if at.status is Status.VOID else deadline


def _void(rows: Rows, assessment_id: str, gone: Kept, today: date) -> None:
    """Nothing is owed any more, as a reply settled or a window replaced: the row stays on file."""
    rows.change(
        "deadline",
        {
            "status": Status.VOID,
            "level": Level.ON_TRACK,
            "risk_order": 99,
            "changes_on": today if gone.must_be_looked_at(today) else None,
            "met_on": None,
        },
        {
            "assessment_id": assessment_id,
            "code": gone.deadline.code,
            "ref": gone.deadline.ref,
        },
    )


def deadline_row(assessment_id: str, deadline: Deadline, at: Standing) -> dict[str, Any]:
    """One deadline as its table keeps it, as of the day its standing was worked out."""
    return {
        "assessment_id": assessment_id,
        "code": deadline.code,
        "ref": deadline.ref,
        "kind": deadline.kind,
        "owner": deadline.owner,
        "service_id": deadline.service_id,
        "starts_on": deadline.starts_on,
        "due_on": deadline.due_on,
        "act_by": deadline.act_by,
        "provision": deadline.provision,
        "rule_version": deadline.rule_version,
        "met_on": deadline.met_on,
        "disapplied_by": deadline.disapplied_by,
        "status": at.status,
        "level": at.level,
        "risk_order": at.order,
        "changes_on": at.changes_on,
    }
