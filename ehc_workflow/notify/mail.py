"""One message as it leaves, what every way of sending promises, and the ways in which it can fail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from ehc_workflow.domain.channels import MessageChannel


class UndeliveredError(Exception):
    """The message did not go. The sentence says why and holds nothing of the message itself.

    `reached` are the addresses it had gone to before one failed: they are not written to again.
    """

    def __init__(self, message: str, *, reached: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.reached = reached


class RefusedError(UndeliveredError):
    """The provider will not take this message, however often it is sent."""


class BusyError(UndeliveredError):
    """The provider asks us to wait. The message is not at fault, and no try of it is counted."""

    def __init__(
        self, message: str, *, wait: timedelta = timedelta(minutes=1), reached: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message, reached=reached)
        self.wait = wait


class ClosedError(UndeliveredError):
    """The provider refuses us, not the message: nothing more goes there until somebody has mended it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message with its addresses.

    `key` is the id of its row in the outbox, where one cause has one row: sent twice, it is still one message to who
    receives it, and a delivery report that names it finds it again. `to` is several e-mail addresses, one telephone
    number, or the lines of one postal address. `was_tried` says that it may have gone: whoever tried it may have died
    before writing so down.
    """

    key: str
    to: tuple[str, ...]
    subject: str
    body: str
    channel: MessageChannel = MessageChannel.EMAIL
    was_tried: bool = False

    def message_id(self, domain: str) -> str:
        """The Message-ID: the same for the same cause, so that a mailbox can tell a repeat from a second message."""
        return f"<{self.key}@{domain}>"


class Notifier(Protocol):
    """Sends messages. It may keep a connection open between two of them, until `close`."""

    def send(self, mail: Mail) -> None:
        """Send one message, or raise `UndeliveredError`."""

    def close(self) -> None:
        """Let go of what is open; the next `send` opens it again."""
