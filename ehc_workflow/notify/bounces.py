"""Delivery reports of mail servers (RFC 3464): which message of ours they are about, and what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default

_OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@[^<>\s]+>")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_SAID = ("Message-ID", "References", "In-Reply-To", "Original-Envelope-Id")


class NotAReportError(Exception):
    """A mail that is no delivery report, or one about nothing that we sent."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail server reports of one message, `key` being ours. `status` is its code, such as 5.1.1."""

    key: str
    action: str
    status: str

    @property
    def came_back(self) -> bool:
        """Whether the message came back for good. One that is only delayed may still arrive."""
        return self.action == "failed"

    @property
    def was_delivered(self) -> bool:
        """Whether it was put into the mailbox."""
        return self.action == "delivered"


def read_report(content: bytes) -> Report:
    """Read a delivery report as it came in; raises `NotAReportError` with a sentence that says what it is instead."""
    message = message_from_bytes(content, policy=default)
    fields = [part for part in _parts(message) if part.get("Action")]
    if not fields:
        raise NotAReportError(
            "This mail is no delivery report: it says of no recipient what became of it."
        )
    key = _key(message)
    if key is None:
        raise NotAReportError("This delivery report names no message that was sent from here.")
    worst = next((one for one in fields if _action(one) == "failed"), fields[0])
    found = _STATUS.search(str(worst.get("Status", "")))
    return Report(key=key, action=_action(worst), status=found[0] if found else "unknown")


def _action(fields: Message) -> str:
    return str(fields.get("Action", "")).split(";")[0].strip().lower()


def _parts(message: Message) -> Iterator[Message]:
    """Every part, the groups of fields of a delivery report among them."""
    return iter(message.walk())


def _key(message: EmailMessage | Message) -> str | None:
    """Our own Message-ID: first that of the mail that is sent back, then what the report refers to."""
    parts = list(message.walk())
    for part in [*reversed(parts)]:
        for name in _SAID:
            if found := _OURS.search(str(part.get(name, ""))):
                return found[1]
    for part in parts:
        is_headers = part.get_content_type() == "text/rfc822-headers"
        if is_headers and (found := _OURS.search(str(part.get_payload()))):
            return found[1]
    return None
