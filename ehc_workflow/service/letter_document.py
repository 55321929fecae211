"""A letter as it is printed: its short form, its parts in order under their headings, and who else gets it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ehc_workflow.domain.case import Letter
from ehc_workflow.domain.notices import required_content
from ehc_workflow.rendering.document import (
    Box,
    Heading,
    Listing,
    Look,
    Paragraph,
    Part,
    Printable,
    paragraphs,
)
from ehc_workflow.service.letter_summary import (
    ASK,
    CAN_DO,
    IN_SHORT,
    MEANS,
    TITLES,
    Days,
    Summary,
    summary_of,
)
from ehc_workflow.service.letter_writing import CONTACT, OPENING, Writing
from ehc_workflow.service.letter_writing import TITLES as HEADINGS

NOT_SENT = "Preview: this letter has not been sent"
OTHERS = {
    "setting": "the school or other setting",
    "health_body": "the health body",
    "social_care": "the authority’s social care officers",
}
"""Who besides the family is told the same, as the letter says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What a letter is printed from: its words, who gets it, and the days it starts."""

    letter: Letter
    blocks: Sequence[tuple[str, str]]
    writing: Writing
    days: Days
    dated_on: date
    address: str
    copies: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def summary(self) -> Summary:
        """The letter in short."""
        return summary_of(self.letter, self.blocks, self.writing, self.days)


def letter_document(facts: LetterFacts, look: Look, *, mark: str = "") -> Printable:
    """The letter, ready to be printed."""
    writing = facts.writing
    return Printable(
        title=TITLES[facts.letter],
        look=look,
        dated_on=facts.dated_on,
        to=(writing.addressee, *_printed_address(facts)),
        reference=writing.case.reference,
        footer=f"{writing.authority}, {writing.case.reference}",
        mark=mark,
        parts=(_in_short(facts.summary), *_words(facts), *_also_to(facts)),
    )


def left_out(facts: LetterFacts, printed: Printable) -> tuple[str, ...]:
    """The release check on what is printed: each required part that does not stand in it, under its heading, in order.

    It looks at the document itself and not at what it was made from, so that no fault of printing lets a right be lost.
    """
    said, rest = dict(facts.blocks), printed.parts
    missing = []
    for content in required_content(facts.letter):
        wanted = tuple(_part(content.key, said.get(content.key, "")))
        at = next(
            (n for n in range(len(rest)) if wanted and rest[n : n + len(wanted)] == wanted), None
        )
        if at is None:
            missing.append(content.says)
        else:
            rest = rest[at + len(wanted) :]
    return (*missing, *(() if facts.summary.is_whole else (IN_SHORT,)))


def _printed_address(facts: LetterFacts) -> tuple[str, ...]:
    """Where the addressee lives is not for whoever gets a copy: of such a letter it stands on the envelope alone."""
    return () if facts.copies else lines(facts.address)


def _in_short(summary: Summary) -> Box:
    return Box(
        (
            Heading(IN_SHORT),
            Heading(summary.heading, 3),
            *paragraphs(summary.happened),
            Heading(MEANS, 3),
            Paragraph(summary.means),
            Heading(CAN_DO, 3),
            Listing(summary.can_do),
            Heading(ASK, 3),
            Listing(summary.ask),
        )
    )


def _words(facts: LetterFacts) -> Iterator[Part]:
    for key, text in facts.blocks:
        yield from _part(key, text)


def _part(key: str, text: str) -> Iterator[Part]:
    """One part of a letter: its heading, where it has one, and its words. Without words there is none."""
    if not text.strip():
        return
    if key not in (OPENING, CONTACT):
        yield Heading(HEADINGS.get(key, key.replace("_", " ").capitalize()))
    yield from paragraphs(text)


def _also_to(facts: LetterFacts) -> Iterator[Part]:
    told = (*facts.copies, *(OTHERS[each] for each in facts.others))
    if told:
        yield Paragraph(f"This letter also goes to: {'; '.join(told)}.", quiet=True)


def lines(text: str) -> tuple[str, ...]:
    """An address by line, written with line ends or with commas."""
    lines = text.splitlines() if "\n" in text.strip() else text.split(",")
    return tuple(line.strip() for line in lines if line.strip())
