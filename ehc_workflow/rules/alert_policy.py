"""How an authority handles its alerts: how long one may wait, when it goes up, and when people are told. Local policy.

None of it is law, and none of it moves a limit. Each default is the safest: little waiting, and everybody is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from ehc_workflow.rules.ladders import Audience


class Telling(StrEnum):
    """How a person hears of alerts beside the list of them, which everybody has. From most to least."""

    AT_ONCE = "at_once"
    URGENT_AT_ONCE = "urgent_at_once"
    DIGEST = "digest"
    IN_APP = "in_app"


TELLINGS = tuple(Telling)
LONGEST_RECOVERY_DAYS = 60
"""How far ahead the authority's own recovery day may lie: a day years away would silence an alert for good."""

OFFICE = (Audience.CASEWORKER, Audience.TEAM_MANAGER, Audience.HEAD_OF_SERVICE)
"""Who hears of an alert at the authority, from the first to the last."""
CONTRIBUTORS = (Audience.SERVICE, Audience.SERVICE_LEAD, Audience.DCO, Audience.EXECUTIVE_LEAD)
"""Who hears of it where advice is owed, from the first to the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPolicy:
    """One authority's choices about its alerts.

    `longest_snooze_days`, and `longest_late_snooze_days` for a limit of the law that has passed, are calendar days from
    today. `climbs_after_late_days` and `climbs_after_days` are working days in which nobody took an alert up.
    `longest_promise_days` is how far ahead a service's own recovery day may lie. `digest_at` is a London time of
    working days. From `quiet_from` until `quiet_until`, and all day where nobody works, what is not urgent waits.
    `managers_at_least` and `others_at_least` are the least telling that a person may choose.
    """

    longest_snooze_days: int = 3
    longest_late_snooze_days: int = 1
    climbs_after_late_days: int = 1
    climbs_after_days: int = 2
    longest_promise_days: int = 14
    digest_at: time = time(7, 30)
    quiet_from: time = time(19)
    quiet_until: time = time(7)
    managers_at_least: Telling = Telling.DIGEST
    others_at_least: Telling = Telling.IN_APP

    def __post_init__(self) -> None:
        """Refuse what would let an alert be forgotten: `ValueError` says what."""
        for name, most in (
            ("longest_snooze_days", 14),
            ("longest_late_snooze_days", 3),
            ("climbs_after_late_days", 10),
            ("climbs_after_days", 20),
            ("longest_promise_days", 90),
        ):
            if not 1 <= getattr(self, name) <= most:
                raise ValueError(f"{name} must be from 1 to {most}.")
        if not self.quiet_until < self.digest_at < self.quiet_from:
            raise ValueError("digest_at must lie outside the quiet hours.")


DEFAULT_ALERT_POLICY = AlertPolicy()
