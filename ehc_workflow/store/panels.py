"""Panels, their members and their meetings, as they are kept; each is of one authority."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select, update

from ehc_workflow.domain.case import PanelMatter
from ehc_workflow.domain.panels import Meeting, Member
from ehc_workflow.store.rows import Rows
from ehc_workflow.store.tables.panels import PanelMeetingRow, PanelMemberRow, PanelRow

_MEETING = """
SELECT m.id, m.panel_id, p.name, p.authority_id, p.advises_on, p.quorum, m.meets_on, m.papers_by, m.chair_id,
       m.attended, m.called_off_on
FROM panel_meeting m JOIN panel p ON p.id = m.panel_id
WHERE m.id = ?
"""
_MEMBERS = (
    "SELECT id, name, body, left_on FROM panel_member WHERE panel_id = ? ORDER BY body, name, id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A panel as it stands."""

    id: str
    authority_id: str
    name: str
    advises_on: frozenset[PanelMatter]
    quorum: int
    meets: str
    closed_on: date | None


def panels(connection: Connection, authority_ids: Collection[str]) -> tuple[Panel, ...]:
    """Every panel of these authorities, by name; those that are closed too."""
    found = connection.execute(
        select(PanelRow.__table__)
        .where(PanelRow.authority_id.in_(authority_ids))
        .order_by(PanelRow.name, PanelRow.id)
    )
    return tuple(_panel(row) for row in found)


def panel(connection: Connection, panel_id: str) -> Panel | None:
    """One panel."""
    row = connection.execute(
        select(PanelRow.__table__).where(PanelRow.id == panel_id)
    ).one_or_none()
    return _panel(row) if row else None


def _panel(row: Any) -> Panel:
    return Panel(
        id=row.id,
        authority_id=row.authority_id,
        name=row.name,
        advises_on=frozenset(PanelMatter(one) for one in row.advises_on),
        quorum=row.quorum,
        meets=row.meets,
        closed_on=row.closed_on,
    )


def put(connection: Connection, kept: Panel) -> None:
    """Keep a panel that is new, or what was changed of it."""
    values = {
        "authority_id": kept.authority_id,
        "name": kept.name,
        "advises_on": sorted(kept.advises_on),
        "quorum": kept.quorum,
        "meets": kept.meets,
        "closed_on": kept.closed_on,
    }
    changed = connection.execute(update(PanelRow).where(PanelRow.id == kept.id).values(values))
    if not changed.rowcount:
        connection.execute(insert(PanelRow).values(id=kept.id, **values))


def members(connection: Connection, panel_id: str) -> tuple[Member, ...]:
    """Who sits on a panel now."""
    found = connection.execute(
        select(PanelMemberRow.id, PanelMemberRow.name, PanelMemberRow.body)
        .where(PanelMemberRow.panel_id == panel_id, PanelMemberRow.left_on.is_(None))
        .order_by(PanelMemberRow.body, PanelMemberRow.name, PanelMemberRow.id)
    )
    return tuple(Member(*row) for row in found)


def names_of_members(connection: Connection, member_ids: Iterable[str]) -> Mapping[str, str]:
    """Members by id, those who have left too, each with their body."""
    found = connection.execute(
        select(PanelMemberRow.id, PanelMemberRow.name, PanelMemberRow.body).where(
            PanelMemberRow.id.in_(set(member_ids))
        )
    )
    return {one: f"{name} ({body})" for one, name, body in found}


def add_member(connection: Connection, panel_id: str, member: Member) -> None:
    """Give somebody a place on a panel."""
    connection.execute(
        insert(PanelMemberRow).values(
            id=member.id, panel_id=panel_id, name=member.name, body=member.body, left_on=None
        )
    )


def member_left(connection: Connection, panel_id: str, member_id: str, on: date) -> bool:
    """Note that a member has left; false where nobody of this id sits there."""
    changed = connection.execute(
        update(PanelMemberRow)
        .where(
            PanelMemberRow.id == member_id,
            PanelMemberRow.panel_id == panel_id,
            PanelMemberRow.left_on.is_(None),
        )
        .values(left_on=on)
    )
    return changed.rowcount == 1


def meeting(rows: Rows, meeting_id: str) -> Meeting | None:
    """One meeting, with those who sat on its panel that day."""
    row = rows.first(_MEETING, meeting_id)
    if row is None:
        return None
    one, panel_id, name, authority_id, advises_on, quorum, meets, papers, chair, was_there, off = (
        row
    )
    meets_on = _day(meets)
    return Meeting(
        id=one,
        panel_id=panel_id,
        panel=name,
        authority_id=authority_id,
        matters=frozenset(PanelMatter(each) for each in _read(advises_on)),
        quorum=quorum,
        meets_on=meets_on,
        papers_by=_day(papers),
        members=tuple(
            Member(member_id, member, body)
            for member_id, member, body, left_on in rows.all(_MEMBERS, panel_id)
            if left_on is None or _day(left_on) > meets_on
        ),
        chair_id=chair,
        attended=None if was_there is None else frozenset(_read(was_there)),
        called_off_on=None if off is None else _day(off),
    )


def _day(stored: date | str) -> date:
    """A day as the driver gives it: SQLite's has no dates."""
    return stored if isinstance(stored, date) else date.fromisoformat(stored)


def _read(stored: Any) -> list[str]:
    """A list as the driver gives it: SQLite's is text."""
    found: list[str] = msgspec.json.decode(stored) if isinstance(stored, str) else stored
    return found


def plan_meeting(
    connection: Connection, meeting_id: str, panel_id: str, *, meets_on: date, papers_by: date
) -> None:
    """Keep a meeting that is to be."""
    connection.execute(
        insert(PanelMeetingRow).values(
            id=meeting_id,
            panel_id=panel_id,
            meets_on=meets_on,
            papers_by=papers_by,
            chair_id=None,
            attended=None,
            called_off_on=None,
        )
    )


def change_meeting(connection: Connection, meeting_id: str, **values: Any) -> None:
    """Write who was there, or that it is called off."""
    connection.execute(
        update(PanelMeetingRow).where(PanelMeetingRow.id == meeting_id).values(**values)
    )
