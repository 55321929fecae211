"""Panels, their meetings and agendas as JSON."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from api.schemas.body import Body
from ehc_workflow.domain.case import PanelMatter
from ehc_workflow.domain.panels import Meeting, Member
from ehc_workflow.service.panels import PanelDetails
from ehc_workflow.store.panels import Panel
from ehc_workflow.store.queries.agendas import AgendaLine, MeetingLine


class PanelIn(Body):
    """A panel to set up, or what it is to be. `quorum` is how many members must be there for it to advise."""

    name: str = Field(max_length=200)
    advises_on: list[PanelMatter]
    quorum: int = Field(ge=1, le=50)
    meets: str = Field(default="", max_length=300, description="When and where, in words.")

    def details(self) -> PanelDetails:
        """The same as the service layer takes it."""
        return PanelDetails(
            name=self.name,
            advises_on=frozenset(self.advises_on),
            quorum=self.quorum,
            meets=self.meets,
        )


class MemberIn(Body):
    """Somebody who is to sit on a panel, for a body."""

    name: str = Field(max_length=200)
    body: str = Field(max_length=200)


class MeetingsIn(Body):
    """One meeting, or one every so many weeks until a day."""

    meets_on: date
    papers_by: date
    every_weeks: int = Field(default=0, ge=0, le=26)
    until: date | None = None


class AttendanceIn(Body):
    """Who was at a meeting, by member id, and who chaired it."""

    attended: list[str]
    chair_id: str | None = None


class MemberOut(BaseModel):
    """A member of a panel."""

    id: str
    name: str
    body: str

    @classmethod
    def of(cls, member: Member) -> Self:
        """The member."""
        return cls(id=member.id, name=member.name, body=member.body)


class PanelOut(BaseModel):
    """A panel. It advises and decides nothing."""

    id: str
    authority_id: str
    name: str
    advises_on: list[PanelMatter]
    quorum: int
    meets: str
    closed_on: date | None

    @classmethod
    def of(cls, panel: Panel) -> Self:
        """The panel."""
        return cls(
            id=panel.id,
            authority_id=panel.authority_id,
            name=panel.name,
            advises_on=sorted(panel.advises_on),
            quorum=panel.quorum,
            meets=panel.meets,
            closed_on=panel.closed_on,
        )


class PanelListOut(BaseModel):
    """The panels of the caller's authorities."""

    items: list[PanelOut]


class MeetingLineOut(BaseModel):
    """One meeting of a list, with how many cases are on its agenda."""

    id: str
    panel_id: str
    panel: str
    meets_on: date
    papers_by: date
    is_held: bool
    called_off_on: date | None
    cases: int

    @classmethod
    def of(cls, line: MeetingLine) -> Self:
        """The line."""
        return cls(
            id=line.id,
            panel_id=line.panel_id,
            panel=line.panel,
            meets_on=line.meets_on,
            papers_by=line.papers_by,
            is_held=line.is_held,
            called_off_on=line.called_off_on,
            cases=line.cases,
        )


class MeetingListOut(BaseModel):
    """Meetings in the order of their days."""

    items: list[MeetingLineOut]


class AgendaLineOut(BaseModel):
    """One matter on an agenda, without the child's name. `due_on` is the limit it serves."""

    agenda_id: str
    assessment_id: str
    reference: str
    matter: PanelMatter
    put_on: date
    advised_on: date | None
    due_on: date | None
    provision: str

    @classmethod
    def of(cls, line: AgendaLine) -> Self:
        """The line."""
        return cls(
            agenda_id=line.id,
            assessment_id=line.assessment_id,
            reference=line.reference,
            matter=line.matter,
            put_on=line.put_on,
            advised_on=line.advised_on,
            due_on=line.due_on,
            provision=line.provision,
        )


class MeetingOut(BaseModel):
    """A meeting with its members and its agenda, in the order of the limits. `attended` is null until it is known."""

    id: str
    panel_id: str
    panel: str
    quorum: int
    meets_on: date
    papers_by: date
    called_off_on: date | None
    members: list[MemberOut]
    chair_id: str | None
    attended: list[str] | None
    agenda: list[AgendaLineOut]

    @classmethod
    def of(cls, meeting: Meeting, agenda: tuple[AgendaLine, ...]) -> Self:
        """The meeting, with what the caller may know of its agenda."""
        return cls(
            id=meeting.id,
            panel_id=meeting.panel_id,
            panel=meeting.panel,
            quorum=meeting.quorum,
            meets_on=meeting.meets_on,
            papers_by=meeting.papers_by,
            called_off_on=meeting.called_off_on,
            members=[MemberOut.of(one) for one in meeting.members],
            chair_id=meeting.chair_id,
            attended=None if meeting.attended is None else sorted(meeting.attended),
            agenda=[AgendaLineOut.of(one) for one in agenda],
        )
