"""Which limit a notice or a draft keeps: of several of its kind the last to have started, by the first notice."""

from __future__ import annotations

from datetime import date

from ehc_workflow.domain.clocks.arrival import done_on
from ehc_workflow.domain.clocks.clock import Clock
from ehc_workflow.domain.facts import ClockId, DraftFacts, NoticeFacts, NoticeKind
from ehc_workflow.rules.local_policy import Policy

KEPT_BY = {
    NoticeKind.WILL_ASSESS: (ClockId.NOTIFY_WILL_ASSESS, ClockId.DECIDE_WHETHER_TO_ASSESS),
    NoticeKind.REFUSAL_TO_ASSESS: (ClockId.DECIDE_WHETHER_TO_ASSESS,),
    NoticeKind.THRESHOLD_REFUSAL: (ClockId.THRESHOLD_REFUSAL,),
    NoticeKind.NO_PLAN: (ClockId.DECIDE_NO_PLAN,),
    NoticeKind.FINAL_PLAN: (ClockId.FINAL_PLAN,),
    NoticeKind.AMENDED_PLAN: (ClockId.AMENDED_PLAN,),
    NoticeKind.WILL_REASSESS: (ClockId.DECIDE_WHETHER_TO_REASSESS,),
    NoticeKind.REFUSAL_TO_REASSESS: (ClockId.DECIDE_WHETHER_TO_REASSESS,),
    NoticeKind.REFUSAL_TO_AMEND: (),
    NoticeKind.CEASING_PLAN: (),
}
"""The clocks a notice can keep, the first that had started by the day it was sent."""

_A_DRAFT_KEEPS = (ClockId.DRAFT_PLAN,)


def answer(
    clocks: list[Clock],
    notices: tuple[NoticeFacts, ...],
    drafts: tuple[DraftFacts, ...],
    policy: Policy,
) -> None:
    """Put the day of doing, and how late it was, to each limit that a notice or a draft kept."""
    sent = [
        (item.sent_on, done_on(item.sent_on, item.method, policy), KEPT_BY[item.kind])
        for item in notices
    ]
    sent += [
        (item.sent_on, done_on(item.sent_on, item.method, policy), _A_DRAFT_KEEPS)
        for item in drafts
    ]
    sent.sort(key=lambda one: one[:2])
    for sent_on, done, kept in sent:
        place = _kept(clocks, kept, sent_on)
        if place is not None and clocks[place].done_on is None:
            clocks[place] = clocks[place].done(done)


def _kept(clocks: list[Clock], ids: tuple[ClockId, ...], sent_on: date) -> int | None:
    for clock_id in ids:
        begun = [
            (clock.starts_on, -place)
            for place, clock in enumerate(clocks)
            if clock.clock is clock_id and clock.starts_on <= sent_on
        ]
        if begun:
            return -max(begun)[1]
    return None
