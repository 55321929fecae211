"""How authorities and contributors behave, as data. Marks: S a published figure, D derived, A assumed by us.

Times are in weeks unless a name says otherwise. The stage times were fitted so that the three-way split of plans (by
week 20, to a year, later) comes near the published one; every curve on its own is an assumption.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ehc_workflow.domain.case import AdviceItem
from ehc_workflow.domain.facts import TriggerKind
from ehc_workflow.simulate.dice import Dice


@dataclass(frozen=True, slots=True)
class Curve:
    """A lognormal time: its median and the spread of its logarithm."""

    median: float
    spread: float

    def draw(self, dice: Dice) -> float:
        """One time."""
        return dice.lognormal(self.median, self.spread)


@dataclass(frozen=True, slots=True)
class Return:
    """How long a service takes: prompt in this share of cases, else slow."""

    share_prompt: float
    prompt: Curve
    slow: Curve

    def draw(self, dice: Dice) -> float:
        """One time."""
        return (self.prompt if dice.chance(self.share_prompt) else self.slow).draw(dice)


@dataclass(frozen=True, slots=True)
class Rush:
    """What a deadline does: an end just past week 20 is pulled inside it, from so far past and so often."""

    weeks_past: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One type of authority. `split` is the published share of plans by week 20, to a year, and later."""

    name: str
    says: str
    split: tuple[float, float, float] | None
    decided_by_week_6: float
    decision: Curve
    weeks_over: Curve
    lag_before_asking: float
    advice: dict[AdviceItem, Return]
    decide_plan: Curve
    draft: Curve
    final: Curve
    rush: Rush
    chased_each_week: float


HEALTHY = Profile(
    name="healthy",
    says="most plans in time",
    split=(80, 19, 1),  # S fit target
    decided_by_week_6=0.96,  # A, as every number below
    decision=Curve(4.9, 0.18),
    weeks_over=Curve(1.0, 0.8),
    lag_before_asking=0.25,
    advice={
        AdviceItem.EDUCATION: Return(0.93, Curve(4.2, 0.25), Curve(7.5, 0.3)),
        AdviceItem.PSYCHOLOGY: Return(0.90, Curve(5.3, 0.12), Curve(8.5, 0.35)),
        AdviceItem.HEALTH: Return(0.88, Curve(4.6, 0.25), Curve(8.5, 0.4)),
        AdviceItem.SOCIAL_CARE: Return(0.90, Curve(3.5, 0.4), Curve(8.0, 0.4)),
        AdviceItem.REQUESTED: Return(0.82, Curve(5.0, 0.2), Curve(9.5, 0.4)),
    },
    decide_plan=Curve(0.7, 0.5),
    draft=Curve(1.8, 0.4),
    final=Curve(4.0, 0.25),
    rush=Rush(3, 0.65),
    chased_each_week=0.85,
)
MIDDLE = Profile(
    name="middle",
    says="the national picture of 2024",
    split=(46, 46, 7),  # S fit target
    decided_by_week_6=0.90,
    decision=Curve(5.1, 0.15),
    weeks_over=Curve(1.4, 0.8),
    lag_before_asking=0.4,
    advice={
        AdviceItem.EDUCATION: Return(0.90, Curve(4.4, 0.28), Curve(7.5, 0.4)),
        AdviceItem.PSYCHOLOGY: Return(0.55, Curve(5.6, 0.16), Curve(18.0, 0.68)),
        AdviceItem.HEALTH: Return(0.82, Curve(4.8, 0.25), Curve(8.5, 0.45)),
        AdviceItem.SOCIAL_CARE: Return(0.88, Curve(3.8, 0.4), Curve(8.0, 0.4)),
        AdviceItem.REQUESTED: Return(0.76, Curve(5.2, 0.22), Curve(9.5, 0.5)),
    },
    decide_plan=Curve(0.8, 0.6),
    draft=Curve(2.0, 0.45),
    final=Curve(4.3, 0.35),
    rush=Rush(5, 0.62),
    chased_each_week=0.6,
)
STRUGGLING = Profile(
    name="struggling",
    says="Lancashire in 2024",
    split=(17, 69, 14),  # S fit target
    decided_by_week_6=0.84,
    decision=Curve(5.3, 0.13),
    weeks_over=Curve(1.8, 0.8),
    lag_before_asking=0.7,
    advice={
        AdviceItem.EDUCATION: Return(0.86, Curve(4.7, 0.3), Curve(8.5, 0.4)),
        AdviceItem.PSYCHOLOGY: Return(0.34, Curve(5.9, 0.16), Curve(24.0, 0.5)),
        AdviceItem.HEALTH: Return(0.74, Curve(5.1, 0.28), Curve(10.0, 0.5)),
        AdviceItem.SOCIAL_CARE: Return(0.80, Curve(4.3, 0.4), Curve(9.0, 0.4)),
        AdviceItem.REQUESTED: Return(0.66, Curve(5.6, 0.25), Curve(11.0, 0.5)),
    },
    decide_plan=Curve(1.0, 0.6),
    draft=Curve(2.4, 0.5),
    final=Curve(4.8, 0.4),
    rush=Rush(6, 0.65),
    chased_each_week=0.45,
)
STAGE_WAIT = Profile(
    name="stage_wait",
    says="Somerset's long stages: 43 weeks from request to plan",
    split=None,  # S: only the whole process is published
    decided_by_week_6=0.97,
    decision=Curve(4.0, 0.15),
    weeks_over=Curve(1.0, 0.8),
    lag_before_asking=0.1,
    advice={
        AdviceItem.EDUCATION: Return(0.84, Curve(4.8, 0.3), Curve(9.0, 0.4)),
        AdviceItem.PSYCHOLOGY: Return(0.10, Curve(7.0, 0.2), Curve(23.0, 0.38)),
        AdviceItem.HEALTH: Return(0.70, Curve(5.3, 0.3), Curve(12.0, 0.5)),
        AdviceItem.SOCIAL_CARE: Return(0.78, Curve(4.5, 0.4), Curve(10.0, 0.4)),
        AdviceItem.REQUESTED: Return(0.60, Curve(5.8, 0.25), Curve(14.0, 0.5)),
    },
    decide_plan=Curve(1.2, 0.5),
    draft=Curve(2.9, 0.5),
    final=Curve(9.0, 0.5),
    rush=Rush(0, 0.0),
    chased_each_week=0.4,
)

PROFILES = {each.name: each for each in (MIDDLE, HEALTHY, STRUGGLING, STAGE_WAIT)}

# --- arrivals ---------------------------------------------------------------------------------------------------------

MONTH_SHARES = {  # A, fitted to the quarters of Devon 2018 and 2019 (S)
    1: 8.5,
    2: 9.2,
    3: 10.2,
    4: 6.8,
    5: 8.2,
    6: 9.0,
    7: 9.6,
    8: 3.6,
    9: 8.2,
    10: 9.6,
    11: 10.0,
    12: 7.1,
}
WEEKDAY_SHARES = (21.0, 20.0, 20.0, 19.0, 17.0, 1.5, 1.5)  # A, Monday to Sunday
LAST_WEEKS_OF_TERM = 1.4  # A
FIRST_WEEK_OF_TERM = 0.7  # A
SCHOOL_IN_CLOSED_WEEK = 0.1  # A
PARENT_IN_CLOSED_WEEK = 0.8  # A


class Asker(StrEnum):
    """Who asks for an assessment."""

    SETTING = "setting"
    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    OTHER = "other"


class Challenge(StrEnum):
    """What a family that is refused does next."""

    MEDIATION = "mediation"
    APPEAL = "appeal"
    NONE = "none"


ASKERS = {  # A, between two observed mixes (S)
    Asker.SETTING: 50.0,
    Asker.PARENT: 36.0,
    Asker.YOUNG_PERSON: 1.5,
    Asker.OTHER: 12.5,
}
OTHER_TRIGGERS = {  # A
    TriggerKind.BROUGHT_TO_ATTENTION: 0.5,
    TriggerKind.HEALTH_BODY_NOTIFICATION: 0.4,
    TriggerKind.IDENTIFIED_BY_AUTHORITY: 0.1,
}
ARRIVES_BY = {  # A
    "the portal": 55.0,
    "e-mail in the team inbox": 35.0,
    "a letter, stamped on arrival": 8.0,
    "a note of a telephone call": 2.0,
}
SOMETHING_MISSING = {  # A
    Asker.SETTING: 0.20,
    Asker.PARENT: 0.45,
    Asker.YOUNG_PERSON: 0.45,
    Asker.OTHER: 0.20,
}
LOGGED_AT_ONCE = 0.70  # A
LOGGED_LATER_MEAN_DAYS = 4  # A
LOGGED_LATER_MOST_DAYS = 20  # A
ASKED_TWICE = 0.03  # A, within eight weeks
SIBLING_PAIR = 0.02  # A
MOVED_OUT = 0.015  # A

# --- children and young people ----------------------------------------------------------------------------------------

AGE_BANDS = {  # A on S points
    (2, 4): 24.0,
    (5, 9): 37.3,
    (10, 10): 8.7,
    (11, 15): 25.8,
    (16, 19): 3.7,
    (20, 24): 0.5,
}
OTHER_LANGUAGE = 0.15
LANGUAGES = {
    "Polish": 3.0,
    "Urdu": 3.0,
    "Arabic": 2.0,
    "Romanian": 2.0,
    "British Sign Language": 1.0,
}
"""Invented shares, so that the list of what is to be allocated has something to be narrowed to."""
NEEDS = {  # S, new plans 2024
    "speech, language and communication": 27.7,
    "autism": 27.5,
    "social, emotional and mental health": 26.3,
    "moderate learning difficulty": 7.5,
    "physical": 2.3,
    "specific learning difficulty": 2.3,
    "severe learning difficulty": 1.3,
    "other": 1.2,
    "hearing": 0.7,
    "profound and multiple learning difficulty": 0.6,
    "vision": 0.5,
    "multi-sensory": 0.2,
    "not recorded": 1.9,
}
NHS_SERVICES = {0: 25.0, 1: 35.0, 2: 24.0, 3: 16.0}  # A: how many a child has

# --- outcomes ---------------------------------------------------------------------------------------------------------

REFUSED_BY_ASKER = {  # S, Lincolnshire 2023; scaled to the area's own rate
    Asker.SETTING: 0.18,
    Asker.PARENT: 0.60,
    Asker.YOUNG_PERSON: 0.65,
    Asker.OTHER: 0.17,
}
REFUSAL_RATE = (0.08, 0.34, 0.25)  # A on an S range: least, most, mode of the area's rate
REFUSED_AT_THRESHOLD = 0.08  # A
REFUSED_ON_HOUSE_RULES = 0.04  # A
ASKS_AGAIN_WITHIN_A_YEAR = 0.15  # A
REFUSED_THEN = {Challenge.MEDIATION: 0.18, Challenge.APPEAL: 0.08, Challenge.NONE: 0.74}  # A
AGREED_AT_MEDIATION = 0.45  # A
APPEAL_WON = 0.9  # S: 81 % in one county to 98 % nationally, in part or whole
WON_BY_CONCESSION = 0.5  # A
WITHDRAWN_BEFORE_DECISION = 0.02  # A
WITHDRAWN_IN_ASSESSMENT = 0.015  # A
NO_PLAN = 0.06  # D
EXCEPTION_CLAIMED = 0.35  # A: of cases near the limit whose request to the school fell in a closure
AWAY = 0.012  # A: away for four weeks or more in the assessment
CIRCUMSTANCES = 0.012  # A: circumstances that an officer finds exceptional
CAUSE_RECORDED = 0.6  # A: of late cases

# --- contributors -----------------------------------------------------------------------------------------------------

FAMILY_VIEWS = Return(0.80, Curve(3.0, 0.35), Curve(7.5, 0.2))  # A: a fifth late
FAMILY_NEVER = 0.08  # A
FAMILY_ASKS_FOR_OTHER_ADVICE = 0.33  # A
RETURNED = {  # A: of what comes in
    AdviceItem.PSYCHOLOGY: 0.05,
    AdviceItem.HEALTH: 0.18,
    AdviceItem.EDUCATION: 0.15,
    AdviceItem.SOCIAL_CARE: 0.22,
    AdviceItem.REQUESTED: 0.10,
    AdviceItem.ADULTHOOD: 0.10,
}
SECOND_VERSION_DAYS = Curve(9.0, 0.6)  # A
NOT_KNOWN = 0.25  # A: of requests to an NHS service
NOT_KNOWN_AFTER_DAYS = Curve(4.0, 0.4)  # A
NOT_KNOWN_SOCIAL_CARE = 0.25  # A: answered in one line before it was screened
MISSED = {AdviceItem.PSYCHOLOGY: 0.06, AdviceItem.HEALTH: 0.09}  # A
RECEIVED_LATER_BY_BODY = 0.06  # A
SENT_TO_SOMEBODY_WHO_LEFT = 0.02  # A
WRITTEN_TOGETHER = 0.25  # A: of two therapists asked about one child
HELD_ALREADY = 0.015  # A: psychology advice under six months old, agreed by all three
CASEWORKER_LEAVES = 0.03  # A
OTHER_WAY_RECORDED = 0.5  # A

# --- the draft --------------------------------------------------------------------------------------------------------

COMMENTS = {"in time": 0.68, "late": 0.14, "none": 0.18}  # A
ASKS_FOR_MEETING = 0.30  # A
REFUSES_FIRST_OFFER = 0.25  # A
ASKS_FOR_SETTING = 0.92  # A
SETTING_ASKED_FOR = {"current": 0.63, "mainstream": 0.11, "special": 0.26}  # A
CONSULTED = {1: 0.55, 2: 0.20, 3: 0.13, 4: 0.12}  # A
CONSULTED_ANSWERS_IN_TIME = 0.62  # A
CONSULTED_NEVER_ANSWERS = 0.05  # A
ANOTHER_IS_NAMED = 0.06  # A
ASKS_FOR_PERSONAL_BUDGET = 0.04  # A
SENT_BY_POST = 0.08  # A
