"""When something arrives, is served, or counts as done: three questions with three answers."""

from __future__ import annotations

from datetime import date, datetime
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

from ehc_workflow.dates.counting import (
    first_working_day_on_or_after,
    is_working_day,
    next_working_day,
    working_days_after,
)
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.domain.facts import Method, Trigger
from ehc_workflow.rules.local_policy import (
    DEFAULT_POLICY,
    ElectronicService,
    LeadTrigger,
    Policy,
    ReceiptRule,
    SendMeans,
)

LONDON = ZoneInfo("Europe/London")
CLOSE_OF_BUSINESS = time_of_day(17, 0)


def london_date(moment: datetime) -> date:
    """The calendar day it was in London; the only conversion from moments to days."""
    if moment.tzinfo is None:
        raise ImpossibleFactsError(
            Impossible("/received_at", "A moment of arrival needs its offset from UTC.")
        )
    return moment.astimezone(LONDON).date()


def received_on(trigger: Trigger, policy: Policy = DEFAULT_POLICY) -> date:
    """The day a trigger counts: the London day of arrival at any hour, or what stands for it when only posted."""
    if trigger.received_on is not None:
        return _at_the_latest_rule(trigger.received_on, None, policy)
    if trigger.received_at is not None:
        return _at_the_latest_rule(london_date(trigger.received_at), trigger.received_at, policy)
    if trigger.posted_on is not None:
        return working_days_after(
            trigger.posted_on, policy.unknown_post_receipt_working_days, policy.calendar.days
        )
    raise ImpossibleFactsError(
        Impossible(
            "/triggers", "A trigger needs the day it was received, or the day it was posted."
        )
    )


def _at_the_latest_rule(day: date, moment: datetime | None, policy: Policy) -> date:
    if policy.receipt_rule is ReceiptRule.ACTUAL_DAY:
        return day
    if moment is not None and moment.astimezone(LONDON).time() > CLOSE_OF_BUSINESS:
        return next_working_day(day, policy.calendar.days)
    return first_working_day_on_or_after(day, policy.calendar.days)


def lead_trigger(
    triggers: tuple[Trigger, ...], policy: Policy = DEFAULT_POLICY
) -> tuple[int, date]:
    """Which trigger governs, however they are listed, and its day: a second request does not restart the clock."""
    dated = [(received_on(trigger, policy), place) for place, trigger in enumerate(triggers)]
    day, place = min(dated) if policy.lead_trigger is LeadTrigger.EARLIEST else max(dated)
    return place, day


def posted_working_days(method: Method, policy: Policy) -> int | None:
    """The working days after which post counts as delivered; None for what is not posted."""
    if method is Method.FIRST_CLASS_POST:
        return policy.first_class_working_days
    if method is Method.SECOND_CLASS_POST:
        return policy.second_class_working_days
    return None


def served_on(
    sent_on: date, method: Method, time: time_of_day | None = None, policy: Policy = DEFAULT_POLICY
) -> date:
    """The day a draft opens the family's window: the later reading of every doubt, since the time is theirs."""
    post = posted_working_days(method, policy)
    if post is not None:
        return working_days_after(sent_on, post, policy.calendar.days)
    if policy.electronic_service is ElectronicService.DAY_SENT:
        return sent_on
    if time is not None and time > CLOSE_OF_BUSINESS:
        return next_working_day(sent_on, policy.calendar.days)
    return (
        sent_on
        if is_working_day(sent_on, policy.calendar.days)
        else next_working_day(sent_on, policy.calendar.days)
    )


def done_on(sent_on: date, method: Method, policy: Policy = DEFAULT_POLICY) -> date:
    """The day the authority's own duty to tell counts as done: post when delivered, everything else when sent."""
    post = posted_working_days(method, policy)
    if post is None or policy.send_means is SendMeans.DAY_POSTED:
        return sent_on
    return working_days_after(sent_on, post, policy.calendar.days)
