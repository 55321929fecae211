"""Facts in, limits out: every limit that the facts of a case start, and what each rests on.

    clocks(facts, policy) -> tuple[Clock, ...]

A limit never disappears because a later decision made it pointless; which of them still bind is for the case to say.
"""

from __future__ import annotations

from datetime import date

from ehc_workflow.domain.clocks import assessment, disputes, moves, ways_back
from ehc_workflow.domain.clocks.answering import answer
from ehc_workflow.domain.clocks.arrival import (
    done_on,
    lead_trigger,
    london_date,
    received_on,
    served_on,
)
from ehc_workflow.domain.clocks.clock import Clock
from ehc_workflow.domain.clocks.grounds import GroundLookedAt, grounds_listed, grounds_looked_at
from ehc_workflow.domain.clocks.people import (
    assessed_within_six_months,
    compulsory_school_age_ends,
    right_holder,
)
from ehc_workflow.domain.clocks.reckoning import Reckoning
from ehc_workflow.domain.clocks.ways_back import original_limits_superseded
from ehc_workflow.domain.errors import RuleBookError
from ehc_workflow.domain.facts import ClockId, Facts
from ehc_workflow.rules.book import RuleError
from ehc_workflow.rules.local_policy import DEFAULT_POLICY, Policy

__all__ = [
    "Clock",
    "GroundLookedAt",
    "assessed_within_six_months",
    "clock_start",
    "clocks",
    "compulsory_school_age_ends",
    "done_on",
    "grounds_listed",
    "grounds_looked_at",
    "london_date",
    "original_limits_superseded",
    "received_on",
    "right_holder",
    "served_on",
]


def clocks(facts: Facts, policy: Policy = DEFAULT_POLICY) -> tuple[Clock, ...]:
    """Every limit that the facts start, each by the rule that was the law on the day it started."""
    try:
        return _clocks(Reckoning(facts, policy))
    except RuleError as error:
        raise RuleBookError(str(error)) from error


def clock_start(facts: Facts, policy: Policy = DEFAULT_POLICY) -> date | None:
    """Day 0 of the assessment: the day of the trigger that governs, if there is one."""
    return lead_trigger(facts.triggers, policy)[1] if facts.triggers else None


def _clocks(of: Reckoning) -> tuple[Clock, ...]:
    facts = of.facts
    found = [*assessment.request_limits(of)]
    if facts.orders or facts.unopposed_appeals or facts.mediation_agreements:
        found += ways_back.order_limits(of)
        found += ways_back.unopposed_limits(of)
        found += ways_back.agreement_limits(of)
    found += moves.reassessment_limits(of)
    answer(found, facts.notices, facts.drafts, of.policy)
    found += assessment.advice_limits(of)
    found += assessment.draft_windows(
        of, [clock for clock in found if clock.clock is ClockId.FINAL_PLAN]
    )
    found += assessment.school_replies(of)
    found += disputes.decision_limits(of)
    if facts.mediations:
        found += disputes.mediation_limits(of)
    found += moves.transfer_limits(of)
    return tuple(found)
