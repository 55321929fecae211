"""Alerts as JSON."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from api.schemas.body import Body
from ehc_workflow.dates.bank_holidays import BankHolidays
from ehc_workflow.domain.commands import AcknowledgeAlert
from ehc_workflow.domain.deadlines import Kind
from ehc_workflow.rules.ladders import Audience, Level
from ehc_workflow.service.alert_words import reason
from ehc_workflow.store.queries.standing_alerts import Alert


class AlertOut(BaseModel):
    """One limit's alert. `code` and `ref` name the deadline; `days_late` is 0 while the last day has not passed."""

    id: str
    assessment_id: str
    reference: str
    code: str
    ref: str
    kind: Kind
    level: Level
    provision: str
    due_on: date
    act_by: date
    days_late: int
    reason: str
    told: list[Audience]
    raised_on: date
    taken_up: bool
    recovery_on: date | None
    put_off_until: date | None

    @classmethod
    def of(cls, alert: Alert, today: date, calendar: BankHolidays) -> Self:
        """The alert without the child's name: a program works by reference and id."""
        deadline = alert.deadline
        return cls(
            id=alert.id,
            assessment_id=alert.assessment_id,
            reference=alert.reference,
            code=deadline.code,
            ref=deadline.ref,
            kind=deadline.kind,
            level=alert.level,
            provision=deadline.provision,
            due_on=deadline.due_on,
            act_by=deadline.act_by,
            days_late=deadline.days_late(today),
            reason=reason(deadline, today, calendar),
            told=[Audience(one) for one in alert.audience],
            raised_on=alert.first_raised_on,
            taken_up=alert.is_taken_up,
            recovery_on=alert.recovery_on,
            put_off_until=alert.snoozed_until,
        )


class AlertPageOut(BaseModel):
    """One page of alerts."""

    items: list[AlertOut]
    next: str | None


class AcknowledgementIn(Body):
    """The day by which a limit will be put right, not past, and what will be done."""

    recovery_on: date
    plan: str = Field(min_length=1, max_length=5000)

    def as_command(self, alert: Alert, *, office: bool) -> AcknowledgeAlert:
        """The command for this alert; who owes advice says which request they speak for."""
        return AcknowledgeAlert(
            assessment_id=alert.assessment_id,
            alert_id=alert.id,
            request_id=None if office else alert.deadline.ref,
            recovery_on=self.recovery_on,
            plan=self.plan,
        )
