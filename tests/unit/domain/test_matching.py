"""What in a file points to a child, and which cases are suggested for it, always the same three with their reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.clues import Clues, clues_in
from ehc_workflow.domain.matching import Candidate, Waiting, best_matches

ROBIN = Candidate(
    assessment_id="robin",
    reference="EHC-7K2Q9-XFM4D",
    name="Robin Invented-Name",
    date_of_birth=date(2016, 5, 4),
    upn="A123456789012",
    nhs_number="9434765919",
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Your ref: ehc-7k2q9-xfm4d.", "The reference EHC-7K2Q9-XFM4D stands in it"),
        ("NHS No: 943 476 5919", "The NHS number stands in it"),
        ("NHS No: 943-476-5919", "The NHS number stands in it"),
        ("UPN A123456789012", "The unique pupil number stands in it"),
        ("Re: Robin Invented-Name, aged 9", "The name stands in it"),
        ("INVENTED-NAME, Robin", "The name stands in it"),
        ("Robin\nInvented-Name", "The name stands in it"),
    ],
)
def test_one_strong_clue_is_enough(text: str, says: str) -> None:
    (match,) = best_matches(clues_in("scan.pdf", text), [ROBIN])
    assert match.reasons == (says,)


@pytest.mark.parametrize(
    "text",
    ["born 4 May 2016", "DOB 04/05/2016", "4th May 2016", "2016-05-04", "04.05.2016"],
)
def test_a_date_of_birth_adds_to_a_name_and_is_not_enough_alone(text: str) -> None:
    assert best_matches(clues_in("scan.pdf", text), [ROBIN]) == []
    (match,) = best_matches(clues_in("scan.pdf", f"Robin Invented-Name {text}"), [ROBIN])
    assert match.reasons == (
        "The name stands in it",
        "The date of birth, 4 May 2016, stands in it",
    )


def test_the_name_of_the_file_counts() -> None:
    (match,) = best_matches(clues_in("Robin_Invented-Name_report.final.pdf", ""), [ROBIN])
    assert match.reasons == ("The name stands in it",)


def test_a_case_without_numbers_is_not_found_by_none() -> None:
    bare = replace(ROBIN, upn="", nhs_number="")
    assert best_matches(clues_in("a.pdf", "no clue"), [bare]) == []


def test_three_are_suggested_the_strongest_first_and_owed_advice_before_none() -> None:
    waits = (Waiting("request", AdviceItem.HEALTH, "Invented Health"),)
    cases = [
        replace(ROBIN, assessment_id=str(n), reference=f"EHC-AAAA{n}-AAAAA", upn="", nhs_number="")
        for n in range(4)
    ]
    cases[3] = replace(cases[3], waits_for=waits)
    cases.append(ROBIN)
    found = best_matches(clues_in("a.pdf", "Robin Invented-Name 943 476 5919"), cases)
    assert [match.candidate.assessment_id for match in found] == ["robin", "3", "0"]
    assert found[1].reasons == ("The name stands in it", "Advice is waited for")


def test_hundreds_of_days_and_numbers_are_not_all_looked_up() -> None:
    clues = clues_in("a.csv", "01/02/2016 943 476 5919 " + "1234567890\n" * 500)
    assert len(clues.nhs_numbers) <= 40
    assert len(clues_in("a.txt", "word " * 100_000).names) < 20


@given(st.text(max_size=400), st.text(max_size=60))
def test_any_text_has_clues_or_none_and_never_breaks(text: str, name: str) -> None:
    assert isinstance(clues_in(name, text), Clues)


@given(
    st.permutations(
        [replace(ROBIN, assessment_id=c, reference=f"EHC-{c * 5}-AAAAA") for c in "ABCDE"]
    )
)
def test_the_order_of_the_cases_changes_nothing(cases: list[Candidate]) -> None:
    found = best_matches(clues_in("a.pdf", "Robin Invented-Name"), cases)
    assert [match.candidate.assessment_id for match in found] == ["A", "B", "C"]
