"""A letter about a delay that the engine writes from the file, and what an authority chose about such letters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from ehc_workflow.domain import commands as c
from ehc_workflow.domain.case import Case, Contact, Letter, Sureness
from ehc_workflow.domain.deadlines import Deadline, deadlines
from ehc_workflow.domain.deadlines.family import ELECTRONIC
from ehc_workflow.domain.guards import Known, missing_blocks
from ehc_workflow.domain.organisation import ChangeKind
from ehc_workflow.domain.outlook import addressees
from ehc_workflow.domain.own_letters import ByHand, is_out_of_reach, letter_due
from ehc_workflow.rules.family_letters import FamilyLetters
from ehc_workflow.rules.local_policy import Policy
from ehc_workflow.service import authority_choices
from ehc_workflow.service.delay_letter import Delay
from ehc_workflow.service.letters import draft_letter, writing_for
from ehc_workflow.service.organisation_changes import By
from ehc_workflow.store import family_letters as store
from ehc_workflow.store.engine import Database
from ehc_workflow.store.queries import case_page
from ehc_workflow.store.queries.case_page import CaseFile, KnownContact, LanguageNeeds
from ehc_workflow.store.queries.timeline import timeline
from ehc_workflow.store.rows import Rows

LOOKED_AT = 200
"""Of how many cases the page of settings says what would be written: those that wait longest."""
_PLAIN_ENGLISH = frozenset({"", "english"})


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that the engine can send, and what of what is owed it answers."""

    command: c.UpdateFamily
    answers: Deadline

    @property
    def key(self) -> str:
        """What makes it one letter however often it is written."""
        one = self.answers
        return f"{self.command.assessment_id}/{one.code}/{one.ref}/{one.due_on.isoformat()}"


def needs_other_form(child: LanguageNeeds) -> bool:
    """Whether the family needs a language, an interpreter or a format that the engine cannot give."""
    language = (child.language or "").strip().lower()
    other = language not in _PLAIN_ENGLISH
    return bool(other or child.interpreter_needed or (child.format_needs or "").strip())


def letter_for(
    connection: Connection, assessment_id: str, today: date, policy: Policy, chosen: FamilyLetters
) -> Written | ByHand | None:
    """The letter that is due today, or why only a person can write it; None where none is due."""
    file = case_page.case_file(connection, assessment_id)
    owed = deadlines(file.case, policy)
    due = letter_due(file.case, owed, today, policy, chosen)
    if due is None:
        return None
    if needs_other_form(file.child):
        return ByHand.OTHER_FORM
    known = Known(today=today, policy=policy)
    to = _addressee(file.case, known)
    contact = case_page.names(connection, file.case).contacts.get(to.id) if to else None
    if to is None or contact is None:
        return ByHand.NOBODY
    in_the_way = _in_the_way(file.case, contact)
    if in_the_way is not None:
        return in_the_way
    delay = Delay(case=file.case, owed=owed, today=today, policy=policy)
    command = _command(file, contact, delay, _done(connection, assessment_id))
    return ByHand.INCOMPLETE if missing_blocks(file.case, command) else Written(command, due)


def _addressee(case: Case, known: Known) -> Contact | None:
    """Whom the last letter about the delay went to, while they hold the rights; else the first who does."""
    may = addressees(case, known)
    last = [case.notice_of_id(one.notice_id) for one in case.delays_told[-1:]]
    told = {notice.addressee for notice in last if notice is not None}
    return next((one for one in may if one.id in told), next(iter(may), None))


def _in_the_way(case: Case, contact: KnownContact) -> ByHand | None:
    if contact.preferred_method not in ELECTRONIC:
        return ByHand.PAPER
    if is_out_of_reach(case):
        return ByHand.UNREACHED
    return None if contact.email else ByHand.NO_ADDRESS


def _done(connection: Connection, assessment_id: str) -> str:
    """What was last written down as done about the delay."""
    entries = timeline(connection, assessment_id)
    words = (one.words.get("what_was_done") for one in reversed(entries))
    return next(filter(None, words), "")


def _command(file: CaseFile, contact: KnownContact, delay: Delay, done: str) -> c.UpdateFamily:
    writing = replace(
        writing_for(file, contact.id, contact.name),
        delay=delay,
        done=done,
        caseworker=file.caseworker or "",
        automatic=True,
    )
    expected = delay.expected
    return c.UpdateFamily(
        assessment_id=file.case.id,
        dated_on=delay.today,
        sent_on=delay.today,
        method=contact.preferred_method,
        addressee=contact.id,
        blocks=tuple((one.key, one.text) for one in draft_letter(Letter.DELAY_UPDATE, writing)),
        sure=expected.sure if expected else Sureness.NOT_KNOWN,
        expected_on=expected.expected_on if expected else None,
        automatic=True,
    )


# --- what an authority chose ------------------------------------------------------------------------------------------


def choices_of(connection: Connection, authority_id: str) -> FamilyLetters:
    """What an authority chose, or what is built in."""
    return store.FAMILY_LETTERS.of(Rows(connection), authority_id)


def choose(
    database: Database, by: By, authority_id: str, chosen: Mapping[str, Any]
) -> FamilyLetters:
    """Keep other choices, with who made them."""
    return authority_choices.choose(
        database,
        by,
        authority_id,
        store.FAMILY_LETTERS,
        chosen,
        kind=ChangeKind.FAMILY_LETTERS_SET,
        told_as=lambda value: value,
    )


def would_write(
    connection: Connection, authority_id: str, today: date, policy: Policy
) -> Counter[ByHand | None]:
    """How many letters would go today if the engine wrote all it may (None), and how many are a person's, by why.

    Of the `LOOKED_AT` cases that have waited longest.
    """
    found: Counter[ByHand | None] = Counter()
    chosen = replace(choices_of(connection, authority_id), updates=True, first=True)
    waiting = store.waiting(
        connection, today, days_before=chosen.days_before, authority_id=authority_id, most=LOOKED_AT
    )
    for one in waiting:
        letter = letter_for(connection, one.assessment_id, today, policy, chosen)
        if letter is not None:
            found[letter if isinstance(letter, ByHand) else None] += 1
    return found
