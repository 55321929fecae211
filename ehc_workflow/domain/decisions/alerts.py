"""What people do about alerts. How far they may is the authority's choice, and held against the alert's own row."""

from __future__ import annotations

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import Case
from ehc_workflow.domain.decisions.registry import Facing, answers, refuse
from ehc_workflow.domain.errors import Impossible


@answers(c.AcknowledgeAlert)
def acknowledge_alert(
    case: Case, command: c.AcknowledgeAlert, facing: Facing
) -> tuple[e.Event, ...]:
    """A recovery day is a promise, and lies ahead."""
    if command.recovery_on < facing.today:
        refuse([Impossible("/recovery_on", "The recovery date has already passed.")])
    _written(command.plan, "/plan", "Say what will be done to recover.")
    return (e.AlertAcknowledged(alert_id=command.alert_id, recovery_on=command.recovery_on),)


@answers(c.SnoozeAlert)
def snooze_alert(case: Case, command: c.SnoozeAlert, facing: Facing) -> tuple[e.Event, ...]:
    """It is put off to a day that lies ahead, with a reason."""
    if command.until <= facing.today:
        refuse([Impossible("/until", "Choose a day after today.")])
    _written(command.reason, "/reason", "Say why it can wait.")
    return (e.AlertSnoozed(alert_id=command.alert_id, until=command.until),)


@answers(c.DelegateAlert)
def delegate_alert(case: Case, command: c.DelegateAlert, facing: Facing) -> tuple[e.Event, ...]:
    """Another seat has it now, with a reason."""
    _written(command.reason, "/reason", "Say why it goes to them.")
    return (
        e.AlertDelegated(
            alert_id=command.alert_id, seat_id=command.seat_id, request_id=command.request_id
        ),
    )


@answers(c.PutBackAlert)
def put_back_alert(case: Case, command: c.PutBackAlert, facing: Facing) -> tuple[e.Event, ...]:
    """It stands as if nobody had looked at it; the log keeps that somebody had."""
    return (e.AlertPutBack(alert_id=command.alert_id),)


def _written(words: str, pointer: str, otherwise: str) -> None:
    if not words.strip():
        refuse([Impossible(pointer, otherwise)])
