"""What a family says by itself: each in their own name, on the day they say it, and about their own words alone."""

from __future__ import annotations

from collections.abc import Set
from datetime import date

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.actors import Actor, Role
from ehc_workflow.domain.case import Case, Road
from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError, NotFoundError
from ehc_workflow.service.permissions import reaches_case
from ehc_workflow.store.rows import Rows

Said = c.RecordRepresentation | c.RecordFamilyMessage
"""What a family says, and an officer may write down for it."""
OnOwnWords = (
    c.AddToRepresentation
    | c.TakeBackRepresentation
    | c.RecordOfferRefused
    | c.RecordMeetingDeclined
)
"""What a family asks about something it said before."""

_DAY_OF: dict[type[c.Command], str] = {
    c.AddToRepresentation: "added_on",
    c.TakeBackRepresentation: "taken_back_on",
    c.RecordOfferRefused: "refused_on",
    c.RecordMeetingDeclined: "declined_on",
}

_CONTACTS = """
SELECT c.id, u.id FROM contact c LEFT JOIN user_account u ON u.email = lower(c.email) AND u.id = ?
WHERE c.assessment_id = ?
"""


def is_mine(contact_id: str | None, case: Case, mine: Set[str]) -> bool:
    """Two parents need not read each other's words; what came from nobody named is for an only contact."""
    return contact_id in mine if contact_id else len(case.contacts) == 1


def refuse_words_of_others(
    rows: Rows, actor: Actor, command: c.Command, case: Case, today: date
) -> None:
    """Hold a family to its own words. An officer writes down what anybody of it said, by any road, when it came."""
    if not isinstance(command, Said | OnOwnWords) or not _is_family_alone(actor, case):
        return
    mine = _contacts(rows, actor, case)
    if isinstance(command, Said):
        wrong = _not_in_own_name(command, mine, today)
        if wrong:
            raise ImpossibleFactsError(*wrong)
        return
    day_field = _DAY_OF[type(command)]
    if getattr(command, day_field) != today:
        says = "What you say here is said today: give today as its day."
        raise ImpossibleFactsError(Impossible(f"/{day_field}", says))
    said = case.representation(command.representation_id)
    if said and said.written_by != actor.id and not is_mine(said.by_contact_id, case, mine):
        raise NotFoundError("You have said nothing of that kind about the draft.")


def _is_family_alone(actor: Actor, case: Case) -> bool:
    reaching = [seat for seat in actor.seats if reaches_case(seat, case)]
    return bool(reaching) and all(seat.role is Role.FAMILY for seat in reaching)


def _contacts(rows: Rows, actor: Actor, case: Case) -> set[str]:
    """The contacts that this person is: by the address they sign in with, or the only one there is."""
    found = rows.all(_CONTACTS, actor.id, case.id)
    return {contact_id for contact_id, user_id in found if user_id or len(found) == 1}


def _not_in_own_name(command: Said, mine: Set[str], today: date) -> list[Impossible]:
    """Whoever is no contact on file can name none, and is known by who wrote it."""
    named = command.by_contact_id
    wrong = []
    if named not in mine and (named or mine):
        wrong.append(Impossible("/by_contact_id", "Say it in your own name: name yourself here."))
    if command.road is not Road.PORTAL:
        wrong.append(Impossible("/road", "What you write here comes by the portal: choose that."))
    if command.received_on != today:
        says = "What you write here comes today: give today as its day."
        wrong.append(Impossible("/received_on", says))
    return wrong
