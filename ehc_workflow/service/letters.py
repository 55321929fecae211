"""The letters to a family as drafts: the parts of each in order, with words that somebody can edit."""

from __future__ import annotations

from dataclasses import dataclass

from ehc_workflow.domain.case import Case, ContactKind, Letter
from ehc_workflow.domain.notices import required_content
from ehc_workflow.service.letter_fields import in_own_words
from ehc_workflow.service.letter_parts import HAPPENS_NEXT, built_in_words
from ehc_workflow.service.letter_writing import CONTACT, NEXT, OPENING, TITLES, Writing
from ehc_workflow.store.letter_words import LETTER_WORDS
from ehc_workflow.store.queries.case_page import CaseFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One part of a letter: its heading, its words, and for a required part the provision that asks for it."""

    key: str
    title: str
    text: str
    required_by: str = ""


def block_keys(letter: Letter) -> tuple[str, ...]:
    """The parts of a letter in order: an opening, what the law requires, what happens next, and whom to ask."""
    required = tuple(content.key for content in required_content(letter))
    own = () if required else ("decision",)
    after = (NEXT,) if letter in HAPPENS_NEXT else ()
    last = () if CONTACT in required else (CONTACT,)
    return (OPENING, *required, *own, *after, *last)


def draft_letter(letter: Letter, writing: Writing) -> tuple[Block, ...]:
    """Every part of a letter with draft words, the authority's own where it has some, ready to be edited."""
    own = LETTER_WORDS.within(writing.settings)
    provisions = {content.key: content.citation.place for content in required_content(letter)}
    return tuple(
        Block(
            key=key,
            title=TITLES[key],
            text=in_own_words(
                letter,
                key,
                own.of(letter, key),
                built_in_words(letter, key, writing),
                writing,
            ),
            required_by=provisions.get(key, ""),
        )
        for key in block_keys(letter)
    )


def is_to_young_person(case: Case, contact_id: str) -> bool:
    """Whether the letter speaks to the young person rather than of a child."""
    contact = case.contact(contact_id)
    return contact is not None and contact.kind is ContactKind.YOUNG_PERSON


def writing_for(file: CaseFile, to_id: str, addressee: str) -> Writing:
    """What any letter of a case to one of its contacts is written from."""
    return Writing(
        case=file.case,
        authority=file.authority,
        settings=file.authority_settings,
        given_name=file.child.given_name,
        name=file.child.name,
        addressee=addressee,
        to_young_person=is_to_young_person(file.case, to_id),
    )
