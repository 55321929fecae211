"""The authority's own targets: days it sets itself so that the law's limits are kept. None of them is law."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LocalTarget:
    """Something the authority means to do within so many days of an event; the event's day is day 0."""

    code: str
    duty: str
    days: int
    working_days: bool
    because: str


TELL_DECISION = LocalTarget(
    "tell_decision",
    "Tell the family a decision that was taken",
    0,
    False,
    "The statutory limit is met by telling the family, not by deciding.",
)
ASK_FOR_ADVICE = LocalTarget(
    "ask_for_advice",
    "Ask for every item of regulation 6",
    0,
    False,
    "Contributors' six weeks run only from when they are asked: days before that are the authority's own.",
)
CHECK_ADVICE = LocalTarget(
    "check_advice",
    "Check advice that arrived: needs, outcomes and specific provision",
    3,
    True,
    "The plan writer must never be the first to find a gap.",
)
ADVICE_BACK = LocalTarget(
    "advice_back",
    "Send back advice that was returned with its gaps named",
    0,
    False,
    "The day was set when the advice was returned.",
)
SETTLE_NOT_KNOWN = LocalTarget(
    "settle_not_known",
    "Say who can advise instead, or give the reasoned position",
    3,
    True,
    "'Not known to this service' is a reply, not advice: the need for advice stays.",
)
CHASE_ADVICE = LocalTarget(
    "chase_advice",
    "Chase advice that is late",
    7,
    False,
    "Late advice nobody chased in seven days is put before the manager.",
)
OTHER_WAY = LocalTarget(
    "other_way",
    "Record whether late advice will be got another way",
    14,
    False,
    "The authority must act as well as wait.",
)

REVIEW_EXCEPTION = LocalTarget(
    "review_exception",
    "Look again at an exception that is relied on",
    0,
    False,
    "An exception sets no new date: once its cause has gone, the duty is to finish as soon as practicable.",
)
SETTLE_LATE_EXCEPTION = LocalTarget(
    "settle_late_exception",
    "Approve or decline an exception claimed after its limit",
    3,
    True,
    "Until a second person approves it, the limit counts as missed.",
)

LOCAL_TARGETS = (
    TELL_DECISION,
    ASK_FOR_ADVICE,
    CHECK_ADVICE,
    ADVICE_BACK,
    SETTLE_NOT_KNOWN,
    CHASE_ADVICE,
    OTHER_WAY,
    REVIEW_EXCEPTION,
    SETTLE_LATE_EXCEPTION,
)

ADDRESS_CONFIRMED_WITHIN_DAYS = 90
"""How old the confirmation of an address may be before a notice that starts appeal time goes to it."""
