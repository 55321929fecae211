"""What is shown as changed between two versions of advice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ehc_workflow.domain.case import ParagraphKind
from ehc_workflow.domain.commands import Paragraph
from ehc_workflow.domain.versions_compared import MOST_WORDS, How, Piece, compared, pieces

NEED = Paragraph(kind=ParagraphKind.NEED, text="Finds it hard to follow instructions.")
OTHER = Paragraph(kind=ParagraphKind.NEED, text="Tires quickly.")
VAGUE = Paragraph(kind=ParagraphKind.PROVISION, text="Speech work", frequency="regularly")
EXACT = Paragraph(kind=ParagraphKind.PROVISION, text="Speech work", frequency="every week")
PARAGRAPHS = st.lists(
    st.builds(
        Paragraph,
        kind=st.sampled_from(ParagraphKind),
        text=st.sampled_from(["one", "two words", "three little words"]),
    ),
    max_size=5,
)


def told(before: list[Paragraph], after: list[Paragraph]) -> list[tuple[str, int, str]]:
    return [(one.kind.value, one.number, one.how.value) for one in compared(before, after)]


def test_what_stayed_came_and_went_is_said_by_paragraph() -> None:
    assert told([NEED, OTHER, VAGUE], [NEED, EXACT]) == [
        ("need", 1, "same"),
        ("need", 2, "taken_out"),
        ("provision", 1, "changed"),
    ]
    assert told([NEED], [OTHER, NEED]) == [("need", 1, "added"), ("need", 2, "same")]


def test_a_changed_paragraph_shows_which_words() -> None:
    (changed,) = compared([VAGUE], [EXACT])
    assert dict(changed.parts) == {
        "text": (Piece(How.SAME, "Speech work"),),
        "frequency": (Piece(How.TAKEN_OUT, "regularly"), Piece(How.ADDED, "every week")),
    }


def test_very_long_texts_are_shown_whole() -> None:
    long = "word " * (MOST_WORDS + 1)
    assert list(pieces(long, "short")) == [Piece(How.TAKEN_OUT, long), Piece(How.ADDED, "short")]


@given(before=st.text(alphabet="ab \n", max_size=30), after=st.text(alphabet="ab \n", max_size=30))
def test_no_word_of_either_text_is_lost(before: str, after: str) -> None:
    found = list(pieces(before, after))
    assert "".join(one.words for one in found if one.how is not How.ADDED) == before
    assert "".join(one.words for one in found if one.how is not How.TAKEN_OUT) == after


@given(before=PARAGRAPHS, after=PARAGRAPHS)
def test_no_paragraph_of_either_version_is_lost(
    before: list[Paragraph], after: list[Paragraph]
) -> None:
    found = compared(before, after)
    assert sum(one.how is not How.ADDED for one in found) == len(before)
    assert sum(one.how is not How.TAKEN_OUT for one in found) == len(after)
    assert all(one.how is How.SAME for one in compared(after, after))
