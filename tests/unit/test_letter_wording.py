"""An authority's own words in a letter: filled, locked where the law requires a part, and never in place of a right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ehc_workflow.domain.case import Letter
from ehc_workflow.domain.letter_words import FIELDS, LONGEST, LetterWords
from ehc_workflow.domain.notices import required_content
from ehc_workflow.service.letter_fields import fault_of, is_locked
from ehc_workflow.service.letter_parts import AUTOMATIC
from ehc_workflow.service.letter_writing import CONTACT, NEXT, OPENING, Writing
from ehc_workflow.service.letters import block_keys, draft_letter
from tests.unit.test_letters import LETTERS, writing

OURS = "Our team in {authority} is glad to help."


def in_own(letter: Letter, w: Writing, words: str) -> dict[str, str]:
    """The letter with these words in every part."""
    parts = {f"{letter.value}/{key}": words for key in block_keys(letter)}
    own = replace(w, settings={**w.settings, "letter_words": {"parts": parts}})
    return {block.key: block.text for block in draft_letter(letter, own)}


@pytest.mark.parametrize("letter", LETTERS)
def test_what_the_law_requires_stays_word_for_word_whatever_stands_around_it(
    letter: Letter,
) -> None:
    built_in = {block.key: block.text for block in draft_letter(letter, writing())}
    own = in_own(letter, writing(), f"{OURS}\n\n{{built_in}}\n\nAsk us about {{child}}.")
    for content in required_content(letter):
        assert built_in[content.key] in own[content.key]
        assert own[content.key].startswith("Our team in Invented Shire is glad to help.")
        assert own[content.key].endswith("Ask us about Robin.")


@pytest.mark.parametrize("letter", LETTERS)
def test_words_that_would_take_a_required_part_away_are_refused_and_never_used(
    letter: Letter,
) -> None:
    built_in = {block.key: block.text for block in draft_letter(letter, writing())}
    own = in_own(letter, writing(), OURS)
    for key in block_keys(letter):
        if is_locked(letter, key):
            assert "Put {built_in} in it, once" in fault_of(letter, key, OURS)
            assert own[key] == built_in[key]


def test_a_part_without_its_facts_stays_empty_so_that_the_letter_is_refused() -> None:
    own = in_own(Letter.NO_PLAN, writing(settings={}), "Before.\n\n{built_in}")
    for key in ("adviser", "disagreement_resolution", "information_and_advice"):
        assert own[key] == ""


def test_what_is_free_can_be_said_otherwise() -> None:
    own = in_own(Letter.NO_PLAN, writing(), "Dear {addressee}, about {reference} of {received_on}.")
    assert own[OPENING] == "Dear Sam Example, about EHC-1 of 12 January 2026."
    assert own[NEXT] == own[OPENING]
    assert own[CONTACT] != own[OPENING], "whom to ask stays"


def test_an_automatic_letter_says_so_in_any_words() -> None:
    automatic = replace(writing(), automatic=True)
    own = in_own(Letter.DELAY_UPDATE, automatic, "Dear {addressee}")
    assert own[OPENING] == f"{AUTOMATIC}\n\nDear Sam Example"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Enter the words"),
        ("   \n ", "Enter the words"),
        ("{built_in} {school}", "There is no field {school} for letters. There are: {built_in}"),
        ("{built_in} {", "A brace has no partner"),
        ("{built_in} }", "A brace has no partner"),
        ("{built_in!r}", "as its name in braces and nothing else"),
        ("{built_in:>9999999}", "as its name in braces and nothing else"),
        ("{built_in.__class__}", "There is no field"),
        ("{built_in} {built_in}", "once"),
        ("{built_in}" + "a" * LONGEST, "Keep it to"),
    ],
)
def test_words_that_cannot_be_used_are_refused_with_what_to_do(words: str, says: str) -> None:
    assert says in fault_of(Letter.NO_PLAN, "right_of_appeal", words)


@pytest.mark.parametrize(
    "name", ["{child}", "<script>alert(1)</script>", "{{addressee}}", "👩‍👧 ورد"]
)
def test_what_a_person_is_called_is_no_field(name: str) -> None:
    called = replace(writing(), addressee=name)
    own = in_own(Letter.NO_PLAN, called, "Dear {addressee}")
    assert own[OPENING] == f"Dear {name}"


def test_own_words_are_one_part_of_one_letter() -> None:
    words = LetterWords().with_words("no_plan", OPENING, "A").with_words("no_plan", NEXT, "B")
    assert words.of("no_plan", OPENING) == "A"
    assert words.of("final_plan", OPENING) == ""
    assert words.with_words("no_plan", OPENING, "").parts == {f"no_plan/{NEXT}": "B"}


def test_every_field_is_filled() -> None:
    own = in_own(Letter.NO_PLAN, writing(), " ".join(f"{{{name}}}" for name in FIELDS))
    assert "{" not in own[OPENING]
