"""What the next sweep would send with another ladder: tried on today's caseload, and nothing is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from ehc_workflow.jobs.sweep import CHUNK, Views, outcome_of
from ehc_workflow.rules.changes import NewLadder
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.store import sweep as store
from ehc_workflow.store.queries.recipients import names_of
from ehc_workflow.store.rows import Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderPreview:
    """How many deadlines of this kind are owed, the alerts and messages of today, and who would get the most."""

    owed: int
    alerts: int
    messages: int
    most: tuple[tuple[str, int], ...]


MOST = 5
"""How many recipients are named, those with the most messages first."""


def ladder_preview(rows: Rows, policy: Policy, new: NewLadder, today: date) -> LadderPreview:
    """What would be sent today under `policy`, which has the new ladder in it; what was told before is not counted."""
    views = Views(today, policy)
    owed = alerts = 0
    told: Counter[str] = Counter()
    after = ("", "")
    while found := store.owed_by(rows, new.authority_id, new.code, after, limit=CHUNK):
        raised = store.raised_before(rows, found)
        for one in found:
            fresh = outcome_of(one, raised.get(one.key, ()), views.of(one)).raised
            alerts += len(fresh)
            told.update(message.recipient for alert in fresh for message in alert.messages)
        owed += len(found)
        after = (found[-1].assessment_id, found[-1].deadline.ref)
    most = told.most_common(MOST)
    names = names_of(rows, [recipient for recipient, _ in most])
    return LadderPreview(
        owed=owed,
        alerts=alerts,
        messages=told.total(),
        most=tuple((names[recipient], number) for recipient, number in most),
    )
