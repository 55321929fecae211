"""What nobody sees is left out of what is typed, and every script stays whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.unseen_signs import all_without_unseen, without_unseen


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Robin \u202eelpmaxE\u202c", "Robin elpmaxE"),
        ("\u2067Robin\u2069", "Robin"),
        ("Ro\u200bbin", "Robin"),
        ("\ufeffRobin\0", "Robin"),
        ("one\r\ntwo\rthree\u2028four\x0bfive", "one\ntwo\nthree\nfour\nfive"),
        ("a\tb\n", "a\tb\n"),
        ("Robin\U000e0041\U000e0042", "Robin"),
        ("\ud800", ""),
    ],
)
def test_what_nobody_sees_is_left_out(typed: str, kept: str) -> None:
    assert without_unseen(typed) == kept


@pytest.mark.parametrize(
    "text",
    [
        "שלום, אני ההורה של רובין (7)",
        "السلام عليكم، ﷽",
        "می\u200cخواهم",  # Persian parts a word without a space
        "क्\u200dष",
        "ابن\u200f!",
        "👩\u200d👧 ❤\ufe0f",
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # the flag of England
        "Zoë Ďurčanská-O’Neill",
    ],
)
def test_every_script_stays_whole(text: str) -> None:
    assert without_unseen(text) == text


@given(st.text())
def test_left_out_once_nothing_more_is_left_out(text: str) -> None:
    once = without_unseen(text)
    assert without_unseen(once) == once


def test_every_text_of_a_request_is_read_so() -> None:
    sent = {"name": "a\u202eb", "list": ["c\0", 1, None, {"d": "\u200be"}]}
    assert all_without_unseen(sent) == {"name": "ab", "list": ["c", 1, None, {"d": "e"}]}
