"""Which notice is which letter, who must get it, and which of its parts the law requires."""

from __future__ import annotations

from ehc_workflow.domain.case import Letter
from ehc_workflow.domain.facts import NoticeKind
from ehc_workflow.rules.model import NoticeContent
from ehc_workflow.rules.notices import NOTICES

NUMBERS: dict[Letter, str] = {
    Letter.CONSIDERING: "N1",
    Letter.WILL_ASSESS: "N2",
    Letter.REFUSAL_TO_ASSESS: "N3",
    Letter.THRESHOLD_REFUSAL: "N3",
    Letter.NO_PLAN: "N4",
    Letter.DRAFT_PLAN: "N5",
    Letter.FINAL_PLAN: "N6",
    Letter.EXCEPTION: "N8",
}

CLOCK_KINDS: dict[Letter, NoticeKind] = {
    Letter.WILL_ASSESS: NoticeKind.WILL_ASSESS,
    Letter.REFUSAL_TO_ASSESS: NoticeKind.REFUSAL_TO_ASSESS,
    Letter.THRESHOLD_REFUSAL: NoticeKind.THRESHOLD_REFUSAL,
    Letter.NO_PLAN: NoticeKind.NO_PLAN,
    Letter.FINAL_PLAN: NoticeKind.FINAL_PLAN,
}


def required_content(letter: Letter) -> tuple[NoticeContent, ...]:
    """The parts this letter cannot go without, each with its provision."""
    number = NUMBERS.get(letter)
    return NOTICES[number].must_contain if number else ()
