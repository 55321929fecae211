"""Invented prose: reasons, advice, plan texts. Specific where it should be, vague where a check should catch it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from ehc_workflow.domain.case import (
    AdviceItem,
    ParagraphKind,
    PlacementGround,
    RepresentationKind,
    Source,
    Support,
    Way,
)
from ehc_workflow.domain.commands import Paragraph, PlanItem
from ehc_workflow.domain.facts import DelayKind, Who
from ehc_workflow.simulate.dice import Dice

DIFFICULTIES = {
    "speech, language and communication": "cannot yet follow spoken instructions of more than one step",
    "autism": "finds changes of room, person and order hard, and leaves the room when they come unannounced",
    "social, emotional and mental health": "becomes overwhelmed in groups and then cannot take part",
    "moderate learning difficulty": "learns new words and number facts more slowly than others of the same age",
    "physical": "cannot write by hand for longer than five minutes",
    "specific learning difficulty": "reads and spells far below what they can say and explain",
    "severe learning difficulty": "needs each task in single steps with objects to handle",
    "hearing": "misses what is said in noise and from behind",
    "profound and multiple learning difficulty": "communicates by looking and touching, and needs help with all care",
    "vision": "cannot read the board, or print smaller than 24 point",
    "multi-sensory": "needs speech and print together, close and in quiet",
}
REFUSALS = {
    PlacementGround.UNSUITABLE: "We teach no further than key stage 2 in so small a group.",
    PlacementGround.EDUCATION_OF_OTHERS: "The only group of this size is full, and one more would need a second room.",
    PlacementGround.USE_OF_RESOURCES: "The equipment in section F would be bought for one child alone.",
}
"""Why a consulted setting says that it should not be named."""
_ANY_DIFFICULTY = "finds it hard to begin and to finish work alone"

_PROVISION = {
    AdviceItem.EDUCATION: (
        "Teaching in a group of no more than four",
        "40 minutes",
        "four times a week",
        "a class teacher",
        "the end of the next school year",
    ),
    AdviceItem.PSYCHOLOGY: (
        "A structured programme of emotional literacy",
        "30 minutes",
        "twice a week",
        "a trained teaching assistant",
        "two terms have passed and it is reviewed",
    ),
    AdviceItem.HEALTH: (
        "A therapy programme, carried out and kept up to date",
        "45 minutes",
        "once a fortnight",
        "a qualified therapist",
        "the next annual review",
    ),
    AdviceItem.SOCIAL_CARE: (
        "A short break with one known carer",
        "3 hours",
        "once a week",
        "the short breaks service",
        "the next annual review",
    ),
    AdviceItem.ADULTHOOD: (
        "Travel training on the route to college",
        "1 hour",
        "once a week for 12 weeks",
        "a travel trainer",
        "the route is learned",
    ),
    AdviceItem.REQUESTED: (
        "Adapted print and audio of all class texts",
        "every text",
        "before each lesson",
        "the specialist teaching service",
        "the end of the key stage",
    ),
}
ROLES = {
    AdviceItem.EDUCATION: "SENCO for the head teacher",
    AdviceItem.PSYCHOLOGY: "Educational psychologist",
    AdviceItem.HEALTH: "Therapist",
    AdviceItem.SOCIAL_CARE: "Social worker",
    AdviceItem.ADULTHOOD: "Preparing for adulthood lead",
    AdviceItem.REQUESTED: "Specialist teacher",
}

_SEEN = {
    AdviceItem.EDUCATION: "Taught in class every day of the last two terms, and assessed by the SENCO in the mornings.",
    AdviceItem.PSYCHOLOGY: "Watched in one lesson and at break, then assessed alone for an hour at the setting.",
    AdviceItem.HEALTH: "Assessed at the clinic for 45 minutes with a parent there, in the last four weeks.",
    AdviceItem.SOCIAL_CARE: "Visited at home once, after school, with both parents.",
    AdviceItem.ADULTHOOD: "Met twice at the setting to talk about what comes after it.",
    AdviceItem.REQUESTED: "Assessed at the setting with the material of two lessons.",
}

TO_ASSESS = (
    "The evidence shows a need that the setting's support has not met over two terms, and a plan may be needed.",
    "Progress has stopped in spite of well-matched support; what more is needed can only be found by assessing.",
    "Needs reach across school and home, and no one service has the whole picture of this child.",
)
TO_REFUSE = (
    "The setting's support meets this child's needs and the gap to others has narrowed since the autumn.",
    "On the evidence seen, the provision this child needs is ordinarily available in the setting.",
    "The difficulties described are new, and the support planned for them has only just begun.",
)
HOUSE_RULES = (
    "Fewer than two cycles of support are recorded, and the setting has not spent its share.",
)
SUPPORT_IS_ENOUGH = (
    "What the setting gives this child is enough, and it has shown that it can go on giving it."
)
PLAN_SECURES_IT = (
    "What this child needs goes beyond what the setting has, by the advice of those who saw them."
)
TO_ISSUE = (
    "The advice describes provision that has to be secured, and the setting cannot secure it from what it has.",
    "This child needs provision from education and health together, which only a plan makes sure of.",
)
NOT_TO_ISSUE = (
    "All the provision that the advice describes is already given in the setting and will go on.",
    "The assessment found needs that the setting's own resources meet in full.",
)
GAPS = (
    "Says regular input: how much, how often and by whom?",
    "No outcomes are given for communication.",
    "Provision for section G says what would help, not what is needed.",
)
VIEWS = (
    "We want mornings to be calmer and for our child to have one friend.",
    "School has tried hard. We think more is needed than they can give.",
    "I would like to be asked before things change.",
)
WITHDRAWN = "The family is content with the support now agreed, and no duty of the authority to assess remains."
CLOSURE_FACTS = (
    "The setting was asked for advice in the summer holidays, and nobody there could be reached."
)
AWAY_FACTS = "The family was away from the area for more than four weeks during the assessment."
CIRCUMSTANCES_FACTS = (
    "There was a serious illness in the family, and two home visits could not take place."
)
NOTICE_OF_A_PLACE = timedelta(weeks=4)
"""From its answer to the day on which a setting offers a place."""
TO_A_SETTING = (
    "Dear colleague\n\nPlease read the draft plan and the advice with it, and tell us within 15 days whether you can "
    "make the provision in section F, or on which ground of section 39(4) you should not be named, and why for this "
    "child."
)
ANOTHER_NAMED = (
    "The provision in section F can be made there from the start of term, ten minutes from home."
)
WHY_NOT_NAMED = (
    "The provision in section F is made at the setting that is named without more staff. There it would need a second "
    "teacher and a taxi for this child alone, at more than twice the cost."
)
PLACEMENT = {
    "current": "The setting the family asked for suits this child's needs and replied that it can meet them.",
    "mainstream": "The family's choice suits this child, and none of the grounds against it is made out.",
    "special": "The provision in section F can be made there, and the family asked for it.",
}
SAID = {
    RepresentationKind.COMMENT: "Section B leaves out how hard the journey to school is. Please add it.",
    RepresentationKind.SETTING_REQUEST: "This is the setting we ask for.",
    RepresentationKind.MEETING_REQUEST: "We would like to meet and go through the draft.",
    RepresentationKind.PERSONAL_BUDGET_REQUEST: "Please tell us about a personal budget for the short breaks.",
}
REMEDIES = {
    DelayKind.PSYCHOLOGIST_SHORTAGE: "Two locum psychologists were taken on, and this case moved up the list.",
    DelayKind.THERAPIST_SHORTAGE: "The DCO asked the service lead for a named therapist and a date.",
    DelayKind.PANEL_DATE: "Decisions no longer wait for the panel; a named officer decides each day.",
    DelayKind.STAFF_ABSENCE: "The case was given to a second caseworker.",
    DelayKind.LATE_SCHOOL_REPLY: "The head teacher was telephoned, and a second setting was asked.",
    DelayKind.FAMILY_COMMENTS_LATE: "A meeting was offered at home in the evening.",
}


def difficulty(need: str) -> str:
    """How a need shows, in half a sentence."""
    return DIFFICULTIES.get(need, _ANY_DIFFICULTY)


def views(voice: Who, name: str, need: str, dice: Dice) -> dict[str, Any]:
    """What a parent, a child or a young person says of it all, and how it was had of them."""
    if voice is Who.PARENT:
        said, ways, helped = (
            f"At home: {name} {difficulty(need)}. {dice.one_of(VIEWS)}",
            Way.WRITTEN,
            "",
        )
    else:
        said, helped = (
            "I like being outside, and I like to know what comes next.",
            "A teaching assistant",
        )
        ways = dice.one_of((Way.SAID, Way.DRAWN, Way.SYMBOLS))
    return {
        "words": said,
        "ways": (ways,),
        "helped_by": helped,
        "support": Support.TAKEN_UP if dice.chance(0.4) else Support.NOT_NEEDED,
        "support_by": "The information, advice and support service",
    }


def advice(
    item: AdviceItem, name: str, need: str, *, vague: bool, dice: Dice
) -> tuple[Paragraph, ...]:
    """What one contributor writes of one child."""
    shows = f"{name} {difficulty(need)}."
    text, amount, frequency, by_whom, until_when = _PROVISION[item]
    provision = (
        Paragraph(kind=ParagraphKind.PROVISION, text=f"{name} would benefit from regular input.")
        if vague
        else Paragraph(
            kind=ParagraphKind.PROVISION,
            text=text,
            amount=amount,
            frequency=frequency,
            by_whom=by_whom,
            until_when=until_when,
        )
    )
    return (
        Paragraph(kind=ParagraphKind.NEED, text=shows),
        Paragraph(
            kind=ParagraphKind.OUTCOME,
            text=f"By the end of the next school year {name} takes part in a whole lesson with one prompt or none.",
        ),
        provision,
    )


def how_seen(item: AdviceItem, *, vague: bool) -> str:
    """How and when one contributor saw the child. Who writes vaguely leaves it out; the family sees them every day."""
    return "" if vague else _SEEN.get(item, "")


@dataclass(frozen=True, slots=True)
class Given:
    """What a plan is written from: a contribution that was accepted, or a request that brought none."""

    item: AdviceItem
    id: str
    has_words: bool = True


_WITHOUT_ADVICE = (
    PlanItem(
        id="f-growing-up",
        section="F",
        text="A talk about what comes after school, with a visit to one place of work or study",
        amount="30 minutes",
        frequency="once each half term",
        by_whom="a careers adviser",
        meets=("e",),
        adulthood=True,
    ),
)


def plan(
    name: str, need: str, given: Iterable[Given], *, grows_up: bool = False
) -> tuple[PlanItem, ...]:
    """The items of a draft: every need, outcome and provision of the advice in its section, each with its source.

    Who `grows_up` has provision that prepares for it, whether or not somebody advised on it.
    """
    known = tuple(given)
    said = f"{name} says: I like being outside and I like to know what comes next."
    outcome = f"By the end of the next school year {name} takes part in a whole lesson with one prompt or none."
    return (
        PlanItem(id="a", section="A", text=said, sources=_whole(known, AdviceItem.FAMILY)),
        PlanItem(
            id="b",
            section="B",
            text=f"{name} {difficulty(need)}.",
            sources=tuple(
                source
                for item in AdviceItem
                if item not in (AdviceItem.HEALTH, AdviceItem.SOCIAL_CARE)
                for source in _paragraphs(known, item, 1)
            ),
        ),
        _need_or_none(
            "c", known, AdviceItem.HEALTH, "The therapist describes related health needs."
        ),
        _need_or_none("d", known, AdviceItem.SOCIAL_CARE, "Time apart is needed by all at home."),
        PlanItem(
            id="e",
            section="E",
            text=outcome,
            meets=("b",),
            sources=tuple(source for item in AdviceItem for source in _paragraphs(known, item, 2)),
        ),
        *_all_provision(known),
        *(_WITHOUT_ADVICE if grows_up else ()),
        _none_found("h1", known, AdviceItem.SOCIAL_CARE),
    )


def journey_added(name: str, outcome: PlanItem) -> tuple[PlanItem, ...]:
    """What the family asked to have added to section B, and the outcome that now meets it too."""
    return (
        PlanItem(
            id="b-journey",
            section="B",
            text=f"The journey is hard for {name}: noise and waiting are tiring.",
        ),
        replace(outcome, meets=(*outcome.meets, "b-journey"), seen=1),
    )


def _whole(known: tuple[Given, ...], item: AdviceItem) -> tuple[Source, ...]:
    return tuple(Source(one.id) for one in known if one.item is item)


def _paragraphs(known: tuple[Given, ...], item: AdviceItem, number: int) -> tuple[Source, ...]:
    if item is AdviceItem.FAMILY:
        return ()
    return tuple(Source(one.id, number) for one in known if one.item is item and one.has_words)


def _none_found(id: str, known: tuple[Given, ...], item: AdviceItem) -> PlanItem:
    return PlanItem(
        id=id,
        section=id.upper(),
        text="None identified.",
        sources=_whole(known, item),
        none_found=True,
    )


def _need_or_none(id: str, known: tuple[Given, ...], item: AdviceItem, text: str) -> PlanItem:
    sources = _paragraphs(known, item, 1)
    if not sources:
        return _none_found(id, known, item)
    return PlanItem(id=id, section=id.upper(), text=text, sources=sources)


_SECTION_OF = {AdviceItem.HEALTH: "G", AdviceItem.SOCIAL_CARE: "H2"}


def _all_provision(known: tuple[Given, ...]) -> Iterator[PlanItem]:
    for item, (text, amount, frequency, by_whom, until_when) in _PROVISION.items():
        section = _SECTION_OF.get(item, "F")
        sources = _paragraphs(known, item, 3)
        if sources:
            yield PlanItem(
                id=f"{section.lower()}-{item.value}",
                section=section,
                text=f"{text}.",
                amount=amount,
                frequency=f"{frequency}, until {until_when}",
                by_whom=by_whom,
                meets=("e",),
                sources=sources,
                adulthood=item is AdviceItem.ADULTHOOD,
            )
        elif section != "F":
            yield _none_found(section.lower(), known, item)


ASKED_BACK, ANSWERED_BACK = 0.15, 0.8
"""How many writers ask the psychologist back, and how many of them are answered before the final plan goes."""
QUESTIONS = (
    "Is this so in every lesson, or in some more than in others?",
    "Did you see this yourself, or did the school tell you of it?",
    "How large may a group be before this shows?",
)
ANSWERS_BACK = (
    "Mostly in lessons with much reading and writing, and towards the end of the day. I saw it in two lessons.",
    "I saw it in class and the school has seen it for two terms. It shows least in a group of four or fewer.",
    "In every lesson that I saw, less with an adult near by. More than six in a group is too many.",
)
