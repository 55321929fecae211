"""The list of vague expressions as data: what may be in it, and what a change makes of it."""

from __future__ import annotations

import pytest

from ehc_workflow.rules.changes import RuleChangeError
from ehc_workflow.rules.vague_wording import (
    LONGEST_TERM,
    MOST_TERMS,
    VAGUE_TERMS,
    TermChange,
    VagueTerm,
    plain_words,
    terms_of,
    with_change,
)


def on(words: str, instead: str = "say when") -> TermChange:
    return TermChange(words=words, instead=instead, is_on=True)


def off(words: str) -> TermChange:
    return TermChange(words=words, instead="", is_on=False)


def test_what_is_built_in_could_be_entered_by_hand() -> None:
    words = [term.words for term in VAGUE_TERMS]
    assert len(set(words)) == len(words)
    for term in VAGUE_TERMS:
        others = tuple(one for one in VAGUE_TERMS if one is not term)
        assert with_change(others, on(term.words, term.instead))[-1] == term


def test_a_new_expression_comes_last_in_one_writing() -> None:
    assert with_change((), on("  As and   WHEN ")) == (VagueTerm("as and when", "say when"),)
    assert plain_words("child’s\n own") == "child's own"


def test_other_advice_keeps_the_place_and_switching_off_takes_it_away() -> None:
    two = (VagueTerm("regular", "say how often"), VagueTerm("input", "say what"))
    assert with_change(two, on("Regular", "say which days")) == (
        VagueTerm("regular", "say which days"),
        VagueTerm("input", "say what"),
    )
    assert with_change(two, off("REGULAR")) == two[1:]


@pytest.mark.parametrize(
    "words",
    ["", " ", ".*", "(a|b)", "as & when", "a\\b", "regular.", "-", "x" * (LONGEST_TERM + 1)],
)
def test_only_plain_words_are_taken_and_never_a_pattern(words: str) -> None:
    with pytest.raises(RuleChangeError, match="letters and digits") as refused:
        with_change(VAGUE_TERMS, on(words))
    assert refused.value.field == "words"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (on("as and when", " "), "instead"),
        (on("as and when", "x" * 201), "instead"),
        (off("never heard of"), "words"),
        (on(VAGUE_TERMS[0].words, VAGUE_TERMS[0].instead), "words"),
    ],
)
def test_a_change_that_makes_no_sense_or_no_difference_is_refused(
    change: TermChange, field: str
) -> None:
    with pytest.raises(RuleChangeError) as refused:
        with_change(VAGUE_TERMS, change)
    assert refused.value.field == field


def test_a_list_has_an_end() -> None:
    full = tuple(VagueTerm(f"word {number}", "say it") for number in range(MOST_TERMS))
    with pytest.raises(RuleChangeError, match="at most"):
        with_change(full, on("one more"))
    assert len(with_change(full, on("word 1", "say it better"))) == MOST_TERMS


def test_a_list_follows_from_its_changes_in_order() -> None:
    made = [on("as and when"), off("regular"), off("as and when"), on("regular", "say which days")]
    assert terms_of(made) == (
        *(term for term in VAGUE_TERMS if term.words != "regular"),
        VagueTerm("regular", "say which days"),
    )
