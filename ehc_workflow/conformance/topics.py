"""What a vector is about, for the score sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ehc_workflow.domain.facts import ClockId

ARRIVAL = "When the clock starts"
DECISION = "The decision whether to assess"
ADVICE = "Advice"
NO_PLAN = "The decision that there will be no plan"
FINAL_PLAN = "The final plan"
DRAFT = "The draft and the family's window"
CONSULTATION = "Consulting schools and colleges"
APPEAL = "Time to appeal and to contact the mediation adviser"
MEDIATION = "Mediation"
WAY_BACK = "Orders, unopposed appeals and agreements"
REASSESSMENT = "Re-assessment"
TRANSFER = "Moving between authorities"
EXCEPTIONS = "Exceptions and closures"
DOING = "Whether it was done in time"
RIGHT_HOLDER = "Who holds the rights"

TOPICS = (
    ARRIVAL,
    DECISION,
    ADVICE,
    NO_PLAN,
    DRAFT,
    CONSULTATION,
    FINAL_PLAN,
    APPEAL,
    MEDIATION,
    WAY_BACK,
    REASSESSMENT,
    TRANSFER,
    EXCEPTIONS,
    DOING,
    RIGHT_HOLDER,
)

OF_CLOCK = {
    ClockId.THRESHOLD_REFUSAL: DECISION,
    ClockId.DECIDE_WHETHER_TO_ASSESS: DECISION,
    ClockId.DECIDE_NO_PLAN: NO_PLAN,
    ClockId.FINAL_PLAN: FINAL_PLAN,
    ClockId.LATEST_DRAFT_SERVICE: DRAFT,
    ClockId.ADVICE_EDUCATION: ADVICE,
    ClockId.ADVICE_HEALTH: ADVICE,
    ClockId.ADVICE_PSYCHOLOGY: ADVICE,
    ClockId.ADVICE_SOCIAL_CARE: ADVICE,
    ClockId.ADVICE_OTHER: ADVICE,
    ClockId.ADVICE_ADULTHOOD: ADVICE,
    ClockId.ADVICE_REQUESTED: ADVICE,
    ClockId.DRAFT_WINDOW: DRAFT,
    ClockId.SCHOOL_REPLY: CONSULTATION,
    ClockId.MEDIATION_CONTACT: APPEAL,
    ClockId.APPEAL: APPEAL,
    ClockId.ARRANGE_MEDIATION: MEDIATION,
    ClockId.TELL_HEALTH_BODY: MEDIATION,
    ClockId.ARRANGE_HEALTH_MEDIATION: MEDIATION,
    ClockId.MEDIATION_CERTIFICATE: MEDIATION,
    ClockId.NOTIFY_WILL_ASSESS: WAY_BACK,
    ClockId.DRAFT_PLAN: WAY_BACK,
    ClockId.RECONSIDER: WAY_BACK,
    ClockId.AMENDED_PLAN: WAY_BACK,
    ClockId.CARRY_OUT_AGREEMENT: WAY_BACK,
    ClockId.TELL_AUTHORITY_OF_AGREEMENT: WAY_BACK,
    ClockId.DECIDE_WHETHER_TO_REASSESS: REASSESSMENT,
    ClockId.TRANSFER_PLAN: TRANSFER,
    ClockId.TELL_FAMILY_OF_TRANSFER: TRANSFER,
    ClockId.FIRST_REVIEW_AFTER_TRANSFER: TRANSFER,
}

_OF_KEY = {
    "clock_start": ARRIVAL,
    "original_limits_superseded": WAY_BACK,
    "closure_windows": EXCEPTIONS,
    "compulsory_school_age_ends": RIGHT_HOLDER,
    "right_holder": RIGHT_HOLDER,
    "assessed_within_six_months": REASSESSMENT,
    "exceptions": EXCEPTIONS,
    "confirm": EXCEPTIONS,
    "done_on": DOING,
    "days_late": DOING,
}


def topic_of(clock: str | None, key: str | None) -> tuple[str, ...]:
    """The topics of one expected value: that of its key where it has its own, otherwise that of its clock."""
    if key in _OF_KEY:
        return (_OF_KEY[key],)
    return (OF_CLOCK[ClockId(clock)],) if clock is not None else ()


def topics_of(expect: Mapping[str, Any]) -> tuple[str, ...]:
    """Every topic that an expectation says something on, in the order of the score sheet."""
    found = {topic for key in expect for topic in topic_of(None, key)}
    for entry in expect.get("clocks", ()):
        found |= {topic for key in entry for topic in topic_of(entry["clock"], key)}
    found |= {topic for clock in expect.get("no_clocks", ()) for topic in topic_of(clock, None)}
    return tuple(topic for topic in TOPICS if topic in found)
