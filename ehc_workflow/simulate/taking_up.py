"""Caseworkers take up some of their alerts in the morning, with a day and a plan; those they leave go up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from ehc_workflow.domain.actors import Actor
from ehc_workflow.domain.commands import AcknowledgeAlert
from ehc_workflow.service.execute import Asked
from ehc_workflow.simulate.dice import Dice
from ehc_workflow.store.engine import Database
from ehc_workflow.store.queries import standing_alerts
from ehc_workflow.store.queries.standing_alerts import Wanted

TAKEN_UP = 0.35
"""The share of what waits for a caseworker that is taken up on a morning."""
PLANS = (
    "I ring the service today and ask for the day it comes.",
    "It is on the agenda of the next panel, and the letter goes out the same day.",
    "A colleague takes over part of my cases, so this one comes first.",
    "The family was told that it is late, and hears from us every week.",
    "The service lead has promised it, and I chase again the day before.",
)


def taken_up(
    database: Database, caseworkers: Iterable[Actor], seed: int, now: datetime, today: date
) -> Iterator[Asked]:
    """What the caseworkers take up on a morning: commands that are not carried out yet."""
    for caseworker in caseworkers:
        sight = standing_alerts.sight_of(caseworker)
        with database.reading() as connection:
            waiting = standing_alerts.alerts(connection, sight, Wanted(), today=today)
        for alert in waiting:
            dice = Dice(seed, "takes up", alert.assessment_id, alert.deadline.code, today)
            if dice.chance(TAKEN_UP):
                command = AcknowledgeAlert(
                    assessment_id=alert.assessment_id,
                    alert_id=alert.id,
                    recovery_on=today + timedelta(days=dice.number(2, 15)),
                    plan=dice.one_of(PLANS),
                )
                yield Asked(command=command, actor=caseworker, now=now, today=today)
