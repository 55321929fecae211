"""What the things of a case are called where it is told: advice and whose it is, findings, grounds, panels."""

from __future__ import annotations

from collections.abc import Iterable

from ehc_workflow.domain import events as e
from ehc_workflow.domain.case import (
    AdviceItem,
    AdviceRequest,
    Case,
    Finding,
    PanelAdvised,
    PanelMatter,
    PanelView,
    PlacementGround,
    RestsOn,
    ScreeningFinding,
)
from ehc_workflow.domain.facts import Who
from ehc_workflow.domain.joint_advice import given_together, signers_of

RESTED_ON = {
    RestsOn.GATHERING: "gathering of advice",
    RestsOn.DECISION: "decision",
    RestsOn.DRAFT: "draft",
}
FINDINGS = {
    Finding.STANDS: "what was decided or drafted stands",
    Finding.TAKEN_UP: "it is taken up in the decision or the text being written",
    Finding.PROMPTED: "the family’s representation prompted it, and the draft may change by that",
    Finding.DECIDE_AGAIN: "the decision is to be taken again",
    Finding.FRESH_DRAFT: "a fresh draft is needed, with a fresh window",
}
ITEMS = {
    AdviceItem.FAMILY: "Family’s views",
    AdviceItem.EDUCATION: "Education",
    AdviceItem.HEALTH: "Health",
    AdviceItem.PSYCHOLOGY: "Educational psychology",
    AdviceItem.SOCIAL_CARE: "Social care",
    AdviceItem.OTHER: "Other advice",
    AdviceItem.ADULTHOOD: "Preparing for adulthood",
    AdviceItem.REQUESTED: "Advice the family asked for",
}
SCREENED = {
    ScreeningFinding.NO_NEEDS: "no social care needs found",
    ScreeningFinding.NEEDS: "needs found",
    ScreeningFinding.MORE_TO_SEE: "more has to be looked at",
}
GROUNDS = {
    PlacementGround.UNSUITABLE: "the age, ability, aptitude or special educational needs",
    PlacementGround.EDUCATION_OF_OTHERS: "the efficient education of others",
    PlacementGround.USE_OF_RESOURCES: "the efficient use of resources",
}
"""What s39(4) lets stand against naming a setting, for the middle of a sentence."""
VOICES = {
    Who.PARENT: "the parent’s",
    Who.CHILD: "the child’s own",
    Who.YOUNG_PERSON: "the young person’s own",
}
"""Whose views, for the middle of a sentence."""


def grounds_in_words(grounds: Iterable[PlacementGround]) -> str:
    """The grounds a setting gave, as one list."""
    return "; ".join(GROUNDS[ground] for ground in grounds)


def item_of(case: Case, request_id: str) -> str:
    """What a request for advice is about, for the middle of a sentence."""
    request = case.advice_request(request_id)
    return inside(ITEMS[request.item]) if request else "advice"


def advice_in_words(case: Case, received: Iterable[e.AdviceReceived]) -> list[str]:
    """Versions of advice, by whose it is: of joint advice everybody who signed it."""
    return [
        f"{items_together(case, event.contribution.id)}, version {event.contribution.version}"
        for event in received
        if case.advice_request(event.request_id) is not None
    ]


def items_together(case: Case, contribution_id: str) -> str:
    """Whose advice a contribution is, to begin a line: `Health and education` where both signed it."""
    names = [ITEMS[each.item] for each in signers_of(case, contribution_id)]
    return " and ".join((*names[:1], *(inside(each) for each in names[1:])))


def newest_together(case: Case, request: AdviceRequest) -> str:
    """Whose the newest advice on a request is, its own first: `Health and education` where both signed it."""
    others = [inside(ITEMS[each.item]) for each in given_together(case, request)]
    return " and ".join((ITEMS[request.item], *others))


def inside(text: str) -> str:
    """A title for the middle of a sentence."""
    return text[:1].lower() + text[1:]


def spaced(value: object) -> str:
    """A name of the code as words."""
    return str(value).replace("_", " ")


MATTERS = {
    PanelMatter.ASSESS: "whether to assess",
    PanelMatter.ISSUE: "whether to make a plan",
    PanelMatter.PLACEMENT: "placement",
}
_ADVISED = {
    PanelAdvised.YES: "for it",
    PanelAdvised.NO: "against it",
    PanelAdvised.OTHER: "something else, in words",
}


def panel_says(advice: PanelView) -> str:
    """What a panel advised and who dissented, for the middle of a sentence."""
    said = _ADVISED[advice.advised] if advice.advised else "as its minute says"
    if advice.dissented:
        return f"{said}, with dissent from {' and '.join(advice.dissented)}"
    return f"{said}{', with dissent' if advice.dissent else ''}"
