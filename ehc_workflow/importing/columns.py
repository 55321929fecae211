"""The columns of a caseload file: heading, what it holds, and whether every row needs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ehc_workflow.domain.case import AdviceItem, State
from ehc_workflow.domain.facts import TriggerKind
from ehc_workflow.importing import values


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `read` turns a cell into a value or raises `ValueError` with a sentence for the person."""

    heading: str
    says: str
    read: Callable[[str], Any]
    required: bool = False

    @property
    def key(self) -> str:
        """The heading as it is compared: capitals, blanks and punctuation do not matter."""
        return key_of(self.heading)


def key_of(heading: str) -> str:
    """A heading reduced to what counts when it is compared."""
    return "".join(letter for letter in heading.casefold() if letter.isalnum())


WHO_ASKED = {
    "parent": TriggerKind.PARENTAL_REQUEST,
    "young person": TriggerKind.YOUNG_PERSON_REQUEST,
    "school": TriggerKind.SCHOOL_REQUEST,
    "college": TriggerKind.POST16_REQUEST,
    "brought to attention": TriggerKind.BROUGHT_TO_ATTENTION,
    "authority": TriggerKind.IDENTIFIED_BY_AUTHORITY,
    "health": TriggerKind.HEALTH_BODY_NOTIFICATION,
}
STATES = {
    state.value.replace("_", " "): state
    for state in (
        State.RECEIVED,
        State.CONSIDERING,
        State.ASSESSING,
        State.DECIDING_PLAN,
        State.DRAFTING,
        State.DRAFT_WITH_FAMILY,
        State.PLACING,
        State.FINALISING,
        State.PLAN_ISSUED,
        State.REFUSED_TO_ASSESS,
        State.NO_PLAN,
    )
}

OWN_REFERENCE = Column(
    "Your reference",
    "Your own number for the case; with it a second import knows the row again.",
    values.words,
)
GIVEN_NAME = Column("First name", "Of the child or young person.", values.words, True)
FAMILY_NAME = Column("Last name", "Of the child or young person.", values.words, True)
DATE_OF_BIRTH = Column("Date of birth", "Of the child or young person.", values.day, True)
UPN = Column("UPN", "Unique pupil number, if there is one.", values.words)
NHS_NUMBER = Column("NHS number", "If it is known.", values.words)
VISION = Column("Vision impaired", "yes or no.", values.yes_or_no)
HEARING = Column("Hearing impaired", "yes or no.", values.yes_or_no)
CONTACT_NAME = Column("Contact name", "The parent or young person to write to.", values.words, True)
CONTACT_EMAIL = Column("Contact email", "Where letters can go.", values.words)
CONTACT_PHONE = Column("Contact phone", "As it is dialled.", values.phone)
CONTACT_ADDRESS = Column("Contact address", "On one line.", values.words)
CONTACT_CONFIRMED = Column(
    "Address confirmed", "The day the address was last confirmed.", values.day
)
WHO = Column("Who asked", f"One of: {', '.join(WHO_ASKED)}.", values.one_of(WHO_ASKED), True)
RECEIVED = Column(
    "Received", "The day the request arrived: the clock starts here.", values.day, True
)
LOGGED = Column(
    "Logged", "The day it was entered in your record; if empty, the day it arrived.", values.day
)
SETTING = Column("School or setting", "Its name as the service knows it.", values.words)
CASEWORKER = Column(
    "Caseworker", "The name of the seat, or the e-mail address of who holds it.", values.words
)
TEAM = Column("Team", "If the authority has more than one.", values.words)
STATE = Column(
    "State", f"Where the case stands, one of: {', '.join(STATES)}.", values.one_of(STATES), True
)

STEP_DAYS = {
    "considering_told_on": Column(
        "Told considering", "The family was told an assessment is considered.", values.day
    ),
    "assess_decided_on": Column(
        "Decided on assessment", "Whether to assess was decided.", values.day
    ),
    "assessment_told_on": Column(
        "Told will assess", "The family was told that you will assess.", values.day
    ),
    "refusal_told_on": Column(
        "Told no assessment", "The family was told that you will not assess.", values.day
    ),
    "advice_completed_on": Column(
        "Advice complete", "The gathering of advice was closed.", values.day
    ),
    "plan_decided_on": Column(
        "Decided on plan", "Whether a plan is needed was decided.", values.day
    ),
    "plan_told_on": Column(
        "Told plan will be made", "The family was told that a plan will be made.", values.day
    ),
    "no_plan_told_on": Column(
        "Told no plan", "The family was told that there will be no plan.", values.day
    ),
    "draft_sent_on": Column("Draft sent", "The complete draft plan was sent.", values.day),
    "consulted_on": Column(
        "Setting consulted", "A setting was consulted on the draft.", values.day
    ),
    "placement_decided_on": Column(
        "Placement decided", "What section I will say was decided.", values.day
    ),
    "final_sent_on": Column("Final sent", "The final plan was sent.", values.day),
}

ADVICE_NAMES = {
    AdviceItem.FAMILY: "Family views",
    AdviceItem.EDUCATION: "Education advice",
    AdviceItem.HEALTH: "Health advice",
    AdviceItem.PSYCHOLOGY: "Psychology advice",
    AdviceItem.SOCIAL_CARE: "Social care advice",
    AdviceItem.ADULTHOOD: "Adulthood advice",
    AdviceItem.OTHER: "Other advice",
}
ADVICE_ASKED = {
    item: Column(f"{name} asked", "The day it was asked for.", values.day)
    for item, name in ADVICE_NAMES.items()
}
ADVICE_RECEIVED = {
    item: Column(f"{name} received", "The day it came.", values.day)
    for item, name in ADVICE_NAMES.items()
}

COLUMNS: tuple[Column, ...] = (
    OWN_REFERENCE,
    GIVEN_NAME,
    FAMILY_NAME,
    DATE_OF_BIRTH,
    UPN,
    NHS_NUMBER,
    VISION,
    HEARING,
    CONTACT_NAME,
    CONTACT_EMAIL,
    CONTACT_PHONE,
    CONTACT_ADDRESS,
    CONTACT_CONFIRMED,
    WHO,
    RECEIVED,
    LOGGED,
    SETTING,
    CASEWORKER,
    TEAM,
    STATE,
    *STEP_DAYS.values(),
    *(column for item in ADVICE_NAMES for column in (ADVICE_ASKED[item], ADVICE_RECEIVED[item])),
)


def as_markdown() -> str:
    """The table of columns for people who prepare a file."""
    lines = ["| Column | Needed | What it holds |", "| --- | --- | --- |"]
    lines += [
        f"| {column.heading} | {'yes' if column.required else ''} | {column.says} |"
        for column in COLUMNS
    ]
    return "\n".join(lines)
