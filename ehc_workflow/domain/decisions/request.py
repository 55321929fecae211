"""A request arrives and is put right: sections 24, 36 and 44."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    Case,
    Contact,
    MissingItem,
    MovedLimit,
    Reassessed,
    Trigger,
)
from ehc_workflow.domain.deadlines import deadlines
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
from ehc_workflow.domain.replay import evolve
from ehc_workflow.rules.cfa_2014 import PART_3_IN_FORCE

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that cannot be mistaken for one another when read out."""


def reference_of(assessment_id: str) -> str:
    """The reference people quote: ten characters from the case's id, like EHC-7K2Q9-XFM4D, and nothing of the child."""
    number = int(assessment_id.replace("-", "")[-16:], 16)
    letters = [_ALPHABET[number >> (5 * place) & 31] for place in range(10)]
    return f"EHC-{''.join(letters[:5])}-{''.join(letters[5:])}"


def contacts_of(command: c.ReceiveRequest) -> tuple[Contact, ...]:
    """What the case keeps of the contacts: who they are to the child, not their names."""
    return tuple(_contact_of(contact) for contact in command.contacts)


def _contact_of(details: c.ContactDetails) -> Contact:
    return Contact(
        id=details.id, kind=details.kind, address_confirmed_on=details.address_confirmed_on
    )


def impossible_arrival(command: c.ReceiveRequest, facing: Facing) -> list[Impossible]:
    """Received in the future, before birth, or with nobody to write to."""
    found = not_in_future(command.received_on, facing, "/received_on", "The received date")
    found += not_in_future(
        command.child.date_of_birth, facing, "/child/date_of_birth", "The date of birth"
    )
    found += not_before(
        command.received_on,
        command.child.date_of_birth,
        "/received_on",
        "The received date",
        "the child was born",
    )
    found += _before_the_act(command.received_on)
    if not (command.child.given_name.strip() and command.child.family_name.strip()):
        found.append(Impossible("/child/family_name", "Give the name of the child."))
    for place, contact in enumerate(command.contacts):
        found += _impossible_contact(contact, facing, f"/contacts/{place}")
    if not command.contacts:
        found.append(Impossible("/contacts", "Give at least one person who can be written to."))
    if command.reassesses is not None:
        found += _impossible_reassessment(command.reassesses, command)
    if not command.evidence.strip():
        found.append(
            Impossible(
                "/evidence", "Say how the day of arrival is known, such as the message itself."
            )
        )
    return found


def _impossible_contact(
    contact: c.ContactDetails, facing: Facing, pointer: str
) -> list[Impossible]:
    found = [] if contact.name.strip() else [Impossible(f"{pointer}/name", "Give their name.")]
    if contact.address_confirmed_on is not None:
        found += not_in_future(
            contact.address_confirmed_on,
            facing,
            f"{pointer}/address_confirmed_on",
            "The day the address was confirmed",
        )
    return found


def _impossible_reassessment(reassesses: Reassessed, command: c.ReceiveRequest) -> list[Impossible]:
    """An assessment that ended before its subject was born, or after it was asked to be made again."""
    day, pointer = reassesses.last_assessed_on, "/reassesses/last_assessed_on"
    found = not_before(
        day, command.child.date_of_birth, pointer, "The last assessment", "the child was born"
    )
    if day > command.received_on:
        found.append(
            Impossible(
                pointer, "The last assessment must have ended by the day of the request (reg 24)."
            )
        )
    return found


def _before_the_act(received_on: date) -> list[Impossible]:
    """There is no limit to work out for a request made before Part 3 was the law."""
    return not_before(
        received_on,
        PART_3_IN_FORCE.first_day,
        "/received_on",
        "The received date",
        "Part 3 of the Children and Families Act 2014 came into force",
    )


@answers(c.ReceiveRequest)
def receive_request(case: Case, command: c.ReceiveRequest, facing: Facing) -> tuple[e.Event, ...]:
    """T1. Day 0 is the London day of arrival, however late it is logged."""
    refuse(impossible_arrival(command, facing))
    return (
        e.RequestReceived(
            authority_id=command.authority_id,
            team_id=command.team_id,
            child_id=command.child.id,
            reference=reference_of(command.assessment_id),
            rule_version=facing.rule_version,
            trigger=Trigger(
                id=command.trigger_id,
                kind=command.kind,
                received_on=command.received_on,
                logged_on=facing.today,
                evidence=command.evidence,
            ),
            contacts=contacts_of(command),
            missing_items=tuple(
                MissingItem(
                    id=f"{command.trigger_id}-{place}", asked_of=what, asked_on=facing.today
                )
                for place, what in enumerate(command.missing, start=1)
            ),
            setting_id=command.setting_id,
            setting_kind=command.setting_kind,
            caseworker_seat_id=command.caseworker_seat_id,
            reassesses=command.reassesses,
        ),
    )


@answers(c.AddTrigger)
def add_trigger(case: Case, command: c.AddTrigger, facing: Facing) -> tuple[e.Event, ...]:
    """A second request restarts nothing; an earlier one moves day 0 back."""
    refuse(
        _impossible_trigger(case, command, facing),
        not_used((known.id for known in case.triggers), command.trigger_id, "/trigger_id"),
    )
    trigger = Trigger(
        id=command.trigger_id,
        kind=command.kind,
        received_on=command.received_on,
        logged_on=facing.today,
        evidence=command.evidence,
    )
    after = (*case.triggers, trigger)
    moved = _moved_limits(case, after, facing)
    told = _told_before(case) if moved else ()
    return (e.TriggerAdded(trigger=trigger, moved=moved, told_before=told),)


@answers(c.CorrectReceivedDate)
def correct_received_date(
    case: Case, command: c.CorrectReceivedDate, facing: Facing
) -> tuple[e.Event, ...]:
    """The old day stays in the log beside the new one, with every limit that moved and who had been told."""
    trigger = next((known for known in case.triggers if known.id == command.trigger_id), None)
    if trigger is None:
        raise NotFoundError("This case has no such request.")
    missing = (
        [] if command.reason.strip() else [Impossible("/reason", "Say why the date is corrected.")]
    )
    refuse(
        _impossible_trigger(case, command, facing),
        not_before(
            trigger.logged_on,
            command.received_on,
            "/received_on",
            "The day it was logged",
            "the corrected arrival",
        ),
        missing,
    )
    after = tuple(
        replace(known, received_on=command.received_on) if known is trigger else known
        for known in case.triggers
    )
    moved = _moved_limits(case, after, facing)
    return (
        e.ReceivedDateCorrected(
            trigger_id=command.trigger_id,
            old=trigger.received_on,
            new=command.received_on,
            evidence=command.evidence,
            moved=moved,
            told_before=_told_before(case) if moved else (),
        ),
    )


def _moved_limits(
    case: Case, triggers: tuple[Trigger, ...], facing: Facing
) -> tuple[MovedLimit, ...]:
    """Every limit whose day another day of arrival changes: they run from the arrival, and so have no ref."""
    policy = facing.known.policy
    before = {known.code: known.due_on for known in deadlines(case, policy) if not known.ref}
    after = deadlines(replace(case, triggers=triggers), policy)
    return tuple(
        MovedLimit(code=limit.code, was_due_on=before[limit.code], due_on=limit.due_on)
        for limit in after
        if not limit.ref and before.get(limit.code, limit.due_on) != limit.due_on
    )


def _told_before(case: Case) -> tuple[str, ...]:
    """The contacts who have had a letter: the days they were told are wrong now."""
    told = (contact for notice in case.notices for contact in (notice.addressee, *notice.copies))
    return tuple(dict.fromkeys(told))


def _impossible_trigger(
    case: Case, command: c.AddTrigger | c.CorrectReceivedDate, facing: Facing
) -> list[Impossible]:
    found = not_in_future(command.received_on, facing, "/received_on", "The received date")
    found += _before_the_act(command.received_on)
    if case.reassesses is not None:
        found += not_before(
            command.received_on,
            case.reassesses.last_assessed_on,
            "/received_on",
            "The received date",
            "the last assessment ended",
        )
    if not command.evidence.strip():
        found.append(Impossible("/evidence", "Say how the day of arrival is known."))
    if case.person is not None:
        found += not_before(
            command.received_on,
            case.person.date_of_birth,
            "/received_on",
            "The received date",
            "the child was born",
        )
    return found


@answers(c.MoveDates)
def move_dates(case: Case, command: c.MoveDates, facing: Facing) -> tuple[e.Event, ...]:
    """What is said to move is what moves: it is held against the days as they are now counted."""
    event = e.DatesMoved(
        change=command.change,
        provision=command.provision,
        moved=command.moved,
        code=command.code,
        rules_from=command.rules_from,
    )
    counted = deadlines(evolve(case, event, case.state), facing.known.policy)
    days = {(one.code, one.ref): (one.due_on, one.act_by) for one in counted}
    if any(days.get((one.code, one.ref)) != (one.due_on, one.act_by) for one in command.moved):
        refuse([Impossible("/moved", "These are not the days that the change leads to.")])
    return (event,)


@answers(c.Assign)
def assign(case: Case, command: c.Assign, facing: Facing) -> tuple[e.Event, ...]:
    """Work belongs to a seat."""
    return (
        e.Assigned(
            caseworker_seat_id=command.caseworker_seat_id,
            plan_writer_seat_id=command.plan_writer_seat_id,
            on=facing.today,
        ),
    )


@answers(c.AddContact)
def add_contact(case: Case, command: c.AddContact, facing: Facing) -> tuple[e.Event, ...]:
    """Someone else to write to: what they may be sent is for the notices' own guards."""
    refuse(
        _impossible_contact(command.contact, facing, "/contact"),
        not_used((known.id for known in case.contacts), command.contact.id, "/contact/id"),
    )
    return (e.ContactAdded(contact=_contact_of(command.contact)),)


@answers(c.ConfirmAddress)
def confirm_address(case: Case, command: c.ConfirmAddress, facing: Facing) -> tuple[e.Event, ...]:
    """The address was confirmed with the contact."""
    _known_contact(case, command.contact_id)
    refuse(not_in_future(command.confirmed_on, facing, "/confirmed_on", "The day of confirming"))
    return (e.AddressConfirmed(contact_id=command.contact_id, confirmed_on=command.confirmed_on),)


@answers(c.AgreeCopies)
def agree_copies(case: Case, command: c.AgreeCopies, facing: Facing) -> tuple[e.Event, ...]:
    """The young person agreed to copies, or capacity for this decision was found lacking."""
    _known_contact(case, command.contact_id)
    refuse(not_in_future(command.agreed_on, facing, "/agreed_on", "The day of agreeing"))
    return (
        e.CopiesAgreed(
            contact_id=command.contact_id,
            agreed_on=command.agreed_on,
            capacity_finding=command.capacity_finding,
        ),
    )


def _known_contact(case: Case, contact_id: str) -> None:
    if case.contact(contact_id) is None:
        raise NotFoundError("This case has no such contact.")


@answers(c.RecordLanguageNeeds)
def record_language_needs(
    case: Case, command: c.RecordLanguageNeeds, facing: Facing
) -> tuple[e.Event, ...]:
    """Known at last or changed: what is written replaces what was on file."""
    happened(case, command.recorded_on, facing, "/recorded_on", "The day")
    return (e.LanguageNeedsRecorded(recorded_on=command.recorded_on),)


@answers(c.ConsultFamily)
def consult_family(case: Case, command: c.ConsultFamily, facing: Facing) -> tuple[e.Event, ...]:
    """s36(4)."""
    happened(case, command.consulted_on, facing, "/consulted_on", "The day of consulting")
    return (e.FamilyConsulted(consulted_on=command.consulted_on),)


@answers(c.AskForMissing)
def ask_for_missing(case: Case, command: c.AskForMissing, facing: Facing) -> tuple[e.Event, ...]:
    """An incomplete request is still a request: asking stops nothing."""
    happened(case, command.asked_on, facing, "/asked_on", "The day of asking")
    refuse(not_used((known.id for known in case.missing_items), command.item_id, "/item_id"))
    item = MissingItem(id=command.item_id, asked_of=command.asked_of, asked_on=command.asked_on)
    return (e.MissingAsked(item=item),)


@answers(c.ReceiveMissing)
def receive_missing(case: Case, command: c.ReceiveMissing, facing: Facing) -> tuple[e.Event, ...]:
    """What was asked for came."""
    if command.item_id not in {item.id for item in case.missing_items}:
        raise NotFoundError("Nothing of this name was asked for.")
    happened(case, command.received_on, facing, "/received_on", "The day it came")
    return (e.MissingReceived(item_id=command.item_id, received_on=command.received_on),)


@answers(c.RecordViews)
def record_views(case: Case, command: c.RecordViews, facing: Facing) -> tuple[e.Event, ...]:
    """s36(7)."""
    happened(case, command.received_on, facing, "/received_on", "The day the views came")
    return (e.ViewsReceived(received_on=command.received_on),)
