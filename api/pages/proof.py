"""The proof of one day: what started it, the rule, the counting, and what would and would not change it."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.deps import Reads
from api.pages.exceptions import exception_says
from api.pages.page import Page
from api.pages.reasons import duty_of, reason_for
from ehc_workflow.domain.clocks.explanation import Proof, Step, explain, walk
from ehc_workflow.domain.clocks.picture import SAYS, SIGN, Mark, marked, marks, months
from ehc_workflow.domain.deadlines import Deadline, facts_of
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.events import DatesMoved
from ehc_workflow.rules.local_targets import LocalTarget
from ehc_workflow.rules.model import Counting, Period, TimeLimit
from ehc_workflow.service.case_view import CaseView, case_view, note_seen
from ehc_workflow.store.queries.timeline import Entry

pages = APIRouter(prefix="/assessments/{assessment_id}/deadlines")


@pages.get("/{code}")
@pages.get("/{code}/{ref}")
def proof(
    assessment_id: str, code: str, request: Request, page: Page, reads: Reads, ref: str = ""
) -> HTMLResponse:
    """One date, explained so that a parent can follow it."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    pair = view.deadline(code, ref)
    if pair is None:
        raise NotFoundError("This case has no such deadline.")
    note_seen(
        request.app.state.database,
        reads.actor,
        assessment_id,
        f"proof {code}",
        at=page.clock.now(),
    )
    deadline, at = pair
    claim = next((c for c in view.case.exceptions if c.id == deadline.disapplied_by), None)
    count, target = _proof(view, deadline), _target(view, deadline)
    steps = count.steps if count else _steps_of(target, deadline, view) if target else ()
    days = marks(count) if count else _days_of(steps, deadline)
    return page.show(
        "assessment/proof.html",
        view=view,
        deadline=deadline,
        at=at,
        duty=duty_of(deadline.code, deadline.rule_version),
        reason=reason_for(deadline, reads.today),
        proof=count,
        target=target,
        letter=_letter(view, deadline) if not count and not target else None,
        steps=steps,
        months=months(days),
        legend=[(SIGN[mark], SAYS[mark], mark.value) for mark in Mark if mark in days.values()],
        moved=[one for one in view.entries if _moves(one, deadline)],
        started_by=_trigger(view) if not ref else None,
        exception=exception_says(view, claim) if claim else None,
        ground=claim.ground if claim else None,
    )


def _proof(view: CaseView, deadline: Deadline) -> Proof | None:
    """The count of a limit of law or guidance; the authority's own targets have none."""
    clock = next(
        (
            one
            for one in view.clocks
            if (one.clock.value, one.ref or "") == (deadline.code, deadline.ref)
        ),
        None,
    )
    return explain(clock, facts_of(view.case), view.policy) if clock is not None else None


def _target(view: CaseView, deadline: Deadline) -> LocalTarget | None:
    return next((one for one in view.policy.targets if one.code == deadline.code), None)


_SEEN_BETWEEN = {
    "tell_family_of_delay": (
        "The limit began",
        "The first day on which the forecast shows a limit missed",
        "The last day before this limit passes",
    ),
    "reach_family": (
        "The notice went",
        "It is known that nobody opened it, or that it did not get through",
        "The working day after",
    ),
}
"""Targets with a day between, which is the one to act on."""


def _steps_of(target: LocalTarget, deadline: Deadline, view: CaseView) -> tuple[Step, ...]:
    """The count of one of the authority's own targets; a day that somebody set stands as it is."""
    days = target.days_on(deadline.met_on)
    if deadline.code in _SEEN_BETWEEN:
        began, seen, last = _SEEN_BETWEEN[deadline.code]
        return (
            Step(deadline.starts_on, began),
            Step(deadline.act_by, seen),
            Step(deadline.due_on, last),
        )
    if target.set_by_hand or not days:
        start = Step(deadline.starts_on, "The event")
        own = deadline.due_on != deadline.starts_on
        return (start, Step(deadline.due_on, "The day that was set")) if own else (start,)
    way = Counting.WORKING_DAYS_AFTER if target.working_days else Counting.DAYS_AFTER
    return walk(Period(days, way), deadline.starts_on, view.policy.calendar)


def _days_of(steps: tuple[Step, ...], deadline: Deadline) -> dict[date, Mark]:
    counted = steps or (Step(deadline.starts_on, "The event"),)
    return marked(counted, due_on=deadline.due_on, act_by=deadline.act_by)


def _letter(view: CaseView, deadline: Deadline) -> TimeLimit:
    """The rule of a limit whose day somebody's letter names."""
    return view.policy.book.version(deadline.rule_version)


def _moves(entry: Entry, deadline: Deadline) -> bool:
    """Whether this entry of the log moved the deadline by a changed calendar, rule or target."""
    event = entry.event
    return isinstance(event, DatesMoved) and any(
        (one.code, one.ref) == (deadline.code, deadline.ref) for one in event.moved
    )


def _trigger(view: CaseView) -> object:
    """The arrival that governs: the evidence that its day rests on."""
    return min(view.case.triggers, key=lambda one: one.received_on)
