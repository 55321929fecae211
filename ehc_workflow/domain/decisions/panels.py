"""A case before a panel. What comes of it is advice: no state moves, and no limit."""

from __future__ import annotations

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import AgendaItem, Case, PanelView
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    happened,
    not_before,
    not_used,
    refuse,
)
from ehc_workflow.domain.decisions.seen import seen
from ehc_workflow.domain.errors import Impossible, NotFoundError
from ehc_workflow.domain.panels import Meeting, on_agenda


def _the_item(case: Case, agenda_id: str) -> AgendaItem:
    item = on_agenda(case, agenda_id)
    if item is None:
        raise NotFoundError("This case is on no such agenda.")
    return item


def _the_meeting(facing: Facing) -> Meeting:
    if facing.known.meeting is None:
        raise NotFoundError("There is no such meeting.")
    return facing.known.meeting


@answers(c.PutOnAgenda)
def put_on_agenda(case: Case, command: c.PutOnAgenda, facing: Facing) -> tuple[e.Event, ...]:
    """On this agenda, and on no other for the same matter."""
    happened(case, command.put_on, facing, "/put_on", "The day")
    meeting = _the_meeting(facing)
    refuse(
        not_used((one.id for one in case.agenda), command.agenda_id, "/agenda_id"),
        not_before(
            meeting.meets_on, case.received_on, "/meeting_id", "The meeting", "the request arrived"
        ),
    )
    return (
        e.PutOnPanelAgenda(
            item=AgendaItem(
                id=command.agenda_id,
                matter=command.matter,
                meeting_id=meeting.id,
                meets_on=meeting.meets_on,
                put_on=command.put_on,
                pack=seen(case, facing, command.documents_seen, command.advice_seen),
            )
        ),
    )


@answers(c.ChangePack)
def change_pack(case: Case, command: c.ChangePack, facing: Facing) -> tuple[e.Event, ...]:
    """What the members are given from now on; what they had is in the log."""
    happened(case, command.changed_on, facing, "/changed_on", "The day")
    item = _the_item(case, command.agenda_id)
    pack = seen(case, facing, command.documents_seen, command.advice_seen)
    return (e.PackChanged(agenda_id=item.id, pack=pack, changed_on=command.changed_on),)


@answers(c.TakeOffAgenda)
def take_off_agenda(case: Case, command: c.TakeOffAgenda, facing: Facing) -> tuple[e.Event, ...]:
    """It can be put on another."""
    happened(case, command.taken_off_on, facing, "/taken_off_on", "The day")
    item = _the_item(case, command.agenda_id)
    return (e.TakenOffAgenda(agenda_id=item.id, taken_off_on=command.taken_off_on),)


@answers(c.DeclareInterest)
def declare_interest(case: Case, command: c.DeclareInterest, facing: Facing) -> tuple[e.Event, ...]:
    """A member who was never to count is named once."""
    happened(case, command.declared_on, facing, "/declared_on", "The day")
    item = _the_item(case, command.agenda_id)
    refuse(
        not_used(item.interests, command.member_id, "/member_id"),
        _not_a_member(_the_meeting(facing), command.member_id, "/member_id"),
        []
        if command.interest.strip()
        else [Impossible("/interest", "Say what the interest is, such as teaching this child.")],
    )
    return (
        e.InterestDeclared(
            agenda_id=item.id, member_id=command.member_id, declared_on=command.declared_on
        ),
    )


@answers(c.RecordPanelAdvice)
def record_panel_advice(
    case: Case, command: c.RecordPanelAdvice, facing: Facing
) -> tuple[e.Event, ...]:
    """Kept with who was there, who counted and what they had before them."""
    item, meeting = _the_item(case, command.agenda_id), _the_meeting(facing)
    counted = meeting.counted(item.interests)
    refuse(_impossible_dissent(command, {one.id for one in counted}))
    bodies = (meeting.member(one.member_id) for one in command.dissent)
    return (
        e.PanelAdviceRecorded(
            agenda_id=item.id,
            advice=PanelView(
                met_on=meeting.meets_on,
                dissent=bool(command.dissent),
                item_id=item.id,
                advised=command.advised,
                attended=tuple(one.id for one in counted),
                interests=item.interests,
                dissented=tuple(one.body for one in bodies if one),
                seen=item.pack,
            ),
        ),
    )


def _not_a_member(meeting: Meeting, member_id: str, pointer: str) -> list[Impossible]:
    known = meeting.member(member_id) is not None
    return [] if known else [Impossible(pointer, "Choose a member of this panel.")]


def _impossible_dissent(command: c.RecordPanelAdvice, counted: set[str]) -> list[Impossible]:
    """Only who was there and counts can dissent, and says why."""
    found = []
    for place, one in enumerate(command.dissent):
        if one.member_id not in counted:
            says = "Choose a member who was at the meeting and has no interest in this case."
            found.append(Impossible(f"/dissent/{place}/member_id", says))
        if not one.said.strip():
            found.append(Impossible(f"/dissent/{place}/said", "Say what they said."))
    return found
