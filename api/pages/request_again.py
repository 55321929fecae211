"""What a request to re-assess is filled in with: what the case that led to the plan knows."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from fastapi import Request

from api.deps import ReadContext
from api.pages.page import PageContext
from ehc_workflow.domain.case import Letter, State
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.service.case_view import CaseView, case_view, note_seen

_OF_THE_CHILD = (
    "given_name",
    "family_name",
    "date_of_birth",
    "upn",
    "nhs_number",
    "language",
    "format_needs",
)


class AsksFor(StrEnum):
    """What a request wants: a first assessment, or one of somebody who has a plan."""

    ASSESSMENT = "assessment"
    REASSESSMENT = "reassessment"


def case_of_the_plan(
    request: Request, page: PageContext, reads: ReadContext, case_id: str
) -> CaseView:
    """The case that led to the plan: for whoever may see it, and their looking is noted."""
    view = case_view(reads.connection, reads.actor, case_id, reads.today, policy=reads.policy)
    if view.case.state is not State.PLAN_ISSUED:
        raise NotFoundError("There is no plan of this case to re-assess.")
    note_seen(
        request.app.state.database, reads.actor, case_id, "re-assessment", at=page.clock.now()
    )
    return view


def of_the_plan(view: CaseView) -> dict[str, Any]:
    """What that case knows of the child, of those who can be written to, and of the last assessment."""
    case, child = view.case, view.file.child
    told = case.notice(Letter.PLAN_WILL_BE_MADE, Letter.FINAL_PLAN)
    named = case.placement.setting_id if case.placement else None
    return {
        **{name: getattr(child, name) or "" for name in _OF_THE_CHILD},
        "vision_impaired": child.vision_impaired,
        "hearing_impaired": child.hearing_impaired,
        "interpreter_needed": bool(child.interpreter_needed),
        "asks_for": AsksFor.REASSESSMENT,
        "last_assessed_on": told.sent_on if told else None,
        "setting_id": named or case.setting_id or "",
        "setting_kind": case.setting_kind if named in (None, case.setting_id) else None,
        "team_id": case.team_id,
        "contacts": tuple(
            {
                "kind": one.kind,
                "name": known.name,
                "email": known.email,
                "phone": known.phone,
                "address": known.address,
                "preferred_method": known.preferred_method,
                "address_confirmed_on": one.address_confirmed_on,
            }
            for one in case.contacts
            if (known := view.names.contacts.get(one.id)) is not None
        ),
    }
