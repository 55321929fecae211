"""The family responds to the draft and is answered, and meets an officer where it asks to: s38(2), reg 13(1)."""

from __future__ import annotations

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    Answer,
    Case,
    Draft,
    MeetingOffer,
    Representation,
    RepresentationKind,
)
from ehc_workflow.domain.decisions.registry import (
    Facing,
    answers,
    happened,
    not_before,
    not_in_future,
    not_used,
    refuse,
)
from ehc_workflow.domain.errors import Impossible, NotFoundError
from ehc_workflow.domain.plan_items import SECTIONS

MOST_SAID = 20_000
"""Characters of one thing said: a long letter, and no file pasted into a box."""
MOST_POINTS = 50
"""Points of one meeting: more are a mistake of pasting."""


@answers(c.RecordRepresentation)
def record_representation(
    case: Case, command: c.RecordRepresentation, facing: Facing
) -> tuple[e.Event, ...]:
    """T11. What comes late is recorded too: whether to accept it is the answer's business."""
    happened(case, command.received_on, facing, "/received_on", "The day it came")
    draft = case.served_draft
    known = (said.id for said in case.representations)
    refuse(
        not_used(known, command.representation_id, "/representation_id"),
        _says_something(command),
        _too_long(command.text),
        _about_nothing(command, draft),
        _from_nobody(case, command),
    )
    ends_on = draft.window_ends_on if draft else None
    said = Representation(
        id=command.representation_id,
        kind=command.kind,
        received_on=command.received_on,
        setting_id=command.setting_id,
        road=command.road,
        by_contact_id=command.by_contact_id or None,
        written_by=facing.actor_id,
        about_item=command.about_item or None,
        about_section=command.about_section or None,
        plan_version=draft.plan_version if draft else 0,
        late=ends_on is not None and command.received_on > ends_on,
    )
    return (e.RepresentationReceived(representation=said),)


def _says_something(command: c.RecordRepresentation) -> list[Impossible]:
    """A comment is its words; a request for a setting names one or describes it."""
    needs_words = command.kind is RepresentationKind.COMMENT or (
        command.kind is RepresentationKind.SETTING_REQUEST and not command.setting_id
    )
    if not needs_words or command.text.strip():
        return []
    if command.kind is RepresentationKind.COMMENT:
        return [Impossible("/text", "Write what you want to say about the draft.")]
    return [Impossible("/text", "Choose a school or college, or write which one.")]


def _too_long(words: str, pointer: str = "/text") -> list[Impossible]:
    if len(words) <= MOST_SAID:
        return []
    says = f"This is {len(words):,} characters; {MOST_SAID:,} can be kept here."
    return [Impossible(pointer, f"{says} Put the rest into a document and send that.")]


def _about_nothing(command: c.RecordRepresentation, draft: Draft | None) -> list[Impossible]:
    """A draft that was brought in came without its items: what is said of it is about the whole."""
    served = draft.items if draft else ()
    if command.about_item and command.about_item not in served:
        says = "This item is not in the draft that was served. Choose it again."
        return [Impossible("/about_item", says)]
    if command.about_section and command.about_section not in SECTIONS:
        return [Impossible("/about_section", f"There is no section {command.about_section}.")]
    return []


def _from_nobody(case: Case, command: c.RecordRepresentation) -> list[Impossible]:
    if command.by_contact_id and case.contact(command.by_contact_id) is None:
        return [Impossible("/by_contact_id", "Choose somebody who is on file for this case.")]
    return []


def the_representation(case: Case, representation_id: str) -> Representation:
    """What the family said under this id, or `NotFoundError`."""
    said = case.representation(representation_id)
    if said is None:
        raise NotFoundError("This case has no such representation.")
    return said


@answers(c.AddToRepresentation)
def add_to_representation(
    case: Case, command: c.AddToRepresentation, facing: Facing
) -> tuple[e.Event, ...]:
    """The first words stay; the new ones stand beneath them with their own day."""
    said = the_representation(case, command.representation_id)
    what = "The day it came"
    refuse(
        not_in_future(command.added_on, facing, "/added_on", what),
        not_before(command.added_on, said.received_on, "/added_on", what, "the first words came"),
        [] if command.text.strip() else [Impossible("/text", "Write what you want to add.")],
        _too_long(command.text),
    )
    return (e.RepresentationAddedTo(representation_id=said.id, added_on=command.added_on),)


@answers(c.TakeBackRepresentation)
def take_back_representation(
    case: Case, command: c.TakeBackRepresentation, facing: Facing
) -> tuple[e.Event, ...]:
    """It stays on file as taken back, and nobody answers it."""
    said = the_representation(case, command.representation_id)
    what = "The day"
    refuse(
        not_in_future(command.taken_back_on, facing, "/taken_back_on", what),
        not_before(command.taken_back_on, said.received_on, "/taken_back_on", what, "it came"),
    )
    return (
        e.RepresentationTakenBack(representation_id=said.id, taken_back_on=command.taken_back_on),
    )


@answers(c.AnswerRepresentation)
def answer_representation(
    case: Case, command: c.AnswerRepresentation, facing: Facing
) -> tuple[e.Event, ...]:
    """Accepted, partly, or declined with a reason. A meeting is a right, and is not declined."""
    said = the_representation(case, command.representation_id)
    what = "The day of the answer"
    refuse(
        not_in_future(command.answered_on, facing, "/answered_on", what),
        not_before(command.answered_on, said.received_on, "/answered_on", what, "it came"),
        _meeting_refused(said, command),
        _followed_already(said, command),
    )
    return (
        e.RepresentationAnswered(
            representation_id=said.id, answer=command.answer, answered_on=command.answered_on
        ),
    )


def _meeting_refused(said: Representation, command: c.AnswerRepresentation) -> list[Impossible]:
    is_meeting = said.kind is RepresentationKind.MEETING_REQUEST
    if not is_meeting or command.answer is Answer.ACCEPTED:
        return []
    says = "A meeting that the family asks for is its right, reg 13(1): offer it days instead."
    return [Impossible("/answer", says)]


def _followed_already(said: Representation, command: c.AnswerRepresentation) -> list[Impossible]:
    """A change that names it as its cause would give the lie to the answer that it was declined."""
    if command.answer is not Answer.DECLINED or not said.changed_in:
        return []
    says = (
        f"The plan was changed because of this, in version {said.changed_in[-1]}: answer that it is accepted, or "
        "partly accepted and what is not."
    )
    return [Impossible("/answer", says)]


@answers(c.OfferMeeting)
def offer_meeting(case: Case, command: c.OfferMeeting, facing: Facing) -> tuple[e.Event, ...]:
    """An offer says when and where, so that anybody can see later whether it was a reasonable one."""
    said = the_representation(case, command.representation_id)
    what = "The day of the offer"
    refuse(
        not_used((one.id for one in said.meeting.offers), command.offer_id, "/offer_id"),
        not_in_future(command.offered_on, facing, "/offered_on", what),
        not_before(command.offered_on, said.received_on, "/offered_on", what, "they asked"),
        not_before(
            command.meet_on, command.offered_on, "/meet_on", "The day to meet", "it was offered"
        ),
        _not_said(command.where, "/where", "Say at what time and where, or on which number."),
    )
    offer = MeetingOffer(
        id=command.offer_id,
        offered_on=command.offered_on,
        meet_on=command.meet_on,
        way=command.way,
    )
    return (e.MeetingOffered(representation_id=said.id, offer=offer),)


@answers(c.RecordOfferRefused)
def record_offer_refused(
    case: Case, command: c.RecordOfferRefused, facing: Facing
) -> tuple[e.Event, ...]:
    """Whether it could not or would not come: another day is owed."""
    said = the_representation(case, command.representation_id)
    offer = next((one for one in said.meeting.offers if one.id == command.offer_id), None)
    if offer is None or offer.refused_on is not None:
        raise NotFoundError("There is no such offer that is open.")
    what = "The day"
    refuse(
        not_in_future(command.refused_on, facing, "/refused_on", what),
        not_before(command.refused_on, offer.offered_on, "/refused_on", what, "it was offered"),
    )
    return (
        e.OfferRefused(representation_id=said.id, offer_id=offer.id, refused_on=command.refused_on),
    )


@answers(c.RecordMeetingHeld)
def record_meeting_held(
    case: Case, command: c.RecordMeetingHeld, facing: Facing
) -> tuple[e.Event, ...]:
    """What was agreed is listed point by point; each is to be done or answered before the plan is final."""
    said = the_representation(case, command.representation_id)
    what = "The day of the meeting"
    empty = [
        Impossible(f"/agreed/{place}/words", "Write the point, or take it away.")
        for place, point in enumerate(command.agreed)
        if not point.words.strip()
    ]
    many = len(said.meeting.points) + len(command.agreed) > MOST_POINTS
    refuse(
        not_in_future(command.held_on, facing, "/held_on", what),
        not_before(command.held_on, said.received_on, "/held_on", what, "they asked"),
        empty,
        [Impossible("/agreed", f"List at most {MOST_POINTS} points.")] if many else [],
    )
    return (
        e.MeetingHeld(
            representation_id=said.id,
            held_on=command.held_on,
            way=command.way,
            agreed=len(command.agreed),
        ),
    )


@answers(c.SettleAgreedPoint)
def settle_agreed_point(
    case: Case, command: c.SettleAgreedPoint, facing: Facing
) -> tuple[e.Event, ...]:
    """Done, or answered: either way the family can read how."""
    said = the_representation(case, command.representation_id)
    held_on = said.meeting.held_on
    if held_on is None or command.point not in {one.number for one in said.meeting.points}:
        raise NotFoundError("No such point was agreed.")
    what = "The day"
    refuse(
        not_in_future(command.settled_on, facing, "/settled_on", what),
        not_before(command.settled_on, held_on, "/settled_on", what, "the meeting"),
        _not_said(command.how, "/how", "Say what was done, or why it is not done."),
    )
    return (
        e.AgreedPointSettled(
            representation_id=said.id,
            point=command.point,
            settled=command.settled,
            settled_on=command.settled_on,
        ),
    )


@answers(c.RecordMeetingDeclined)
def record_meeting_declined(
    case: Case, command: c.RecordMeetingDeclined, facing: Facing
) -> tuple[e.Event, ...]:
    """Only the family gives up its meeting; an officer writes down who said so and when."""
    said = the_representation(case, command.representation_id)
    what = "The day"
    refuse(
        not_in_future(command.declined_on, facing, "/declined_on", what),
        not_before(command.declined_on, said.received_on, "/declined_on", what, "they asked"),
    )
    return (e.MeetingDeclined(representation_id=said.id, declined_on=command.declined_on),)


def _not_said(words: str, pointer: str, says: str) -> list[Impossible]:
    return _too_long(words, pointer) if words.strip() else [Impossible(pointer, says)]
