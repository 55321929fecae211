"""Alerts taken up with a day, put off for some days, given to another seat, and put back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from ehc_workflow.domain.commands.command import Command


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCommand(Command):
    """Something done about an alert. It goes for the whole limit: every alert that stands for it.

    `request_id` is the request for advice that the limit is about, and is said by whoever owes the advice.
    """

    alert_id: str
    request_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeAlert(AlertCommand):
    """Somebody took up an alert, with the day by which the limit or the case will be put right, and how.

    The day may lie after the limit: that moves no limit and closes no duty.
    """

    step: ClassVar[str] = "acknowledge_alert"
    recovery_on: date
    plan: str

    @property
    def prose(self) -> Mapping[str, str]:
        """The plan to recover."""
        return {"plan": self.plan}


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozeAlert(AlertCommand):
    """Somebody put an alert off to the end of a day within the authority's limits, with a reason."""

    step: ClassVar[str] = "snooze_alert"
    until: date
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why it can wait so long."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateAlert(AlertCommand):
    """Somebody gave an alert to another seat of the same team or service, with a reason."""

    step: ClassVar[str] = "delegate_alert"
    seat_id: str
    reason: str

    @property
    def prose(self) -> Mapping[str, str]:
        """Why that seat."""
        return {"reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class PutBackAlert(AlertCommand):
    """What was last done about an alert is taken back: it stands as if nobody had looked at it."""

    step: ClassVar[str] = "put_back_alert"
