"""The roads by which a message leaves."""

from __future__ import annotations

from enum import StrEnum


class MessageChannel(StrEnum):
    """How a message goes. `in_app` leaves nothing: it lies on the pages of the person it is for."""

    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    WEBHOOK = "webhook"
    IN_APP = "in_app"
