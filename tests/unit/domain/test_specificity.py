"""What is told of advice that a plan could not be written from. S14: "would benefit from regular input"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehc_workflow.domain.case import ParagraphKind
from ehc_workflow.domain.commands import Paragraph
from ehc_workflow.domain.specificity import NOTHING_WRITTEN, Signature, gaps, vague_in
from ehc_workflow.rules.vague_wording import VagueTerm

NEED = Paragraph(kind=ParagraphKind.NEED, text="Finds it hard to follow spoken instructions.")
OUTCOME = Paragraph(kind=ParagraphKind.OUTCOME, text="Follows two-step instructions by July 2027.")


def provision(text: str, **parts: Any) -> Paragraph:
    known: dict[str, Any] = {
        "amount": "30 minutes",
        "frequency": "three times a week",
        "by_whom": "a therapist",
        "until_when": "July 2027",
    }
    return Paragraph(kind=ParagraphKind.PROVISION, text=text, **{**known, **parts})


def said(*paragraphs: Paragraph) -> list[str]:
    return [gap.says for gap in gaps(paragraphs)]


def test_advice_that_says_everything_has_no_gap() -> None:
    assert said(NEED, OUTCOME, provision("A language programme in a group of four")) == []


def test_s14_would_benefit_from_regular_input() -> None:
    found = said(NEED, OUTCOME, provision("Sam would benefit from regular input"))
    assert found == [
        "says “would benefit from”: say what is needed, not what would help",
        "says “regular”: say how often",
        "says “input”: say what is done, how much and how often",
    ]


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("amount", "does not say how much"),
        ("frequency", "does not say how often"),
        ("by_whom", "does not say by whom"),
        ("until_when", "does not say until when"),
    ],
)
def test_each_part_of_provision_is_looked_for(missing: str, says: str) -> None:
    (gap,) = gaps((NEED, OUTCOME, provision("A language programme", **{missing: " "})))
    assert (gap.says, gap.kind, gap.number) == (says, ParagraphKind.PROVISION, 1)


@pytest.mark.parametrize(
    "text", ["Access to a quiet room", "As appropriate", "REGULARLY seen", "Speech, as required"]
)
def test_vague_words_are_found_in_any_writing(text: str) -> None:
    assert said(NEED, OUTCOME, provision(text))


@pytest.mark.parametrize(
    "text", ["An irregular verb", "Inputs data by keyboard", "Accessible toilet"]
)
def test_words_within_other_words_are_none(text: str) -> None:
    assert said(NEED, OUTCOME, provision(text)) == []


def test_vague_words_count_in_provision_alone() -> None:
    need = Paragraph(kind=ParagraphKind.NEED, text="Regularly leaves the room.")
    assert said(need, OUTCOME, provision("A language programme")) == []


def test_a_vague_amount_is_vague() -> None:
    assert said(NEED, OUTCOME, provision("A programme", amount="up to an hour")) == [
        "says “up to”: a most is no promise: say how much"
    ]


def test_an_outcome_without_a_day_says_no_when() -> None:
    open_ended = Paragraph(kind=ParagraphKind.OUTCOME, text="Makes friends.")
    assert said(NEED, open_ended, provision("A programme")) == [
        "does not say by when it is to be reached"
    ]


def test_every_kind_is_looked_for() -> None:
    assert said(NEED) == [
        "No outcome is stated.",
        "No provision is stated. If none is needed, say so.",
    ]
    assert said(OUTCOME, provision("A programme"))[0] == "No need is stated."


def test_advice_in_files_alone_leaves_the_finding_to_the_checker() -> None:
    (gap,) = gaps(())
    assert "in the files" in gap.says


OWN = (VagueTerm("as and when", "say when"), VagueTerm("term time", "say which weeks"))


def test_an_authority_looks_for_its_own_words_and_no_others() -> None:
    found = gaps((NEED, OUTCOME, provision("Regular visits, As and\n when")), OWN)
    assert [gap.says for gap in found] == ["says “as and when”: say when"]
    assert gaps((NEED, OUTCOME, provision("Regular visits")), ()) == ()


def test_a_term_is_read_as_words_whatever_stands_in_it() -> None:
    dots = (VagueTerm("a.c", "say it"),)
    assert vague_in(provision("abc"), dots) == ()
    assert vague_in(provision("an a.c, again"), dots) == dots


LETTERS = st.text(alphabet="xy -'", max_size=40)
TERMS = st.lists(
    st.text(alphabet="xy", min_size=1, max_size=3), min_size=1, max_size=4, unique=True
).map(lambda listed: tuple(VagueTerm(words, "say it") for words in listed))


@given(text=LETTERS, terms=TERMS)
def test_single_words_are_found_where_a_reader_finds_them(
    text: str, terms: tuple[VagueTerm, ...]
) -> None:
    read = set(re.findall(r"[xy]+", text))
    assert {term.words for term in vague_in(provision(text), terms)} == {
        term.words for term in terms if term.words in read
    }


SIGNED = Signature(
    author_name="Invented Author", author_role="Therapist", how_seen="In class, 3 May 2026"
)
WHOLE = (NEED, OUTCOME, provision("A language programme"))


def test_advice_that_is_signed_and_says_how_the_child_was_seen_has_no_gap() -> None:
    assert gaps(WHOLE, signed=SIGNED) == ()


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ({"how_seen": " "}, "How the child or young person was seen is not stated."),
        ({"author_name": ""}, "It is not signed with a name and a role."),
        ({"author_role": " "}, "It is not signed with a name and a role."),
    ],
)
def test_who_gives_it_and_how_the_child_was_seen_is_looked_for(
    missing: dict[str, str], says: str
) -> None:
    signed = replace(SIGNED, **missing)
    assert [gap.says for gap in gaps(WHOLE, signed=signed)] == [says]
    assert [gap.says for gap in gaps((), signed=signed)] == [says, NOTHING_WRITTEN]
