"""What somebody who looks at a case can see: its limits on a day, its log, the words beside it, its letters."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from sqlalchemy import text

from ehc_workflow.domain.deadlines import Deadline, deadlines
from tests.builders import Journey

WEEK_6, WEEK_16, WEEK_20 = date(2026, 2, 23), date(2026, 5, 4), date(2026, 6, 1)
"""The limits of the base case, received on Monday 12 January 2026."""


def limit(journey: Journey, code: str, ref: str = "") -> Deadline:
    """One of the days the case owes something by."""
    (found,) = [d for d in deadlines(journey.now) if (d.code, d.ref) == (code, ref)]
    return found


def owes(journey: Journey, code: str) -> bool:
    """Whether the case owes anything of this kind that nobody has done."""
    return any(d.code == code and d.met_on is None for d in deadlines(journey.now))


def on_a_list(journey: Journey, code: str, day: date) -> bool:
    """Whether somebody's list shows it on this day: owed, and due or over."""
    return any(
        d.code == code and d.due_on <= day and d.status(day) in ("running", "breached_open")
        for d in deadlines(journey.now)
    )


def rows(journey: Journey, sql: str) -> list[Any]:
    """Rows about this case: `:id` stands for it."""
    with journey.database.reading() as connection:
        return list(connection.execute(text(sql), {"id": journey.case_id}).all())


def last_entry(journey: Journey) -> tuple[str, dict[str, Any]]:
    """What the log says last: the kind of event and what it holds."""
    ((kind, payload),) = rows(
        journey,
        "SELECT kind, payload FROM log_entry WHERE assessment_id = :id ORDER BY seq DESC LIMIT 1",
    )
    return kind, json.loads(payload)


def words_of_last_entry(journey: Journey) -> dict[str, str]:
    """What people wrote with the last step, kept beside the log."""
    found = rows(
        journey,
        "SELECT field, body FROM log_text WHERE assessment_id = :id "
        "AND seq = (SELECT max(seq) FROM log_entry WHERE assessment_id = :id)",
    )
    return {row.field: row.body for row in found}


def letters(journey: Journey) -> list[Any]:
    """Every letter as it went: kind, addressee, copies, method and day."""
    return rows(
        journey,
        "SELECT kind, addressee, copies, method, sent_on, blocks FROM notice "
        "WHERE assessment_id = :id ORDER BY seq",
    )
