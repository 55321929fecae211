"""The plain words of the family's page: where the case stands, whose move it is, and what the family can do."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ehc_workflow.domain.case import AdviceItem, Case, Overlay, State

STAGES = (
    "Request received",
    "Deciding whether to assess",
    "Gathering advice",
    "Deciding whether a plan is needed",
    "Writing the draft plan",
    "Draft plan with you",
    "Choosing the school or college",
    "Final plan",
)
DUTIES = {
    "threshold_refusal": "We tell you if we find that nothing needs deciding",
    "decide_whether_to_assess": "We tell you whether there will be an assessment",
    "decide_whether_to_reassess": "We tell you whether we will assess again",
    "decide_no_plan": "We tell you if there will be no plan",
    "final_plan": "We send you the final plan, if there is to be one",
    "notify_will_assess": "We tell you that there will be an assessment",
    "reconsider": "We decide again, as the Tribunal told us to",
    "draft_plan": "We send you the draft plan",
    "amended_plan": "We send you the amended plan",
    "carry_out_agreement": "We do what was agreed at mediation",
    "arrange_mediation": "We arrange mediation",
    "mediation_certificate": "The mediation adviser sends you the certificate",
    "draft_window": "Your time to say what you think of the draft plan",
    "mediation_contact": "Your time to contact the mediation adviser",
    "appeal": "Your time to appeal to the Tribunal",
}
DONE = {"decide_no_plan": "We told you what we decided about a plan"}
"""What is said once it is done: the letter that a plan will come meets the day for telling that none will."""
ADVICE = {
    AdviceItem.FAMILY: "You",
    AdviceItem.EDUCATION: "The school, college or early years setting",
    AdviceItem.HEALTH: "Health",
    AdviceItem.PSYCHOLOGY: "An educational psychologist",
    AdviceItem.SOCIAL_CARE: "Social care",
    AdviceItem.OTHER: "Another professional",
    AdviceItem.ADULTHOOD: "Somebody on preparing for adulthood",
    AdviceItem.REQUESTED: "A professional you asked for",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands: its stage, a sentence, and whom it waits for."""

    stage: int
    says: str
    waits_for: str
    is_over: bool = False


_STAGES_AGAIN = {
    "Deciding whether to assess": "Deciding whether to assess again",
    "Deciding whether a plan is needed": "Going through the advice",
    "Writing the draft plan": "Writing the draft of the new plan",
    "Final plan": "The new final plan",
}
_DUTIES_AGAIN = {
    "notify_will_assess": "We tell you that there will be a new assessment",
    "final_plan": "We send you the new final plan",
}
_US = "Us, the local authority"
_STANDINGS = {
    State.RECEIVED: Standing(1, "We have the request and are considering it.", _US),
    State.CONSIDERING: Standing(1, "We are deciding whether there will be an assessment.", _US),
    State.ASSESSING: Standing(
        2, "There is an assessment. We are gathering advice.", "Those who give advice, below"
    ),
    State.DECIDING_PLAN: Standing(
        3, "The advice is in. We are deciding whether a plan is needed.", _US
    ),
    State.DRAFTING: Standing(4, "There will be a plan. We are writing the draft.", _US),
    State.DRAFT_WITH_FAMILY: Standing(
        5, "The draft plan is with you.", "You: say what you think of the draft"
    ),
    State.PLACING: Standing(
        6,
        "We are asking schools or colleges whether they are right for the plan.",
        "Us, and the schools or colleges we asked",
    ),
    State.FINALISING: Standing(7, "We are making the plan final.", _US),
    State.PLAN_ISSUED: Standing(7, "The final plan has been sent to you.", "Nobody", is_over=True),
    State.REFUSED_TO_ASSESS: Standing(
        1,
        "We decided that there will be no assessment.",
        "You, if you want to challenge the decision",
    ),
    State.NO_PLAN: Standing(
        3,
        "We decided that there will be no plan.",
        "You, if you want to challenge the decision",
    ),
    State.ASSESS_ORDERED: Standing(
        2, "There will be an assessment after all, as was ordered or agreed.", _US
    ),
    State.PLAN_ORDERED: Standing(
        4, "There will be a plan after all, as was ordered or agreed.", _US
    ),
    State.REMITTED: Standing(3, "The Tribunal sent the decision back to us to be made again.", _US),
}
_OF_A_REASSESSMENT = {
    State.RECEIVED: Standing(
        1, "We have the request and are deciding whether to assess again.", _US
    ),
    State.ASSESSING: Standing(
        2,
        "There is a new assessment, and we are gathering advice. The plan that there is stays until the new one is "
        "final.",
        "Those who give advice, below",
    ),
    State.DECIDING_PLAN: Standing(3, "The advice is in. We are going through it.", _US),
    State.DRAFTING: Standing(4, "We are writing the draft of the new plan.", _US),
    State.ASSESS_ORDERED: Standing(
        2, "There will be a new assessment after all, as was ordered or agreed.", _US
    ),
    State.REFUSED_TO_ASSESS: Standing(
        1,
        "We decided not to assess again. The plan that there is stays as it is.",
        "You, if you want to challenge the decision",
    ),
}
"""The same of somebody who has a plan already, where it differs."""
ENDED = {
    State.WITHDRAWN: "The request was withdrawn.",
    State.MOVED_OUT: "The case went with you to the local authority of your new area.",
    State.LEFT_ENGLAND: "The case is closed.",
    State.DIED: "The case is closed.",
    State.OVER_25: "The case is closed.",
    State.DUPLICATE: "This request was joined to another one about the same child or young person.",
    State.NOT_IN_AREA: "Another local authority is responsible.",
}
"""States after which nothing is told but that it is over, in few words: some of these families are grieving."""


_CONTESTED = {
    Overlay.IN_MEDIATION: ("You have asked for mediation.", "You and us, with the mediator"),
    Overlay.IN_APPEAL: ("Your appeal is with the Tribunal.", "The Tribunal"),
}


def stages_of(case: Case) -> tuple[str, ...]:
    """The way to a plan, or to a new one."""
    own = _STAGES_AGAIN if case.reassesses else {}
    return tuple(own.get(stage, stage) for stage in STAGES)


def duty_of(case: Case, code: str, *, is_done: bool) -> str:
    """What is owed by one of the days, or was done by it."""
    own = _DUTIES_AGAIN if case.reassesses else {}
    done = DONE.get(code) if is_done else None
    return done or own.get(code) or DUTIES[code]


def standing_of(case: Case) -> Standing:
    """Where this case stands, and what runs beside a decision that the family contests."""
    own = _OF_A_REASSESSMENT if case.reassesses else {}
    standing = own.get(case.state, _STANDINGS[case.state])
    if case.amendment_is_owed:
        says = f"{standing.says} It is to be amended, as was ordered or agreed."
        return replace(standing, says=says, waits_for=_US)
    for overlay in case.overlays:
        says, waits_for = _CONTESTED[overlay]
        return replace(standing, says=f"{standing.says} {says}", waits_for=waits_for)
    return standing


_VIEWS = "Send us what you think, and any report or letter you want us to look at."
_CHALLENGE = (
    "Read the letter: it says how to ask for mediation, how to appeal, and by when.",
    "The information, advice and support service helps you free of charge. The letter says how to reach it.",
)
_CAN_DO = {
    State.RECEIVED: (_VIEWS, "Tell us if your address has changed."),
    State.CONSIDERING: (_VIEWS, "Tell us if your address has changed."),
    State.ASSESSING: (
        _VIEWS,
        "Ask us to get advice from somebody in particular. We must ask them if it is reasonable (reg 6(1)(h)).",
        "Tell us if an appointment does not suit, so that another can be found.",
    ),
    State.DECIDING_PLAN: (_VIEWS,),
    State.DRAFTING: (_VIEWS,),
    State.DRAFT_WITH_FAMILY: (
        "Say what you think of the draft. It is only a draft: ask for changes.",
        "Ask for a meeting with us about the draft.",
        "Ask for the school or college you want. The draft leaves it open on purpose.",
    ),
    State.PLACING: ("Tell us if you have changed your mind about the school or college.",),
    State.FINALISING: (
        "Read what became of everything you said about the draft.",
        "Tell us if your address has changed: the final plan goes there.",
    ),
    State.PLAN_ISSUED: (
        "If you disagree with what the plan says, or with the school or college it names, you can ask for mediation "
        "or appeal. The letter says how and by when.",
    ),
    State.REFUSED_TO_ASSESS: _CHALLENGE,
    State.NO_PLAN: _CHALLENGE,
}


def what_you_can_do(case: Case) -> tuple[str, ...]:
    """What the family can do today."""
    return _CAN_DO.get(case.state, ())
