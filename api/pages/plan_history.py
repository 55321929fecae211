"""What one item of the plan said before: every version, by whom, when, prompted by what, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.deps import Reads
from api.pages.page import Page
from api.pages.plan import may_write
from api.pages.plan_items import ItemId
from ehc_workflow.domain import commands as c
from ehc_workflow.domain.change_ledger import PLACEMENT
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.versions_compared import How, Piece, pieces
from ehc_workflow.rules.plan_sections import TITLES
from ehc_workflow.service.case_view import CaseView, case_view, note_seen
from ehc_workflow.store.queries.plan_text import Written, history_of

pages = APIRouter(prefix="/assessments/{assessment_id}/plan/items/{item_id}/history")

PARTS = {
    "text": "",
    "amount": "How much",
    "frequency": "How often",
    "by_whom": "By whom",
    "qualified": "How they are qualified",
    "achieve_by": "To achieve by",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One version of an item, with the difference in words to the one before it."""

    written: Written
    parts: tuple[tuple[str, tuple[Piece, ...]], ...]
    prompted: str
    is_first: bool


@pages.get("")
def history_page(
    assessment_id: str, item_id: ItemId, request: Request, page: Page, reads: Reads
) -> HTMLResponse:
    """Show every version of an item, the last first: by whom, when, prompted by what, and what changed."""
    view = case_view(reads.connection, reads.actor, assessment_id, reads.today, policy=reads.policy)
    past = history_of(reads.connection, assessment_id, item_id)
    if not past:
        raise NotFoundError("There is no such item in this plan.")
    note_seen(request.app.state.database, reads.actor, assessment_id, "plan", at=page.clock.now())
    name = past[0].item.section
    return page.show(
        "plan/history.html",
        view=view,
        here=f"/assessments/{assessment_id}/plan",
        item_id=item_id,
        section=name,
        title=TITLES[name],
        is_out=past[0].removed,
        changes=list(_changes(past, dict(_prompted(view)))),
        parts=PARTS,
        may=may_write(view),
    )


def _prompted(view: CaseView) -> Iterator[tuple[str, str]]:
    yield PLACEMENT, "the placement decision"
    for said in view.case.representations:
        what = said.kind.value.replace("_", " ")
        yield said.id, f"the family’s {what} of {said.received_on.day} {said.received_on:%B %Y}"


def _changes(past: Sequence[Written], prompted: dict[str, str]) -> Iterator[Change]:
    for place, one in enumerate(past):
        before = past[place + 1].item if place + 1 < len(past) else None
        after = one.item
        parts = ((part, tuple(pieces(_said(before, part), _said(after, part)))) for part in PARTS)
        yield Change(
            written=one,
            parts=tuple(
                (part, said)
                for part, said in parts
                if said and not (one.removed and all(each.how is How.SAME for each in said))
            ),
            prompted=prompted.get(one.prompted_by or "", ""),
            is_first=before is None,
        )


def _said(item: c.PlanItem | None, part: str) -> str:
    if item is None:
        return ""
    said = getattr(item, part)
    return said.isoformat() if isinstance(said, date) else str(said or "")
