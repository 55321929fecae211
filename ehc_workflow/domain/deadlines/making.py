"""How a day that the authority sets itself is made from its target."""

from __future__ import annotations

from datetime import date

from ehc_workflow.dates.counting import (
    days_after,
    last_working_day_on_or_before,
    working_days_after,
)
from ehc_workflow.domain.deadlines.model import Deadline, Kind, Owner
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.rules.local_targets import LocalTarget

LOCAL = "local target"
"""What a target of the authority's own has in place of a provision."""


def target(
    policy: Policy,
    rule: LocalTarget,
    ref: str,
    starts_on: date,
    owner: Owner,
    *,
    due_on: date | None = None,
    service_id: str | None = None,
    met_on: date | None = None,
) -> Deadline:
    """A deadline by this target, from the day that starts it; `due_on` where somebody set the day by hand."""
    days = rule.days_on(met_on)
    holidays = policy.calendar.days
    if due_on is None:
        due_on = (
            working_days_after(starts_on, days, holidays)
            if rule.working_days
            else days_after(starts_on, days)
        )
    return Deadline(
        rule.code,
        ref,
        Kind.LOCAL,
        owner,
        starts_on,
        due_on,
        last_working_day_on_or_before(due_on, holidays),
        LOCAL,
        f"{rule.code}/{days}",
        service_id,
        met_on,
    )
