"""Why there is an alert, in a sentence with its provision, and the messages that carry it: no child's data in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ehc_workflow.dates.bank_holidays import BankHolidays
from ehc_workflow.dates.words import with_weekday
from ehc_workflow.domain.alerts import is_urgent
from ehc_workflow.domain.deadlines import Deadline, Kind, Status
from ehc_workflow.domain.risk import standing
from ehc_workflow.rules.book import BOOK
from ehc_workflow.rules.ladders import Audience, Level, Rung
from ehc_workflow.rules.local_targets import LOCAL_TARGETS
from ehc_workflow.service.messages import Message
from ehc_workflow.store.sweep import Found

_LOCAL_DUTIES = {target.code: target.duty for target in LOCAL_TARGETS}
_ADVICE = {
    "advice_education": "Give educational advice",
    "advice_health": "Give health advice",
    "advice_psychology": "Give psychological advice",
    "advice_social_care": "Give social care advice",
    "advice_other": "Give the advice asked for",
    "advice_adulthood": "Give advice on preparing for adulthood",
    "advice_requested": "Give the advice the family asked for",
}


def duty_of(code: str, rule_version: str) -> str:
    """What is owed, in a few words: the rule's own, or for advice whose it is."""
    if code in _ADVICE:
        return _ADVICE[code]
    return _LOCAL_DUTIES.get(code) or BOOK.duty_of(rule_version)


def reason(deadline: Deadline, today: date, calendar: BankHolidays) -> str:
    """Why this deadline needs somebody on this day: what is owed, by when, under what, and how it stands.

    `calendar` is the one that dates are counted by now: a bank holiday may have been proclaimed.
    """
    duty = duty_of(deadline.code, deadline.rule_version)
    when, stands = _when(deadline, today, calendar), _stands(deadline, today, calendar)
    return f"{duty}: {when} ({_source(deadline)}). {stands}"


def _source(deadline: Deadline) -> str:
    if deadline.kind is Kind.LOCAL:
        return "the authority's own target, not law"
    return f"{deadline.provision}{', guidance' if deadline.kind is Kind.GUIDANCE else ''}"


def _when(deadline: Deadline, today: date, calendar: BankHolidays) -> str:
    if today > deadline.due_on:
        return f"was due on {with_weekday(deadline.due_on)}"
    words = f"due on {with_weekday(deadline.due_on)}"
    if deadline.code == "tell_family_of_delay":
        return f"{words}, before the limit passes: the forecast shows it missed"
    if deadline.act_by == deadline.due_on:
        return words
    is_holiday = deadline.due_on in calendar.days
    why = "a bank holiday" if is_holiday else "not a working day"
    return f"{words}, {why}, so the working target is {with_weekday(deadline.act_by)}"


def _stands(deadline: Deadline, today: date, calendar: BankHolidays) -> str:
    at = standing(deadline, today, calendar)
    if at.status is Status.BREACHED_OPEN:
        late = deadline.days_late(today)
        return f"It is {late} {_days(late)} late and still owed."
    left = (deadline.act_by - today).days
    if at.level is Level.DUE_NOW:
        return "It is due now." if left >= 0 else "The last working day for it has passed."
    return f"{left} {_days(left)} left." if left > 0 else "It is due now."


def _days(number: int) -> str:
    return "day" if number == 1 else "days"


_TEMPLATES = {
    Audience.CASEWORKER: "deadline_alert",
    Audience.TEAM_MANAGER: "deadline_alert",
    Audience.HEAD_OF_SERVICE: "deadline_alert",
    Audience.DECISION_MAKER: "deadline_alert",
    Audience.SERVICE: "advice_reminder",
    Audience.SERVICE_LEAD: "advice_escalated",
    Audience.DCO: "advice_escalated",
    Audience.EXECUTIVE_LEAD: "advice_escalated",
}


_OF_THE_LIMIT = {("school_reply", Audience.SERVICE): "consultation_reminder"}
"""Where a limit has words of its own: a setting that is consulted is reminded of its answer, not of advice."""


def _template(code: str, audience: Audience) -> str:
    return _OF_THE_LIMIT.get((code, audience), _TEMPLATES[audience])


def alert_messages(
    found: Found, rung: Rung, audience: Iterable[Audience], why: str, *, climbed: bool = False
) -> tuple[Message, ...]:
    """One message for each recipient, however many of the audiences they are; none where the rung sends none.

    What went up because nobody took it up can wait for the morning: the limit itself was told when it was reached.
    """
    if not rung.sends:
        return ()
    deadline = found.deadline
    told = {recipient_of(found, one): _template(deadline.code, one) for one in audience}
    cause = f"{found.assessment_id}/{deadline.code}/{deadline.ref}/{deadline.due_on}/{rung.code}"
    params = {
        "reference": found.reference,
        "assessment_id": found.assessment_id,
        "code": deadline.code,
        "ref": deadline.ref,
        "rung": rung.code,
        "level": rung.level.value,
        "authority_id": found.authority_id,
        "urgent": is_urgent(deadline.kind, rung.level) and not climbed,
        "duty": duty_of(deadline.code, deadline.rule_version),
        "reason": why,
    }
    return tuple(
        Message(key=f"alert/{cause}/{to}", recipient=to, template=template, params=params)
        for to, template in told.items()
    )


def recipient_of(found: Found, audience: Audience) -> str:
    """Who an audience is for this case. Where nobody is named, the team's managers hear of it instead."""
    managers, service = f"team_managers:{found.team_id}", found.deadline.service_id
    match audience:
        case Audience.CASEWORKER if found.caseworker_seat_id:
            return f"seat:{found.caseworker_seat_id}"
        case Audience.SERVICE if service:
            return f"service:{service}"
        case Audience.SERVICE_LEAD if service:
            return f"service_lead:{service}"
        case Audience.EXECUTIVE_LEAD if service:
            return f"executive_lead:{service}"
        case Audience.HEAD_OF_SERVICE:
            return f"head_of_service:{found.authority_id}"
        case Audience.DECISION_MAKER:
            return f"decision_makers:{found.authority_id}"
        case Audience.DCO:
            return f"dco:{found.authority_id}" + (f"/{service}" if service else "")
    return managers
