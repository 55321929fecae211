"""Agendas are read from rows of their own: they are brought in line with the case by every step that changes it."""

from __future__ import annotations

from ehc_workflow.domain.case import AgendaItem
from ehc_workflow.store.cases import Change
from ehc_workflow.store.rows import Rows


def keep(rows: Rows, change: Change) -> None:
    """Write what is new on an agenda of this case, and what has ended there."""
    if change.before.agenda is change.after.agenda:
        return
    known = set(change.before.agenda)
    for item in change.after.agenda:
        if item not in known:
            rows.put("agenda_item", ("id",), [_row(change.after.id, item)])


def _row(assessment_id: str, item: AgendaItem) -> dict[str, object]:
    return {
        "id": item.id,
        "assessment_id": assessment_id,
        "meeting_id": item.meeting_id,
        "matter": item.matter.value,
        "put_on": item.put_on,
        "off_on": item.off_on,
        "advised_on": item.advice.met_on if item.advice else None,
    }
