"""The sections of a plan that was written elsewhere, by their headings alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehc_workflow.domain.plan_found import Found, sections_in

PLAN = [
    ("Education, health and care plan", True),
    ("Not of any section", False),
    ("Section A: The views, interests and aspirations of Sam", True),
    ("I like being outside.", False),
    ("SECTION B", False),
    ("Sam cannot  yet follow\ttwo steps.", False),
    ("H1. Social care provision", True),
    ("None identified.", False),
    ("Section I", True),
    ("An invented school", False),
    ("Section K Advice", True),
    ("A report of 2 May", False),
]


def test_what_stands_under_each_heading_is_found_and_a_school_is_left_behind() -> None:
    assert sections_in(PLAN) == (
        Found("A", "I like being outside."),
        Found("B", "Sam cannot yet follow two steps."),
        Found("H1", "None identified."),
    )


@pytest.mark.parametrize(
    "line",
    [
        "A teaching assistant helps with every task.",
        "I like to be asked before things change.",
        "B is my favourite letter.",
        "Section F of the earlier plan named thirty minutes of therapy each week, which was given in most weeks of "
        "the autumn term by two different people.",
    ],
)
def test_a_sentence_is_no_heading(line: str) -> None:
    found = sections_in([("Section B", True), (line, False)])
    assert found == (Found("B", line),)


@pytest.mark.parametrize(
    "line", ["F. Special educational provision", "F – Provision", "Section F:"]
)
def test_a_short_line_that_names_its_section_is_one(line: str) -> None:
    assert sections_in([(line, False), ("Words.", False)]) == (Found("F", "Words."),)


@given(st.lists(st.tuples(st.text(max_size=80), st.booleans())))
def test_no_line_comes_from_nowhere(lines: list[tuple[str, bool]]) -> None:
    said = {" ".join(text.split()) for text, _ in lines}
    assert {one.text for one in sections_in(lines)} <= said
