"""The digest of advice: the same as ever for what was signed before, another for every word that differs."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from hashlib import sha256

import pytest

from ehc_workflow.domain.case import ParagraphKind
from ehc_workflow.domain.commands import Paragraph, SubmitAdvice
from ehc_workflow.domain.decisions.advice import advice_digest

NEED = Paragraph(kind=ParagraphKind.NEED, text="Finds it hard to follow spoken instructions.")
PROVISION = Paragraph(
    kind=ParagraphKind.PROVISION,
    text="A language programme",
    amount="30 minutes",
    frequency="weekly",
    by_whom="a therapist",
)
GIVEN = SubmitAdvice(
    assessment_id="a",
    request_id="r",
    contribution_id="c",
    received_on=date(2026, 3, 2),
    author_name="Invented Author",
    author_role="Therapist",
    paragraphs=(NEED, PROVISION),
)


def test_advice_that_says_nothing_new_has_the_digest_it_always_had() -> None:
    """Author, role, and five words of each paragraph: what the first version of the program joined."""
    words = ["Invented Author", "Therapist", "need", NEED.text, "", "", "", "provision"]
    words += ["A language programme", "30 minutes", "weekly", "a therapist"]
    assert advice_digest(GIVEN) == sha256("\x1f".join(words).encode()).hexdigest()


@pytest.mark.parametrize("name", [each.name for each in fields(Paragraph)])
def test_every_part_of_a_paragraph_is_vouched_for(name: str) -> None:
    other = ParagraphKind.OUTCOME if name == "kind" else "Something else"
    changed = replace(GIVEN, paragraphs=(NEED, replace(PROVISION, **{name: other})))  # type: ignore[arg-type]
    assert advice_digest(changed) != advice_digest(GIVEN)


@pytest.mark.parametrize("name", ["author_name", "author_role", "how_seen"])
def test_every_signed_word_is_vouched_for(name: str) -> None:
    assert advice_digest(replace(GIVEN, **{name: "Something else"})) != advice_digest(GIVEN)  # type: ignore[arg-type]


def test_the_same_words_in_another_place_are_other_words() -> None:
    words = "until the end of year 6"
    first = replace(GIVEN, paragraphs=(replace(NEED, until_when=words), PROVISION))
    second = replace(GIVEN, paragraphs=(NEED, replace(PROVISION, until_when=words)))
    assert (
        len({advice_digest(each) for each in (first, second, replace(GIVEN, how_seen=words))}) == 3
    )
