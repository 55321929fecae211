"""What people did about an alert. It says nothing of the limit, which runs or stands as it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertAcknowledged(Event):
    """Somebody took up an alert with a recovery date."""

    kind: ClassVar[str] = "alert_acknowledged"
    alert_id: str
    recovery_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSnoozed(Event):
    """Somebody put an alert off to the end of a day."""

    kind: ClassVar[str] = "alert_snoozed"
    alert_id: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDelegated(Event):
    """Somebody gave an alert to another seat. `request_id` is the request it is about, if a contributor gave it."""

    kind: ClassVar[str] = "alert_delegated"
    alert_id: str
    seat_id: str
    request_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPutBack(Event):
    """What was done about an alert was taken back."""

    kind: ClassVar[str] = "alert_put_back"
    alert_id: str
