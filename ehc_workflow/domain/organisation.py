"""Who works where: what can be changed of services, seats and teams, and when an address has to be confirmed again."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from ehc_workflow.domain.errors import Impossible, ImpossibleFactsError
from ehc_workflow.rules.local_targets import SERVICE_ADDRESS_CONFIRMED_WITHIN_DAYS


class ChangeKind(StrEnum):
    """What was changed."""

    BODY_SET = "body_set"
    SERVICE_MADE = "service_made"
    SERVICE_CHANGED = "service_changed"
    ADDRESSES_CONFIRMED = "addresses_confirmed"
    SERVICE_CLOSED = "service_closed"
    SERVICE_REOPENED = "service_reopened"
    TEAM_MADE = "team_made"
    SEAT_MADE = "seat_made"
    SEAT_CLOSED = "seat_closed"
    SEAT_REOPENED = "seat_reopened"
    SEAT_GIVEN = "seat_given"
    SEAT_TAKEN = "seat_taken"
    COVER_GIVEN = "cover_given"
    COVER_ENDED = "cover_ended"
    ALERTS_SET = "alerts_set"
    FAMILY_LETTERS_SET = "family_letters_set"
    LETTER_WORDED = "letter_worded"
    LOOK_SET = "look_set"
    PANEL_MADE = "panel_made"
    PANEL_CHANGED = "panel_changed"
    PANEL_CLOSED = "panel_closed"
    PANEL_REOPENED = "panel_reopened"
    MEMBER_ADDED = "member_added"
    MEMBER_LEFT = "member_left"
    MEETING_PLANNED = "meeting_planned"
    MEETING_CALLED_OFF = "meeting_called_off"
    ATTENDANCE_RECORDED = "attendance_recorded"


def is_stale(confirmed_on: date | None, today: date) -> bool:
    """Whether an address was never confirmed, or so long ago that it should be asked for again."""
    return confirmed_on is None or today - confirmed_on > timedelta(
        days=SERVICE_ADDRESS_CONFIRMED_WITHIN_DAYS
    )


def email_address(written: str, pointer: str = "/email") -> str:
    """An e-mail address in the one form it is kept in, or `ImpossibleFactsError`."""
    address = written.strip().lower()
    local, at, domain = address.partition("@")
    if not (local and at and domain) or any(sign.isspace() for sign in address):
        raise ImpossibleFactsError(
            Impossible(pointer, "Enter an e-mail address, like name@example.org.")
        )
    return address
