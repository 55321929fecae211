"""What must be true before a notice goes: right-holder, address, date, contents."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import (
    APPEALABLE_LETTERS,
    Case,
    ContactKind,
    Letter,
    RefusalRoute,
)
from ehc_workflow.domain.clocks import right_holder
from ehc_workflow.domain.facts import RightHolder
from ehc_workflow.domain.guards.guard import (
    Known,
    guard,
)
from ehc_workflow.domain.notices import required_content
from ehc_workflow.rules.local_targets import ADDRESS_CONFIRMED_WITHIN_DAYS

_LETTERS: dict[type[c.Sending], Letter] = {
    c.TellFamilyConsidering: Letter.CONSIDERING,
    c.NotifyAssessment: Letter.WILL_ASSESS,
    c.StartOrderedAssessment: Letter.WILL_ASSESS,
    c.NotifyRefusal: Letter.REFUSAL_TO_ASSESS,
    c.NotifyReassessment: Letter.WILL_REASSESS,
    c.NotifyRefusalToReassess: Letter.REFUSAL_TO_REASSESS,
    c.NotifyNoPlan: Letter.NO_PLAN,
    c.NotifyPlanWillBeMade: Letter.PLAN_WILL_BE_MADE,
    c.ServeDraft: Letter.DRAFT_PLAN,
    c.SendFinalPlan: Letter.FINAL_PLAN,
    c.SendAmendedPlan: Letter.AMENDED_PLAN,
    c.TellOfException: Letter.EXCEPTION,
    c.UpdateFamily: Letter.DELAY_UPDATE,
}


def letter_of(case: Case, command: c.Sending) -> Letter:
    """Which letter this command sends: of the two refusals the one that was decided."""
    letter = _LETTERS.get(type(command))
    if letter is None:
        raise TypeError(f"{type(command).__name__} sends no letter")
    decision = case.assess_decision
    if letter is Letter.REFUSAL_TO_ASSESS and decision is not None:
        at_threshold = decision.route is RefusalRoute.THRESHOLD
        return Letter.THRESHOLD_REFUSAL if at_threshold else letter
    return letter


def holder_on(case: Case, day: date) -> RightHolder:
    """Who holds the rights of Part 3 on this day: the parent, then the young person."""
    if case.person is None:
        return RightHolder.PARENT
    return right_holder(case.person.date_of_birth, day)


def may_be_addressed(case: Case, contact_id: str, day: date) -> bool:
    """Whether this contact is the right-holder that day, or stands for one who lacks capacity (s80)."""
    contact = case.contact(contact_id)
    if contact is None:
        return False
    if holder_on(case, day) is RightHolder.YOUNG_PERSON:
        return contact.kind is ContactKind.YOUNG_PERSON or _by(day, contact.capacity_finding_on)
    if contact.kind is ContactKind.REPRESENTATIVE:
        return _by(day, contact.copy_agreed_on) or _by(day, contact.capacity_finding_on)
    return contact.kind is ContactKind.PARENT


def _by(day: date, happened_on: date | None) -> bool:
    return happened_on is not None and happened_on <= day


@guard("The notice is addressed to the person who holds the rights on the day it goes", "s36, s80")
def right_holder_addressed(case: Case, command: Any, known: Known) -> bool:
    return may_be_addressed(case, command.addressee, command.sent_on)


@guard(
    "A parent of a young person gets a copy only where the young person agreed or capacity was found lacking",
    "s80, regs 63 to 65",
)
def copies_allowed(case: Case, command: Any, known: Known) -> bool:
    if holder_on(case, command.sent_on) is RightHolder.PARENT:
        return all(case.contact(copy) is not None for copy in command.copies)
    contacts = [case.contact(copy) for copy in command.copies]
    return all(
        contact is not None
        and (
            contact.kind is ContactKind.YOUNG_PERSON
            or _by(command.sent_on, contact.copy_agreed_on)
            or _by(command.sent_on, contact.capacity_finding_on)
        )
        for contact in contacts
    )


@guard(
    "The addressee's address was confirmed within the set period before a notice that starts appeal time",
    "r20(1)(c)",
)
def address_confirmed(case: Case, command: Any, known: Known) -> bool:
    if letter_of(case, command) not in APPEALABLE_LETTERS:
        return True
    contact = case.contact(command.addressee)
    if contact is None or contact.address_confirmed_on is None:
        return False
    age = command.sent_on - contact.address_confirmed_on
    return bool(timedelta(0) <= age <= timedelta(days=ADDRESS_CONFIRMED_WITHIN_DAYS))


@guard("The notice carries the date of the day it goes", "reg 5(1), 10(1), 13(2)")
def dated_the_day_it_goes(case: Case, command: Any, known: Known) -> bool:
    return bool(command.dated_on == command.sent_on)


@guard("The notice holds every part the law requires of it", "reg 5(3), 10(3), 13(1), 14(2), 32")
def notice_complete(case: Case, command: Any, known: Known) -> bool:
    return not missing_blocks(case, command)


@guard(
    "Those who must be told of the decision besides the family are told too: setting, health body, "
    "and for a refusal the authority's social care officers",
    "reg 5(2), 10(1)",
)
def decision_told_to_others(case: Case, command: Any, known: Known) -> bool:
    if letter_of(case, command) is Letter.THRESHOLD_REFUSAL:
        return True  # nobody was told under reg 4(2) that it was considered
    refused = letter_of(case, command) is Letter.REFUSAL_TO_ASSESS
    return bool(
        (command.setting_told or case.setting_id is None)
        and command.health_body_told
        and (command.social_care_told or not refused)
    )


def missing_blocks(case: Case, command: c.Sending) -> tuple[str, ...]:
    """The required parts of the letter that this command's text leaves out, as sentences with their provision."""
    present = {key for key, text in command.blocks if text.strip()}
    return tuple(
        f"{content.says} ({content.citation.place})"
        for content in required_content(letter_of(case, command))
        if content.key not in present
    )
