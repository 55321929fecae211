"""Services, seats and what was changed of them, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from api.words import day, plural
from ehc_workflow.domain.organisation import ChangeKind
from ehc_workflow.domain.services import ServiceKind
from ehc_workflow.store import accounts
from ehc_workflow.store.organisation_changes import Change

KINDS: dict[str, str] = {
    ServiceKind.HEALTH: "Health",
    ServiceKind.PSYCHOLOGY: "Educational psychology",
    ServiceKind.SOCIAL_CARE: "Social care",
    ServiceKind.SETTING: "School, college or other setting",
    ServiceKind.OTHER: "Another service",
}
FIELDS = {
    "name": "Name",
    "email": "Shared inbox",
    "lead_email": "Address of its lead",
    "health_body": "Health body",
    "school_type": "Type of school",
    "authority_ids": "Works for",
    "executive_email": "Address of its executive lead",
}
_PLAIN = {
    ChangeKind.ADDRESSES_CONFIRMED: "Addresses confirmed",
    ChangeKind.SERVICE_REOPENED: "Service opened again",
    ChangeKind.TEAM_MADE: "Team made",
    ChangeKind.SERVICE_MADE: "Service made",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One change as a page tells it."""

    says: str
    made_by: str
    made_at: datetime


def changes_in_words(
    connection: Connection,
    changes: Iterable[Change],
    *,
    authorities: Mapping[str, str],
    seats: Mapping[str, str],
) -> tuple[Told, ...]:
    """What was changed, from what to what, by whom and when."""
    made = tuple(changes)
    people = accounts.names(
        connection, {one.content["person"] for one in made if "person" in one.content}
    )
    return tuple(
        Told(_says(one, people, authorities, seats.get(one.about, "")), one.made_by, one.made_at)
        for one in made
    )


def _says(
    change: Change, people: Mapping[str, str], authorities: Mapping[str, str], seat: str
) -> str:
    content = change.content
    who = people.get(content.get("person", ""), "somebody")
    seat = seat or content.get("name", "")
    match change.kind:
        case ChangeKind.SERVICE_CHANGED | ChangeKind.BODY_SET:
            return ". ".join(_differences(content, authorities))
        case ChangeKind.SERVICE_CLOSED:
            sent = content.get("sent_on", 0)
            return "Service closed" + (f", {plural(sent, 'request')} sent on" if sent else "")
        case ChangeKind.SEAT_MADE:
            return f"Seat made: {seat}"
        case ChangeKind.SEAT_CLOSED:
            return f"Seat closed: {seat}"
        case ChangeKind.SEAT_REOPENED:
            return f"Seat opened again: {seat}"
        case ChangeKind.SEAT_GIVEN:
            return f"{seat or 'Seat'} given to {who} from {_day(content['first_day'])}"
        case ChangeKind.SEAT_TAKEN:
            return f"{seat or 'Seat'} taken from {who}"
        case ChangeKind.COVER_GIVEN:
            days = f"{_day(content['first_day'])} to {_day(content['last_day'])}"
            return f"{seat or 'Seat'} covered by {who}, {days}"
        case ChangeKind.COVER_ENDED:
            return f"{seat or 'Seat'}: cover by {who} ended"
    return _PLAIN[change.kind]


def _differences(content: Mapping[str, Any], authorities: Mapping[str, str]) -> Iterator[str]:
    for name, (before, after) in content.items():
        was, now = (_value(each, authorities) for each in (before, after))
        yield f"{FIELDS[name]}: {was} → {now}"


def _value(value: Any, authorities: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return ", ".join(authorities.get(one, "another authority") for one in value) or "nobody"
    return str(value).replace("_", " ") if value else "none"


def _day(written: str) -> str:
    return day(date.fromisoformat(written))
