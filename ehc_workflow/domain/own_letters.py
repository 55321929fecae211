"""Letters about a delay that the engine writes itself: which one is due today, and what only a person can write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from ehc_workflow.domain.case import Case
from ehc_workflow.domain.deadlines.forecast import open_limits, seen_missed
from ehc_workflow.domain.deadlines.model import Deadline
from ehc_workflow.rules.family_letters import MOST_DAYS_BEFORE, TAKEN_OVER_DAYS, FamilyLetters
from ehc_workflow.rules.local_policy import Policy

AT_MOST = FamilyLetters(days_before=MOST_DAYS_BEFORE)
"""The widest that an authority may choose: what lies outside it the engine never writes."""


class ByHand(StrEnum):
    """Why a letter that is due is a person's to write."""

    OTHER_FORM = "other_form"
    PAPER = "paper"
    UNREACHED = "unreached"
    NOBODY = "nobody"
    NO_ADDRESS = "no_address"
    INCOMPLETE = "incomplete"


def letter_due(
    case: Case, owed: Sequence[Deadline], today: date, policy: Policy, chosen: FamilyLetters
) -> Deadline | None:
    """What the engine may write about today, where no person has: the first letter, or the next one.

    Never two within the days after which the next is promised, also where a broken promise makes one owed sooner: that
    is for a person to explain.
    """
    if _heard_lately(case, today, policy) or _just_taken_over(case, today):
        return None
    due = (
        one
        for one in owed
        if one.met_on is None and _is_due(case, one, owed, today, policy, chosen)
    )
    return min(due, key=lambda one: one.due_on, default=None)


def _heard_lately(case: Case, today: date, policy: Policy) -> bool:
    """Whether a letter about the delay went so lately that the next is not due yet."""
    days = timedelta(days=policy.targets.update_family.days)
    return any(today < one.sent_on + days for one in case.delays_told)


def _just_taken_over(case: Case, today: date) -> bool:
    return case.imported and today < case.logged_on + timedelta(days=TAKEN_OVER_DAYS)


def _is_due(
    case: Case,
    one: Deadline,
    owed: Sequence[Deadline],
    today: date,
    policy: Policy,
    chosen: FamilyLetters,
) -> bool:
    if one.code == "update_family":
        return chosen.updates and one.due_on <= today
    if one.code != "tell_family_of_delay" or not chosen.first:
        return False
    if today < one.due_on - timedelta(days=chosen.days_before):
        return False
    return any(seen_missed(case, limit, owed, today, policy) for limit in open_limits(owed))


def is_out_of_reach(case: Case) -> bool:
    """Whether a letter by electronic means failed, and nobody has been reached about it: the next would fail too."""
    return any(
        one.failed_on is not None and one.reached_on is None and one.opened_on is None
        for one in case.notices
    )
