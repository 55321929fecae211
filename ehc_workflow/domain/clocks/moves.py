"""The limits of a re-assessment and of a plan that moves between authorities."""

from __future__ import annotations

from collections.abc import Iterator

from ehc_workflow.domain.clocks.arithmetic import last_day
from ehc_workflow.domain.clocks.clock import Clock
from ehc_workflow.domain.clocks.reckoning import Reckoning
from ehc_workflow.domain.facts import NoticeKind, Transfer

_ITEM = ("transfer", 0)


def reassessment_limits(of: Reckoning) -> Iterator[Clock]:
    """Fifteen days to answer a request; 14 weeks from the letter that says yes, or from its own decision."""
    asked = of.facts.reassessment
    if asked is not None and asked.received_on is not None:
        rule = of.rule("decide_whether_to_reassess", asked.received_on)
        yield of.limit(rule, asked.received_on, ("reassessment", 0))
    if asked is not None and asked.own_initiative_on is not None:
        rule = of.rule("reassessment_final_plan", asked.own_initiative_on)
        yield of.limit(rule, asked.own_initiative_on, ("reassessment", 0), asked.ref)
    unasked = asked is not None and asked.own_initiative_on is not None
    for place, notice in enumerate(of.facts.notices):
        if notice.kind is NoticeKind.WILL_REASSESS and not unasked:
            rule = of.rule("reassessment_final_plan", notice.sent_on)
            yield of.limit(rule, notice.sent_on, ("notices", place), notice.ref)


def transfer_limits(of: Reckoning) -> Iterator[Clock]:
    """Reg 15: transferring the plan, telling the family, and the first review by the new authority."""
    transfer = of.facts.transfer
    if transfer is None:
        return
    clock = _transfer_plan(of, transfer)
    transferred = transfer.transferred_on
    if transferred is None:
        yield clock
        return
    yield clock.done(transferred)
    yield of.limit(of.rule("tell_family_of_transfer", transferred), transferred, _ITEM)
    yield from _first_review(of, transfer)


def _transfer_plan(of: Reckoning, transfer: Transfer) -> Clock:
    """On the day of the move if known in time, otherwise 15 working days beginning with the day it was known."""
    moved, aware = transfer.moved_on, transfer.old_authority_aware_on
    if aware <= last_day(of.rule("move_known_in_time", moved).period, moved, of.holidays):
        return of.limit(of.rule("transfer_plan_known_in_time", moved), moved, _ITEM)
    return of.limit(of.rule("transfer_plan_known_late", aware), aware, _ITEM)


def _first_review(of: Reckoning, transfer: Transfer) -> Iterator[Clock]:
    """The later of two limbs, so both days must be known."""
    reviewed, transferred = transfer.plan_made_or_last_reviewed_on, transfer.transferred_on
    if reviewed is None or transferred is None:
        return
    from_review = of.rule("review_from_last_review", transferred)
    from_transfer = of.rule("review_from_transfer", transferred)
    by_review = last_day(from_review.period, reviewed, of.holidays)
    if last_day(from_transfer.period, transferred, of.holidays) > by_review:
        yield of.limit(from_transfer, transferred, _ITEM)
    else:
        yield of.limit(from_review, reviewed, _ITEM)
