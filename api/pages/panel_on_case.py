"""What stands on a case's page of panels: on whose agenda it is, what was advised, and that none can be waited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.deps import ReadContext
from ehc_workflow.domain.case import AgendaItem
from ehc_workflow.domain.panels import STAGES, limit_of
from ehc_workflow.reporting.case_words import MATTERS, panel_says
from ehc_workflow.service.case_view import CaseView
from ehc_workflow.service.panels_seen import next_meetings, panel_too_late


@dataclass(frozen=True, slots=True)
class OnAgenda:
    """One matter that is or was on an agenda, in a sentence, and where its pack is."""

    says: str
    href: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class PanelOnCase:
    """`without` is the next meeting where it comes after the limit, `due_on`: the case is decided without a panel."""

    items: tuple[OnAgenda, ...]
    without: date | None
    due_on: date | None


def panel_on_case(reads: ReadContext, view: CaseView) -> PanelOnCase:
    """What this case has to do with panels."""
    case = view.case
    items = tuple(_item(case.id, one) for one in case.agenda)
    matter = next((one for one, states in STAGES.items() if case.state in states), None)
    limit = limit_of(case, matter, reads.policy, reads.today) if matter else None
    if limit is None:
        return PanelOnCase(items, None, None)
    following = next_meetings(reads.connection, [case.authority_id], reads.today)
    late = panel_too_late(following, case.authority_id, case.state, limit.code, limit.due_on)
    return PanelOnCase(items, late, limit.due_on)


def _item(assessment_id: str, item: AgendaItem) -> OnAgenda:
    about = MATTERS[item.matter]
    if item.advice:
        says = f"advised on {about}: {panel_says(item.advice)}"
    elif item.is_open:
        says = f"on the agenda: {about}"
    else:
        says = f"{about}: taken off, or decided without the panel"
    href = f"/panels/meetings/{item.meeting_id}/items/{assessment_id}/{item.id}"
    return OnAgenda(f"Meeting of {item.meets_on:%-d %B %Y}, {says}", href, item.is_open)
