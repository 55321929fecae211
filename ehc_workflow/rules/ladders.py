"""Who hears of a day at risk, when and how: the rungs that the sweep climbs for each kind of deadline. Local policy.

What is built in stands here; what an authority has changed is kept as `NewLadder` (`rules.changes`) and read with its
`Policy`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Whom a rung tells."""

    CASEWORKER = "caseworker"
    TEAM_MANAGER = "team_manager"
    HEAD_OF_SERVICE = "head_of_service"
    DECISION_MAKER = "decision_maker"
    SERVICE = "service"
    SERVICE_LEAD = "service_lead"
    DCO = "dco"
    EXECUTIVE_LEAD = "executive_lead"


class Way(StrEnum):
    """How a rung reaches those it tells at most, from most to least; every rung stands on their list of alerts.

    Each person may choose less, and never has less than the authority allows. A digest is for who has one: whoever
    hears of everything at once finds what comes by it on the list.
    """

    AT_ONCE = "at_once"
    DIGEST = "digest"
    IN_APP = "in_app"


class Level(StrEnum):
    """How bad it is from this rung on. The order is that of `LEVELS`."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    DUE_NOW = "due_now"
    LATE = "late"


LEVELS = (Level.ON_TRACK, Level.AT_RISK, Level.DUE_NOW, Level.LATE)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of a ladder: when it is reached, whom it tells and by which way at most.

    `days` is negative before the due day and counts working days back from `act_by`; 0 is `act_by` itself; positive are
    calendar days after `due_on`. With `percent`, 1 to 99, it is reached when so much of the period from the first day
    to `due_on` has gone, and `days` says nothing. `unless_planned` leaves the rung out while somebody has taken
    the deadline up with a day of recovery still ahead.
    """

    code: str
    days: int
    audience: tuple[Audience, ...]
    way: Way = Way.AT_ONCE
    percent: int | None = None
    unless_planned: bool = False

    @property
    def sends(self) -> bool:
        """Whether a message goes, at once as far as each person chose."""
        return self.way is Way.AT_ONCE

    @property
    def level(self) -> Level:
        """How bad it is from here on."""
        if self.percent is not None or self.days < 0:
            return Level.AT_RISK
        return Level.LATE if self.days > 0 else Level.DUE_NOW

    @property
    def surely_tells(self) -> bool:
        """Whether a message goes from here whatever anybody plans."""
        return self.sends and not self.unless_planned


class Ladders(Mapping[str, tuple[Rung, ...]]):
    """The ladder of each deadline by its code, as one authority has them. Each is itself alone: what is counted with
    it is kept by it."""

    __slots__ = ("_rungs",)
    __hash__ = object.__hash__

    def __init__(self, rungs: Mapping[str, tuple[Rung, ...]]) -> None:
        """Take the rungs as they are, in the order in which a ladder is climbed."""
        self._rungs = dict(rungs)

    def __getitem__(self, code: str) -> tuple[Rung, ...]:
        return self._rungs[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rungs)

    def __len__(self) -> int:
        return len(self._rungs)

    def __eq__(self, other: object) -> bool:
        return self is other


_AUTHORITY = (
    Rung("at_risk", -10, (Audience.CASEWORKER,)),
    Rung("close", -5, (Audience.CASEWORKER, Audience.TEAM_MANAGER)),
    Rung("due_now", 0, (Audience.CASEWORKER, Audience.TEAM_MANAGER)),
    Rung("overdue", 1, (Audience.CASEWORKER, Audience.TEAM_MANAGER)),
    Rung("head_of_service", 7, (Audience.HEAD_OF_SERVICE,), unless_planned=True),
)
_DECISION = (
    Rung("at_risk", -10, (Audience.CASEWORKER,)),
    Rung("close", -5, (Audience.CASEWORKER, Audience.TEAM_MANAGER, Audience.DECISION_MAKER)),
    Rung("due_now", 0, (Audience.CASEWORKER, Audience.TEAM_MANAGER, Audience.DECISION_MAKER)),
    Rung("overdue", 1, (Audience.CASEWORKER, Audience.TEAM_MANAGER, Audience.DECISION_MAKER)),
    Rung("head_of_service", 7, (Audience.HEAD_OF_SERVICE,), unless_planned=True),
)
_NOBODYS = (
    Rung("due_now", 0, (Audience.TEAM_MANAGER,)),
    Rung("overdue", 1, (Audience.TEAM_MANAGER, Audience.HEAD_OF_SERVICE)),
)
_SHORT = (
    Rung("due_now", 0, (Audience.CASEWORKER,)),
    Rung("overdue", 1, (Audience.CASEWORKER, Audience.TEAM_MANAGER)),
)
_FROM_DAY_ONE = (
    Rung("open", -10, (Audience.CASEWORKER,)),
    Rung("due_now", 0, (Audience.CASEWORKER,)),
    Rung("overdue", 1, (Audience.CASEWORKER, Audience.TEAM_MANAGER)),
)
_ORDERED = (
    Rung("close", -5, (Audience.CASEWORKER, Audience.TEAM_MANAGER)),
    Rung("due_now", 0, (Audience.CASEWORKER, Audience.TEAM_MANAGER)),
    Rung("overdue", 1, (Audience.CASEWORKER, Audience.TEAM_MANAGER)),
)
_ADVICE = (
    Rung("reminder_before", -5, (Audience.SERVICE,)),
    Rung("reminder_due", 0, (Audience.SERVICE, Audience.CASEWORKER)),
    Rung("overdue", 1, (Audience.CASEWORKER, Audience.TEAM_MANAGER)),
    Rung("reminder_after", 3, (Audience.SERVICE,)),
    Rung("service_lead", 7, (Audience.SERVICE_LEAD,)),
    Rung("dco", 10, (Audience.DCO,)),
    Rung("executive_lead", 14, (Audience.EXECUTIVE_LEAD, Audience.TEAM_MANAGER)),
)
_SETTING_REPLY = (
    Rung("reminder_before", -5, (Audience.SERVICE,)),
    Rung("overdue", 1, (Audience.CASEWORKER, Audience.TEAM_MANAGER)),
)
_LATE_ONLY = (Rung("overdue", 1, (Audience.CASEWORKER, Audience.TEAM_MANAGER)),)
_PROMISE = (
    Rung("close", -2, (Audience.CASEWORKER,)),
    Rung("due_now", 0, (Audience.CASEWORKER,)),
    Rung("overdue", 1, (Audience.CASEWORKER, Audience.TEAM_MANAGER)),
    Rung("silent_week", 7, (Audience.TEAM_MANAGER,)),
)
_SILENCE = (
    Rung("close", -2, (Audience.CASEWORKER,)),
    Rung("due_now", 0, (Audience.CASEWORKER, Audience.TEAM_MANAGER)),
    Rung("overdue", 1, (Audience.CASEWORKER, Audience.TEAM_MANAGER)),
    Rung("silent_week", 7, (Audience.TEAM_MANAGER,)),
)
_CONTRIBUTOR_TARGET = (
    Rung("due_now", 0, (Audience.DCO,)),
    Rung("overdue", 1, (Audience.DCO, Audience.CASEWORKER)),
)

LADDERS = Ladders(
    {
        "threshold_refusal": _DECISION,
        "decide_whether_to_assess": _DECISION,
        "decide_whether_to_reassess": _DECISION,
        "decide_no_plan": _DECISION,
        "final_plan": _AUTHORITY,
        "latest_draft_service": _AUTHORITY,
        "advice_education": _ADVICE,
        "advice_health": _ADVICE,
        "advice_psychology": _ADVICE,
        "advice_social_care": _ADVICE,
        "advice_other": _ADVICE,
        "advice_adulthood": _ADVICE,
        "advice_requested": _ADVICE,
        "school_reply": _SETTING_REPLY,
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
        "name_caseworker": _NOBODYS,
        "tell_decision": _SHORT,
        "ask_for_advice": _SHORT,
        "answer_family_ask": _FROM_DAY_ONE,
        "check_advice": _SHORT,
        "advice_back": _LATE_ONLY,
        "look_again": _SHORT,
        "answer_question": _SHORT,
        "settle_not_known": _CONTRIBUTOR_TARGET,
        "prove_receipt": _SHORT,
        "chase_advice": _LATE_ONLY,
        "other_way": _SHORT,
        "review_exception": _SHORT,
        "settle_late_exception": _SHORT,
        "tell_family_of_delay": _SHORT,
        "update_family": _SILENCE,
        "answer_family_message": _FROM_DAY_ONE,
        "keep_promise": _PROMISE,
        "reach_family": _SHORT,
    }
)
"""The built-in ladder of each deadline that somebody can be late with. A family's own time has none."""
