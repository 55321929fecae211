"""Every notice for every decision, printed: each part that the law requires stands in it, in order, on paper."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from ehc_workflow.domain.case import APPEALABLE_LETTERS, Case, Letter, Trigger
from ehc_workflow.domain.facts import TriggerKind
from ehc_workflow.domain.notices import required_content
from ehc_workflow.rendering.document import Box, Heading, Paragraph, Printable
from ehc_workflow.rendering.pdf import as_pdf
from ehc_workflow.rendering.word import as_word
from ehc_workflow.service.document_look import look_of
from ehc_workflow.service.letter_document import (
    NOT_SENT,
    LetterFacts,
    left_out,
    letter_document,
)
from ehc_workflow.service.letter_summary import ASK, CAN_DO, IN_SHORT, MEANS, TITLES, Days
from ehc_workflow.service.letter_writing import CONTACT, Writing
from ehc_workflow.service.letter_writing import TITLES as HEADINGS
from ehc_workflow.service.letters import draft_letter
from tests.support.casework import LETTER_SETTINGS

WRITTEN_BY_HAND = {
    "limit": "The final plan was due on 1 June 2026.",
    "ground": "Exceptional personal circumstances, reg 10(4)(c).",
    "why": "The family was away from the area for seven weeks.",
    "what_is_late": "The final plan was due on 1 June 2026 and is not ready.",
    "why_late": "Advice from an educational psychologist is late.",
    "being_done": "We ask every week.",
    "expected": "We expect to send it in the week of 6 July 2026.",
    "complaint": "You can complain to us at any time.",
}
"""What is made from the case: the letters about time have no draft without one."""


def facts(letter: Letter, *, to_young_person: bool = False, **changes: Any) -> LetterFacts:
    received_on = date(2026, 1, 12)
    trigger = Trigger(
        id="t",
        kind=TriggerKind.PARENTAL_REQUEST,
        received_on=received_on,
        logged_on=received_on,
        evidence="E-mail",
    )
    writing = Writing(
        case=Case(
            id="1",
            authority_id="a",
            team_id="t",
            child_id="c",
            reference="EHC-ABCDE-12345",
            triggers=(trigger,),
        ),
        authority="Invented Shire",
        settings=LETTER_SETTINGS,
        given_name="Robin",
        name="Robin Example",
        addressee="Sam Example",
        to_young_person=to_young_person,
        reasons="The school’s support meets this child’s needs, as its report of 3 February shows.",
    )
    drafted = [
        (block.key, block.text or WRITTEN_BY_HAND.get(block.key, ""))
        for block in draft_letter(letter, writing)
    ]
    given = LetterFacts(
        letter=letter,
        blocks=drafted,
        writing=writing,
        days=Days(date(2026, 4, 24), date(2026, 4, 23), date(2026, 5, 18)),
        dated_on=date(2026, 2, 23),
        address="1 High Street, Inventford, IN1 2AB",
        copies=("Kim Example",),
        others=("setting", "health_body"),
    )
    return replace(given, **changes)


def printed(of: LetterFacts) -> Printable:
    return letter_document(of, look_of("Invented Shire", LETTER_SETTINGS))


def squeezed(text: str) -> str:
    return "".join(text.split())


def pdf_words(document: Printable) -> str:
    pages = PdfReader(io.BytesIO(as_pdf(document))).pages
    # What stands at the foot of each page would part a sentence that goes on over the page.
    return squeezed(
        " ".join(page.extract_text().rsplit("Invented Shire, EHC", 1)[0] for page in pages)
    )


def word_words(document: Printable) -> str:
    made = docx.Document(io.BytesIO(as_word(document)))
    return squeezed(" ".join(paragraph.text for paragraph in made.paragraphs))


@pytest.mark.parametrize("read", [pdf_words, word_words])
@pytest.mark.parametrize("to_young_person", [False, True])
@pytest.mark.parametrize("letter", Letter)
def test_every_required_part_stands_in_every_letter_in_order(
    letter: Letter, to_young_person: bool, read: Any
) -> None:
    of = facts(letter, to_young_person=to_young_person)
    text = read(printed(of))
    said = dict(of.blocks)
    at = text.index(squeezed(said["opening"]))
    for content in required_content(letter):
        heading = "" if content.key == CONTACT else squeezed(HEADINGS[content.key])
        assert said[content.key].strip()
        found = text.find(heading + squeezed(said[content.key]), at)
        assert found >= at, f"{letter}: {content.says} ({content.citation.place})"
        at = found


@pytest.mark.parametrize("read", [pdf_words, word_words])
def test_who_gets_a_copy_does_not_read_where_the_addressee_lives(read: Any) -> None:
    copied = facts(Letter.FINAL_PLAN)
    assert "SamExample" in read(printed(copied))
    assert "HighStreet" not in read(printed(copied))
    assert "HighStreet" in read(printed(replace(copied, copies=())))


@pytest.mark.parametrize("letter", Letter)
def test_every_letter_says_it_in_short_first(letter: Letter) -> None:
    of = facts(letter)
    text = pdf_words(printed(of))
    headings = (TITLES[letter], IN_SHORT, of.summary.heading, MEANS, CAN_DO, ASK)
    places = [text.index(squeezed(each)) for each in headings]
    assert places == sorted(places)
    assert text.index(squeezed(of.summary.happened)) < places[3]
    assert text.index(squeezed(dict(of.blocks)["opening"])) > places[-1]
    assert of.summary.is_whole


@pytest.mark.parametrize("letter", sorted(APPEALABLE_LETTERS))
def test_what_can_be_appealed_says_by_when_as_the_clocks_count(letter: Letter) -> None:
    text = " ".join(facts(letter).summary.can_do)
    assert "mediation adviser, by 23 April 2026" in text
    assert "arrives by 24 April 2026" in text


def test_a_day_nobody_counted_is_said_as_the_law_says_it() -> None:
    text = " ".join(facts(Letter.NO_PLAN, days=Days()).summary.can_do)
    assert text.count("within 2 months of the day this letter was sent") == 2
    assert "within 15 days" in " ".join(facts(Letter.DRAFT_PLAN, days=Days()).summary.can_do)


@pytest.mark.parametrize("letter", Letter)
def test_the_short_form_fits_one_page(letter: Letter) -> None:
    document = printed(facts(letter))
    short = replace(document, parts=tuple(each for each in document.parts if isinstance(each, Box)))
    assert len(PdfReader(io.BytesIO(as_pdf(short))).pages) == 1


@pytest.mark.parametrize("letter", Letter)
def test_the_release_check_finds_nothing_left_out_of_a_whole_letter(letter: Letter) -> None:
    of = facts(letter)
    assert left_out(of, printed(of)) == ()


@pytest.mark.parametrize(
    ("letter", "key"),
    [(letter, content.key) for letter in Letter for content in required_content(letter)],
)
def test_the_release_check_names_a_part_that_is_not_on_the_paper(letter: Letter, key: str) -> None:
    of = facts(letter)
    empty = replace(of, blocks=[(name, "" if name == key else text) for name, text in of.blocks])
    (content,) = [each for each in required_content(letter) if each.key == key]
    assert content.says in left_out(of, printed(empty))


def test_it_is_addressed_dated_and_says_who_else_gets_it() -> None:
    document = printed(facts(Letter.NO_PLAN))
    assert document.to == ("Sam Example",)
    alone = printed(facts(Letter.NO_PLAN, copies=()))
    assert alone.to == ("Sam Example", "1 High Street", "Inventford", "IN1 2AB")
    text = pdf_words(document)
    for part in ("23 February 2026", "EHC-ABCDE-12345", "Kim Example; the school or other setting"):
        assert squeezed(part) in text


def test_tags_follow_the_text() -> None:
    root: Any = PdfReader(io.BytesIO(as_pdf(printed(facts(Letter.FINAL_PLAN))))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"


def test_a_preview_says_on_every_page_that_it_has_not_gone() -> None:
    marked = letter_document(facts(Letter.NO_PLAN), look_of("Invented Shire", {}), mark=NOT_SENT)
    pages = PdfReader(io.BytesIO(as_pdf(marked))).pages
    assert all(NOT_SENT in page.extract_text() for page in pages)


@pytest.mark.parametrize(
    "look", [None, "blue", {"colour": "red; x"}, {"colour": 7, "address": None}]
)
def test_a_look_that_cannot_be_used_is_plain(look: Any) -> None:
    made = look_of("Invented Shire", {"look": look})
    assert made.colour == "#1d3c5c"


def test_an_authority_has_its_own_colour_and_address() -> None:
    made = look_of("Invented Shire", {"look": {"colour": "#00703C", "address": "County Hall\nIN1"}})
    assert (made.colour, made.address) == ("#00703C", ("County Hall", "IN1"))


def test_headings_come_from_the_parts_and_never_from_what_was_typed() -> None:
    of = facts(Letter.CONSIDERING)
    shouted = replace(of, blocks=[(key, f"# The reasons\n\n{text}") for key, text in of.blocks])
    headings = [part.text for part in printed(shouted).parts if isinstance(part, Heading)]
    assert headings == ["An assessment is being considered", "The right to give views and evidence"]
    assert any(
        isinstance(part, Paragraph) and part.text == "# The reasons"
        for part in printed(shouted).parts
    )
