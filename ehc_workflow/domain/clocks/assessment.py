"""The limits of the assessment itself: request, advice, draft, consultation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ehc_workflow.domain.clocks.arrival import lead_trigger, served_on
from ehc_workflow.domain.clocks.clock import Clock
from ehc_workflow.domain.clocks.reckoning import Reckoning
from ehc_workflow.domain.facts import AdviceRequestFacts, ClockId, Contributor
from ehc_workflow.rules.model import TimeLimit

ADVICE_CLOCK = {contributor: ClockId(f"advice_{contributor}") for contributor in Contributor}
_ONE_DAY = timedelta(days=1)


def request_limits(of: Reckoning) -> Iterator[Clock]:
    """The 6, 16 and 20 weeks from the trigger that governs, and the last day on which a draft leaves a full window."""
    if not of.facts.triggers:
        return
    place, day = lead_trigger(of.facts.triggers, of.policy)
    item = ("triggers", place)
    yield of.limit(of.rule("threshold_refusal", day), day, item)
    yield of.limit(of.rule("decide_whether_to_assess", day), day, item)
    yield of.limit(of.rule("decide_no_plan", day), day, item)
    final_plan = of.limit(of.rule("final_plan", day), day, item)
    yield final_plan
    latest = of.rule("latest_draft_service", day)
    left = window_days(latest, of)
    yield of.limit(latest, day, item, due_on=final_plan.due_on - timedelta(days=left))


def advice_limits(of: Reckoning) -> Iterator[Clock]:
    """Six weeks from the day each body received the request; not known to have received it, no clock."""
    for place, request in enumerate(of.facts.advice_requests):
        start = request.received_by_body_on
        if start is None:
            continue
        code = "advice_of_a_bound_body" if is_bound(request) else "advice_of_others"
        rule = of.rule(code, start)
        clock = of.limit(
            rule,
            start,
            ("advice_requests", place),
            request.ref,
            clock=ADVICE_CLOCK[request.contributor],
            request=request,
        )
        yield clock if request.answered_on is None else clock.done(request.answered_on)


def is_bound(request: AdviceRequestFacts) -> bool:
    """Whether the contributor is a s31 body, bound by reg 8: health is without saying, the others when it is said."""
    if request.s31_body is None:
        return request.contributor is Contributor.HEALTH
    return request.s31_body


def draft_windows(of: Reckoning, final_plans: list[Clock]) -> Iterator[Clock]:
    """The family's time on each draft; the plan may be final on the day after it, never earlier."""
    for place, draft in enumerate(of.facts.drafts):
        served = served_on(draft.sent_on, draft.method, draft.time, of.policy)
        rule = of.rule("draft_window", served)
        last = served + timedelta(days=window_days(rule, of) - 1)
        clock = of.limit(rule, served, ("drafts", place), draft.ref, due_on=last)
        earliest = last + _ONE_DAY
        limit = latest_start(final_plans, served)
        in_time = None if limit is None else earliest <= limit.due_on
        yield clock._replace(earliest_final=earliest, final_in_time=in_time)


def school_replies(of: Reckoning) -> Iterator[Clock]:
    """Guidance: an institution consulted answers in 15 days, the day it was asked not counted."""
    extra = 0 if not of.policy.school_reply_counts_day_sent else 1
    for place, consultation in enumerate(of.facts.consultations):
        day = consultation.consulted_on
        due = day + timedelta(days=of.policy.school_reply_days - extra)
        yield of.limit(
            of.rule("school_reply", day),
            day,
            ("consultations", place),
            consultation.ref,
            due_on=due,
        )


def window_days(rule: TimeLimit, of: Reckoning) -> int:
    """The days of the family's window: the law's, or more where the authority gives more."""
    return max(rule.period.number, of.policy.draft_window_days)


def latest_start(clocks: list[Clock], on: date) -> Clock | None:
    """Of several limits of one kind, the one that was the last to start by this day."""
    begun = [clock for clock in clocks if clock.starts_on <= on]
    return max(begun, key=lambda clock: clock.starts_on) if begun else None
