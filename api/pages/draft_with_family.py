"""The draft with the family, for those who answer it: what was said of each item, what is open, what has changed."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.deps import Reads
from api.pages.draft_words import SECTIONS
from api.pages.page import Page
from api.pages.step_forms.wording import MEETING_WAYS, ROADS
from api.words import day
from ehc_workflow.domain.case import Case
from ehc_workflow.reporting.draft_talk import Response, responses
from ehc_workflow.service.case_view import case_view, note_seen
from ehc_workflow.service.changes_told import SAID_AS, ledger_of
from ehc_workflow.store.queries.plan_text import plan_items

pages = APIRouter(prefix="/assessments/{assessment_id}")


@pages.get("/draft-with-family")
def draft_page(assessment_id: str, request: Request, page: Page, reads: Reads) -> HTMLResponse:
    """Everything the family said about the draft, by what it is about, with what is to be done about each."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    case = view.case
    note_seen(
        request.app.state.database,
        reads.actor,
        assessment_id,
        "draft with the family",
        at=page.clock.now(),
    )
    draft = case.served_draft
    served = plan_items(reads.connection, case.id, draft.plan_version) if draft else ()
    said = responses(case, view.entries)
    stands = {line.id for line in case.plan_lines}
    return page.show(
        "plan/with_family.html",
        view=view,
        case=case,
        draft=draft,
        said=said,
        open_work=list(_open_work(said)),
        about={item.id: item for item in served},
        stands=stands,
        change_address=lambda one: change_address(case, one, stands),
        sections=SECTIONS,
        said_as=SAID_AS,
        ways=MEETING_WAYS,
        roads=ROADS,
    )


def _open_work(said: tuple[Response, ...]) -> Iterator[tuple[str, str]]:
    """What is to be done before the final plan, with the id of what it is about."""
    for one in said:
        what = f"{SAID_AS[one.said.kind]} of {day(one.said.received_on)}"
        if one.said.owes_meeting:
            yield one.said.id, f"Meet the family, or offer it days: {what}"
        elif one.said.waits:
            yield one.said.id, f"Answer: {what}"
        if one.said.change_is_open:
            yield one.said.id, f"Change the plan as was agreed: {what}"
        for point in one.said.meeting.open_points:
            yield one.said.id, f"Do or answer point {point.number} agreed at the meeting: {what}"


def change_address(case: Case, one: Response, stands: set[str]) -> str:
    """Where the plan is changed because of something said: at the item it is about, where that stands still."""
    here = f"/assessments/{case.id}/plan"
    item = one.said.about_item
    return f"{here}/items/{item}?because={one.said.id}" if item in stands else here


@pages.get("/changes")
def changes_page(assessment_id: str, request: Request, page: Page, reads: Reads) -> HTMLResponse:
    """What differs from the draft that the family had, and why: as the plan stands, or as it was signed."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    note_seen(
        request.app.state.database,
        reads.actor,
        assessment_id,
        "changes of the plan",
        at=page.clock.now(),
    )
    return page.show(
        "plan/changes.html",
        view=view,
        case=view.case,
        ledger=ledger_of(reads.connection, view.case),
        words={one.said.id: one for one in responses(view.case, view.entries)},
    )
