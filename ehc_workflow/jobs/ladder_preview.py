"""What the next sweep would send with another ladder: tried on today's caseload, and nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ehc_workflow.domain.alerts import next_up, rung_up
from ehc_workflow.jobs.sweep import CHUNK, Views, outcome_of
from ehc_workflow.rules.changes import NewLadder
from ehc_workflow.rules.ladders import Audience
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.store import sweep as store
from ehc_workflow.store.alert_policies import ALERTS
from ehc_workflow.store.climbing import Unheeded, told_of
from ehc_workflow.store.queries.recipients import names_of
from ehc_workflow.store.rows import Rows
from ehc_workflow.store.sweep import Found, NewAlert


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderPreview:
    """How many deadlines of this kind are owed, the alerts and messages of today, and who would get the most.

    `climbs` is how many of today's would go up to the next one up, with a message each, if nobody took them up for
    `climbs_after` working days at most.
    """

    owed: int
    alerts: int
    messages: int
    most: tuple[tuple[str, int], ...]
    climbs: int
    climbs_after: int


MOST = 5
"""How many recipients are named, those with the most messages first."""


def ladder_preview(rows: Rows, policy: Policy, new: NewLadder, today: date) -> LadderPreview:
    """What would be sent today under `policy`, which has the new ladder in it; what was told before is not counted."""
    views = Views(today, policy)
    owed = alerts = climbs = 0
    told: Counter[str] = Counter()
    after = ("", "")
    while found := store.owed_by(rows, new.authority_id, new.code, after, limit=CHUNK):
        raised = store.raised_before(rows, found)
        new_alerts: list[Unheeded] = []
        for one in found:
            fresh = outcome_of(one, raised.get(one.key, ()), views.of(one)).raised
            alerts += len(fresh)
            told.update(message.recipient for alert in fresh for message in alert.messages)
            new_alerts += [_unheeded(one, alert) for alert in fresh if alert.unheeded_from]
        climbs += _go_up(rows, new_alerts)
        owed += len(found)
        after = (found[-1].assessment_id, found[-1].deadline.ref)
    most = told.most_common(MOST)
    waits = ALERTS.of(rows, new.authority_id)
    names = names_of(rows, [recipient for recipient, _ in most])
    return LadderPreview(
        owed=owed,
        alerts=alerts,
        messages=told.total(),
        most=tuple((names[recipient], number) for recipient, number in most),
        climbs=climbs,
        climbs_after=max(waits.climbs_after_late_days, waits.climbs_after_days),
    )


def _unheeded(found: Found, alert: NewAlert) -> Unheeded:
    """An alert of today as it would be found later, if nobody took it up."""
    audience = tuple(Audience(name) for name in alert.audience.split(","))
    return Unheeded(id="", audience=audience, level=alert.level, found=found)


def _go_up(rows: Rows, alerts: Sequence[Unheeded]) -> int:
    """How many of these would go up, to whoever does not hear of the limit by now."""
    told = told_of(rows, alerts) if alerts else {}
    for one in alerts:
        _, people, _ = told.setdefault(one.found.key, (set(), set(), []))
        people.update(one.audience)
    count = 0
    for one in alerts:
        rungs, people, _ = told[one.found.key]
        for audience in next_up(one.audience, one.found.deadline):
            if audience not in people and rung_up(audience) not in rungs:
                people.add(audience)
                count += 1
    return count
