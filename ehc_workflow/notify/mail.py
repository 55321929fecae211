"""One message as it leaves, and what every way of sending promises."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol


class UndeliveredError(Exception):
    """The message did not go. The sentence says why and holds nothing of the message itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message with its addresses. `key` names its cause: sent twice, it is still one message to who receives it."""

    key: str
    to: tuple[str, ...]
    subject: str
    body: str

    def message_id(self, domain: str) -> str:
        """The Message-ID: the same for the same cause, so that a mailbox can tell a repeat from a second message."""
        return f"<{hashlib.sha256(self.key.encode()).hexdigest()[:40]}@{domain}>"


class Notifier(Protocol):
    """Sends messages. It may keep a connection open between two of them, until `close`."""

    def send(self, mail: Mail) -> None:
        """Send one message, or raise `UndeliveredError`."""

    def close(self) -> None:
        """Let go of what is open; the next `send` opens it again."""
