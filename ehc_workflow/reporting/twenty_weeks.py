"""One case as a line of weeks: what the law's marks are, what was met when, and whose the lost days were.

Only numbers and words: the page draws them, and shows the same as a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ehc_workflow.domain.case import (
    GRANTS_ASSESSMENT,
    REFUSES_ASSESSMENT,
    Case,
    Letter,
)
from ehc_workflow.domain.deadlines import Deadline, Status

LEAST_WEEKS = 21
MOST_WEEKS = 104


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A limit of the law on the line, with the proof's address in `code` and `ref`; `week` counts from the request."""

    week: int
    label: str
    code: str
    ref: str
    says: str
    due_on: date
    act_by: date
    met_on: date | None
    status: Status
    days_late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of days, both included: `what` names how it is drawn."""

    what: str
    says: str
    first_day: date
    last_day: date

    @property
    def days(self) -> int:
        """How many days from the first to the last."""
        return (self.last_day - self.first_day).days


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that was done, on its day."""

    says: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The whole line."""

    starts_on: date
    today: date
    ended_on: date | None
    weeks: int
    marks: tuple[Mark, ...]
    spans: tuple[Span, ...]
    happenings: tuple[Happening, ...]

    def at(self, day: date) -> float:
        """Where a day lies, from 0 at the start to 1 at the end."""
        part = (day - self.starts_on).days / (self.weeks * 7)
        return max(0.0, min(1.0, part))

    @property
    def until(self) -> date:
        """The last day the line tells of: the end of the case, or today."""
        return self.ended_on or self.today


def twenty_weeks(case: Case, owed: Sequence[Deadline], today: date) -> Line:
    """The line of one case on one day."""
    marks = tuple(_marks(owed, today, case.received_on))
    ended_on = _ended_on(case)
    happenings = tuple(sorted(_happenings(case), key=lambda one: one.on))
    spans = tuple(_spans(case, marks, ended_on or today))
    days = [case.received_on, ended_on or today]
    days += [mark.due_on for mark in marks] + [span.last_day for span in spans]
    weeks = (max(days) - case.received_on).days // 7 + 1
    return Line(
        starts_on=case.received_on,
        today=today,
        ended_on=ended_on,
        weeks=min(MOST_WEEKS, max(LEAST_WEEKS, weeks)),
        marks=marks,
        spans=spans,
        happenings=happenings,
    )


_LIMITS = {
    "decide_whether_to_assess": (6, "Tell the family whether there will be an assessment"),
    "threshold_refusal": (6, "Tell the family there will be no assessment"),
    "decide_no_plan": (16, "Tell the family if there will be no plan"),
    "final_plan": (20, "Send the final plan"),
}
_AFTER_A_WAY_BACK = {
    "notify_will_assess": "Tell the family that it will assess",
    "reconsider": "Reconsider",
    "draft_plan": "Send the draft plan",
    "decide_no_plan": "Tell the family if there will be no plan",
    "final_plan": "Send the final plan",
    "amended_plan": "Send the amended plan",
}
"""The limits that name an order, a concession, an agreement, or what a re-assessment began with."""


def _marks(owed: Sequence[Deadline], today: date, received_on: date) -> Iterator[Mark]:
    threshold = any(deadline.code == "threshold_refusal" for deadline in owed)
    for deadline in owed:
        if threshold and deadline.code == "decide_whether_to_assess":
            continue
        if deadline.ref and deadline.code in _AFTER_A_WAY_BACK:
            weeks = (deadline.due_on - deadline.starts_on).days // 7
            says = _AFTER_A_WAY_BACK[deadline.code]
            since = (deadline.due_on - received_on).days // 7
            yield _mark(deadline, today, since, f"{weeks} weeks on", says)
        elif deadline.code == "decide_whether_to_reassess":
            days = (deadline.due_on - deadline.starts_on).days
            says = "Tell the family whether there will be a re-assessment"
            yield _mark(deadline, today, days // 7, f"{days} days", says)
        elif not deadline.ref and deadline.code in _LIMITS:
            week, says = _LIMITS[deadline.code]
            yield _mark(deadline, today, week, f"Week {week}", says)


def _mark(deadline: Deadline, today: date, week: int, label: str, says: str) -> Mark:
    status = deadline.status(today)
    late = status in (Status.BREACHED_OPEN, Status.MET_LATE, Status.DISAPPLIED_ASAP)
    return Mark(
        week=week,
        label=label,
        code=deadline.code,
        ref=deadline.ref,
        says=says,
        due_on=deadline.due_on,
        act_by=deadline.act_by,
        met_on=deadline.met_on,
        status=status,
        days_late=deadline.days_late(today) if late else 0,
    )


def _spans(case: Case, marks: Sequence[Mark], until: date) -> Iterator[Span]:
    if case.logged_on > case.received_on:
        yield Span(
            what="logged",
            says="Received but not yet logged",
            first_day=case.received_on,
            last_day=case.logged_on,
        )
    yield from _asked_late(case, until)
    draft = case.current_draft
    if draft is not None and draft.window_ends_on is not None:
        yield Span(
            what="window",
            says="The family’s time to respond to the draft",
            first_day=draft.served_on,
            last_day=draft.window_ends_on,
        )
    late = [mark for mark in marks if mark.days_late]
    for mark in late:
        yield Span(
            what="late",
            says=f"Late: {mark.says[:1].lower()}{mark.says[1:]}",
            first_day=mark.due_on,
            last_day=mark.met_on or until,
        )


def _asked_late(case: Case, until: date) -> Iterator[Span]:
    """From telling the family of the assessment to the last asking: the authority's own days."""
    told = case.notice(*GRANTS_ASSESSMENT)
    if told is None:
        return
    asked = [request.requested_on for request in case.advice if request.requested_on is not None]
    last = max(asked, default=until)
    if last > told.sent_on:
        yield Span(
            what="asked-late",
            says="Advice asked for late by the authority",
            first_day=told.sent_on,
            last_day=last,
        )


def _happenings(case: Case) -> Iterator[Happening]:
    yield Happening(says="Request received", on=case.received_on)
    letters = {
        Letter.CONSIDERING: "Family told an assessment is considered",
        Letter.WILL_ASSESS: "Family told there will be an assessment",
        Letter.REFUSAL_TO_ASSESS: "Family told there will be no assessment",
        Letter.THRESHOLD_REFUSAL: "Family told there will be no assessment",
        Letter.WILL_REASSESS: "Family told there will be a re-assessment",
        Letter.REFUSAL_TO_REASSESS: "Family told there will be no re-assessment",
        Letter.NO_PLAN: "Family told there will be no plan",
        Letter.PLAN_WILL_BE_MADE: "Family told a plan will be made",
        Letter.FINAL_PLAN: "Final plan sent",
        Letter.AMENDED_PLAN: "Amended plan sent",
    }
    for notice in case.notices:
        if notice.kind in letters:
            yield Happening(says=letters[notice.kind], on=notice.sent_on)
    for draft in case.drafts:
        if not draft.part:
            yield Happening(says="Draft plan served", on=draft.served_on)
    if case.advice_completed_on is not None:
        yield Happening(says="Gathering of advice closed", on=case.advice_completed_on)
    if case.placement is not None:
        yield Happening(says="Placement decided", on=case.placement.decided_on)
    for appeal in case.appeals:
        yield Happening(says="Appeal registered", on=appeal.registered_on)
    if case.way_back is not None:
        yield Happening(says="Reopened by order or agreement", on=case.way_back.began_on)
    if case.ended_on is not None:
        yield Happening(says="Case ended", on=case.ended_on)


def _ended_on(case: Case) -> date | None:
    if not case.is_settled:
        return None
    last = case.notice(Letter.AMENDED_PLAN, Letter.FINAL_PLAN, Letter.NO_PLAN, *REFUSES_ASSESSMENT)
    return case.ended_on or (last.sent_on if last else None)
