"""Panels as an authority has them: set up, changed, closed; their members; their meetings and who was there.

What a panel advises on a case is no part of this: it is a step of the case and goes through `execute`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.case import PanelMatter
from ehc_workflow.domain.errors import NotFoundError
from ehc_workflow.domain.organisation import ChangeKind
from ehc_workflow.domain.panels import Meeting, Member
from ehc_workflow.service.organisation_changes import By, note, wrong
from ehc_workflow.service.permissions import authorities_kept
from ehc_workflow.store import panels as store
from ehc_workflow.store.engine import Database
from ehc_workflow.store.ids import new_id
from ehc_workflow.store.panels import Panel
from ehc_workflow.store.queries import agendas
from ehc_workflow.store.rows import Rows

KEEPERS = frozenset({Role.DECISION_MAKER, Role.MANAGER, Role.ADMINISTRATOR})
"""Who keeps an authority's panels: there is no role for it alone."""
NO_PANEL = "There is no such panel, or it is not yours to keep."
NO_MEETING = "There is no such meeting, or it is not yours to keep."
MOST_AT_ONCE = 60
"""So many meetings are planned in one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelDetails:
    """A panel as it is set up; `meets` says in words when and where."""

    name: str
    advises_on: frozenset[PanelMatter]
    quorum: int
    meets: str = ""


def kept_by(actor: Actor) -> tuple[str, ...]:
    """The authorities whose panels this person keeps; raises `NotPermittedError` for somebody who keeps none."""
    says = "A decision-maker, a manager or an administrator of the authority keeps its panels."
    return authorities_kept(actor, KEEPERS, says)


def keeper(actor: Actor, *, now: datetime, today: date) -> By:
    """A person, for the authorities whose panels they keep."""
    return By(actor=actor, now=now, today=today, authority_ids=frozenset(kept_by(actor)))


def set_up(database: Database, details: PanelDetails, *, authority_id: str, by: By) -> str:
    """Set a panel up; its id."""
    details = _checked(details)
    if not by.looks_after(authority_id):
        raise NotFoundError("There is no such authority, or it is not yours to look after.")
    with database.writing() as connection:
        _refuse_taken(connection, details.name, authority_id)
        new = Panel(id=new_id(), authority_id=authority_id, closed_on=None, **_fields(details))
        store.put(connection, new)
        note(connection, by, ChangeKind.PANEL_MADE, new.id, name=details.name)
    return new.id


def change(database: Database, panel_id: str, details: PanelDetails, *, by: By) -> None:
    """Change what a panel is called, advises on and needs. Advice that was given stands as it was given."""
    details = _checked(details)
    with database.writing() as connection:
        before = _kept(connection, panel_id, by)
        _refuse_taken(connection, details.name, before.authority_id, but=panel_id)
        after = replace(before, **_fields(details))
        if after == before:
            wrong("/name", "The panel is like this already: change something, or leave it.")
        store.put(connection, after)
        both = {
            name: [_plain(getattr(before, name)), _plain(value)]
            for name, value in _fields(details).items()
            if getattr(before, name) != value
        }
        note(connection, by, ChangeKind.PANEL_CHANGED, panel_id, **both)


def close(database: Database, panel_id: str, *, by: By) -> None:
    """Close a panel: it takes no more cases, and what it advised stays on file."""
    with database.writing() as connection:
        before = _kept(connection, panel_id, by)
        if before.closed_on is None:
            store.put(connection, replace(before, closed_on=by.today))
            note(connection, by, ChangeKind.PANEL_CLOSED, panel_id, name=before.name)


def reopen(database: Database, panel_id: str, *, by: By) -> None:
    """Open a closed panel again."""
    with database.writing() as connection:
        before = _kept(connection, panel_id, by)
        if before.closed_on is not None:
            store.put(connection, replace(before, closed_on=None))
            note(connection, by, ChangeKind.PANEL_REOPENED, panel_id, name=before.name)


def add_member(database: Database, panel_id: str, name: str, body: str, *, by: By) -> str:
    """Give somebody a place, by name or by the name of a seat, for a body; the member's id."""
    name = name.strip() or wrong("/name", "Enter the member’s name, or the name of the seat.")
    body = body.strip() or wrong("/body", "Enter the body they sit there for, such as Health.")
    with database.writing() as connection:
        _kept(connection, panel_id, by)
        if any((one.name, one.body) == (name, body) for one in store.members(connection, panel_id)):
            wrong("/name", f"{name} sits on this panel already.")
        new = Member(new_id(), name, body)
        store.add_member(connection, panel_id, new)
        note(connection, by, ChangeKind.MEMBER_ADDED, panel_id, name=name, body=body)
    return new.id


def member_leaves(database: Database, panel_id: str, member_id: str, *, by: By) -> None:
    """Note that a member has left; at meetings before they stay who they were."""
    with database.writing() as connection:
        _kept(connection, panel_id, by)
        if not store.member_left(connection, panel_id, member_id, by.today):
            raise NotFoundError("Nobody of this name sits on this panel.")
        name = store.names_of_members(connection, [member_id])[member_id]
        note(connection, by, ChangeKind.MEMBER_LEFT, panel_id, name=name)


def plan_meetings(
    database: Database,
    panel_id: str,
    *,
    meets_on: date,
    papers_by: date,
    every_weeks: int = 0,
    until: date | None = None,
    by: By,
) -> tuple[str, ...]:
    """Plan one meeting, or one every so many weeks until a day; their ids."""
    if papers_by > meets_on:
        wrong("/papers_by", "The papers are due on or before the day of the meeting.")
    days = _days(meets_on, every_weeks, until)
    with database.writing() as connection:
        panel = _kept(connection, panel_id, by)
        if panel.closed_on is not None:
            wrong("/meets_on", "This panel is closed. Open it again before it meets.")
        known = agendas.meetings(
            connection, [panel.authority_id], since=meets_on, panel_id=panel_id
        )
        taken = {one.meets_on for one in known if one.called_off_on is None}
        planned = []
        for day in days:
            if day in taken:
                wrong("/meets_on", f"This panel meets on {day:%-d %B %Y} already.")
            meeting_id = new_id()
            store.plan_meeting(
                connection,
                meeting_id,
                panel_id,
                meets_on=day,
                papers_by=day - (meets_on - papers_by),
            )
            planned.append(meeting_id)
        note(connection, by, ChangeKind.MEETING_PLANNED, panel_id, days=[str(one) for one in days])
    return tuple(planned)


def _days(first: date, every_weeks: int, until: date | None) -> list[date]:
    if not every_weeks:
        return [first]
    if until is None or until < first:
        wrong("/until", "Say until which day, on or after the first meeting.")
    step = timedelta(weeks=every_weeks)
    days = [first + n * step for n in range((until - first) // step + 1)]
    if len(days) > MOST_AT_ONCE:
        wrong("/until", f"These are {len(days)} meetings. Plan at most {MOST_AT_ONCE} at once.")
    return days


def call_off(database: Database, meeting_id: str, *, by: By) -> None:
    """Call a meeting off. Its cases are put on another agenda, or decided without a panel."""
    with database.writing() as connection:
        known = _kept_meeting(connection, meeting_id, by)
        if known.attended is not None:
            wrong("", "Who was at this meeting is written down: it was held.")
        if known.called_off_on is None:
            store.change_meeting(connection, meeting_id, called_off_on=by.today)
            day = str(known.meets_on)
            note(connection, by, ChangeKind.MEETING_CALLED_OFF, known.panel_id, day=day)


def hold_after_all(database: Database, meeting_id: str, *, by: By) -> None:
    """Take back that a meeting was called off."""
    with database.writing() as connection:
        known = _kept_meeting(connection, meeting_id, by)
        if known.called_off_on is not None:
            store.change_meeting(connection, meeting_id, called_off_on=None)
            day = str(known.meets_on)
            note(connection, by, ChangeKind.MEETING_PLANNED, known.panel_id, days=[day])


def record_attendance(
    database: Database,
    meeting_id: str,
    *,
    chair_id: str | None,
    attended: Collection[str],
    by: By,
) -> None:
    """Write down who was at a meeting, and who chaired it; until the panel has advised it can be put right."""
    with database.writing() as connection:
        known = _kept_meeting(connection, meeting_id, by)
        _refuse_attendance(connection, known, chair_id, attended, by)
        there = sorted(set(attended))
        store.change_meeting(connection, meeting_id, chair_id=chair_id, attended=there)
        note(
            connection,
            by,
            ChangeKind.ATTENDANCE_RECORDED,
            known.panel_id,
            day=str(known.meets_on),
            number=len(there),
        )


def _refuse_attendance(
    connection: Connection, known: Meeting, chair_id: str | None, attended: Collection[str], by: By
) -> None:
    if known.called_off_on is not None:
        wrong("/attended", "This meeting is called off.")
    if known.meets_on > by.today:
        wrong("/attended", f"The meeting is on {known.meets_on:%-d %B %Y}: write this down then.")
    if agendas.has_advised(connection, known.id):
        wrong("/attended", "The panel has advised at this meeting: who was there stays as it is.")
    if any(known.member(one) is None for one in attended):
        wrong("/attended", "Choose members of this panel.")
    if chair_id is not None and chair_id not in attended:
        wrong("/chair_id", "Whoever chaired the meeting was there: tick them too.")


def meeting_seen(
    connection: Connection, meeting_id: str, authority_ids: Collection[str]
) -> Meeting:
    """A meeting of one of these authorities, or `NotFoundError`."""
    found = store.meeting(Rows(connection), meeting_id)
    if found is None or found.authority_id not in authority_ids:
        raise NotFoundError("There is no such meeting, or it is not yours to know of.")
    return found


def panel_seen(connection: Connection, panel_id: str, authority_ids: Collection[str]) -> Panel:
    """A panel of one of these authorities, or `NotFoundError`."""
    found = store.panel(connection, panel_id)
    if found is None or found.authority_id not in authority_ids:
        raise NotFoundError("There is no such panel, or it is not yours to know of.")
    return found


def _kept(connection: Connection, panel_id: str, by: By) -> Panel:
    found = store.panel(connection, panel_id)
    if found is None or not by.looks_after(found.authority_id):
        raise NotFoundError(NO_PANEL)
    return found


def _kept_meeting(connection: Connection, meeting_id: str, by: By) -> Meeting:
    found = store.meeting(Rows(connection), meeting_id)
    if found is None or not by.looks_after(found.authority_id):
        raise NotFoundError(NO_MEETING)
    return found


def _checked(details: PanelDetails) -> PanelDetails:
    name = details.name.strip() or wrong("/name", "Enter the panel’s name.")
    if not details.advises_on:
        wrong("/advises_on", "Say what the panel advises on.")
    if details.quorum < 1:
        wrong("/quorum", "At least one member must be there for the panel to advise.")
    return replace(details, name=name, meets=details.meets.strip())


def _refuse_taken(
    connection: Connection, name: str, authority_id: str, but: str | None = None
) -> None:
    known = store.panels(connection, [authority_id])
    if any(one.name == name and one.id != but for one in known):
        wrong("/name", f"There is a panel {name} already.")


def _fields(details: PanelDetails) -> dict[str, Any]:
    return {
        "name": details.name,
        "advises_on": details.advises_on,
        "quorum": details.quorum,
        "meets": details.meets,
    }


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value
