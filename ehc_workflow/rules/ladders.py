"""Who hears of a day at risk, and when: the rungs that the sweep climbs for each kind of deadline. Local policy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Whom a rung tells."""

    CASEWORKER = "caseworker"
    TEAM_MANAGER = "team_manager"
    SERVICE = "service"
    SERVICE_LEAD = "service_lead"
    DCO = "dco"
    EXECUTIVE_LEAD = "executive_lead"


class Level(StrEnum):
    """How bad it is from this rung on. The order is that of `LEVELS`."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    DUE_NOW = "due_now"
    LATE = "late"


LEVELS = (Level.ON_TRACK, Level.AT_RISK, Level.DUE_NOW, Level.LATE)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: days from the due day (negative before it), whom it tells, and the level from then on.

    Rungs before the due day count working days back from `act_by`; those after it count calendar days from `due_on`.
    """

    code: str
    days: int
    audience: tuple[Audience, ...]
    level: Level


_AUTHORITY = (
    Rung("at_risk", -10, (Audience.CASEWORKER,), Level.AT_RISK),
    Rung("close", -5, (Audience.CASEWORKER, Audience.TEAM_MANAGER), Level.AT_RISK),
    Rung("due_now", 0, (Audience.CASEWORKER, Audience.TEAM_MANAGER), Level.DUE_NOW),
    Rung("overdue", 1, (Audience.CASEWORKER, Audience.TEAM_MANAGER), Level.LATE),
)
_SHORT = (
    Rung("due_now", 0, (Audience.CASEWORKER,), Level.DUE_NOW),
    Rung("overdue", 1, (Audience.CASEWORKER, Audience.TEAM_MANAGER), Level.LATE),
)
_FROM_DAY_ONE = (
    Rung("open", -10, (Audience.CASEWORKER,), Level.AT_RISK),
    Rung("due_now", 0, (Audience.CASEWORKER,), Level.DUE_NOW),
    Rung("overdue", 1, (Audience.CASEWORKER, Audience.TEAM_MANAGER), Level.LATE),
)
_ORDERED = (
    Rung("close", -5, (Audience.CASEWORKER, Audience.TEAM_MANAGER), Level.AT_RISK),
    Rung("due_now", 0, (Audience.CASEWORKER, Audience.TEAM_MANAGER), Level.DUE_NOW),
    Rung("overdue", 1, (Audience.CASEWORKER, Audience.TEAM_MANAGER), Level.LATE),
)
_ADVICE = (
    Rung("reminder_before", -5, (Audience.SERVICE,), Level.AT_RISK),
    Rung("reminder_due", 0, (Audience.SERVICE, Audience.CASEWORKER), Level.DUE_NOW),
    Rung("overdue", 1, (Audience.CASEWORKER, Audience.TEAM_MANAGER), Level.LATE),
    Rung("reminder_after", 3, (Audience.SERVICE,), Level.LATE),
    Rung("service_lead", 7, (Audience.SERVICE_LEAD,), Level.LATE),
    Rung("dco", 10, (Audience.DCO,), Level.LATE),
    Rung("executive_lead", 14, (Audience.EXECUTIVE_LEAD, Audience.TEAM_MANAGER), Level.LATE),
)
_LATE_ONLY = (Rung("overdue", 1, (Audience.CASEWORKER, Audience.TEAM_MANAGER), Level.LATE),)
_CONTRIBUTOR_TARGET = (
    Rung("due_now", 0, (Audience.DCO,), Level.DUE_NOW),
    Rung("overdue", 1, (Audience.DCO, Audience.CASEWORKER), Level.LATE),
)

LADDERS: dict[str, tuple[Rung, ...]] = {
    "threshold_refusal": _AUTHORITY,
    "decide_whether_to_assess": _AUTHORITY,
    "decide_no_plan": _AUTHORITY,
    "final_plan": _AUTHORITY,
    "latest_draft_service": _AUTHORITY,
    "advice_education": _ADVICE,
    "advice_health": _ADVICE,
    "advice_psychology": _ADVICE,
    "advice_social_care": _ADVICE,
    "advice_other": _ADVICE,
    "advice_adulthood": _ADVICE,
    "advice_requested": _ADVICE,
    "school_reply": _LATE_ONLY,
    "notify_will_assess": _ORDERED,
    "draft_plan": _AUTHORITY,
    "reconsider": _ORDERED,
    "amended_plan": _ORDERED,
    "carry_out_agreement": _ORDERED,
    "tribunal_response": _AUTHORITY,
    "arrange_mediation": _AUTHORITY,
    "tell_health_body": _SHORT,
    "arrange_health_mediation": _CONTRIBUTOR_TARGET,
    "tell_authority_of_agreement": _LATE_ONLY,
    "mediation_certificate": _LATE_ONLY,
    "tell_decision": _SHORT,
    "ask_for_advice": _SHORT,
    "answer_family_ask": _FROM_DAY_ONE,
    "check_advice": _SHORT,
    "advice_back": _LATE_ONLY,
    "look_again": _SHORT,
    "settle_not_known": _CONTRIBUTOR_TARGET,
    "prove_receipt": _SHORT,
    "chase_advice": _LATE_ONLY,
    "other_way": _SHORT,
    "review_exception": _SHORT,
    "settle_late_exception": _SHORT,
}
"""The ladder of each deadline that somebody can be late with. A family's own time has none."""
