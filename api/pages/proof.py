"""The proof of one day: what started it, the rule, the counting, and what would and would not change it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.deps import Reads
from api.pages.page import Page
from api.pages.reasons import duty_of, reason_for
from ehc_workflow.domain.clocks.explanation import explain
from ehc_workflow.domain.deadlines import Deadline, facts_of
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.rules.local_targets import LOCAL_TARGETS, LocalTarget
from ehc_workflow.service.case_view import CaseView, case_view, note_seen

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
    return page.show(
        "assessment/proof.html",
        view=view,
        deadline=deadline,
        at=at,
        duty=duty_of(deadline.code, deadline.rule_version),
        reason=reason_for(deadline, reads.today),
        proof=_proof(view, deadline),
        target=_target(deadline),
        started_by=_trigger(view) if not ref else None,
        claim=next((c for c in view.case.exceptions if c.id == deadline.disapplied_by), None),
    )


def _proof(view: CaseView, deadline: Deadline) -> object:
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


def _target(deadline: Deadline) -> LocalTarget | None:
    return next((one for one in LOCAL_TARGETS if one.code == deadline.code), None)


def _trigger(view: CaseView) -> object:
    """The arrival that governs: the evidence that its day rests on."""
    return min(view.case.triggers, key=lambda one: one.received_on)
