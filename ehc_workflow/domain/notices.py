"""Which notice is which letter, who must get it, and which of its parts the law requires."""

from __future__ import annotations

from ehc_workflow.domain.case import Letter
from ehc_workflow.domain.facts import NoticeKind
from ehc_workflow.rules.model import NoticeContent
from ehc_workflow.rules.notices import (
    DELAY_UPDATE,
    MEDIATION_BLOCK,
    NOTICES,
    PLACEMENT_ONLY_APPEAL,
    PLAN_WILL_BE_MADE,
    WILL_REASSESS,
)

NUMBERS: dict[Letter, str] = {
    Letter.CONSIDERING: "N1",
    Letter.WILL_ASSESS: "N2",
    Letter.REFUSAL_TO_ASSESS: "N3",
    Letter.THRESHOLD_REFUSAL: "N3",
    Letter.NO_PLAN: "N4",
    Letter.DRAFT_PLAN: "N5",
    Letter.FINAL_PLAN: "N6",
    Letter.AMENDED_PLAN: "N6",
    Letter.REFUSAL_TO_REASSESS: "N7",
    Letter.EXCEPTION: "N8",
}

CLOCK_KINDS: dict[Letter, NoticeKind] = {
    Letter.WILL_ASSESS: NoticeKind.WILL_ASSESS,
    Letter.REFUSAL_TO_ASSESS: NoticeKind.REFUSAL_TO_ASSESS,
    Letter.THRESHOLD_REFUSAL: NoticeKind.THRESHOLD_REFUSAL,
    Letter.WILL_REASSESS: NoticeKind.WILL_REASSESS,
    Letter.REFUSAL_TO_REASSESS: NoticeKind.REFUSAL_TO_REASSESS,
    Letter.NO_PLAN: NoticeKind.NO_PLAN,
    Letter.FINAL_PLAN: NoticeKind.FINAL_PLAN,
    Letter.AMENDED_PLAN: NoticeKind.AMENDED_PLAN,
}


def required_content(letter: Letter) -> tuple[NoticeContent, ...]:
    """The parts this letter cannot go without, each with its provision."""
    if letter is Letter.PLAN_WILL_BE_MADE:
        return PLAN_WILL_BE_MADE
    if letter is Letter.DELAY_UPDATE:
        return DELAY_UPDATE
    if letter is Letter.WILL_REASSESS:
        return WILL_REASSESS
    parts = NOTICES[NUMBERS[letter]].must_contain
    spelt_out = tuple(part for each in parts for part in _spelt_out(each))
    names_a_placement = letter in (Letter.FINAL_PLAN, Letter.AMENDED_PLAN)
    return (*spelt_out, PLACEMENT_ONLY_APPEAL) if names_a_placement else spelt_out


def _spelt_out(part: NoticeContent) -> tuple[NoticeContent, ...]:
    """Information about mediation is the six things of reg 32, none of which can be left out."""
    return MEDIATION_BLOCK if part.key == "mediation" else (part,)
