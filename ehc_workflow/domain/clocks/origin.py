"""What started a limit, told in a sentence: which fact, on which day, and how that day was reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ehc_workflow.dates.words import with_weekday
from ehc_workflow.domain.clocks.arrival import CLOSE_OF_BUSINESS, posted_working_days, received_on
from ehc_workflow.domain.clocks.clock import Clock
from ehc_workflow.domain.facts import DraftFacts, Facts, Trigger
from ehc_workflow.rules.local_policy import Policy


def origin_of(clock: Clock, facts: Facts, policy: Policy) -> str:
    """The fact that started this limit, in a sentence."""
    field, place = clock.item
    return _TELLING.get(field, _event)(clock, facts, place, policy)


def _request(clock: Clock, facts: Facts, place: int, policy: Policy) -> str:
    trigger = facts.triggers[place]
    words = _plain(trigger.kind)
    others = len(facts.triggers) - 1
    earliest = f" It governs, as the earliest of {others + 1} that could." if others else ""
    return f"{words.capitalize()} {_arrival(trigger, policy)}.{earliest}"


def _arrival(trigger: Trigger, policy: Policy) -> str:
    day = with_weekday(received_on(trigger, policy))
    if trigger.received_at is not None:
        return f"at {trigger.received_at.isoformat()}, which was {day} in London"
    if trigger.posted_on is not None:
        return f"posted on {with_weekday(trigger.posted_on)}, day of arrival not known, so taken as received on {day}"
    return f"received on {day}"


def _advice(clock: Clock, facts: Facts, place: int, policy: Policy) -> str:
    contributor = _plain(facts.advice_requests[place].contributor)
    return f"Request for {contributor} advice, received by the body on {with_weekday(clock.starts_on)}."


def _draft(clock: Clock, facts: Facts, place: int, policy: Policy) -> str:
    draft = facts.drafts[place]
    sent = f"Draft plan sent on {with_weekday(draft.sent_on)} by {_plain(draft.method)}"
    return f"{sent}{_service(draft, clock.starts_on, policy)}."


def _service(draft: DraftFacts, served: date, policy: Policy) -> str:
    post = posted_working_days(draft.method, policy)
    if post is not None:
        return f", served {post} working days after posting, {with_weekday(served)}"
    if served == draft.sent_on:
        return ", served that day"
    late = draft.time is not None and draft.time > CLOSE_OF_BUSINESS
    why = "after 5 pm" if late else "on a day that is no working day"
    return f", {why}, so served on the next working day, {with_weekday(served)}"


def _notice(clock: Clock, facts: Facts, place: int, policy: Policy) -> str:
    notice = facts.notices[place]
    words = f"Notice ({_plain(notice.kind)}) sent on {with_weekday(notice.sent_on)}"
    certificate = notice.certificate_issued_on
    if (
        certificate is not None
        and clock.starts_on == certificate
        and clock.starts_on != notice.sent_on
    ):
        return f"{words}; mediation certificate issued on {with_weekday(certificate)}, which gives the later day."
    return f"{words}."


def _event(clock: Clock, facts: Facts, place: int, policy: Policy) -> str:
    """For what is no more than an event on a day, the rule's own words for it."""
    start = clock.rule.start.value
    return f"{start[:1].upper()}{start[1:]}: {with_weekday(clock.starts_on)}."


def _plain(word: str) -> str:
    return word.replace("_", " ").replace("post16", "post-16")


_TELLING: dict[str, Callable[[Clock, Facts, int, Policy], str]] = {
    "triggers": _request,
    "advice_requests": _advice,
    "drafts": _draft,
    "notices": _notice,
}
