"""The roads by which a message leaves."""

from __future__ import annotations

from enum import StrEnum


class MessageChannel(StrEnum):
    """How a message goes. `in_app` leaves the house by none: it stands on the pages of whoever it is for."""

    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    WEBHOOK = "webhook"
    IN_APP = "in_app"
