"""The authority's own targets: days it sets itself so that the law's limits are kept. None of them is law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date


@dataclass(frozen=True, slots=True)
class LocalTarget:
    """Something the authority means to do within so many days of an event; the event's day is day 0.

    `set_by_hand` says that somebody sets the day each time. `before` are the days it had earlier, each with the last
    day on which they were in force.
    """

    code: str
    duty: str
    days: int
    working_days: bool
    because: str
    set_by_hand: bool = False
    before: tuple[tuple[date, int], ...] = ()

    def days_on(self, day: date | None) -> int:
        """The days it had on this day; None is now. What was done in time then is not late by a later target."""
        if day is not None:
            for last_day, days in self.before:
                if day <= last_day:
                    return days
        return self.days


@dataclass(frozen=True, slots=True)
class LocalTargets:
    """Every target, each by its code."""

    name_caseworker: LocalTarget = LocalTarget(
        "name_caseworker",
        "Give the case a caseworker",
        1,
        True,
        "A case that nobody holds loses days that nobody sees.",
    )
    tell_decision: LocalTarget = LocalTarget(
        "tell_decision",
        "Tell the family a decision that was taken",
        0,
        False,
        "The statutory limit is met by telling the family, not by deciding.",
    )
    ask_for_advice: LocalTarget = LocalTarget(
        "ask_for_advice",
        "Ask for every item of regulation 6",
        0,
        False,
        "Contributors' six weeks run only from when they are asked: days before that are the authority's own.",
    )
    prove_receipt: LocalTarget = LocalTarget(
        "prove_receipt",
        "Find out whether a request for advice arrived",
        2,
        True,
        "A contributor's six weeks run from receipt: while nothing shows it, nothing of theirs is ever late.",
    )
    answer_family_ask: LocalTarget = LocalTarget(
        "answer_family_ask",
        "Answer the family about advice it asked for",
        10,
        True,
        "A family that hears nothing pays for the advice itself: it is asked for, or declined with reasons.",
    )
    check_advice: LocalTarget = LocalTarget(
        "check_advice",
        "Check advice that arrived: needs, outcomes and specific provision",
        3,
        True,
        "The plan writer must never be the first to find a gap.",
    )
    advice_back: LocalTarget = LocalTarget(
        "advice_back",
        "Send back advice that was returned with its gaps named",
        0,
        False,
        "The day was set when the advice was returned.",
        set_by_hand=True,
    )
    look_again: LocalTarget = LocalTarget(
        "look_again",
        "Look whether the decision or draft still stands after new advice",
        3,
        True,
        "Advice is considered whenever it comes: a plan must not rest on a version that was overtaken.",
    )
    settle_not_known: LocalTarget = LocalTarget(
        "settle_not_known",
        "Say who can advise instead, or give the reasoned position",
        3,
        True,
        "'Not known to this service' is a reply, not advice: the need for advice stays.",
    )
    chase_advice: LocalTarget = LocalTarget(
        "chase_advice",
        "Chase advice that is late",
        7,
        False,
        "Late advice that nobody chases is put before the manager.",
    )
    other_way: LocalTarget = LocalTarget(
        "other_way",
        "Record whether late advice will be got another way",
        14,
        False,
        "The authority must act as well as wait.",
    )
    review_exception: LocalTarget = LocalTarget(
        "review_exception",
        "Look again at an exception that is relied on",
        0,
        False,
        "An exception sets no new date: once its cause has gone, the duty is to finish as soon as practicable.",
        set_by_hand=True,
    )
    settle_late_exception: LocalTarget = LocalTarget(
        "settle_late_exception",
        "Approve or decline an exception claimed after its limit",
        3,
        True,
        "Until a second person approves it, the limit counts as missed.",
    )
    tell_family_of_delay: LocalTarget = LocalTarget(
        "tell_family_of_delay",
        "Tell the family that a limit will not be kept",
        0,
        False,
        "The family hears of a delay before the day passes, from the authority, with the reason and what is done.",
        set_by_hand=True,
    )
    update_family: LocalTarget = LocalTarget(
        "update_family",
        "Tell the family again how a late case stands",
        14,
        False,
        "Poor communication is found to be fault even where the delay itself is explained.",
    )
    answer_family_message: LocalTarget = LocalTarget(
        "answer_family_message",
        "Reply to a message of the family",
        3,
        True,
        "A family that wrote waits for an answer, whatever road its message came by.",
    )
    keep_promise: LocalTarget = LocalTarget(
        "keep_promise",
        "Keep what the family was promised",
        0,
        False,
        "The day was told to the family.",
        set_by_hand=True,
    )
    answer_question: LocalTarget = LocalTarget(
        "answer_question",
        "Answer a question about advice that was given",
        5,
        True,
        "A plan can say what the advice says only where its writer understands it, and the limits run on meanwhile.",
    )
    reach_family: LocalTarget = LocalTarget(
        "reach_family",
        "Ring the family or post it a notice it has not opened",
        3,
        True,
        "A notice behind a sign-in that nobody opens tells nobody anything, and the family's own time runs.",
    )

    def __iter__(self) -> Iterator[LocalTarget]:
        """All of them, in the order of their work."""
        return (getattr(self, each.name) for each in fields(self))


LOCAL_TARGETS = LocalTargets()
"""The targets that are built in; what an authority has changed stands in its `Policy`."""

OWN_PROMISE = "the authority's own promise, not law"
"""What stands in place of a provision where none is: what families are promised about hearing from the authority.

The Ombudsman finds fault with silence and councils were told to write every 14 days; no section of the Act says so.
"""
ADDRESS_CONFIRMED_WITHIN_DAYS = 90
"""How old the confirmation of an address may be before a notice that starts appeal time goes to it."""
SERVICE_ADDRESS_CONFIRMED_WITHIN_DAYS = 180
"""How old the confirmation of a service's addresses may be before it is shown as one to ask for again."""
