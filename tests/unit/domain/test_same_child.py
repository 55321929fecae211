"""Names and dates of birth are compared as people write them: what makes no difference, and what does."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ehc_workflow.domain.same_child import (
    Difference,
    Identity,
    births_in,
    differences,
    differences_in,
    same_name,
    words_of,
)

BORN = date(2016, 5, 4)


def who(given_name: str, family_name: str) -> Identity:
    return Identity(given_name=given_name, family_name=family_name, date_of_birth=BORN)


ROBIN = who("Robin", "Example")


@pytest.mark.parametrize(
    ("given_name", "family_name", "written"),
    [
        ("Robin", "Example", "ROBIN EXAMPLE"),
        ("Robin", "Example", "Example, Robin"),
        ("Robin", "Example", "Robin James Example"),
        ("Robin James", "Example", "Robin Example"),
        ("Zoë", "O’Sullivan-Núñez", "Zoe O'Sullivan Nunez"),
        ("Zoë", "O’Sullivan-Núñez", "zoe osullivan-nunez"),
        ("Zoe", "Nunez", unicodedata.normalize("NFD", "Zoë Núñez")),
        ("Mary-Jane", "van der Berg", "Maryjane Vanderberg"),
        ("Søren", "Łukasiewicz", "Soren Lukasiewicz"),
        ("İpek", "Yıldız", "Ipek Yildiz"),
        ("Weiß", "Groß", "WEISS GROSS"),
        ("אברהם", "כהן", "\u202bכהן אברהם\u202c"),
        ("أحمد", "محمود", "محمود احمد"),
        ("محمد", "علي", "مُحَمَّد عـلي"),
        ("Robin", "Example", "Robin 🙂 Example"),
        ("🙂", "🌳", "🙂  🌳"),
        ("Sukarno", "", "Sukarno"),
        ("Robin", "Example", "Robin Example (year 4)"),
    ],
)
def test_the_same_name_otherwise_written(given_name: str, family_name: str, written: str) -> None:
    assert same_name(written, who(given_name, family_name))


@pytest.mark.parametrize(
    ("given_name", "family_name", "written"),
    [
        ("Robin", "Example", "Robyn Example"),
        ("Robin", "Example", "Robin Exemplar"),
        ("Robin", "Example", "Robin"),
        ("Robin", "Example", "Example"),
        ("Robin", "Example", "R. Example"),
        ("Robin", "Example", "🙂"),
        ("🙂", "🌳", "🙂 🙂"),
        ("देवी", "राम", "देव राम"),
        ("אברהם", "כהן", "אברם כהן"),
    ],
)
def test_another_name(given_name: str, family_name: str, written: str) -> None:
    assert not same_name(written, who(given_name, family_name))


LETTERS = st.characters(categories=["Lu", "Ll", "Lo"])
NAMES = st.lists(st.text(LETTERS, min_size=2, max_size=8), min_size=1, max_size=3).map(" ".join)


@given(NAMES, NAMES)
def test_every_name_is_itself_in_any_order_case_and_form(first: str, last: str) -> None:
    assume(words_of(first) and words_of(last))
    person = who(first, last)
    for written in (f"{first} {last}", f"{last}, {first}", f"{last} {first}"):
        for form in ("NFC", "NFD", "NFKC"):
            assert same_name(unicodedata.normalize(form, written), person)
        assert same_name(written.replace(" ", "-"), person)
        assert same_name(f"\u200f{written}\u200e", person)
        assert same_name(f" {written.casefold()} ", person)


@given(st.text(), st.text(), st.text())
def test_no_name_breaks_it(written: str, first: str, last: str) -> None:
    assert same_name(written, who(first, last)) in (True, False)
    assert set(differences_in(written, who(first, last))) <= set(Difference)


@given(st.text(st.sampled_from("abcdefgh"), min_size=3, max_size=8), st.integers(0, 7))
def test_one_other_letter_in_a_family_name_is_another_name(family: str, place: int) -> None:
    place %= len(family)
    other = family[:place] + "x" + family[place + 1 :]
    assert not same_name(f"Robin {other}", who("Robin", family))


@pytest.mark.parametrize(
    "text",
    [
        "Robin Example, born 4 May 2016",
        "DOB: 04/05/2016",
        "D.O.B. 4.5.2016",
        "Date of birth\t4th May 2016",
        "Date of Birth:\n\n4th of May, 2016",
        "date of birth | 2016-05-04",
        "He was born on 4 May 2016 in Invented Town.",
        "dob 04-05-2016",
    ],
)
def test_dates_of_birth_as_reports_give_them(text: str) -> None:
    assert births_in(text) == {BORN}


@pytest.mark.parametrize(
    "text",
    [
        "Seen on 4 May 2016.",
        "Born in May 2016.",
        "DOB 31/06/2016",
        "born 4 May 20161",
        "adobe 4/5/2016",
    ],
)
def test_what_is_no_date_of_birth(text: str) -> None:
    assert births_in(text) == frozenset()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Robin Example (DOB 4/5/2016) was seen at school.", ()),
        ("EXAMPLE Robin. Robin likes trains.", ()),
        ("Robin lives with a brother, born 1 2 2019. Robin Example, born 4 May 2016.", ()),
        ("", ()),
        (" \n 🙂", ()),
        ("Robyn Example was seen.", (Difference.NAME,)),
        ("Robin Other was seen.", (Difference.NAME,)),
        ("Robin Example, DOB 5/4/2016", (Difference.BORN,)),
        ("Somebody Else, DOB 5/4/2016", (Difference.NAME, Difference.BORN)),
    ],
)
def test_what_differs_in_a_text(text: str, found: tuple[Difference, ...]) -> None:
    assert differences_in(text, ROBIN) == found


def test_what_differs_in_what_was_typed() -> None:
    assert differences("Robin Example", BORN, ROBIN) == ()
    assert differences("", None, ROBIN) == ()
    both = (Difference.NAME, Difference.BORN)
    assert differences("Robyn Example", date(2016, 4, 5), ROBIN) == both
