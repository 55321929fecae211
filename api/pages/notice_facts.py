"""What is known of each letter's way: sent, failed, opened, got through another way, and when it counts as served."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ehc_workflow.domain.case import Letter, Notice
from ehc_workflow.domain.clocks import done_on
from ehc_workflow.domain.events import FamilyReached, NoticeFailed
from ehc_workflow.service.case_view import CaseView
from ehc_workflow.store.queries.timeline import Entry

ROADS_SAID = {
    "portal": "on their page",
    "phone": "by telephone",
    "email": "by e-mail",
    "letter": "by post",
    "meeting": "in person",
}


def what_became_of(view: CaseView, entry: Entry) -> list[tuple[date, str]]:
    """Each fact about one letter with its day, in the order of the days. The letter's own entry names it."""
    sent: Notice = getattr(entry.event, "notice")  # noqa: B009  # letters alone are asked about
    now = view.case.notice_of_id(sent.id) or sent
    return sorted(_facts(view, now))


def _facts(view: CaseView, notice: Notice) -> Iterator[tuple[date, str]]:
    draft = next(
        (
            one
            for one in view.case.drafts
            if notice.kind is Letter.DRAFT_PLAN and one.served_on >= notice.sent_on
        ),
        None,
    )
    if draft is not None and draft.window_ends_on is not None:
        yield draft.served_on, "counts as served: the family’s 15 days begin (reg 13(1)(a))"
    else:
        counts = done_on(notice.sent_on, notice.method, view.policy)
        if counts != notice.sent_on:
            yield counts, "counts as sent, by the post’s working days"
    if notice.opened_on is not None:
        yield notice.opened_on, "opened, signed in"
    for past in view.entries:
        match past.event:
            case NoticeFailed(notice_id=known) as failed if known == notice.id:
                why = (
                    "they do not use e-mail or the page"
                    if failed.offline
                    else "the message came back"
                )
                yield failed.failed_on, f"did not get through: {why}"
            case FamilyReached(notice_id=known) as reached if known == notice.id:
                yield reached.reached_on, f"reached {ROADS_SAID[reached.road.value]}"
                if reached.served_on is not None:
                    yield reached.served_on, "the paper counts as served"


def must_reach(view: CaseView, notice_id: str) -> bool:
    """Whether somebody has to ring or post this letter now."""
    pair = view.deadline("reach_family", notice_id)
    return pair is not None and pair[0].met_on is None and pair[0].act_by <= view.today
