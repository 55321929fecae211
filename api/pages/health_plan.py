"""The final plan for the health body, which is sent it by reg 13(2): read from the request for health advice."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.deps import Reads
from api.pages.page import Page
from api.pages.request_actions import asked
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import AdviceItem, Letter
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.rules.plan_sections import TITLES
from ehc_workflow.service.case_view import note_seen
from ehc_workflow.service.consultations import plan_sent
from ehc_workflow.service.desk import RequestFile
from ehc_workflow.service.permissions import reaches_case
from ehc_workflow.store.queries.case_page import names

pages = APIRouter()


def reads_plan(reads: Reads, found: RequestFile) -> bool:
    """Whether this is a clinical officer of the case's authority, and the final plan of the case went."""
    officer = any(
        seat.role is Role.DCO and reaches_case(seat, found.case) for seat in reads.actor.seats
    )
    health = found.request.item is AdviceItem.HEALTH
    return officer and health and found.case.notice(Letter.FINAL_PLAN) is not None


@pages.get("/desk/requests/{request_id}/final-plan")
def final_plan_page(request_id: str, page: Page, reads: Reads) -> HTMLResponse:
    """The plan in the words in which it went, and the advice attached to it. The view is noted."""
    found = asked(reads, request_id)
    if not reads_plan(reads, found):
        raise NotFoundError("There is no final plan here for you to read.")
    database = page.request.app.state.database
    note_seen(database, reads.actor, found.case.id, "final plan", at=page.clock.now())
    return page.show(
        "desk/final_plan.html",
        found=found,
        child=found.file.child,
        sent=found.case.notice(Letter.AMENDED_PLAN) or found.case.notice(Letter.FINAL_PLAN),
        plan=plan_sent(reads.connection, found.case),
        placed=_placed(reads, found),
        titles=TITLES,
    )


def _placed(reads: Reads, found: RequestFile) -> str:
    """Section I: the setting that is named, or the type of one."""
    placement = found.case.placement
    if placement is None or placement.setting_id is None:
        return placement.setting_type or "" if placement else ""
    return names(reads.connection, found.case).service(placement.setting_id)
