"""The columns of a caseload file: heading, what it holds, and whether every row needs it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ehc_workflow.domain.case import AdviceItem, AssessOutcome, ContactKind, PlanOutcome, State
from ehc_workflow.domain.decisions.imported_facts import PATH
from ehc_workflow.domain.facts import TriggerKind
from ehc_workflow.importing import values
from ehc_workflow.importing.days import day


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column. `read` turns a cell into a value or raises `ValueError`; `empty` stands for an empty cell."""

    heading: str
    says: str
    read: Callable[[str], Any]
    required: bool = False
    empty: Any = None

    @property
    def key(self) -> str:
        """The heading as it is compared: capitals, blanks and punctuation do not matter."""
        return key_of(self.heading)


_ALSO_CALLED = {
    "forename": "firstname",
    "givenname": "firstname",
    "surname": "lastname",
    "familyname": "lastname",
    "dob": "dateofbirth",
    "datereceived": "received",
    "school": "schoolorsetting",
    "setting": "schoolorsetting",
}


def key_of(heading: str) -> str:
    """A heading reduced to what counts when it is compared; a few have another common name."""
    key = "".join(letter for letter in heading.casefold() if letter.isalnum())
    return _ALSO_CALLED.get(key, key)


def _text(
    heading: str, says: str, read: Callable[[str], str] = values.words, *, required: bool = False
) -> Column:
    return Column(heading, says, read, required, empty="")


def _day(heading: str, says: str, *, required: bool = False) -> Column:
    return Column(heading, says, day, required)


def _choice(heading: str, says: str, known: dict[str, Any], *, required: bool = False) -> Column:
    return Column(heading, f"{says}: {', '.join(known)}.", values.one_of(known), required)


def _flag(heading: str, says: str) -> Column:
    return Column(heading, says, values.yes_or_no, empty=False)


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
    for state in (*PATH, State.REFUSED_TO_ASSESS, State.NO_PLAN)
}
CONTACTS = {kind.value.replace("_", " "): kind for kind in ContactKind}
ASSESS_OUTCOMES = {"assess": AssessOutcome.ASSESS, "do not assess": AssessOutcome.REFUSE}
PLAN_OUTCOMES = {"plan": PlanOutcome.MAKE_PLAN, "no plan": PlanOutcome.NO_PLAN}

# --- who -----------------------------------------------------------------------------------------------------------

OWN_REFERENCE = _text(
    "Your reference",
    "Your own number for the case. With it, a later import knows the case again whatever else was corrected.",
)
GIVEN_NAME = _text("First name", "Of the child or young person.", required=True)
FAMILY_NAME = _text("Last name", "Of the child or young person.", required=True)
DATE_OF_BIRTH = _day("Date of birth", "Of the child or young person.", required=True)
UPN = _text("UPN", "Unique pupil number: a letter and 12 digits.", values.pupil_number)
NHS_NUMBER = _text("NHS number", "Ten digits; the last is checked.", values.nhs_number)
VISION = _flag("Vision impaired", "yes or no; empty is no.")
HEARING = _flag("Hearing impaired", "yes or no; empty is no.")
CONTACT_NAME = _text("Contact name", "The person to write to.", required=True)
CONTACT_KIND = _choice(
    "Contact is",
    "If empty, the parent, or the young person where they asked themselves. One of",
    CONTACTS,
)
CONTACT_EMAIL = _text(
    "Contact email", "Where letters can go. Without one, they go by first-class post.", values.email
)
CONTACT_PHONE = _text("Contact phone", "As it is dialled; +44 is fine.", values.phone)
CONTACT_ADDRESS = _text("Contact address", "In one cell.", values.lines)
CONTACT_CONFIRMED = _day(
    "Address confirmed", "The day the family last confirmed where letters reach them."
)

# --- the request, and who works on it --------------------------------------------------------------------------------

WHO = _choice("Who asked", "One of", WHO_ASKED, required=True)
RECEIVED = _day("Received", "The day the request arrived: the clock starts here.", required=True)
LOGGED = _day("Logged", "The day it was entered in your record; if empty, the day it arrived.")
SETTING = _text("School or setting", "Where the child or young person is, by its name.")
CASEWORKER = _text(
    "Caseworker", "The name of the seat, or the name or e-mail address of who holds it."
)
TEAM = _text("Team", "Needed where the authority has more than one.")
STATE = _choice("State", "Where the case stands, one of", STATES, required=True)

# --- the days of its steps --------------------------------------------------------------------------------------------

STEP_DAYS = {
    "considering_told_on": _day(
        "Told considering",
        "The family was told that an assessment is considered. Needed for: considering.",
    ),
    "assess_decided_on": _day(
        "Decided on assessment", "Whether to assess was decided; if empty, the day it was told."
    ),
    "assessment_told_on": _day(
        "Told will assess",
        "The family was told that you will assess. Needed from: assessing.",
    ),
    "refusal_told_on": _day(
        "Told no assessment",
        "The family was told that you will not assess. Needed for: refused to assess.",
    ),
    "advice_completed_on": _day(
        "Advice complete", "The gathering of advice was closed. Needed for: deciding plan."
    ),
    "plan_decided_on": _day(
        "Decided on plan", "Whether a plan is needed was decided; if empty, the day it was told."
    ),
    "plan_told_on": _day(
        "Told plan will be made",
        "The family was told that there will be a plan. Needed from: drafting.",
    ),
    "no_plan_told_on": _day(
        "Told no plan", "The family was told that there will be no plan. Needed for: no plan."
    ),
    "draft_sent_on": _day(
        "Draft sent", "The complete draft plan was sent. Needed from: draft with family."
    ),
    "consulted_on": _day(
        "Consulted on", "A setting was consulted on the draft. Needed for: placing."
    ),
    "placement_decided_on": _day(
        "Placement decided", "What section I will say was decided. Needed for: finalising."
    ),
    "final_sent_on": _day("Final sent", "The final plan was sent. Needed for: plan issued."),
}
ASSESS_OUTCOME = _choice(
    "Assessment decision",
    "Needed where whether to assess is decided and the family not told yet. One of",
    ASSESS_OUTCOMES,
)
PLAN_OUTCOME = _choice(
    "Plan decision",
    "Needed where whether a plan is needed is decided and the family not told yet. One of",
    PLAN_OUTCOMES,
)
CONSULTED_SETTING = _text("Setting consulted", "Which one. Needed with the day.")
PLACED_SETTING = _text(
    "Setting named",
    "The setting that section I will name; if empty, section I names a type of setting.",
)

# --- advice -----------------------------------------------------------------------------------------------------------

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
    item: _day(
        f"{name} asked",
        "The day it was asked for; if empty, the day it came."
        if item is AdviceItem.FAMILY
        else "The day it was asked for. Needed where it came.",
    )
    for item, name in ADVICE_NAMES.items()
}
ADVICE_RECEIVED = {
    item: _day(f"{name} received", "The day it came.") for item, name in ADVICE_NAMES.items()
}
ADVICE_SERVICES = {
    item: _text(heading, f"Who gives it. Needed where you have more than one {heading.casefold()}.")
    for item, heading in (
        (AdviceItem.HEALTH, "Health service"),
        (AdviceItem.PSYCHOLOGY, "Psychology service"),
        (AdviceItem.SOCIAL_CARE, "Social care service"),
    )
}


ADVICE_CHECKED = _flag(
    "Advice checked",
    "yes where all advice that came was found good enough; empty is no, and then it is waiting to be checked here.",
)


def _advice_columns() -> tuple[Column, ...]:
    return tuple(
        column
        for item in ADVICE_NAMES
        for column in (ADVICE_ASKED[item], ADVICE_RECEIVED[item], ADVICE_SERVICES.get(item))
        if column is not None
    )


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
    CONTACT_KIND,
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
    ASSESS_OUTCOME,
    PLAN_OUTCOME,
    CONSULTED_SETTING,
    PLACED_SETTING,
    *_advice_columns(),
    ADVICE_CHECKED,
)
"""Every column, in the order the documentation lists them. A file may have them in any order."""


def as_markdown() -> str:
    """The table of columns for people who prepare a file."""
    lines = ["| Column | Needed | What it holds |", "| --- | --- | --- |"]
    lines += [
        f"| {column.heading} | {'yes' if column.required else ''} | {column.says} |"
        for column in COLUMNS
    ]
    return "\n".join(lines)
