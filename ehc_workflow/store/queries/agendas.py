"""Agendas as lists read them: meetings to come, what is on each in the order of the law's days, who read a pack."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from ehc_workflow.domain.case import PanelMatter
from ehc_workflow.domain.deadlines import OPEN_STATUSES
from ehc_workflow.domain.panels import LIMITS, STAGES
from ehc_workflow.store.queries.reach import Reach, within
from ehc_workflow.store.tables.accounts import UserAccount
from ehc_workflow.store.tables.cases import AssessmentRow, RecordView
from ehc_workflow.store.tables.deadlines import DeadlineRow
from ehc_workflow.store.tables.panels import AgendaItemRow, PanelMeetingRow, PanelRow
from ehc_workflow.store.tables.people import ChildRow

Following = Mapping[tuple[str, PanelMatter], date]
"""The next meeting by authority and by what it advises on."""
MOST = 200
"""So many meetings of one panel, or cases beyond one, are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLine:
    """One meeting of a list; `cases` are those still on its agenda or advised on there."""

    id: str
    panel_id: str
    panel: str
    authority_id: str
    advises_on: frozenset[PanelMatter]
    meets_on: date
    papers_by: date
    is_held: bool
    called_off_on: date | None
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """One matter on an agenda. `due_on` is the limit it serves, None where nothing is owed any more."""

    id: str
    assessment_id: str
    reference: str
    name: str
    matter: PanelMatter
    put_on: date
    advised_on: date | None
    due_on: date | None
    provision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """A case whose limit falls before a panel meets again: it is decided without one."""

    assessment_id: str
    reference: str
    name: str
    matter: PanelMatter
    due_on: date
    provision: str
    meets_on: date


@dataclass(frozen=True, slots=True)
class PackRead:
    """Somebody who opened a pack, and when for the last time."""

    who: str
    at: datetime


def _cases() -> Any:
    return (
        select(func.count())
        .where(AgendaItemRow.meeting_id == PanelMeetingRow.id, AgendaItemRow.off_on.is_(None))
        .scalar_subquery()
    )


def meetings(
    connection: Connection,
    authority_ids: Collection[str],
    *,
    since: date | None = None,
    before: date | None = None,
    panel_id: str | None = None,
) -> tuple[MeetingLine, ...]:
    """Meetings of one panel, or of all that are open: from a day on as they come, or before a day, the last first."""
    statement = (
        select(
            PanelMeetingRow.id,
            PanelMeetingRow.panel_id,
            PanelRow.name,
            PanelRow.authority_id,
            PanelRow.advises_on,
            PanelMeetingRow.meets_on,
            PanelMeetingRow.papers_by,
            PanelMeetingRow.attended,
            PanelMeetingRow.called_off_on,
            _cases().label("cases"),
        )
        .join(PanelRow, PanelRow.id == PanelMeetingRow.panel_id)
        .where(PanelRow.authority_id.in_(authority_ids))
        .limit(MOST)
    )
    if panel_id is not None:
        statement = statement.where(PanelMeetingRow.panel_id == panel_id)
    else:
        statement = statement.where(PanelRow.closed_on.is_(None))
    if since is not None:
        statement = statement.where(PanelMeetingRow.meets_on >= since)
    day: ColumnElement[Any] = PanelMeetingRow.meets_on.expression
    if before is not None:
        statement, day = statement.where(PanelMeetingRow.meets_on < before), day.desc()
    ordered = statement.order_by(day, PanelRow.name, PanelMeetingRow.id)
    return tuple(_meeting(row) for row in connection.execute(ordered))


def _meeting(row: Any) -> MeetingLine:
    return MeetingLine(
        id=row.id,
        panel_id=row.panel_id,
        panel=row.name,
        authority_id=row.authority_id,
        advises_on=frozenset(PanelMatter(one) for one in row.advises_on),
        meets_on=row.meets_on,
        papers_by=row.papers_by,
        is_held=row.attended is not None,
        called_off_on=row.called_off_on,
        cases=row.cases,
    )


def _serves(matter: ColumnElement[str]) -> ColumnElement[bool]:
    """Deadlines that a matter serves and that are owed."""
    return and_(
        DeadlineRow.status.in_(sorted(OPEN_STATUSES)),
        or_(
            *(
                and_(matter == one.value, DeadlineRow.code.in_(sorted(codes)))
                for one, codes in LIMITS.items()
            )
        ),
    )


def agenda(connection: Connection, meeting_id: str, reach: Reach) -> tuple[AgendaLine, ...]:
    """What this person may know of an agenda, the nearest limit first, in one statement."""
    statement = (
        select(
            AgendaItemRow.id,
            AgendaItemRow.assessment_id,
            AssessmentRow.reference,
            ChildRow.given_name,
            ChildRow.family_name,
            AgendaItemRow.matter,
            AgendaItemRow.put_on,
            AgendaItemRow.advised_on,
            DeadlineRow.due_on,
            DeadlineRow.provision,
        )
        .join(AssessmentRow, AssessmentRow.id == AgendaItemRow.assessment_id)
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .outerjoin(
            DeadlineRow,
            and_(
                DeadlineRow.assessment_id == AgendaItemRow.assessment_id,
                _serves(AgendaItemRow.matter),  # type: ignore[arg-type]  # a column of text
            ),
        )
        .where(
            AgendaItemRow.meeting_id == meeting_id, AgendaItemRow.off_on.is_(None), within(reach)
        )
        .order_by(DeadlineRow.due_on, AssessmentRow.reference)
    )
    found: dict[str, AgendaLine] = {}
    for row in connection.execute(statement):  # of several limits the first binds
        found.setdefault(row.id, _line(row))
    return tuple(sorted(found.values(), key=_order))


def _order(line: AgendaLine) -> tuple[bool, date, str]:
    return line.due_on is None, line.due_on or line.put_on, line.reference


def _line(row: Any) -> AgendaLine:
    return AgendaLine(
        id=row.id,
        assessment_id=row.assessment_id,
        reference=row.reference,
        name=f"{row.given_name} {row.family_name}",
        matter=PanelMatter(row.matter),
        put_on=row.put_on,
        advised_on=row.advised_on,
        due_on=row.due_on,
        provision=row.provision or "",
    )


def has_advised(connection: Connection, meeting_id: str) -> bool:
    """Whether a panel has advised on anything at this meeting."""
    statement = select(AgendaItemRow.id).where(
        AgendaItemRow.meeting_id == meeting_id, AgendaItemRow.advised_on.is_not(None)
    )
    return connection.execute(statement.limit(1)).first() is not None


def beyond(
    connection: Connection,
    reach: Reach,
    following: Following,
    *,
    today: date,
) -> tuple[Beyond, ...]:
    """Open cases whose limit falls before the next meeting that advises on it, the nearest first, in one statement."""
    parts = [
        and_(
            DeadlineRow.code.in_(sorted(LIMITS[matter])),
            AssessmentRow.state.in_(sorted(STAGES[matter])),
            AssessmentRow.authority_id == authority_id,
            DeadlineRow.due_on < meets_on,
        )
        for (authority_id, matter), meets_on in following.items()
    ]
    if not parts:
        return ()
    statement = (
        select(
            AssessmentRow.id,
            AssessmentRow.authority_id,
            AssessmentRow.reference,
            ChildRow.given_name,
            ChildRow.family_name,
            DeadlineRow.code,
            DeadlineRow.due_on,
            DeadlineRow.provision,
        )
        .join(AssessmentRow, AssessmentRow.id == DeadlineRow.assessment_id)
        .join(ChildRow, ChildRow.id == AssessmentRow.child_id)
        .where(
            DeadlineRow.status.in_(sorted(OPEN_STATUSES)),
            DeadlineRow.due_on >= today,
            within(reach),
            or_(*parts),
        )
        .order_by(DeadlineRow.due_on, AssessmentRow.reference)
        .limit(MOST)
    )
    return tuple(_beyond(row, following) for row in connection.execute(statement))


def _beyond(row: Any, following: Following) -> Beyond:
    matter = next(one for one, codes in LIMITS.items() if row.code in codes)
    return Beyond(
        assessment_id=row.id,
        reference=row.reference,
        name=f"{row.given_name} {row.family_name}",
        matter=matter,
        due_on=row.due_on,
        provision=row.provision,
        meets_on=following[row.authority_id, matter],
    )


def following(lines: Iterable[MeetingLine], today: date) -> Following:
    """The day on which each authority's panels next advise on each matter; one with no meeting planned is left out."""
    found: dict[tuple[str, PanelMatter], date] = {}
    for line in lines:
        if line.meets_on >= today and line.called_off_on is None and not line.is_held:
            for matter in line.advises_on:
                found.setdefault((line.authority_id, matter), line.meets_on)
    return found


def pack_read_by(connection: Connection, assessment_id: str, part: str) -> tuple[PackRead, ...]:
    """Who opened a pack, the latest first."""
    statement = (
        select(UserAccount.name, func.max(RecordView.at))
        .join(UserAccount, UserAccount.id == RecordView.user_id)
        .where(RecordView.assessment_id == assessment_id, RecordView.part == part)
        .group_by(UserAccount.id, UserAccount.name)
        .order_by(func.max(RecordView.at).desc())
    )
    return tuple(PackRead(who, at) for who, at in connection.execute(statement))
