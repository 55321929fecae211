"""What the letter with a final plan says of a setting that was asked for and is not named."""

from __future__ import annotations

import pytest

from ehc_workflow.domain.case import NotNamedGround
from ehc_workflow.domain.passed_over import NOT_NAMED, PassedOver

QUAYSIDE = PassedOver(
    name="Quayside School",
    ground=NotNamedGround.USE_OF_RESOURCES,
    because="Transport would cost £14,000 a year. Larkrise School makes the same provision.",
)
GROUND = NOT_NAMED[QUAYSIDE.ground]
DRAFT = (
    f"You asked for Quayside School. It is not named, because {GROUND}. {QUAYSIDE.because}\n\n"
    "You have the right to appeal about the school or other institution in section I."
)


@pytest.mark.parametrize(
    "letter",
    [
        DRAFT,
        DRAFT.upper(),
        DRAFT.replace(" ", "\n  "),
        DRAFT.replace("would cost", "would cost us"),
        DRAFT.replace("makes the same provision", "can make the same provision for less"),
        DRAFT.replace("would not fit with", "is incompatible with"),
    ],
    ids=["as drafted", "in capitals", "broken otherwise", "a word more", "reworded", "own ground"],
)
def test_a_letter_that_tells_them_is_enough(letter: str) -> None:
    assert QUAYSIDE.is_explained_in(letter)


@pytest.mark.parametrize(
    "letter",
    [
        "",
        DRAFT.replace("Quayside School", "that school"),
        DRAFT.replace(GROUND, "it is too far"),
        DRAFT.replace("Transport would cost £14,000 a year.", ""),
        DRAFT.replace("Larkrise School makes the same provision.", ""),
        DRAFT.replace(QUAYSIDE.because, "We weighed everything that you told us with great care."),
    ],
    ids=["nothing", "no name", "no ground", "not the first", "not the last", "other words"],
)
def test_a_letter_that_leaves_one_out_is_not(letter: str) -> None:
    assert not QUAYSIDE.is_explained_in(letter)


def test_reasons_of_one_word_are_looked_for_too() -> None:
    short = PassedOver(
        name="Quayside School", ground=NotNamedGround.UNSUITABLE, because="Inaccessible."
    )
    told = f"Quayside School is not named, because {NOT_NAMED[short.ground]}"
    assert short.is_explained_in(f"{told}: inaccessible.")
    assert not short.is_explained_in(f"{told}.")
