"""What a case and a list see of panels: meetings that can be put to use, and limits that fall before the next one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection

from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.case import Case, State
from ehc_workflow.domain.panels import STAGES, Meeting, matter_of
from ehc_workflow.service.permissions import OFFICERS
from ehc_workflow.store import panels
from ehc_workflow.store.queries import agendas
from ehc_workflow.store.queries.agendas import Following, MeetingLine
from ehc_workflow.store.rows import Rows

SEES = OFFICERS | {Role.ADMINISTRATOR, Role.AUDITOR}
"""Who may know of an authority's panels; of the cases on their agendas each knows those of their own reach."""


def seen_authorities(actor: Actor) -> tuple[str, ...]:
    """The authorities whose panels this person may know of."""
    return tuple(sorted({seat.authority_id for seat in actor.seats if seat.role in SEES}))


def meetings_to_come(connection: Connection, case: Case, today: date) -> tuple[MeetingLine, ...]:
    """Meetings whose panels advise on what this case is at: those to come, and those held since the request."""
    matters = {matter for matter, states in STAGES.items() if case.state in states}
    found = agendas.meetings(connection, [case.authority_id], since=case.received_on)
    usable = [one for one in found if one.called_off_on is None and one.advises_on & matters]
    return (
        *(one for one in usable if one.meets_on >= today),
        *(one for one in reversed(usable) if one.meets_on < today),
    )


def meetings_of(connection: Connection, case: Case) -> tuple[Meeting, ...]:
    """The meetings on whose agendas the case is now."""
    rows = Rows(connection)
    ids = dict.fromkeys(one.meeting_id for one in case.agenda if one.is_open)
    return tuple(found for one in ids if (found := panels.meeting(rows, one)) is not None)


def next_meetings(connection: Connection, authority_ids: Collection[str], today: date) -> Following:
    """When panels of these authorities next advise, in one statement."""
    return agendas.following(agendas.meetings(connection, authority_ids, since=today), today)


def panel_too_late(
    following: Following, authority_id: str, state: State, code: str, due_on: date | None
) -> date | None:
    """The next meeting that could advise on what is owed, where it comes after the limit."""
    matter = matter_of(code, state)
    meets_on = following.get((authority_id, matter)) if matter and due_on else None
    return meets_on if meets_on and due_on and due_on < meets_on else None
