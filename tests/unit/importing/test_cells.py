"""Cells as people type them: what is understood, what is refused, and with which words."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ehc_workflow.importing import values
from ehc_workflow.importing.days import day


@pytest.mark.parametrize(
    "cell",
    [
        "12/01/2026",
        "12/1/26",
        "12.01.2026",
        "12-01-2026",
        "12 01 2026",
        "2026-01-12",
        "2026/01/12",
        "12 January 2026",
        "12th January 2026",
        "12-Jan-26",
        "12 jan 2026",
        "Monday, 12 January 2026",
        "Mon 12/01/2026",
        "January 12, 2026",
        "12/01/2026 00:00",
        "12/01/2026 14:35:07",
        "2026-01-12T09:30:00",
    ],
)
def test_a_day_is_read_in_the_ways_people_write_it(cell: str) -> None:
    assert day(cell) == date(2026, 1, 12)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("31/02/2026", "is not a real date"),
        ("30/02/2024", "is not a real date"),
        ("2026-13-01", "is not a real date"),
        ("00/00/0000", "is not a real date"),
        ("01/13/2026", "puts the month first"),
        ("45987", "a spreadsheet's own number for a day (45987, which is 26 November 2025)"),
        ("45987.5", "a spreadsheet's own number for a day"),
        ("tbc", "is not a date"),
        ("12/01/202", "is not a date"),
        ("12 Janvier 2026", "names no month"),
        ("2026-01-12T09:30:00Z", "is not a date"),
        ("12", "is not a date"),
    ],
)
def test_what_is_no_day_is_refused_with_a_reason(cell: str, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        day(cell)


def test_a_month_first_says_that_others_may_be_turned_round_unseen() -> None:
    with pytest.raises(ValueError, match="every other date of this column"):
        day("12/31/2025")


@pytest.mark.parametrize(
    "cell", ["=A1", "=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "#REF!", "#n/a"]
)
def test_a_formula_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="formula"):
        values.refuse_formula(cell)


@pytest.mark.parametrize(
    "cell", ["+44 20 7946 0000", "Flat 3 - Mill Road", "O'Hara-Example", "1-2-1"]
)
def test_what_only_looks_like_one_is_not(cell: str) -> None:
    values.refuse_formula(cell)


@pytest.mark.parametrize("cell", ["", "  ", "\N{NO-BREAK SPACE}", "-", " – ", "n/a", "N/A", "None"])
def test_a_dash_is_nothing(cell: str) -> None:
    assert values.tidy(cell) == ""


def test_an_address_on_several_lines_is_kept_on_one() -> None:
    assert (
        values.lines("1 Made-up Street,\r\nInventon\n ZZ1 1ZZ ")
        == "1 Made-up Street, Inventon, ZZ1 1ZZ"
    )


def test_signs_that_cannot_be_printed_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be printed"):
        values.words("Ro\x07bin")


def test_a_huge_cell_is_refused_and_not_repeated() -> None:
    with pytest.raises(ValueError, match="longer than 500") as refused:
        values.words("x" * 100_000)
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize("cell", ["9990000018", "999 000 0018", "999-000-0018"])
def test_an_nhs_number_is_ten_digits_however_they_are_set(cell: str) -> None:
    assert values.nhs_number(cell) == "9990000018"


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("9990000019", "one of its digits is wrong"),
        ("101990007", "drops leading zeros"),
        ("9.99E+09", "power of ten"),
        ("99900000180", "is no NHS number"),
        ("unknown", "is no NHS number"),
    ],
)
def test_an_nhs_number_that_a_spreadsheet_spoilt_is_refused(cell: str, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        values.nhs_number(cell)


def test_a_leading_zero_of_an_nhs_number_stays() -> None:
    assert values.nhs_number("0000000000") == "0000000000"


@pytest.mark.parametrize("cell", ["a999000000001", "A99900000000B", " A 999 000 000 001"])
def test_a_pupil_number_is_kept_in_one_form(cell: str) -> None:
    assert values.pupil_number(cell.strip())[0] == "A"


@pytest.mark.parametrize("cell", ["999000000001", "A99900000", "AB99000000001"])
def test_a_pupil_number_of_another_form_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="is no UPN"):
        values.pupil_number(cell)


@pytest.mark.parametrize("cell", ["sam@example.invalid", "s.o'm@a.b.invalid".replace("'", "")])
def test_an_address_is_kept(cell: str) -> None:
    assert values.email(cell) == cell


@pytest.mark.parametrize(
    "cell",
    [
        "sam",
        "sam@example",
        "a@b.invalid, c@d.invalid",
        "a b@c.invalid",
        "a@b.invalid\nBcc: x@y.invalid",
    ],
)
def test_what_is_no_single_address_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="is no e-mail address"):
        values.email(cell)


@pytest.mark.parametrize("cell", ["Draft with family", "DRAFT_WITH_FAMILY", "draft-with  family"])
def test_a_choice_is_known_in_any_capitals(cell: str) -> None:
    assert values.one_of({"draft with family": 1})(cell) == 1


def test_a_choice_that_is_none_lists_them() -> None:
    with pytest.raises(ValueError, match="is none of yes, no"):
        values.one_of({"yes": 1, "no": 2})("perhaps")


@pytest.mark.parametrize(
    ("cell", "means"), [("Y", True), ("x", True), ("TRUE", True), ("No", False), ("0", False)]
)
def test_yes_and_no(cell: str, means: bool) -> None:
    assert values.yes_or_no(cell) is means
