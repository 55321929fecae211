"""How days, moments and the domain's names read on a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any

from ehc_workflow.clock import LONDON
from ehc_workflow.dates.words import with_weekday
from ehc_workflow.domain.actors import Role
from ehc_workflow.domain.case import State, numbered

ROLES = {
    Role.CASEWORKER: "SEN caseworker",
    Role.DECISION_MAKER: "Decision-maker",
    Role.PLAN_WRITER: "Plan writer",
    Role.DCO: "Designated clinical officer",
    Role.HEALTH_ADMINISTRATOR: "Health administrator",
    Role.SOCIAL_CARE: "Social care",
    Role.PSYCHOLOGY: "Educational psychology",
    Role.SETTING: "School or other setting",
    Role.INVITED: "Invited to give advice",
    Role.MANAGER: "Team manager",
    Role.FAMILY: "Parent or young person",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "Administrator",
    Role.SYSTEM: "The engine",
}

STATES = {
    State.NOT_OPEN: "Not open",
    State.RECEIVED: "Request received",
    State.CONSIDERING: "Considering whether to assess",
    State.ASSESSING: "Gathering advice",
    State.DECIDING_PLAN: "Deciding on a plan",
    State.DRAFTING: "Writing the draft plan",
    State.DRAFT_WITH_FAMILY: "Draft with the family",
    State.PLACING: "Consulting on placement",
    State.FINALISING: "Finalising",
    State.PLAN_ISSUED: "Final plan sent",
    State.REFUSED_TO_ASSESS: "Refused to assess",
    State.NO_PLAN: "No plan",
    State.ASSESS_ORDERED: "Assessment ordered",
    State.PLAN_ORDERED: "Plan ordered",
    State.REMITTED: "Sent back by the Tribunal",
    State.WITHDRAWN: "Withdrawn",
    State.MOVED_OUT: "Moved to another area",
    State.LEFT_ENGLAND: "Left England",
    State.DIED: "Died",
    State.OVER_25: "Over 25",
    State.DUPLICATE: "Joined to another case",
    State.NOT_IN_AREA: "Not in this area",
}


def state(value: State) -> str:
    """Where a case stands, in words."""
    return STATES[value]


def day(value: date | None) -> str:
    """`12 January 2026`."""
    return f"{value.day} {value:%B %Y}" if value else ""


def month(value: date) -> str:
    """The month of a day: "June 2026"."""
    return f"{value:%B %Y}"


def short_day(value: date | None) -> str:
    """`Mon 12 Jan 2026`, for tables."""
    return f"{value:%a} {value.day} {value:%b %Y}" if value else ""


def moment(value: datetime | None) -> str:
    """`12 January 2026, 2:31pm`, by the clocks of London."""
    if value is None:
        return ""
    there = value.astimezone(LONDON)
    return (
        f"{day(there)}, {there:%I:%M%p}".replace(", 0", ", ")
        .replace("AM", "am")
        .replace("PM", "pm")
    )


def words(value: object) -> str:
    """A name of the domain as words: `requested_late` is `Requested late`."""
    text = str(value.value if isinstance(value, Enum) else value).replace("_", " ")
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """The same words within a sentence."""
    return text[:1].lower() + text[1:]


def role(value: Role) -> str:
    """What a role is called in an authority."""
    return ROLES[value]


def number(value: float) -> str:
    """`1,500,000`."""
    return f"{value:,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 case`, `2 cases`."""
    return f"{number(count)} {one if count == 1 else many or f'{one}s'}"


def file_size(count: int) -> str:
    """`740 KB`, `2.1 MB`."""
    if count >= 1_000_000:
        return f"{count / 1_000_000:.1f} MB"
    return f"{max(1, round(count / 1_000))} KB"


FILTERS: dict[str, Callable[..., Any]] = {
    "day": day,
    "short_day": short_day,
    "weekday": with_weekday,
    "month": month,
    "moment": moment,
    "words": words,
    "lower_first": lower_first,
    "role": role,
    "state": state,
    "number": number,
    "numbered": numbered,
    "plural": plural,
    "file_size": file_size,
}
